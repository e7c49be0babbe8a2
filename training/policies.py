"""Who may do what with training sessions and registers, and when."""

from cohorts.models import Place, SeatHolder
from cohorts.yours import places_spoken_for_by
from kit.clock import today
from schools.models import School
from schools.policies import WRITERS, can_write_for_school, holds, is_assigned, reads_whole
from schools.ties import roles_of

from .models import SESSION_FLOW, Pack, SessionState


def can_see_sessions(user):
    """The Virtual School, and whoever holds a role at a school."""
    return user.is_virtual_school or bool(roles_of(user))


def can_plan_sessions(user, cohort):
    """Leads and administrators set the year's dates; a year from before the portal has none."""
    return user.sees_every_school and not cohort.is_from_before


@SESSION_FLOW.when("edit")
def can_edit_session(user, session):
    """Leads and administrators, until the register is closed."""
    return user.sees_every_school


@SESSION_FLOW.when("cancel")
def can_cancel_session(user, session):
    """Leads and administrators."""
    return user.sees_every_school


@SESSION_FLOW.when("hold_on_another_day")
def can_hold_on_another_day(user, session):
    """Leads and administrators, also where it was cancelled before the new day was known."""
    return user.sees_every_school


@SESSION_FLOW.when("remove")
def can_remove_session(user, session):
    """Leads and administrators, while it is only planned; the action asks whether anybody has heard of it."""
    return user.sees_every_school


def can_ring_round(user, session):
    """Whoever takes the register: an adviser rings the schools they look after."""
    return can_see_register(user, session)


def can_keep_materials(user, session):
    """Leads and administrators, also after the day: slides come late."""
    return user.sees_every_school


def can_change_material(user, material):
    """The same people."""
    return user.sees_every_school


def is_ahead(session):
    """Whether a day that is held is today or to come."""
    return session.on >= today() and SESSION_FLOW.allows("edit", session)


def can_say_needs(user, session):
    """Who comes to the day or writes for a school that does; leads and administrators for somebody who rings. Until the day."""
    return is_ahead(session) and (user.sees_every_school or claimable_places(user, session).exists())


def can_see_needs(user, session):
    """Whoever organises the day: leads and administrators, nobody else."""
    return user.sees_every_school


def can_see_register(user, session):
    """Leads, administrators, and advisers for the schools they look after."""
    return user.sees_every_school or markable_places(user, session).exists()


def markable_places(user, session):
    """The places of a session's cohort whose marks a person keeps; an adviser's own school is not among them."""
    places = Place.objects.filter(cohort=session.cohort_id)
    if user.sees_every_school:
        return places
    return places.filter(school__in=School.objects.looked_after_by(user)) if user.is_adviser else places.none()


def can_mark(user, session):
    """Whoever sees the register; once it is closed, leads and administrators with a reason."""
    if session.state == SessionState.CANCELLED:
        return False
    if session.state == SessionState.CLOSED:
        return user.sees_every_school
    return can_see_register(user, session)


@SESSION_FLOW.when("take_register")
def can_confirm_claims(user, session):
    """Whoever takes the register."""
    return can_see_register(user, session)


@SESSION_FLOW.when("take_register")
def can_show_door_code(user, session):
    """Whoever takes the register puts the code on the door, and makes a new one."""
    return can_see_register(user, session)


@SESSION_FLOW.when("close_register")
def can_close_register(user, session):
    """Leads and administrators: they see every row."""
    return user.sees_every_school


@SESSION_FLOW.when("reopen_register")
def can_reopen_register(user, session):
    """Leads and administrators, with a reason."""
    return user.sees_every_school


def can_record_catch_up(user, session):
    """Leads and administrators sign a catch-up off, whatever has become of the register."""
    return user.sees_every_school and session.state != SessionState.CANCELLED


@SESSION_FLOW.when("take_register")
def can_claim(user, session):
    """Who writes for a school with a place in the cohort, and its representatives; leads and administrators on its behalf."""
    return user.sees_every_school or claimable_places(user, session).exists()


def claimable_places(user, session):
    """The places of a session's cohort for which a person may say who was there."""
    places = Place.objects.live().filter(cohort=session.cohort_id)
    if user.sees_every_school:
        return places
    return places.filter(pk__in=[place.pk for place in places_spoken_for_by(user)])


def can_claim_for(user, place):
    """Whether a person may say who was there for a place."""
    return user.sees_every_school or place in places_spoken_for_by(user)


