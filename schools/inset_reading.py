"""Reads INSET days: a line a day as a school types them, or a table of many schools with a URN a line; every fault by its line."""

import io
import re
from dataclasses import dataclass, field

from kit.tables.reading import Unreadable, header_name, is_blank, open_table
from kit.wording import day_long
from terms.reading import day_of

from .models import InsetDay, School, SchoolUrn

COLUMNS = {
    "urn": ("urn", "school urn", "school"),
    "day": ("date", "day", "inset day", "inset", "on"),
    "label": ("label", "what for", "name", "title", "reason", "notes"),
}
MOST, LONGEST = 3000, 80
TYPED = re.compile(r"\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[a-z]+)[\s./-]+\d{4}|\d{4}-\d\d-\d\d)(.*)", re.I)  # fmt: skip


@dataclass(frozen=True)
class InsetRow:
    """One day of one school, as it can be kept."""

    school: School
    day: object
    label: str
    is_known: bool = False
    urn: str = ""  # as the table says it: perhaps one from before the school became an academy


@dataclass
class InsetRead:
    """What a table or a text says: rows ready to keep, and errors by line."""

    rows: list = field(default_factory=list)
    errors: list = field(default_factory=list)  # (line, sentence)
    seen: set = field(default_factory=set)

    def add(self, line, school, day, label, known, urn=""):
        """Keep one day, unless it was read before or cannot be one."""
        if day.weekday() > 4:
            self.errors.append((line, f"{day_long(day)} is a {day:%A}"))
        elif len(label) > LONGEST:
            self.errors.append((line, f"What the day is for is longer than {LONGEST} characters"))
        elif (school.pk, day) not in self.seen:
            self.seen.add((school.pk, day))
            self.rows.append(InsetRow(school, day, label, (school.pk, day) in known, urn))


def read_lines(school, text):
    """One school's days as they are typed or pasted, a line each: the date, then what it is for."""
    found, known = InsetRead(), known_days([school.pk])
    for line, words in enumerate(text.splitlines(), 1):
        if not words.strip():
            continue
        match = TYPED.fullmatch(words)
        day = day_of(re.sub(r"[\s]+", " ", match[1])) if match else None
        if day is None:
            found.errors.append((line, f"“{words.strip()[:40]}” does not begin with a date. Write it like 5/1/2027"))
        else:
            found.add(line, school, day, match[2].strip(" ,;:–-\t"), known)
    if not found.rows and not found.errors:
        found.errors.append((1, "There is no day in it"))
    return found


def read_table(file):
    """Many schools' days from a binary file with columns URN, Date and, if you like, Label."""
    found = InsetRead()
    try:
        table = open_table(file)
        places = columns_of(table.header)
        lines = [(line, cells) for line, cells in table.lines if not is_blank(cells)]
    except Unreadable as unreadable:
        found.errors.append((unreadable.line or 1, str(unreadable)))
        return found
    if len(lines) > MOST:
        found.errors.append((lines[MOST][0], f"There are more than {MOST:,} lines"))
        return found

    def cell(cells, key):
        at = places[key]
        return " ".join(cells[at].split()) if at is not None and at < len(cells) else ""

    schools = schools_by_urn({cell(cells, "urn") for _, cells in lines})
    known = known_days({school.pk for school in schools.values()})
    for line, cells in lines:
        urn, day = cell(cells, "urn"), day_of(cell(cells, "day"))
        school = schools.get(urn)
        if school is None:
            words = f"No school with URN {urn[:20]} is known here" if urn else "The URN is missing"
            found.errors.append((line, words))
        elif day is None:
            found.errors.append((line, f"“{cell(cells, 'day')[:40]}” is not a date. Write it like 5/1/2027"))
        else:
            found.add(line, school, day, cell(cells, "label"), known, urn)
    if not found.rows and not found.errors:
        found.errors.append((1, "There is no day in it"))
    return found


def read_text(text):
    """The same for text pasted from a spreadsheet."""
    return read_table(io.BytesIO(text.encode()))


def columns_of(header):
    """Where each column stands, or Unreadable naming those that are missing."""
    names = [header_name(cell) for cell in header]
    places = {key: next((names.index(word) for word in words if word in names), None) for key, words in COLUMNS.items()}
    missing = [word for word, key in (("URN", "urn"), ("Date", "day")) if places[key] is None]
    if missing:
        raise Unreadable(f"The first line must name the columns. Missing: {', '.join(missing)}")
    return places


def schools_by_urn(urns):
    """{URN: school}, also by a URN that a school had before it became an academy."""
    rows = SchoolUrn.objects.filter(urn__in=urns).select_related("school")
    found = {row.urn: row.school for row in rows}
    return found | {school.urn: school for school in School.objects.filter(urn__in=urns)}


def known_days(schools):
    """(school id, day) of what is kept already."""
    return set(InsetDay.objects.filter(school__in=schools).values_list("school", "day"))


def as_text(rows):
    """The rows as the table that the confirmation sends back."""
    lines = [f"{row.urn}\t{row.day:%d/%m/%Y}\t{row.label}" for row in rows]
    return "\n".join(["URN\tDate\tLabel", *lines])
