"""Which letters our printed faces have: PDF/UA forbids a glyph that the font does not hold."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

ASSETS = Path(__file__).parent / "assets"  # not from the engine: the web process need not load WeasyPrint
CUTS = ("Regular", "Bold", "Italic")
NEAR = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\u2032": "’",
    "\u2033": "”",
    "\u00ad": "",
    "\ufeff": "",
}
UNKNOWN = "\ufffd"


@cache
def known():
    """Code points that can be drawn upright, bold and slanted: our face, what we composed of its parts, and other scripts."""

    def of(cut):
        return {point for part in ("", "Ext-") for point in points(f"AtkinsonHyperlegible-{part}{cut}.ttf")}

    ours = frozenset.intersection(*(frozenset(of(cut)) for cut in CUTS))
    return ours | frozenset(points("DejaVuSans-Others-Regular.ttf")) & frozenset(points("DejaVuSans-Others-Bold.ttf"))


def points(name):
    """The code points of a font file."""
    with TTFont(ASSETS / name, lazy=True) as font:
        return [*font.getBestCmap()]


@cache
def nearest(letter):
    """The letter itself, else its nearest kin, else a mark that one is missing; an emoji says little on paper and goes."""
    if letter in NEAR:
        return NEAR[letter]
    if ord(letter) in known() or letter in "\n\t":
        return letter
    if letter.isspace():
        return " "
    plain = [one for one in unicodedata.normalize("NFKD", letter) if ord(one) in known()]
    base = "".join(one for one in plain if not unicodedata.combining(one))
    return base or (UNKNOWN if unicodedata.category(letter)[0] in "LN" else "")


def drawable(text):
    """The text with only what the printed faces can draw."""
    text = unicodedata.normalize("NFC", text)
    return text if all(nearest(letter) == letter for letter in set(text)) else "".join(map(nearest, text))
