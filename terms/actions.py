"""Changes the school calendar."""

from django.db import transaction

from audit.actions import record

from .holidays import bank_holidays
from .models import BankHoliday, Term


@transaction.atomic
def keep_term(term, *, by, year, name, starts_on, ends_on):
    """Add a half-term, or change one."""
    verb = "changed the dates of" if term.pk else "added"
    term.year, term.name, term.starts_on, term.ends_on = year, name, starts_on, ends_on
    term.save()
    record(by, verb, term, starts_on=str(starts_on), ends_on=str(ends_on))
    return term


@transaction.atomic
def remove_term(term, *, by):
    """Take a half-term out of the calendar."""
    record(by, "removed", term)
    term.delete()


@transaction.atomic
def import_terms(rows, *, by):
    """Bring many half-terms at once; one that starts on a day already known is changed. Returns (added, changed)."""
    known = {term.starts_on: term for term in Term.objects.filter(starts_on__in=[row["starts_on"] for row in rows])}
    added = changed = 0
    for row in rows:
        term = known.get(row["starts_on"], Term())
        if term.pk is None:
            added += 1
        elif any(getattr(term, name) != value for name, value in row.items()):
            changed += 1
        else:
            continue
        keep_term(term, by=by, **row)
    return added, changed


@transaction.atomic
def keep_holiday(holiday, *, by, day, name):
    """Add a day on which every school is shut, or change one."""
    holiday.day, holiday.name = day, name
    holiday.save()
    record(by, "kept the bank holiday", holiday)
    return holiday


@transaction.atomic
def remove_holiday(holiday, *, by):
    """Take a bank holiday out."""
    record(by, "removed the bank holiday", holiday)
    holiday.delete()


@transaction.atomic
def load_bank_holidays():
    """Add what the package knows and the calendar does not. Returns how many were new."""
    known = set(BankHoliday.objects.values_list("day", flat=True))
    new = [BankHoliday(day=day, name=name[:80]) for day, name in bank_holidays().items() if day not in known]
    BankHoliday.objects.bulk_create(new)
    return len(new)
