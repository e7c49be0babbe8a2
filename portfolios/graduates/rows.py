"""Reads the lines of a list of graduates: which school, which year, and what its project was called and asked."""

import re
from dataclasses import dataclass
from datetime import date

from kit.tables.reading import Unreadable, is_blank, open_table
from schools.register import values
from schools.register.columns import columns_of
from terms.reading import day_of

COLUMNS = {
    "urn": ("urn",),
    "school": ("school", "school name", "name", "name of school", "establishmentname"),
    "town": ("town", "town or city"),
    "year": ("year", "academic year", "school year", "cohort"),
    "title": ("title", "project title", "project"),
    "question": ("question", "research question", "project question"),
    "on": ("graduated on", "graduated", "date", "graduation date", "date of graduation"),
}
HEADINGS = ("URN", "School", "Town", "Year", "Title", "Question", "Graduated on")
EXAMPLE = ("123456", "Example Primary School", "Exampleton", "2019-20", "Calm mornings", "What settles a child?", "")
MOST = 5000  # lines: a programme of 50 years with 100 schools each
LONGEST = {"title": 150, "question": 500}
YEAR = re.compile(r"(\d{4})\s*(?:[-/–—‑]|to)\s*(\d{4}|\d{2})", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
AS_MONTH = re.compile(r"([A-Za-z]{3})-(\d{2})")
YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Row:
    """A line as it was read; `first` is the calendar year in which its school year begins, None for a cohort's own name."""

    line: int
    urn: str
    school: str
    town: str
    year: str
    first: int | None
    title: str
    question: str
    on: date | None


def read(file, report):
    """The rows that can be understood; anything else is reported."""
    table = open_table(file)
    at = columns_of(table, COLUMNS, {"School or URN": ("urn", "school"), "Year": ("year",)})
    rows = []
    for line, cells in table.lines:
        if is_blank(cells):
            continue
        if len(rows) + report.counts["errors"] >= MOST:
            raise Unreadable(f"There are more than {MOST:,} lines. Bring them in two files.", line)
        if any(cell.strip() for cell in cells[len(table.header) :]):
            message = "Has more cells than the header. Is there a comma in a text that is not in quotation marks?"
            report.add("errors", line, None, message)
            continue
        try:
            rows.append(row_of(line, {name: cells[n] if n < len(cells) else "" for name, n in at.items()}))
        except values.Unclear as unclear:
            report.add("errors", line, None, f"{unclear}.")
    if not rows and not report.is_refused:
        raise Unreadable("There is no school in it: it has a line of headings and nothing below.", table.header_line)
    return rows


def row_of(line, cells):
    """One line, or Unclear."""
    said = {name: values.text(cell) for name, cell in cells.items()}
    urn, school = values.words(said.get("urn", "")), values.words(said.get("school", ""))
    if not urn and re.fullmatch(r"\d{6}", school):
        urn, school = school, ""
    if not urn and not school:
        raise values.Unclear("It names no school: give its URN, or its name and town")
    for name, most in LONGEST.items():
        if len(said.get(name, "")) > most:
            raise values.Unclear(f"The {name} is longer than {most} characters")
    return Row(
        line,
        values.urn(urn)[0] if urn else "",
        school,
        values.words(said.get("town", "")),
        said["year"],
        first_year(said["year"]),
        said.get("title", ""),
        said.get("question", ""),
        day(said.get("on", "")),
    )


def first_year(said):
    """The year in which a school year begins, None for words that may be a cohort's name; Unclear for what can be read in two ways."""
    if not said:
        raise values.Unclear("The year is missing. Write it like 2019-20")
    if found := YEAR.fullmatch(said):
        first, second = int(found[1]), found[2]
        if int(second) not in (first + 1, (first + 1) % 100) or (len(second) == 4) != (int(second) == first + 1):
            raise values.Unclear(f"“{said}” is not one school year. Write it like 2019-20")
    elif (first := as_a_month(said)) is None:
        if said.isdecimal() and len(said) == 4:
            before = int(said) - 1
            raise values.Unclear(
                f"“{said}” may be {label(before)} or {label(before + 1)}. Write the year like one of these"
            )
        return None
    if first not in YEARS:
        raise values.Unclear(f"“{said}” is not a year of the programme. Write it like 2019-20")
    return first


def as_a_month(said):
    """The year of what a spreadsheet took for a month: 2011-12 becomes December 2011, shown as "Dec-11"."""
    if found := AS_MONTH.fullmatch(said):
        month, year = found[1].lower(), 2000 + int(found[2])
        if month in MONTHS and MONTHS.index(month) + 1 == (year + 1) % 100:
            return year
        return None
    on = day_of(said)
    return on.year if on and on.day == 1 and on.month == (on.year + 1) % 100 else None


def label(first):
    """ "2019-20" for the school year that begins in 2019."""
    return f"{first}-{(first + 1) % 100:02}"


def day(said):
    """A date as the register or a person writes it, or None."""
    if not said:
        return None
    return day_of(said) or values.day(said)
