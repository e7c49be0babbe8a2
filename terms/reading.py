"""Reads half-terms from a pasted or uploaded table, with a clear answer for every line that does not say one."""

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from kit.tables.reading import Unreadable, header_name, open_table

COLUMNS = {
    "year": ("year", "academic year", "school year"),
    "name": ("name", "term", "half term", "half-term"),
    "starts_on": ("starts", "start", "from", "first day", "start date", "opens"),
    "ends_on": ("ends", "end", "to", "last day", "end date", "closes", "until"),
}
WAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%d/%m/%Y %H:%M")
MOST = 200


@dataclass
class Read:
    """What a table says: rows ready to keep, and errors by line."""

    rows: list = field(default_factory=list)
    errors: list = field(default_factory=list)  # (line, sentence)
    lines: dict = field(default_factory=dict)  # first day -> line


def read_terms(file):
    """Read a binary file; `Read.errors` is empty when everything can be kept."""
    found = Read()
    try:
        table = open_table(file)
        columns = columns_of(table.header)
        for line, cells in table.lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(found.rows) >= MOST:
                found.errors.append((line, f"There are more than {MOST} lines"))
                break
            read_line(found, line, cells, columns)
    except Unreadable as unreadable:
        found.errors.append((unreadable.line or 1, str(unreadable)))
    return check(found)


def read_text(text):
    """The same for text pasted from a spreadsheet or a web page."""
    return read_terms(io.BytesIO(text.encode()))


def columns_of(header):
    """Where each column stands, or Unreadable naming those that are missing."""
    names = [header_name(cell) for cell in header]
    places = {key: next((names.index(word) for word in words if word in names), None) for key, words in COLUMNS.items()}
    missing = [words[0].capitalize() for key, words in COLUMNS.items() if places[key] is None and key != "year"]
    if missing:
        raise Unreadable(f"The first line must name the columns. Missing: {', '.join(missing)}")
    return places


def read_line(found, line, cells, columns):
    """One half-term, or the reason why not."""

    def cell(key):
        at = columns[key]
        return cells[at].strip() if at is not None and at < len(cells) else ""

    starts_on, ends_on = day_of(cell("starts_on")), day_of(cell("ends_on"))
    if not cell("name"):
        found.errors.append((line, "The name of the half-term is missing"))
    elif len(cell("name")) > 60:
        found.errors.append((line, "The name is longer than 60 characters"))
    elif starts_on is None or ends_on is None:
        wrong = cell("starts_on") if starts_on is None else cell("ends_on")
        found.errors.append((line, f"“{wrong[:40]}” is not a date. Write it like 3/9/2026"))
    elif ends_on < starts_on:
        found.errors.append((line, "The last day is before the first"))
    else:
        found.lines[starts_on] = line
        found.rows.append(
            {"year": year_of(cell("year"), starts_on), "name": cell("name"), "starts_on": starts_on, "ends_on": ends_on}
        )


def day_of(text):
    """A date as people write it, day first; None for anything else."""
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", " ".join(text.split()))
    for way in WAYS:
        try:
            day = datetime.strptime(text, way).date()
        except ValueError:
            continue
        return day if 2000 <= day.year <= 2100 else None
    return None


def year_of(text, starts_on):
    """ "2026-27" from what was written, else from the date: the school year begins in September."""
    match = re.fullmatch(r"(20\d\d)\s*[-/–]\s*(?:20)?(\d\d)", text)
    return f"{match[1]}-{match[2]}" if match else school_year(starts_on)


def school_year(day: date):
    """The school year of a day: "2026-27"."""
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def check(found):
    """Half-terms may not overlap one another."""
    ordered = sorted(found.rows, key=lambda row: row["starts_on"])
    for before, after in pairwise(ordered):
        if after["starts_on"] <= before["ends_on"]:
            found.errors.append((1, f"{after['name']} starts before {before['name']} has ended"))
    if not found.rows and not found.errors:
        found.errors.append((1, "There is no half-term in it"))
    return found
