"""Reads a list of the people of schools: name, e-mail address, school and role a line, all or nothing like the register."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions import invite_person
from accounts.models import User
from audit.actions import record_many
from kit.clock import today
from kit.tables.reading import Unreadable, is_blank, open_table
from kit.wording import count
from schools.models import Role, RoleKind, School

from . import values
from .columns import columns_of
from .finding import Schools
from .report import Report
from .values import Unclear

COLUMNS = {
    "name": ("name", "full name", "person"),
    "first": ("first name", "forename", "given name"),
    "last": ("surname", "last name", "family name"),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "urn": ("urn",),
    "school": ("school", "school name", "name of school", "establishmentname"),
    "town": ("town", "town or city"),
    "role": ("role", "role in school", "portal role"),
    "job_title": ("job title", "job", "title", "position"),
}
NEEDED = {"Name": ("name", "first"), "Email": ("email",), "School or URN": ("school", "urn"), "Role": ("role",)}
HEADINGS = ("Name", "Email", "School", "Town", "URN", "Role", "Job title")
EXAMPLE = ("Sam Example", "sam@school.example", "Example Primary School", "Exampleton", "123456", "School lead", "Deputy head")  # fmt: skip
ROLES = {
    RoleKind.HEADTEACHER: (
        "headteacher",
        "head teacher",
        "head",
        "principal",
        "executive headteacher",
        "executive head",
    ),
    RoleKind.SCHOOL_LEAD: ("school lead", "lead", "attachment lead", "strategic attachment lead"),
    RoleKind.CONTRIBUTOR: ("contributor", "colleague", "attachment lead key adult", "key adult"),
}
MOST = 3000  # lines
LONGEST = {"name": 150, "job_title": 120, "email": 254}


@dataclass(frozen=True)
class Row:
    """A line as it was read."""

    line: int
    name: str
    email: str
    urn: str
    school: str
    town: str
    kind: RoleKind
    job_title: str


@dataclass(frozen=True)
class Named:
    """A role to be given."""

    row: Row
    school: School


def examine(file, *, shown=None, **_):
    """What this list would change. Nothing is written."""
    report = Report(shown)
    compare(file, report)
    return report


def bring_in(file, *, by=None, shown=None, **_):
    """Give the roles, or none of them when the report has errors."""
    report = Report(shown)
    with transaction.atomic():
        named = compare(file, report)
        if not report.is_refused:
            write(named, by)
    return report


def read(file, report):
    """The rows that can be understood; anything else is reported."""
    table = open_table(file)
    at = columns_of(table, COLUMNS, NEEDED)
    rows = []
    for line, cells in table.lines:
        if is_blank(cells):
            continue
        if len(rows) + report.counts["errors"] >= MOST:
            raise Unreadable(f"There are more than {MOST:,} lines. Bring them in two files.", line)
        try:
            rows.append(row_of(line, {name: cells[n] if n < len(cells) else "" for name, n in at.items()}))
        except Unclear as unclear:
            report.add("errors", line, None, f"{unclear}.")
    if not rows and not report.is_refused:
        raise Unreadable("There is nobody in it: it has a line of headings and nothing below.", table.header_line)
    return rows


def row_of(line, cells):
    """One line, or Unclear."""
    said = {name: values.text(cell) for name, cell in cells.items()}
    name = said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))
    email = said.get("email", "").removeprefix("mailto:").lower()
    urn, school = values.words(said.get("urn", "")), values.words(said.get("school", ""))
    if not urn and school.isdecimal() and len(school) == 6:
        urn, school = school, ""
    if not name:
        raise Unclear("The name is missing")
    for what, text in (("name", name), ("job_title", said.get("job_title", "")), ("email", email)):
        if len(text) > LONGEST[what]:
            raise Unclear(f"The {what.replace('_', ' ')} is longer than {LONGEST[what]} characters")
    try:
        validate_email(email)
    except ValidationError:
        missing = f"{name} has no e-mail address" if not email else f"“{email[:80]}” is not an e-mail address"
        raise Unclear(missing) from None
    if not urn and not school:
        raise Unclear("It names no school: give its URN, or its name and town")
    found_urn = values.urn(urn)[0] if urn else ""
    town = values.words(said.get("town", ""))
    return Row(line, name, email, found_urn, school, town, role_of(said.get("role", "")), said.get("job_title", ""))


def role_of(said):
    """The role that a word means, or Unclear."""
    for kind, words in ROLES.items():
        if said.casefold() in words:
            return kind
    known = ", ".join(label.lower() for label in RoleKind.labels)
    raise Unclear(f"“{said[:60]}” is no role here: write {known}" if said else f"The role is missing: write {known}")


def compare(file, report):
    """Report on every line; return the roles to be given."""
    try:
        rows = read(file, report)
    except Unreadable as unreadable:
        report.add("errors", unreadable.line, None, str(unreadable))
        return []
    schools, here = Schools(rows), Here(rows)
    met, called, heads, named = {}, {}, {}, []
    for row in rows:
        try:
            school = schools.of(row)
            if called.setdefault(row.email, row).name.casefold() != row.name.casefold():
                raise Unclear(f"{row.email} is {called[row.email].name} on line {called[row.email].line}")
            earlier = met.setdefault((row.email, school.pk), row)
            if earlier is not row:
                if earlier.kind != row.kind:
                    raise Unclear(f"{row.name} stands at {school} on line {earlier.line} with another role")
                report.add("warnings", row.line, school.urn, f"The same as line {earlier.line}, read once.")
                continue
            if row.kind == RoleKind.HEADTEACHER and heads.setdefault(school.pk, row) is not row:
                raise Unclear(f"{school} has another headteacher on line {heads[school.pk].line}")
            if here.say(row, school, report):
                named.append(Named(row, school))
        except Unclear as unclear:
            report.add("errors", row.line, row.urn or None, f"{unclear}.")
    invited = here.to_invite(named)
    if invited:
        report.notes.append(f"{count(invited, 'person gets,people get')} an invitation by mail")
    report.found["errors"].sort(key=lambda one: one[0] or 0)  # faults of reading came before those of meaning
    return named


class Here:
    """The people of some rows as the portal knows them: asked in two statements."""

    def __init__(self, rows):
        self.users = {user.email.lower(): user for user in User.objects.filter(email__in={row.email for row in rows})}
        self.held, self.heads = defaultdict(set), defaultdict(set)
        for user, school, kind in Role.objects.current().values_list("user", "school", "kind"):
            self.held[user, school].add(kind)
            if kind == RoleKind.HEADTEACHER:
                self.heads[school].add(user)

    def say(self, row, school, report):
        """Report what a line means here; whether it gives a role."""
        user = self.users.get(row.email)
        who, role = user.name if user else row.name, row.kind.label.lower()
        if user and not user.is_active:
            raise Unclear(f"The account of {user} is disabled. Enable it first, or leave the line out")
        if user and user.name.casefold() != row.name.casefold():
            report.add("warnings", row.line, school.urn, f"{row.email} is {user.name} here: the name stays.")
        held = self.held[user.pk, school.pk] if user else set()
        if row.kind in held:
            report.add("unchanged", row.line, school.urn, f"{who}, {role} of {school}")
        elif held:
            has = ", ".join(RoleKind(kind).label.lower() for kind in sorted(held))
            report.skip(
                row.line, school.urn, "Another role", f"{who} is {has} of {school} here: change it on the school’s page"
            )
        elif row.kind == RoleKind.HEADTEACHER and self.heads[school.pk]:
            report.skip(
                row.line,
                school.urn,
                "Another headteacher",
                f"{school} has a headteacher here: {who} follows on the school’s page",
            )
        else:
            report.add("new", row.line, school.urn, f"{who}, {role} of {school}{'' if user else ', new here'}")
            return True
        return False

    def to_invite(self, named):
        """How many letters go out."""
        users = {one.row.email: self.users.get(one.row.email) for one in named}
        return sum(1 for user in users.values() if user is None or user.last_login is None)


def write(named, by):
    """Make and invite the people, each once, give the roles from today, and note each on its school's record.

    A list says who is there; it is no hand-over, so no headteacher is asked to confirm anything anew, and no school is written to.
    """
    users, notes = {}, []
    for one in named:
        row = one.row
        if row.email not in users:
            users[row.email] = invite_person(row.email, row.name, by=by, job_title=row.job_title, school=one.school)
        _, is_new = Role.objects.get_or_create(
            user=users[row.email], school=one.school, kind=row.kind, ends_on=None, defaults={"starts_on": today()}
        )
        if is_new:
            told = {"person": str(users[row.email]), "role": row.kind.label}
            notes.append((one.school, "brought in somebody of", told))
    record_many(by, notes, source="people")
