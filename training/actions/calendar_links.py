"""The secret addresses of shared calendars: made, made anew, ended."""

from django.db import transaction

from audit.actions import record
from kit.clock import now

from ..models import CalendarLink


def held(of):
    """The school or cohort itself, locked: two people making a link wait for one another."""
    return type(of)._base_manager.select_for_update().get(pk=of.pk)


def end(of, by):
    """The address there is opens nothing any more."""
    links = CalendarLink.objects.standing().filter(**{type(of).__name__.lower(): of})
    return links.update(revoked_at=now(), revoked_by=by)


@transaction.atomic
def make_shared_calendar(of, *, by):
    """A new address for the calendar of a school or a cohort; the one before stops working."""
    of = held(of)
    end(of, by)
    link = CalendarLink.objects.create(**{type(of).__name__.lower(): of}, made_by=by)
    record(by, "made a calendar link for", of)
    return link


@transaction.atomic
def stop_shared_calendar(of, *, by):
    """The address stops working."""
    if end(held(of), by):
        record(by, "ended the calendar link of", of)
