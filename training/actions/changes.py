"""A session changed, moved, cancelled or held on another day after all: everybody is told at once, and rung where mail is too slow."""

from django.db import transaction

from audit.actions import record
from cohorts.models import SeatHolder
from kit.clock import now
from kit.flow import StepNotAllowed
from notifications.actions import notify

from ..audience import people_of
from ..models import SESSION_FLOW, PhoneCall
from .materials import move_openings

MOVES = ("on", "starts_at", "ends_at", "venue", "address", "host")  # a change of these is told to everybody


@transaction.atomic
def edit_session(session, *, by, **changes):
    """Change a session; where its day, time or place changes, everybody is told with a new calendar entry."""
    changed = {name: value for name, value in changes.items() if getattr(session, name) != value}
    if not changed:
        return session
    was = session.on
    before = {"on": was.isoformat(), "starts_at": session.starts_at.isoformat(timespec="minutes")}
    moved = [name for name in MOVES if name in changed]
    is_told = bool(moved) and session.cohort.state != "draft"
    SESSION_FLOW.take("edit", session, **next_entry(session, is_told), **by_column(changed))
    session.refresh_from_db()
    record(by, "moved" if moved else "changed", session, fields=sorted(changed), before=before)
    move_openings(session, by=by, was=was)
    if is_told:
        tell(session, "session_moved", f"moved-{session.calendar_sequence}", was=before["on"], alarm=session.alarm)
    return session


def next_entry(session, is_told):
    """What makes the calendar entry newer than the one people have, and the list of those to ring a new one."""
    return {"calendar_sequence": session.calendar_sequence + 1, "alarm": session.alarm + is_told}


def by_column(changes):
    """Changes with relations by id, because a step is one plain UPDATE."""
    return {
        name if not hasattr(value, "pk") else f"{name}_id": getattr(value, "pk", value)
        for name, value in changes.items()
    }


@transaction.atomic
def cancel_session(session, *, by, reason):
    """The session is not held: it counts for nobody any more, and everybody is told."""
    is_told = session.cohort.state != "draft"
    SESSION_FLOW.take("cancel", session, cancelled_reason=reason, **next_entry(session, is_told))
    record(by, "cancelled", session, reason=reason)
    if is_told:
        tell(session, "session_cancelled", f"cancelled-{session.calendar_sequence}", alarm=session.alarm)


@transaction.atomic
def hold_on_another_day(session, *, by, on, starts_at, ends_at, reason=""):
    """Hold a session on another day instead, also one that was cancelled: the same entry in everybody's calendar moves there."""
    was, is_told = session.on, session.cohort.state != "draft"
    day = {"on": on, "starts_at": starts_at, "ends_at": ends_at, "cancelled_reason": ""}
    SESSION_FLOW.take("hold_on_another_day", session, **day, **next_entry(session, is_told))
    record(by, "moved", session, before={"on": was.isoformat()}, reason=reason)
    move_openings(session, by=by, was=was)
    if is_told:
        what = f"moved-{session.calendar_sequence}"
        tell(session, "session_moved", what, was=was.isoformat(), alarm=session.alarm, reason=reason)


def tell(session, kind, what, **facts):
    """One letter to each of the people of a session."""
    for person in people_of(session):
        notify(
            kind,
            person.to,
            about=session,
            occasion=f"session:{session.pk}:{what}",
            name=person.name,
            school=person.school_id,
            **facts,
        )


@transaction.atomic
def note_call(session, place, holder, *, by, outcome, note="", seen=""):
    """Somebody was rung about the last change, or could not be reached: for every seat they hold in the cohort.

    Where a colleague has noted a call that this one had not `seen`, theirs stands and is returned.
    """
    held = type(session).objects.select_for_update().get(pk=session.pk)
    if held.alarm == 0:
        raise StepNotAllowed(held, "ring")
    before = PhoneCall.objects.of_the_last_alarm(held).filter(place=place, holder=holder).select_related("by").first()
    if before and before.key != seen:
        return before
    kept = {"outcome": outcome, "note": note, "by": by, "at": now()}
    for one_place, one in seats_of_one_person(session, place, holder):
        PhoneCall.objects.update_or_create(session=held, alarm=held.alarm, holder=one, place=one_place, defaults=kept)
        record(by, "rang about", held, school=one_place.school_id, internal=True, outcome=outcome)
    return None


def seats_of_one_person(session, place, holder):
    """(place, holder) of every seat that the same person holds on the day; a school without representatives stands for itself."""
    if holder is None or holder.user_id is None:
        return [(place, holder)]
    same = SeatHolder.objects.on(session.on).filter(seat__place__cohort=session.cohort_id, user=holder.user_id)
    return [(one.seat.place, one) for one in same.select_related("seat__place")] or [(place, holder)]
