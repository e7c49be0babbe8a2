"""Reads the register's lines by header name: which are schools of the area, and what each says of its school."""

from dataclasses import dataclass, field

from kit.tables.reading import Unreadable, header_name, is_blank, open_table
from schools.models import School, SchoolStatus

from . import values
from .values import Unclear

REQUIRED = (
    "URN",
    "LA (code)",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "Postcode",
)
STATUSES = {label.casefold(): value for value, label in SchoolStatus.choices}
OUTSIDE_ENGLAND = (
    "welsh establishment",
    "british schools overseas",
    "offshore schools",
    "service children's education",
)
TEXTS = {
    "la_name": "LA (name)",
    "type_name": "TypeOfEstablishment (name)",
    "street": "Street",
    "town": "Town",
    "county": "County (name)",
    "district": "DistrictAdministrative (name)",
}
DATES = {"opened_on": "OpenDate", "closed_on": "CloseDate"}
NUMBERS = {"age_low": "StatutoryLowAge", "age_high": "StatutoryHighAge", "pupils": "NumberOfPupils"}
CHECKED_ONLY = {"UKPRN": values.whole, "LastChangedDate": values.day}  # not kept; damage here means damage elsewhere
HEAD = ("HeadTitle (name)", "HeadFirstName", "HeadLastName")
LONGEST = {f.name: f.max_length for f in School._meta.fields if f.max_length}


@dataclass(slots=True)
class Row:
    """A line of the register that speaks of a school in the area."""

    line: int
    urn: str
    values: dict = field(default_factory=dict)  # by field of School; columns the file lacks are not in it
    phase_name: str = ""
    trust: tuple | None = None  # (uid, name), ("", "") for none, or None where the file does not say
    print: int = 0  # tells an exact copy from a contradiction


class Columns:
    """Where the header has each column; Unreadable names the ones that are missing or stand twice."""

    def __init__(self, table):
        names = [header_name(name) for name in table.header]
        self.width = len(names)
        self.at = {name: position for position, name in reversed(list(enumerate(names)))}
        if missing := [name for name in REQUIRED if not self.has(name)]:
            columns = "column" if len(missing) == 1 else "columns"
            raise Unreadable(f"The file has no {columns} {', '.join(missing)}.", table.header_line)
        if twice := [name for name in REQUIRED if names.count(header_name(name)) > 1]:
            raise Unreadable(f"The column {twice[0]} stands twice in the header.", table.header_line)

    def has(self, name):
        return header_name(name) in self.at

    def reader(self, *names):
        """A function from cells to the cells of these columns, absent ones left out."""
        places = [(name, self.at[header_name(name)]) for name in names if self.has(name)]
        return lambda cells: {name: cells[place] for name, place in places}


def read_rows(file, report, *, la=""):
    """Yield the area's rows, reporting everything else: skipped lines, warnings and errors. A file may be refused by Unreadable.

    `la` is a local authority's code; without it every authority of England comes in.
    """
    table = open_table(file)
    columns = Columns(table)
    wanted = columns.reader(
        *REQUIRED, *TEXTS.values(), *DATES.values(), *NUMBERS.values(), *CHECKED_ONLY, *HEAD,
        "Locality", "Address3", "Easting", "Northing", "SchoolWebsite", "TelephoneNum", "Trusts (code)", "Trusts (name)",
    )  # fmt: skip
    seen = {}
    for line, cells in table.lines:
        if is_blank(cells):
            continue
        cells = fitted(cells, columns.width)
        if len(cells) != columns.width:
            skip_misfit(report, line, cells, columns)
            continue
        said = wanted(cells)
        if is_in_area(said, line, report, la) and (row := read_row(said, line, report)):
            row.print = hash(tuple(cells))
            if is_first(row, seen, report):
                yield row


def fitted(cells, width):
    """The cells without empty ones beyond the header: spreadsheets add commas."""
    return cells[:width] if len(cells) > width and is_blank(cells[width:]) else cells


def skip_misfit(report, line, cells, columns):
    """A line with more or fewer cells than the header: a footer, or a school whose values may stand under wrong headings."""
    place = columns.at["urn"]
    urn = cells[place].strip() if len(cells) > place else ""
    if not urn.isdecimal():
        report.skip(line, None, "Not a school", f"Not a school: “{values.text(cells[0])[:60]}”")
    else:
        amount = "more" if len(cells) > columns.width else "fewer"
        report.skip(
            line,
            urn,
            "Does not fit the header",
            f"Has {len(cells)} cells, {amount} than the header's {columns.width}: not imported",
        )


def is_in_area(said, line, report, la):
    """Whether the line is a school of the area asked for; reports it if not."""
    urn, code = said["URN"].strip(), values.area(said["LA (code)"])
    if not any(c.isdigit() for c in urn):
        if code or said["EstablishmentName"].strip():
            report.add("errors", line, urn or None, "This line has no URN.")
        else:
            report.skip(line, None, "Not a school", f"Not a school: “{urn[:60]}”")
        return False
    place = values.text(said.get("LA (name)", "")) or "no local authority"
    abroad = values.text(said["TypeOfEstablishment (name)"]).casefold() in OUTSIDE_ENGLAND
    if abroad or is_outside_england(code):
        report.skip(
            line,
            urn,
            "Outside England",
            f"Out of area, not in England: {values.text(said['EstablishmentName'])} ({place})",
        )
    elif not code:
        report.add("errors", line, urn, f"“{said['LA (code)'].strip()}” is not the code of a local authority.")
    elif la and code != la:
        report.skip(
            line,
            urn,
            f"In {place} ({code})",
            f"Out of area, in {place} ({code}): {values.text(said['EstablishmentName'])}",
        )
    else:
        return True
    return False


