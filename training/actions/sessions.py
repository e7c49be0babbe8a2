"""The year's sessions: planned and taken back; their registers closed and opened again."""

from django.db import transaction

from audit.actions import record
from cohorts.models import Cohort
from kit.access import Refused
from kit.clock import now, today
from kit.flow import StepNotAllowed
from kit.wording import day_long
from notifications.models import Message

from ..models import SESSION_FLOW, Attendance, Session
from .changes import edit_session
from .materials import copy_materials
from .pack import copy_packs


@transaction.atomic
def create_sessions(cohort, *, by, sessions):
    """Keep a year's sessions as dicts with number, title, on, starts_at and ends_at; numbers that stand already are changed."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # two people planning the same year wait for one another
    known = {session.number: session for session in cohort.sessions.all()}
    kept = []
    for values in sessions:
        session = known.get(values["number"])
        if session is None:
            kept.append(Session.objects.create(cohort=cohort, **values))
        elif session.state in SESSION_FLOW.steps["edit"].sources:
            kept.append(
                edit_session(session, by=by, **{name: value for name, value in values.items() if name != "number"})
            )
    record(by, "planned the sessions of", cohort, sessions=len(kept))
    return kept


COMES_ALONG = ("number", "title", "starts_at", "ends_at", "host_id", "venue", "address", "access", "capacity", "trainer", "joining", "pre_reading", "gap_task")  # fmt: skip


@transaction.atomic
def copy_sessions(cohort, dated, *, by):
    """The sessions of an earlier year, as pairs with their new day, once more for a draft cohort, with their materials and packs;
    nobody is written to, and nothing comes along that people wrote or that was written of them."""
    pairs = [
        (
            session,
            Session.objects.create(cohort=cohort, on=on, **{name: getattr(session, name) for name in COMES_ALONG}),
        )
        for session, on in dated
    ]
    copy_materials(pairs, by=by)
    copy_packs(pairs, by=by)
    if dated:
        record(by, "planned the sessions of", cohort, sessions=len(dated))


@transaction.atomic
def remove_session(session, *, by):
    """Take a planned session back of which nobody has heard and that holds no mark; another one is cancelled instead."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if not SESSION_FLOW.allows("remove", held):
        raise StepNotAllowed(held, "remove")
    if why := why_not_removed(held):
        raise Refused(why)
    record(by, "removed", held, cohort=str(held.cohort), on=held.on.isoformat())
    held.delete()


def why_not_removed(session):
    """Why a session is cancelled and not simply removed, or an empty text."""
    if session.attendance.exists():
        return f"Somebody is marked for session {session.number}. Cancel it instead."
    if Message.objects.about(session).exists():
        return f"People were written to about session {session.number}. Cancel it instead, so that they are told."
    return ""


@transaction.atomic
def close_register(session, *, by, seen=None):
    """The lead has read it through: claims that stand are confirmed with it, and a later mark needs a reason.

    Of the claims only those `seen`, by their keys; where another has come in meanwhile, nothing is closed.
    """
    from .marks import confirm_claims

    not_closed_before_its_day(session)
    if session.state in SESSION_FLOW.steps["close_register"].sources:
        confirm_claims(session, by=by, seen=seen)
        if seen is not None and Attendance.objects.claimed().filter(session=session).exists():
            raise ClaimsCameIn(session)
    SESSION_FLOW.take("close_register", session, closed_at=now(), closed_by_id=by.pk)
    record(by, "closed the register of", session, marked=Attendance.objects.filter(session=session).count())


class ClaimsCameIn(Exception):
    """Schools have said something that whoever closes the register has not read."""


def not_closed_before_its_day(session):
    """Nobody can have missed a day that is still ahead."""
    if session.on > today():
        raise Refused(
            f"Session {session.number} is on {day_long(session.on)}. Its register can be closed from that day."
        )


@transaction.atomic
def reopen_register(session, *, by, reason):
    """Open a closed register again; the reason stays on the session."""
    SESSION_FLOW.take("reopen_register", session, reopened_reason=reason)
    record(by, "reopened the register of", session, reason=reason)
