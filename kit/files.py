"""Uploads: allowed by what they are and by their name; photos are decoded, turned upright and written anew."""

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps, ImageStat

MEGABYTES = 10
LARGEST = MEGABYTES * 1024 * 1024
MOST_PIXELS = 60_000_000  # a phone's largest photo; more is a trap for the decoder
LONGEST_SIDE = 1600
INKED = 200  # on a scan, what is darker than this is ink and the rest paper
SHADES = 6  # of an edge of ink: smooth in print, and a quarter of the size of all that a scanner sees
PHOTOS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
OFFICE = {
    ".docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
ALLOWED = "a photo (JPG, PNG, WebP or GIF), a PDF, or a Word, Excel or PowerPoint file without macros"
# Opening on a page is no danger, so /OpenAction alone is not among them: what it would run is.
RISKY_PDF = re.compile(rb"/(JavaScript|JS[\s(<]|Launch|EmbeddedFile|RichMedia|XFA[\s\[])")
MOST_PARTS, DEEPEST = 2000, 2  # a document may hold the workbook of its chart, and no more floors than that


class NotAllowed(ValueError):
    """A file that we do not take, and why, in words for the person who chose it."""


@dataclass(frozen=True)
class Checked:
    """A file as it will be kept."""

    name: str
    content: bytes
    type: str
    is_photo: bool

    @property
    def digest(self):
        """SHA-256 of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def check_upload(name, content):
    """The file as it will be kept; raises NotAllowed with a sentence for the person."""
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    if not content:
        raise NotAllowed("The file is empty")
    if len(content) > LARGEST:
        raise NotAllowed(f"The file must be smaller than {MEGABYTES} MB")
    if ending in PHOTOS:
        return check_photo(safe_name(name), content)
    if ending == ".pdf":
        return check_pdf(safe_name(name), content)
    if ending in OFFICE:
        return check_office(safe_name(name), content, ending)
    raise NotAllowed(f"Choose {ALLOWED}")


def safe_name(name):
    """The last part of a name, without anything that a path, a header or a shell could read."""
    plain = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    plain = "".join(letter for letter in plain if letter.isprintable())
    plain = re.sub(r"[^\w.\- ()’']+", "_", plain).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem.replace('.', '_')[:100]}{dot}{ending.lower()}" if dot else plain[:100]


def check_photo(name, content):
    """A photo of at most 1600 pixels, upright, without place, time or device."""
    kept, out, stem = decoded(content), io.BytesIO(), name.rpartition(".")[0]
    if kept.mode == "RGBA":
        kept.save(out, "PNG", optimize=True)
        return Checked(f"{stem}.png", out.getvalue(), "image/png", is_photo=True)
    kept.save(out, "JPEG", quality=84, optimize=True)
    return Checked(f"{stem}.jpg", out.getvalue(), "image/jpeg", is_photo=True)


def check_drawing(name, content, *, within):
    """A drawing in ink, such as a signature: cut to its ink, no larger than (width, height), in one colour and clear around it.

    So little remains of it that a certificate stays as small with it as without.
    """
    if PurePath(name).suffix.lower() not in PHOTOS or not content:
        raise NotAllowed("Choose a picture: PNG, JPG, WebP or GIF")
    if len(content) > LARGEST:
        raise NotAllowed(f"The file must be smaller than {MEGABYTES} MB")
    image = decoded(content)
    strokes, colour = inked(image)
    box = strokes.getbbox()
    if box is None:
        raise NotAllowed("Nothing is drawn on the picture, or too faintly to print")
    strokes, out = strokes.crop(box), io.BytesIO()
    strokes.thumbnail(within)
    drawing = Image.new("RGBA", strokes.size, colour)
    drawing.putalpha(strokes.point(lambda ink: round(ink / 255 * (SHADES - 1)) * 255 // (SHADES - 1)))
    drawing.save(out, "PNG", optimize=True)
    return Checked(f"{safe_name(name).rpartition('.')[0]}.png", out.getvalue(), "image/png", is_photo=True)


def check_logo(name, content, *, within):
    """A logo: upright, no larger than (width, height), clear where it was clear, written anew as a PNG."""
    if PurePath(name).suffix.lower() not in PHOTOS or not content:
        raise NotAllowed("Choose a picture: PNG, JPG, WebP or GIF")
    if len(content) > LARGEST:
        raise NotAllowed(f"The file must be smaller than {MEGABYTES} MB")
    image, out = decoded(content), io.BytesIO()
    box = image.getchannel("A").getbbox() if image.mode == "RGBA" else None
    logo = image.crop(box) if box else image
    logo.thumbnail(within)
    logo.save(out, "PNG", optimize=True)
    return Checked(f"{safe_name(name).rpartition('.')[0]}.png", out.getvalue(), "image/png", is_photo=True)


def inked(image):
    """Where there is ink, from 0 to 255, and its colour: the middle one of what is darkest."""
    if image.mode == "RGBA":
        strokes = image.getchannel("A")
    else:
        strokes = image.convert("L").point(lambda light: min((INKED - light) * 3, 255) if light < INKED else 0)
    deepest = strokes.getextrema()[1]
    darkest = strokes.point(lambda ink: 255 * (ink == deepest))
    return strokes, tuple(ImageStat.Stat(image.convert("RGB"), darkest).median)


def decoded(content):
    """A picture of at most 1600 pixels, upright: RGBA if any of it may be clear, otherwise RGB."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(set(PHOTOS.values()))) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise NotAllowed("The picture has too many pixels. Send a smaller one")
                image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                clear = (upright.mode in ("RGBA", "LA", "P") and "transparency" in upright.info) or upright.mode in (
                    "RGBA",
                    "LA",
                )
                return upright.convert("RGBA" if clear else "RGB")
    except NotAllowed:
        raise
    except Exception:  # decoders fed with hostile bytes raise anything: struct.error, IndexError, zlib.error
        raise NotAllowed("The file is not a picture that we can read") from None


def check_pdf(name, content):
    """A PDF without scripts or files inside; kept as it is."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise NotAllowed("The file is not a whole PDF")
    # A name may be written with its letters as numbers: /J#61vaScript
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), content)
    if RISKY_PDF.search(plain) or RISKY_PDF.search(content):
        raise NotAllowed("The PDF holds scripts or other files. Print it to a new PDF and send that")
    return Checked(name, content, "application/pdf", is_photo=False)


def check_office(name, content, ending, floor=1):
    """A Word, Excel or PowerPoint file without macros or embedded programs; kept as it is.

    A chart keeps its figures in a workbook inside the document: that is looked into in the same way.
    """
    inside, kind = OFFICE[ending]
    unreadable = NotAllowed("The file is not a Word, Excel or PowerPoint file that we can read")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if inside not in names or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 20 * LARGEST:
                raise unreadable
            if any(holds_program(one.lower(), floor) for one in names):
                raise NotAllowed("The file holds macros or other programs. Save it without them and send that")
            for one in names:
                if "embeddings/" in one.lower() and not one.endswith("/"):
                    with archive.open(one) as part:
                        check_office(one, part.read(LARGEST), PurePath(one.lower()).suffix, floor + 1)
    except NotAllowed:
        raise
    except Exception:  # a broken archive raises anything, from BadZipFile to RuntimeError for one with a password
        raise unreadable from None
    return Checked(name, content, kind, is_photo=False)


def holds_program(name, floor):
    """Whether a part of a document is a macro, a control, or something embedded that is no plain document."""
    if "vbaproject" in name or "activex" in name:
        return True
    return (
        "embeddings/" in name and not name.endswith("/") and (floor >= DEEPEST or PurePath(name).suffix not in OFFICE)
    )
