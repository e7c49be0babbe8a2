"""Reads CSV and Excel files as rows of text with the line each row begins on, whatever program wrote them."""

import codecs
import csv
import io
import re
import zipfile
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from .exports import unguarded

SAMPLE = 64 * 1024
LARGEST_SHEET = 150 * 1024 * 1024  # unpacked: a few kilobytes of .xlsx can claim to be gigabytes
TEXT_ENCODINGS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class Unreadable(ValueError):
    """The file cannot be read as a table; its sentence is for the person, `line` is where, or None for the whole file."""

    def __init__(self, sentence, line=None):
        super().__init__(sentence)
        self.line = line


def undefined_in_windows(error):
    """Windows programs write the five bytes windows-1252 leaves undefined as the control character of that number."""
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("undefined_in_windows", undefined_in_windows)


class Table:
    """The header of a file and its rows, read once from front to back; `lines` yields (line number, cells)."""

    def __init__(self, lines):
        self.lines = lines
        self.header_line, self.header = next(
            ((number, cells) for number, cells in lines if not is_blank(cells)), (None, [])
        )
        if self.header_line is None:
            raise Unreadable("The file is empty.")


def open_table(file):
    """The table in a binary, seekable file, or Unreadable. The file stays open and belongs to the caller."""
    file.seek(0)
    start = file.read(SAMPLE)
    file.seek(0)
    if start.startswith(ZIP):
        return Table(sheet_lines(file))
    if start.startswith((OLD_OFFICE, PDF)):
        raise Unreadable("This is not a CSV file or an Excel workbook (.xlsx). Save it as CSV and try again.")
    encoding = encoding_of(file, start)
    file.seek(0)
    return Table(text_lines(file, encoding, delimiter_of(start.decode(encoding, "replace"))))


def is_blank(cells):
    """Whether a row says nothing: an empty line, or nothing but commas."""
    return not any(cell.strip() for cell in cells)


def header_name(text):
    """A column's name as it is compared: in any case and spacing."""
    return " ".join(text.split()).casefold()


def encoding_of(file, start):
    """The encoding of a text file: by its mark, else UTF-8 if all of it is, else windows-1252, which the DfE writes."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Unreadable("The file is written in UTF-32. Save it as “CSV UTF-8” and try again.")
    for mark, encoding in TEXT_ENCODINGS.items():
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise Unreadable(
            "The file looks like UTF-16 without its mark, or is not text. Save it as “CSV UTF-8” and try again."
        )
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(SAMPLE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(text):
    """Comma, tab or semicolon: whichever the first line with words has most of, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip("\ufeff \t,;")), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",\t;", key=bare.count)


def text_lines(file, encoding, delimiter):
    """Rows of a delimited text file. Strict: an unclosed quote would otherwise swallow the rows behind it in silence."""
    errors = "undefined_in_windows" if encoding == "cp1252" else "strict"
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, [unguarded(cell) if cell[:1] == "'" else cell for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            "The quotation marks in this line do not match, so its columns cannot be told apart.", begins
        ) from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"The file says it is {encoding.upper()} but is not.", begins) from error
    finally:
        text.detach()


def sheet_lines(file):
    """Rows of the first sheet of an Excel workbook, as text."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_SHEET:
                raise Unreadable("The workbook is too large. Save its sheet as CSV and try again.")
        file.seek(0)
        with CalamineWorkbook.from_filelike(file) as workbook:
            for number, cells in enumerate(workbook.get_sheet_by_index(0).to_python(skip_empty_area=False), start=1):
                yield number, [cell_text(cell) for cell in cells]
    except (zipfile.BadZipFile, CalamineError, IndexError, OSError) as error:
        raise Unreadable("The Excel workbook cannot be read. Save its sheet as CSV and try again.") from error


def cell_text(cell):
    """A cell of a sheet as a person would type it: whole numbers without a point, dates day first."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d-%m-%Y}" if not (cell.hour or cell.minute) else f"{cell:%d-%m-%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return str(cell)
