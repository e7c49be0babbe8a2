"""What people need at a training day: said, and forgotten. The record holds that something was said, never what."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import now

from ..models import Need, Session
from ..needs import days_ahead, holders_for
from ..policies import is_ahead


@transaction.atomic
def say_needs(session, holder, *, by, food="", access="", for_the_year=False):
    """Keep one person's word for this day, or for every day ahead that they hold their seat on; what was said before goes."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if not is_ahead(held) or holder not in holders_for(by, held):
        raise Refused("This can be said until the day, by those who come to it and those who write for their school.")
    days = [held, *days_ahead(held, holder)] if for_the_year else [held]
    kept = {"food": food, "access": access, "by": by, "at": now()}
    for day in days:
        Need.objects.update_or_create(session=day, holder=holder, defaults=kept)
    record(by, "said what somebody needs at", held, school=holder.seat.place.school_id, days=len(days))
    return len(days)


@transaction.atomic
def forget_needs(*, on):
    """Delete what is no longer needed; safe to run twice. Returns how many words went."""
    gone = {}
    for session_id in Need.objects.to_forget(on).values_list("session", flat=True):
        gone[session_id] = gone.get(session_id, 0) + 1
    Need.objects.to_forget(on).delete()
    for session in Session.objects.filter(pk__in=gone):
        record(None, "deleted the dietary and access needs of", session, number=gone[session.pk])
    return sum(gone.values())
