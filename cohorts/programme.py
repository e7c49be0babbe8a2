"""The programme's own names and colours, as every page, letter and document shows them."""

import hashlib
import re
from dataclasses import dataclass

from kit.context import programmes

from .models import ProgrammeSettings

HEX = re.compile(r"#[0-9a-f]{6}")
COLOURS = ("brand", "brand_deep", "brand_tint")
DEFAULTS = {name: ProgrammeSettings._meta.get_field(name).default for name in COLOURS}


@dataclass(frozen=True)
class Names:
    """What base.html and the letters need of the settings; `look` changes with the colours and is empty for our own."""

    name: str
    organisation: str
    strapline: str
    email: str
    contact_name: str
    telephone: str
    look: str
    logo: str  # a short name of it, for its address; empty while the mark is the portal's own


@programmes.register
def names():
    """Read once a request: the frame keeps it."""
    kept = ProgrammeSettings.current()
    return Names(
        kept.name,
        kept.organisation,
        kept.strapline,
        kept.contact_email,
        kept.contact_name,
        kept.contact_telephone,
        look_of(kept),
        kept.logo.digest[:10] if kept.logo else "",
    )


def look_of(kept):
    """A short name for the colours, for the address of their stylesheet; empty while they are the portal's own."""
    chosen = {name: getattr(kept, name) for name in COLOURS}
    if chosen == DEFAULTS:
        return ""
    return hashlib.sha256("".join(chosen.values()).encode()).hexdigest()[:10]


def stylesheet(kept):
    """The colours as custom properties. What is not six hexadecimal figures is left out, whatever the database says."""
    chosen = {name: getattr(kept, name) for name in COLOURS}
    lines = [f"--aas-{name.replace('_', '-')}:{value};" for name, value in chosen.items() if HEX.fullmatch(value)]
    if HEX.fullmatch(kept.brand) and kept.brand != DEFAULTS["brand"]:
        links = ("link", "link-visited", "link-hover", "link-active")
        lines += [f"--govuk-{link}-colour:{kept.brand};" for link in links]
    return ":root{" + "".join(lines) + "}"


def luminance(colour):
    """Relative luminance of "#rrggbb", as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