def is_outside_england(code):
    """Wales has 660 to 681, the Channel Islands, forces and overseas 7xx, and "does not apply" 000."""
    return code == "000" or "660" <= code <= "681" or code.startswith("7")


def is_first(row, seen, report):
    """Whether this is the URN's first line: a copy is warned of, a contradiction refuses the file."""
    if row.urn not in seen:
        seen[row.urn] = (row.line, row.print)
        return True
    first, mark = seen[row.urn]
    if mark == row.print:
        report.add("warnings", row.line, row.urn, f"The same as line {first}, read once.")
    else:
        report.add(
            "errors",
            row.line,
            row.urn,
            f"URN {row.urn} stands on line {first} and on line {row.line} with different values.",
        )
    return False


class Reading:
    """Reads one line's values, gathering what is unclear instead of stopping at the first."""

    def __init__(self, said):
        self.said, self.errors, self.warnings = said, [], []

    def has(self, column):
        return column in self.said

    def read(self, column, reader, *rest):
        try:
            return reader(self.said[column], *rest)
        except Unclear as unclear:
            self.errors.append(f"{column}: {unclear}.")
            return None


def read_row(said, line, report):
    """The row, or None when one of its values is unclear: then the file is refused, for nobody can say what is right."""
    reading = Reading(said)
    urn, in_e_notation = reading.read("URN", values.urn) or (None, False)
    if in_e_notation:
        reading.warnings.append(f"URN {said['URN'].strip()} read as {urn}: a spreadsheet has changed this file.")
    row = Row(line, urn or said["URN"].strip())
    row.values = identity(reading) | address(reading) | figures(reading)
    row.phase_name = values.words(said["PhaseOfEducation (name)"])
    if reading.has("Trusts (code)") and reading.has("Trusts (name)"):
        uid = values.words(said["Trusts (code)"]).removesuffix(".0")[:20]
        row.trust = (uid, values.words(said["Trusts (name)"])[:200] or uid) if uid else ("", "")
    for column in CHECKED_ONLY:
        if reading.has(column):
            reading.read(column, CHECKED_ONLY[column])
    for name, value in row.values.items():
        if isinstance(value, str) and len(value) > LONGEST[name]:
            row.values[name] = value[: LONGEST[name]]
            label = School._meta.get_field(name).verbose_name
            reading.warnings.append(f"The {label} is longer than {LONGEST[name]} characters and was cut.")
    for warning in reading.warnings:
        report.add("warnings", line, row.urn, warning)
    for error in reading.errors:
        report.add("errors", line, row.urn, error)
    return None if reading.errors else row


def identity(reading):
    """What the school is."""
    said = reading.said
    found = {"name": values.text(said["EstablishmentName"]), "la_code": values.area(said["LA (code)"])}
    if not found["name"]:
        reading.errors.append("EstablishmentName is empty.")
    if "\ufffd" in found["name"]:
        reading.warnings.append("The name has a character that was damaged before the file reached us.")
    status = values.text(said["EstablishmentStatus (name)"])
    found["status"] = STATUSES.get(status.casefold())
    if not found["status"]:
        reading.errors.append(f"EstablishmentStatus (name): “{status}” is not a status of the register.")
    if all(reading.has(column) for column in HEAD):
        found["head_name"] = " ".join(filter(None, (values.words(said[column]) for column in HEAD)))
    return found | {name: reading.read(column, values.day) for name, column in DATES.items() if reading.has(column)}


def address(reading):
    """Where the school is and how to reach it."""
    said = reading.said
    found = {name: values.words(said[column]) for name, column in TEXTS.items() if reading.has(column)}
    found["postcode"], fits = values.postcode(said["Postcode"])
    if not fits:
        reading.warnings.append(f"“{values.text(said['Postcode'])}” does not look like a postcode.")
    if lines := [values.words(said[column]) for column in ("Locality", "Address3") if reading.has(column)]:
        found["locality"] = ", ".join(filter(None, lines))
    if reading.has("TelephoneNum"):
        found["telephone"] = values.telephone(said["TelephoneNum"])
    if reading.has("SchoolWebsite"):
        found["website"], fits = values.website(said["SchoolWebsite"])
        if not fits:
            reading.warnings.append(
                f"“{values.text(said['SchoolWebsite'])[:100]}” is not a web address and was left out."
            )
    return found


def figures(reading):
    """Ages, pupils and the place on the map; nought by nought is the register's way of saying unknown."""
    found = {
        name: reading.read(column, values.small, 120 if name.startswith("age") else 100_000)
        for name, column in NUMBERS.items()
        if reading.has(column)
    }
    if reading.has("Easting") and reading.has("Northing"):
        east, north = reading.read("Easting", values.small, 700_000), reading.read("Northing", values.small, 1_300_000)
        found["easting"], found["northing"] = (east, north) if east and north else (None, None)
    return found
