"""Marks: made by whoever takes the register, claimed by schools, and confirmed."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from audit.actions import record
from cohorts.models import Seat, SeatHolder
from kit.access import Refused
from kit.clock import now, today
from kit.flow import StepNotAllowed
from kit.wording import day_month
from schools.actions.behalf import record_for_school

from ..days import holds_on
from ..models import (
    HALVES,
    SESSION_FLOW,
    Attendance,
    CatchUp,
    CatchUpState,
    Mark,
    MarkState,
    Session,
    SessionState,
)

BEFORE_THE_DAY = (MarkState.EXPECTED, MarkState.APOLOGIES)
CAME = (MarkState.PRESENT, MarkState.HALF)  # what somebody who signed in at the door can be without contradiction


@dataclass(frozen=True)
class Said:
    """What is said of a seat on a day."""

    seat: Seat
    state: str
    substitute_name: str = ""
    caught_up_on: date | None = None
    caught_up_how: str = ""
    note: str = ""


@transaction.atomic
def mark_seat(session, said, *, by, late_reason=""):
    """One mark on the register, confirmed as it is made; one that is there already adds nothing to the trail."""
    return mark_seats(session, [said], by=by, late_reason=late_reason)


@transaction.atomic
def mark_seats(session, marks, *, by, late_reason=""):
    """Marks on the register. Once it is closed, a reason is asked; a person who holds seats at several schools is marked at each."""
    locked = hold(session)
    if locked.state == SessionState.CANCELLED:
        raise StepNotAllowed(locked, "take_register")
    closed = locked.state == SessionState.CLOSED
    if closed and not late_reason:
        raise Refused("The register is closed. Give a reason for a late mark.")
    not_before_the_day(locked, marks)
    if locked.state == SessionState.PLANNED and locked.on <= today():
        SESSION_FLOW.take("take_register", locked)
        record(by, "opened the register of", locked)
    changed = [
        row for row in write(locked, with_twins(locked, marks), by=by, is_claim=False, late_reason=late_reason) if row
    ]
    no_longer_caught_up(locked, changed)
    if closed:
        for row in changed:
            record(by, "marked late at", locked, school=row.seat.place.school_id, state=row.state, reason=late_reason)
    session.refresh_from_db()
    return changed


@transaction.atomic
def claim_attendance(session, place, marks, *, by):
    """The school says who was there, or who cannot come; what the lead has confirmed stays as it is."""
    locked = hold(session)
    if not SESSION_FLOW.allows("take_register", locked):
        raise StepNotAllowed(locked, "take_register")
    if any(said.seat.place_id != place.pk for said in marks):
        raise Refused("A school speaks for its own representatives only.")
    not_before_the_day(locked, marks)
    changed = [row for row in write(locked, marks, by=by, is_claim=True) if row]
    if changed:
        record_for_school(
            by, "said who was at" if locked.on <= today() else "sent apologies for", locked, school=place.school
        )
    return changed


def claim_key(mark):
    """One claim, as it was said at one time."""
    return f"{mark.pk}-{mark.marked_at:%Y%m%d%H%M%S%f}"


@transaction.atomic
def confirm_claims(session, *, by, seats=None, seen=None):
    """The lead agrees with what schools said; `seats` limits it, and so do the claims that were `seen`, by their keys.

    Returns how many were confirmed.
    """
    locked = hold(session)
    if not SESSION_FLOW.allows("take_register", locked):
        raise StepNotAllowed(locked, "take_register")
    claims = Attendance.objects.claimed().filter(session=session)
    if seats is not None:
        claims = claims.filter(seat__in=seats)
    at = now()
    rows = [claim for claim in claims if seen is None or claim_key(claim) in seen]
    Attendance.objects.filter(pk__in=[row.pk for row in rows]).update(confirmed_by=by, confirmed_at=at)
    Mark.objects.bulk_create(Mark(attendance=row, state=row.state, by=by, at=at, note="Confirmed") for row in rows)
    if rows:
        record(by, "confirmed claims for", session, claims=len(rows))
    return len(rows)


def hold(session):
    """The session as it is now, locked: nobody closes the register while a mark is on its way."""
    return Session.objects.select_for_update().get(pk=session.pk)


def no_longer_caught_up(session, changed):
    """A day marked otherwise is no longer made up: its catch-up is under way again."""
    seats = [row.seat_id for row in changed if row.state != MarkState.CAUGHT_UP]
    settled = CatchUp.objects.filter(session=session, seat__in=seats, state=CatchUpState.SIGNED_OFF)
    settled.update(state=CatchUpState.OPEN, signed_off_at=None, signed_off_by=None)


def not_before_the_day(session, marks):
    """Until the day of a session only apologies can be kept."""
    if session.on > today() and any(said.state not in BEFORE_THE_DAY for said in marks):
        raise Refused(f"Session {session.number} is on {day_month(session.on)}. Until then only apologies can be kept.")


def with_twins(session, marks):
    """The same mark for every other seat of this cohort that the same person holds on the day."""
    marks = list(marks)
    shared = [said for said in marks if said.state not in (MarkState.SUBSTITUTE, MarkState.CAUGHT_UP)]
    given = {said.seat.pk for said in marks}
    holders = SeatHolder.objects.on(session.on).filter(seat__place__cohort=session.cohort_id).exclude(user=None)
    users = dict(holders.filter(seat__in=[said.seat for said in shared]).values_list("seat", "user"))
    if not users:
        return marks
    twins = holders.filter(user__in=users.values()).exclude(seat__in=given).select_related("seat__place")
    others = {}
    for holder in twins:
        others.setdefault(holder.user_id, []).append(holder.seat)
    for said in shared:
        marks += [replace(said, seat=seat) for seat in others.get(users.get(said.seat.pk), ())]
    return marks


def write(session, marks, *, by, is_claim, late_reason="", at_door=False, told_as=""):
    """The row as it stands and one line of its trail, a mark; None where nothing changed."""
    seats = [said.seat for said in marks]
    rows = {row.seat_id: row for row in Attendance.objects.filter(session=session, seat__in=seats)}
    holders = {}
    for holder in SeatHolder.objects.filter(seat__in=seats).order_by("from_on"):
        holders.setdefault(holder.seat_id, []).append(holder)
    at, written = now(), []
    for said in marks:
        row = rows.get(said.seat.pk) or Attendance(session=session, seat=said.seat)
        confirmed = row.confirmed_at is not None and row.state != MarkState.EXPECTED
        if is_claim and confirmed:
            written.append(None)
            continue
        holder = holder_for(holders.get(said.seat.pk, ()), session, said)
        halves = HALVES.get(said.state, 0)
        values = {
            "state": said.state,
            "holder_id": holder.pk if holder else None,
            "halves": halves,
            "own_halves": halves if holder and said.state != MarkState.SUBSTITUTE else 0,
            "substitute_name": said.substitute_name if said.state == MarkState.SUBSTITUTE else "",
            "caught_up_on": said.caught_up_on,
            "caught_up_how": said.caught_up_how,
            "note": said.note or row.note,
            "door_at": row.door_at if said.state in CAME else None,
        }
        same = row.pk and all(getattr(row, name) == value for name, value in values.items())
        if (same and (is_claim or confirmed)) or (row.pk is None and said.state == MarkState.EXPECTED):
            written.append(None)
            continue
        stays_open = is_claim or said.state == MarkState.EXPECTED
        values |= {
            "marked_by_id": by.pk if by else None,
            "marked_at": at,
            "confirmed_by_id": None if stays_open else by.pk,
            "confirmed_at": None if stays_open else at,
        }
        if at_door:
            values["door_at"] = at
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        Mark.objects.create(
            attendance=row,
            state=row.state,
            by=by,
            at=at,
            is_claim=is_claim,
            at_door=at_door,
            late_reason=late_reason,
            note=told_as or told(said),
        )
        written.append(row)
    return written


def holder_for(holders, session, said):
    """Whose day it is: the holder of the session's day; for a catch-up, the holder of that day."""
    day = said.caught_up_on if said.state == MarkState.CAUGHT_UP else session.on
    return next((one for one in holders if holds_on(one, day)), None)


def told(said):
    """What stands beside a mark in the trail."""
    if said.state == MarkState.SUBSTITUTE:
        return f"Substitute: {said.substitute_name}"
    return said.note or said.caught_up_how
