"""The dates of schools: whichever app keeps some says so here, and a calendar of a school holds them all."""

from kit.registry import Registry

dates = Registry()  # `(ids of schools, since a day) -> iterable of kit.icalendar.Entry`, cancelled ones too


def dates_of(schools, since):
    """Every dated thing of some schools, in order of its day."""
    return sorted((entry for give in dates for entry in give(schools, since)), key=lambda entry: entry.on)
