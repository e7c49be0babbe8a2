"""What a certificate says, one landscape page each, and how many of them become files and one print file."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO

import segno
from django.template.loader import render_to_string
from PIL import Image

from kit.pdf import render_each, render_pdf

SIZES = ((22, ""), (32, "long"), (60, "longer"), (100, "longest"))  # up to so many letters of a name, this size
SMALLEST = "utmost"
BATCH = 20
INK = bytes([255, 0]) + bytes(254)  # module 0 is paper, module 1 is ink


@dataclass(frozen=True)
class Certificate:
    """The frozen words of one certificate."""

    kind: str  # "school" or "representative"
    name_printed: str
    school_name: str
    urn: str
    cohort_name: str
    programme_name: str
    organisation: str
    awarded_on: date
    number: str
    check_code: str
    check_url: str
    days_attended: str = ""
    why: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    state: str = "valid"
    signature: bytes = field(default=b"", repr=False)  # a PNG above the line; without it, a line to sign on

    logo: bytes = field(default=b"", repr=False)  # a PNG above the name of the programme, instead of its mark

    @property
    def size(self):
        """The class that makes a long name fit its lines."""
        return next((size for letters, size in SIZES if len(self.name_printed) <= letters), SMALLEST)

    @property
    def code_in_fours(self):
        """The check code as people read it out."""
        return " ".join(self.check_code[start : start + 4] for start in range(0, len(self.check_code), 4))

    @property
    def check_place(self):
        """Where the code is typed in: the check page's address without scheme and code."""
        return self.check_url.split("//")[-1].rstrip("/").rsplit("/", 1)[0]

    @property
    def title(self):
        """The title of the PDF."""
        return f"{self.programme_name}: {self.name_printed}, certificate {self.number}"

    @property
    def qr_name(self):
        """The name of its square code among the document's files."""
        return f"{self.number}.png"

    @property
    def signature_name(self):
        """The name of its signature among the document's files: the same hand is in a print file once."""
        return f"signature-{sha256(self.signature).hexdigest()[:16]}.png"

    @property
    def logo_name(self):
        """The name of its logo among the document's files."""
        return f"logo-{sha256(self.logo).hexdigest()[:16]}.png"


def square_code(url):
    """The QR code of an address as a PNG, a dot a module: drawn as lines it took half the time of a certificate.

    The mask is named because trying all eight took a tenth (any of them reads the same), and grey of eight bits is what goes
    into a PDF as it is.
    """
    modules = segno.make(url, error="m", micro=False, mask=2).matrix
    out = BytesIO()
    dots = b"".join(row.translate(INK) for row in modules)
    Image.frombytes("L", (len(modules[0]), len(modules)), dots).save(out, "png")
    return out.getvalue()


def files_of(certificates):
    """The pictures that go with them, by name."""
    files = {one.qr_name: square_code(one.check_url) for one in certificates}
    files |= {one.signature_name: one.signature for one in certificates if one.signature}
    return files | {one.logo_name: one.logo for one in certificates if one.logo}


def as_html(certificates, *, title=""):
    """One document with a page for each."""
    context = {"certificates": certificates, "title": title or certificates[0].title}
    return render_to_string("print/certificates.html", context)


def certificates_pdf(certificates):
    """A PDF for each certificate, in order: laid out in batches, because a joint layout is a fifth cheaper."""
    made = []
    for start in range(0, len(certificates), BATCH):
        batch = certificates[start : start + BATCH]
        made += render_each(
            as_html(batch), style="certificate", titles=[one.title for one in batch], files=files_of(batch)
        )
    return made


def print_file(certificates):
    """All certificates in one PDF, in the order given, for the printer."""
    first = certificates[0]
    title = f"{first.programme_name}: certificates of cohort {first.cohort_name}"
    html = as_html(certificates, title=title)
    return render_pdf(html, style="certificate", files=files_of(certificates), pages=len(certificates))
