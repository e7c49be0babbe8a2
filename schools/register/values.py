"""Reads single values of the register as the DfE writes them, and as a spreadsheet may have left them."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

SAYS_NOTHING = {"not applicable", "not recorded", "not available", "does not apply", "n/a"}
C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
CONTROLS = dict.fromkeys(range(32)) | {9: " ", 127: None} | C1
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
NUMBER = re.compile(r"(\d+)(?:\.(\d+))?(?:[eE]\+?(\d{1,2}))?")
SERIAL_DAYS = range(15_000, 80_000)  # 1941 to 2119 as a spreadsheet counts days
DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")


class Unclear(ValueError):
    """A value that cannot be read for certain; its sentence says why."""


def text(cell):
    """One line of clean text: line breaks as commas, and windows-1252 punctuation that was decoded as control characters repaired."""
    if "\n" in cell or "\r" in cell:
        cell = ", ".join(part.strip(" ,") for part in re.split(r"[\r\n]+", cell) if part.strip(" ,"))
    return " ".join(cell.translate(CONTROLS).split())


def words(cell):
    """Clean text, empty where the register says "Not applicable" or the like."""
    said = text(cell)
    return "" if said.casefold() in SAYS_NOTHING else said


def whole(cell):
    """A whole number or None; also 112787.0 and 1.12589E+05, but not 4.28E+05, whose last digits are lost."""
    said = cell.strip().replace(",", "")
    if not said or said.casefold() in SAYS_NOTHING:
        return None
    if said.isdecimal():
        return int(said)
    found = NUMBER.fullmatch(said)
    if not found:
        raise Unclear(f"“{said}” is not a whole number")
    units, decimals, exponent = found[1], found[2] or "", int(found[3] or 0)
    if exponent and len(decimals) < exponent:
        raise Unclear(f"“{said}” has lost its last digits in a spreadsheet")
    value = Decimal(f"{units}.{decimals or 0}").scaleb(exponent)
    if value != int(value):
        raise Unclear(f"“{said}” is not a whole number")
    return int(value)


def small(cell, most):
    """A whole number up to `most`, or None."""
    value = whole(cell)
    if value is not None and value > most:
        raise Unclear(f"“{cell.strip()}” is too large")
    return value


def day(cell):
    """A date or None: dd-mm-yyyy, dd/mm/yyyy (with or without a time), yyyy-mm-dd, or a spreadsheet's day number."""
    said = cell.strip()
    if not said or said.casefold() in SAYS_NOTHING:
        return None
    number = said.removesuffix(".0")
    if number.isdecimal() and int(number) in SERIAL_DAYS:
        return date(1899, 12, 30) + timedelta(days=int(number))
    try:
        if found := DATE.fullmatch(said):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.fromisoformat(said).date()
    except ValueError:
        raise Unclear(f"“{said}” is not a date in the order day, month, year") from None


def postcode(cell):
    """A postcode in capitals with one space, and whether it has the shape of one."""
    said = re.sub(r"[^A-Z0-9]", "", text(cell).upper())
    return (f"{said[:-3]} {said[-3:]}", True) if POSTCODE.fullmatch(said) else (said[:8], not said)


def urn(cell):
    """A URN as six digits, and whether it stood in E-notation."""
    value = whole(cell)
    if value is None or not 100_000 <= value <= 999_999:
        raise Unclear(f"“{cell.strip()}” is not a URN of six digits")
    return str(value), "e" in cell.lower()


def area(cell):
    """A local authority's code as three digits, or "" where there is none; a spreadsheet drops leading noughts."""
    said = cell.strip().removesuffix(".0")
    return said.zfill(3) if said.isdecimal() and len(said) <= 3 else ""


def telephone(cell):
    """A telephone number as written; ten digits have lost their leading nought in a spreadsheet."""
    said = words(cell)
    return f"0{said}" if said.isdecimal() and len(said) == 10 and said[0] in "123789" else said


def website(cell):
    """A web address with its scheme, and whether it was one."""
    said = words(cell).replace(" ", "")
    if not said:
        return "", True
    if "://" not in said and not re.match(r"\w+:(?!\d)", said):
        said = f"http://{said}"
    fits = re.match(r"https?://[^/]+\.[^/]+", said, re.IGNORECASE)
    return (said, True) if fits else ("", False)
