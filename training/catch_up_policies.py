"""Who may do what with missed days that are made up and with gap tasks, and when."""

from cohorts.yours import places_spoken_for_by
from schools.policies import holds, is_assigned
from schools.ties import roles_of

from .models import CATCH_UP_FLOW
from .policies import can_claim_for, can_see_register


def can_see_catch_up(user, place):
    """Leads and administrators, the school's adviser, and the school's own people."""
    return user.sees_every_school or is_assigned(user, place.school) or holds(user, place.school)


def can_see_catch_ups(user, cohort):
    """Leads, administrators and advisers: those of the schools they look after."""
    return user.sees_every_school or user.is_adviser


def can_say_catch_up(user, place):
    """Whoever says who was there: the school's writers and representatives, leads and administrators on its behalf."""
    return place.is_at_work and can_claim_for(user, place)


@CATCH_UP_FLOW.when("say")
def can_say_of(user, catch_up):
    """The same, until it is signed off."""
    return can_say_catch_up(user, catch_up.seat.place)


def can_undo_catch_up_note(user, note):
    """Whoever speaks for the school, until the day is signed off."""
    return note.undone_at is None and can_say_of(user, note.catch_up)


def can_set_catch_up_due(user, place):
    """Leads and administrators."""
    return user.sees_every_school


@CATCH_UP_FLOW.when("sign_off")
def can_sign_off_catch_up(user, catch_up):
    """Leads and administrators."""
    return user.sees_every_school


@CATCH_UP_FLOW.when("send_back")
def can_send_back_catch_up(user, catch_up):
    """Leads and administrators."""
    return user.sees_every_school


@CATCH_UP_FLOW.when("reopen")
def can_reopen_catch_up(user, catch_up):
    """Leads and administrators, with a reason."""
    return user.sees_every_school


def can_edit_catch_up_rule(user, cohort):
    """Leads and administrators."""
    return user.sees_every_school and not cohort.is_from_before


def can_see_gap_task(user, session):
    """Whoever takes the register, and the schools' own people, each for the schools that they read."""
    return can_see_register(user, session) or bool(roles_of(user))


def can_finish_gap_task(user, session):
    """The schools' writers and representatives, leads and administrators on their behalf; also once the register is closed."""
    return user.sees_every_school or any(place.cohort_id == session.cohort_id for place in places_spoken_for_by(user))


def can_undo_gap_task(user, done):
    """Whoever speaks for the school."""
    return done.undone_at is None and can_claim_for(user, done.place)