def can_import_attendance(user):
    """Leads and administrators bring in what they kept before."""
    return user.sees_every_school


# --- what people say of a day


def can_read_feedback(user, session):
    """Whoever takes the register: leads, administrators, and the advisers of the cohort's schools. There are no names in it."""
    return can_see_register(user, session)


def can_show_feedback_code(user, session):
    """Whoever takes the register, for a session that is held."""
    return session.state != SessionState.CANCELLED and can_see_register(user, session)


def can_type_feedback(user, session):
    """Whoever takes the register types in what was filled in on paper, from the day on."""
    return can_show_feedback_code(user, session) and session.on <= today()


def can_edit_feedback_questions(user, cohort=None):
    """Leads and administrators write what is asked, for the programme or for one cohort."""
    return user.sees_every_school and not (cohort and cohort.is_from_before)


# --- reflections and packs


def can_write_reflection(user, session):
    """Whoever held a seat of the cohort on the day, from the day on."""
    if session.state == SessionState.CANCELLED or session.on > today():
        return False
    return SeatHolder.objects.on(session.on).filter(user=user, seat__place__cohort=session.cohort_id).exists()


def can_change_reflection(user, reflection):
    """The writer, and nobody else."""
    return reflection.user_id == user.pk


def can_read_shared_reflections(user, session):
    """Programme leads: it was shared with them. Not administrators, who answer for the data and need not read it."""
    return user.is_programme_lead


def can_edit_pack(user, session):
    """Leads and administrators."""
    return user.sees_every_school


def can_remove_pack(user, session):
    """Leads and administrators, where there is one."""
    return can_edit_pack(user, session) and Pack.objects.filter(session=session).exists()


def can_read_pack(user, session):
    """The Virtual School; the schools of the cohort from the day on, or earlier if the lead says so."""
    pack = Pack.objects.select_related("session").filter(session=session).first()
    return pack is not None and may_read(user, pack)


def may_read(user, pack):
    """The same of a pack that is at hand."""
    return user.is_virtual_school or (bool(roles_of(user)) and pack.is_released(today()))


# --- what is passed on in school


def can_see_insets(user, school):
    """Whoever reads the school whole: its own people, the Virtual School, its adviser."""
    return reads_whole(user, school)


def can_log_inset(user, school):
    """Everybody with a role at the school, contributors too; leads and administrators on its behalf."""
    return user.sees_every_school or holds(user, school)


def can_change_inset(user, inset):
    """Whoever may log training at that school."""
    return can_log_inset(user, inset.school)


def can_count_staff(user, school):
    """Whoever writes for the school; leads and administrators on its behalf."""
    return can_write_for_school(user, school)


def can_see_reach(user, cohort):
    """The Virtual School; an adviser reads it of their own schools."""
    return user.is_virtual_school


def can_see_attendance(user, cohort):
    """The table of attendance is for leads, administrators and observers; advisers get their own schools' rows."""
    return user.is_virtual_school


def can_see_attendance_record(user, holder):
    """The representative, leads and administrators, the school's adviser, and whoever writes for the school."""
    school = holder.seat.place.school
    return (
        user.sees_every_school
        or holder.user_id == user.pk
        or is_assigned(user, school)
        or holds(user, school, *WRITERS)
    )


def can_see_trail(user, session):
    """Who marked what and when: whoever keeps marks of the session, and the schools' own people for their own rows."""
    return can_see_register(user, session) or bool(roles_of(user))


@SESSION_FLOW.when("take_register")
def can_mark_all_present(user, session):
    """Whoever takes the register, while it is open."""
    return can_see_register(user, session)


def can_type_sheet(user, session):
    """Whoever may mark, from the day of the session on."""
    return can_mark(user, session) and session.on <= today()


# --- fees and cover


def can_see_fees(user, cohort):
    """Leads and administrators."""
    return user.sees_every_school


def can_set_fee_and_cover(user, cohort):
    """Leads and administrators, in any state of the cohort: money comes late."""
    return user.sees_every_school


def can_see_cover_claims(user):
    """Leads and administrators."""
    return user.sees_every_school


def can_see_fee_and_cover(user, place):
    """Whoever writes for the school, for their own; leads and administrators."""
    return can_write_for_school(user, place.school)


def can_give_order_number(user, place):
    """Whoever writes for the school."""
    return can_write_for_school(user, place.school)


def can_note_fee(user, place):
    """Leads and administrators note what was invoiced and paid."""
    return user.sees_every_school
