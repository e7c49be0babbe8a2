"""What a PDF of ours says, page by page: its glyphs read back through their fonts' own tables."""

import io
import re

import pikepdf


def pages_of(content):
    """The text of each page, lines apart, in the order of drawing."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [text_of(page) for page in pdf.pages]


def text_of(page):
    """The text that a page draws."""
    fonts = {str(name): letters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
    said, letters = [], {}
    for what, verb in pikepdf.parse_content_stream(page):
        match str(verb):
            case "Tf":
                letters = fonts[str(what[0])]
            case "Tj" | "TJ":
                run = what[0] if str(verb) == "TJ" else [what[0]]
                said.append("".join(read(bytes(one), letters) for one in run if isinstance(one, pikepdf.String)))
            case "ET":
                said.append("\n")
    return "".join(said)


def read(codes, letters):
    """Two bytes a glyph, as text."""
    return "".join(letters.get(codes[at : at + 2].hex(), "") for at in range(0, len(codes), 2))


def letters_of(font):
    """Glyph code (hexadecimal) to text, from the font's ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table.split("begincodespacerange")[-1])
    return {code.lower(): bytes.fromhex(text).decode("utf-16-be", "replace") for code, text in pairs}
