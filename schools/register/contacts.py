"""Reads the council's list of contact addresses: a URN and an e-mail address a line, all or nothing like the register."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from audit.actions import record_many
from kit.tables.reading import Unreadable, header_name, is_blank, open_table
from schools.models import School

from . import values
from .applying import known_schools
from .report import Report

EMAIL_HEADINGS = (
    "email",
    "e-mail",
    "email address",
    "e-mail address",
    "contact email",
    "contact e-mail",
    "contact address",
)
LONGEST = 254


def examine(file, *, shown=None, **_):
    """What this list would change. Nothing is written."""
    report = Report(shown)
    compare(file, report)
    return report


def bring_in(file, *, by=None, shown=None, **_):
    """Keep the addresses, or none of them when the report has errors."""
    report = Report(shown)
    with transaction.atomic():
        changed = compare(file, report)
        if not report.is_refused:
            write(changed, by)
    return report


def compare(file, report):
    """Report on every line; return the schools whose address changes as (school, new address)."""
    try:
        found = read(file, report)
    except Unreadable as unreadable:
        report.add("errors", unreadable.line, None, str(unreadable))
        return []
    schools, changed = known_schools(list(found)), []
    for urn, (line, email) in found.items():
        school = schools.get(urn)
        if school is None:
            report.skip(
                line, urn, "Not known here", f"No school with URN {urn} is known here. Import the register first."
            )
        elif school.contact_email.casefold() == email.casefold():
            report.add("unchanged", line, urn, school.name)
        else:
            kind, was = ("changed", f", was {school.contact_email}") if school.contact_email else ("new", "")
            report.add(kind, line, urn, f"{school.name}: {email}{was}")
            changed.append((school, email))
    return changed


def read(file, report):
    """The addresses by URN with their lines; anything unclear is reported."""
    table = open_table(file)
    names = [header_name(name) for name in table.header]
    email_at = next((names.index(name) for name in EMAIL_HEADINGS if name in names), None)
    if missing := [name for name, there in (("URN", "urn" in names), ("email", email_at is not None)) if not there]:
        raise Unreadable(f"The file has no column {' and no column '.join(missing)}.", table.header_line)
    urn_at, found = names.index("urn"), {}
    for line, cells in table.lines:
        if is_blank(cells):
            continue
        if len(cells) <= max(urn_at, email_at):
            report.skip(line, None, "Does not fit the header", "Has fewer cells than the header: not imported")
            continue
        try:
            urn, email = values.urn(cells[urn_at])[0], values.text(cells[email_at])
            if not email:
                report.skip(line, urn, "No address", f"No address for URN {urn}: left as it is")
                continue
            validate_email(email)
        except values.Unclear as unclear:
            report.add("errors", line, None, f"{unclear}.")
            continue
        except ValidationError:
            report.add("errors", line, urn, f"“{email[:80]}” is not an e-mail address.")
            continue
        if len(email) > LONGEST:
            report.add("errors", line, urn, f"The e-mail address is longer than {LONGEST} characters.")
        elif urn not in found:
            found[urn] = (line, email)
        elif found[urn][1].casefold() == email.casefold():
            report.add("warnings", line, urn, f"The same as line {found[urn][0]}, read once.")
        else:
            report.add(
                "errors",
                line,
                urn,
                f"URN {urn} stands on line {found[urn][0]} and on line {line} with different addresses.",
            )
    return found


def write(changed, by):
    """Keep the new addresses as checked today."""
    today, now = timezone.localdate(), timezone.now()
    notes = []
    for school, email in changed:
        notes.append((school, "changed", {"changes": {"contact address": [school.contact_email, email]}}))
        school.contact_email, school.contact_checked_on, school.updated_at = email, today, now
    School.objects.bulk_update(
        [school for school, _ in changed], ["contact_email", "contact_checked_on", "updated_at"], batch_size=200
    )
    record_many(by, notes, source="contacts")
