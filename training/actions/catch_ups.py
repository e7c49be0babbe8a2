"""Missed days made up: what a school has done, said in its own words; signed off, sent back and opened again by the lead."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import now, today
from kit.flow import StepNotAllowed
from schools.actions.behalf import record_for_school

from ..catch_ups import rule_of
from ..models import CATCH_UP_FLOW, Attendance, CatchUp, CatchUpNote, CatchUpRule, Mark, MarkState, SessionState
from .marks import Said, hold, write


def held_catch_up(session, seat):
    """The row of a missed day, made when something is first said of it, and locked."""
    row, _ = CatchUp.objects.get_or_create(session=session, seat=seat)
    return CatchUp.objects.select_for_update().select_related("session", "seat__place__school").get(pk=row.pk)


def missing_steps(catch_up):
    """The steps that the cohort's rule needs and of which nothing stands."""
    said = set(CatchUpNote.objects.standing().filter(catch_up=catch_up).values_list("step", flat=True))
    return [step for step in rule_of(catch_up.session.cohort).steps if step not in said]


@transaction.atomic
def say_catch_up(session, seat, *, by, step, text, on):
    """The school says what was done; with the last step that is needed the catch-up goes to the lead by itself."""
    locked = hold(session)
    if locked.state == SessionState.CANCELLED:
        raise StepNotAllowed(locked, "take_register")
    if on > today():
        raise Refused("Say it once it has been done.")
    catch_up = held_catch_up(locked, seat)
    CATCH_UP_FLOW.take("say", catch_up)
    said = {"catch_up": catch_up, "step": step, "text": text, "on": on}
    if CatchUpNote.objects.standing().filter(said_by=by, **said).exists():
        return catch_up  # the same sent twice
    CatchUpNote.objects.create(said_by=by, **said)
    if catch_up.state != "ready" and not missing_steps(catch_up):
        CATCH_UP_FLOW.take("hand_in", catch_up)
    record_for_school(by, "said what was done for the", catch_up, school=seat.place.school, step=step)
    return catch_up


@transaction.atomic
def undo_catch_up_note(note, *, by):
    """Take back what was said; the catch-up waits for it again where it is needed."""
    catch_up = held_catch_up(note.catch_up.session, note.catch_up.seat)
    CATCH_UP_FLOW.take("say", catch_up)
    if not CatchUpNote.objects.standing().filter(pk=note.pk).update(undone_at=now(), undone_by=by):
        return
    if catch_up.state == "ready" and missing_steps(catch_up):
        CATCH_UP_FLOW.take("fall_back", catch_up)
    record_for_school(by, "took back a word on the", catch_up, school=catch_up.seat.place.school, step=note.step)


@transaction.atomic
def set_catch_up_due(session, seat, *, by, due_on):
    """Another day than the rule's by which a missed day is to be made up."""
    catch_up = held_catch_up(hold(session), seat)
    CATCH_UP_FLOW.take("say", catch_up, due_on=due_on)
    record(by, "set the day for the", catch_up, due_on=due_on.isoformat())


@transaction.atomic
def sign_off_catch_up(catch_up, *, by, on, how):
    """The lead agrees that the day is made up: it counts in full. Not before every needed step stands."""
    session, seat = hold(catch_up.session), catch_up.seat
    catch_up = held_catch_up(session, seat)
    if missing := missing_steps(catch_up):
        raise Refused(f"Not said yet: {', '.join(step.label.lower() for step in missing)}.")
    return count_as_caught_up(session, seat, catch_up, by=by, on=on, how=how)


def count_as_caught_up(session, seat, catch_up, *, by, on, how):
    """The mark on the register, and the catch-up settled with it."""
    if session.state == SessionState.CANCELLED:
        raise StepNotAllowed(session, "take_register")
    if on > today():
        raise Refused("A catch-up is signed off once it has taken place.")
    if catch_up:
        CATCH_UP_FLOW.take("sign_off", catch_up, signed_off_at=now(), signed_off_by_id=by.pk)
    said = Said(seat, MarkState.CAUGHT_UP, caught_up_on=on, caught_up_how=how)
    [row] = write(session, [said], by=by, is_claim=False, late_reason="Catch-up")
    if row:
        record(by, "signed off a catch-up for", session, school=seat.place.school_id, on=on.isoformat(), how=how)
    return row


@transaction.atomic
def record_catch_up(session, seat, *, by, on, how):
    """A day made up, noted by the lead alone, whatever the school has said: it counts for the place, and for whoever holds the
    seat on the day of the catch-up."""
    locked = hold(session)
    catch_up = CatchUp.objects.select_for_update().filter(session=locked, seat=seat).exclude(state="signed_off").first()
    return count_as_caught_up(locked, seat, catch_up, by=by, on=on, how=how)


@transaction.atomic
def send_back_catch_up(catch_up, *, by, why):
    """The lead asks for more, and says what."""
    CATCH_UP_FLOW.take("send_back", catch_up, returned_why=why, returned_at=now(), returned_by_id=by.pk)
    record(by, "sent back the", catch_up, why=why)


@transaction.atomic
def reopen_catch_up(catch_up, *, by, reason):
    """A sign-off taken back: the register says again what it said before."""
    session = hold(catch_up.session)
    CATCH_UP_FLOW.take("reopen", catch_up)
    mark = Attendance.objects.filter(session=session, seat=catch_up.seat, state=MarkState.CAUGHT_UP).first()
    if mark:
        before = Mark.objects.filter(attendance=mark).exclude(state=MarkState.CAUGHT_UP).order_by("at", "pk").last()
        state = before.state if before else MarkState.EXPECTED
        name = before.note.removeprefix("Substitute: ") if before and state == MarkState.SUBSTITUTE else ""
        said = Said(catch_up.seat, state, substitute_name=name)
        write(session, [said], by=by, is_claim=False, late_reason=reason)
    record(by, "opened again the", catch_up, reason=reason)


@transaction.atomic
def keep_catch_up_rule(cohort, *, by, **rule):
    """What the cohort asks for; a catch-up that now has all that is needed goes to the lead, one that has not comes back."""
    kept, _ = CatchUpRule.objects.update_or_create(cohort=cohort, defaults=rule)
    rows = CatchUp.objects.filter(session__cohort=cohort).select_related("session")
    said = {}
    for row, step in CatchUpNote.objects.standing().filter(catch_up__in=rows).values_list("catch_up", "step"):
        said.setdefault(row, set()).add(step)
    for catch_up in rows:
        has_all = catch_up.pk in said and said[catch_up.pk].issuperset(kept.steps)
        if catch_up.state == "ready" and not has_all:
            CATCH_UP_FLOW.take("fall_back", catch_up)
        elif catch_up.state == "open" and has_all:
            CATCH_UP_FLOW.take("hand_in", catch_up)
    record(by, "set the catch-up rule of", cohort, **rule)
