"""Reads the lines of a list of attendance: a school, a representative, and a cell for each session."""

import re
from dataclasses import dataclass
from datetime import date

from kit.tables.reading import Unreadable, is_blank, open_table
from schools.register import values
from schools.register.columns import columns_of
from schools.register.values import Unclear
from terms.reading import day_of

from ..models import MarkState

COLUMNS = {
    "urn": ("urn",),
    "school": ("school", "school name", "name of school", "establishmentname"),
    "town": ("town", "town or city"),
    "name": ("name", "representative name", "person"),
    "seat": ("representative", "seat"),
}
NEEDED = {"School or URN": ("school", "urn"), "Representative": ("seat", "name")}
MOST = 3000  # lines
SESSION = re.compile(r"(?:session\s*)?(\d{1,2})(?:[.:,)]|\s.*|[.:,)]\s.*)?", re.IGNORECASE)
OWN_WORDS = {
    None: ("", "-", "–", "?", "expected", "ahead", "today", "not said yet", "nobody held this"),
    MarkState.PRESENT: ("present", "p", "yes", "y", "there", "attended", "full", "full day", "1"),
    MarkState.HALF: ("half", "half day", "h", "½", "0.5"),
    MarkState.APOLOGIES: ("apologies", "apology", "sent apologies"),
    MarkState.ABSENT: ("absent", "not there", "missed", "no", "n", "0"),
}
WORDS = {word: state for state, words in OWN_WORDS.items() for word in words}
SUBSTITUTE = re.compile(r"sub(?:stitute)?\b[\s:,]*(.*)", re.IGNORECASE)
CAUGHT_UP = re.compile(r"caught[\s_-]*up\b[\s:,]*(?:on\s+)?(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """What a cell says; a substitute without a name and a catch-up without a day stand as the table of attendance prints them."""

    state: str
    substitute: str = ""
    on: date | None = None

    @property
    def is_bare(self):
        """Whether what belongs to its state is missing."""
        return (self.state == MarkState.SUBSTITUTE and not self.substitute) or (
            self.state == MarkState.CAUGHT_UP and self.on is None
        )


@dataclass(frozen=True)
class Row:
    """A line as it was read; `cells` by the number or the date at the head of their column."""

    line: int
    urn: str
    school: str
    town: str
    name: str
    seat: int | None
    cells: dict


def read(file, report):
    """The rows that can be understood; anything else is reported."""
    table = open_table(file)
    at = columns_of(table, COLUMNS, NEEDED)
    sessions = sessions_of(table, at.values(), report)
    rows = []
    for line, cells in table.lines:
        if is_blank(cells):
            continue
        if len(rows) + report.counts["errors"] >= MOST:
            raise Unreadable(f"There are more than {MOST:,} lines. Bring them in two files.", line)

        def cell(n, cells=cells):
            return values.text(cells[n]) if n < len(cells) else ""

        try:
            said = {name: cell(n) for name, n in at.items()}
            rows.append(row_of(line, said, {head: cell(n) for head, n in sessions.items()}))
        except Unclear as unclear:
            report.add("errors", line, None, f"{unclear}.")
    if not rows and not report.is_refused:
        raise Unreadable("There is nobody in it: it has a line of headings and nothing below.", table.header_line)
    return rows


def sessions_of(table, taken, report):
    """{number or date of a session: where its column stands}; what is no session is not read, and said."""
    found, rest = {}, []
    for n, name in enumerate(values.text(cell) for cell in table.header):
        if n in taken or not name:
            continue
        head = day_of(name) or (int(match[1]) if (match := SESSION.fullmatch(name)) else None)
        if head is None:
            rest.append(name)
        elif head in found:
            raise Unreadable(f"Two columns are headed “{name[:40]}”. Leave one of them out.", table.header_line)
        else:
            found[head] = n
    if not found:
        raise Unreadable("No column is headed by a session: write 1, Session 1, or its date.", table.header_line)
    if rest:
        report.notes.append(f"Not read: {', '.join(name[:40] for name in rest[:8])}")
    return found


def row_of(line, said, cells):
    """One line, or Unclear."""
    urn, school = values.words(said.get("urn", "")), values.words(said.get("school", ""))
    if not urn and re.fullmatch(r"\d{6}", school):
        urn, school = school, ""
    if not urn and not school:
        raise Unclear("It names no school: give its URN, or its name and town")
    name, seat = said.get("name", ""), said.get("seat", "")
    if seat and not seat.isdecimal():  # "Representative" may head the names
        name, seat = name or seat, ""
    if not name and not seat:
        raise Unclear("It names no representative")
    read_cells = {head: cell for head, text in cells.items() if (cell := cell_of(text, head))}
    town = values.words(said.get("town", ""))
    return Row(line, values.urn(urn)[0] if urn else "", school, town, name, int(seat) if seat else None, read_cells)


def cell_of(text, head):
    """What a cell says, None for nothing; Unclear for what could be read in two ways."""
    word = text.casefold()
    if word in WORDS:
        return Cell(WORDS[word]) if WORDS[word] else None
    where = f"session {head}" if isinstance(head, int) else f"{head:%d/%m/%Y}"
    if match := SUBSTITUTE.fullmatch(text):
        if len(match[1]) > 150:
            raise Unclear(f"The name of the substitute at {where} is longer than 150 characters")
        return Cell(MarkState.SUBSTITUTE, substitute=match[1].strip())
    if match := CAUGHT_UP.fullmatch(text):
        on = day_of(match[1].strip()) if match[1].strip() else None
        if match[1].strip() and on is None:
            raise Unclear(f"“{text[:60]}” for {where} has no day: write caught up 12/11/2025")
        return Cell(MarkState.CAUGHT_UP, on=on)
    raise Unclear(
        f"“{text[:60]}” for {where} can be read in several ways: write present, half, absent, apologies, "
        "substitute and the name, or caught up and the day"
    )
