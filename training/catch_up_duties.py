"""What missed days and gap tasks ask of people: of the school to say what was done, of the lead to sign it off."""

from django.urls import reverse
from django.utils.text import Truncator

from cohorts.known import cohorts_known
from cohorts.today import Duty, beforehand, duties
from cohorts.yours import places_spoken_for_by
from kit.wording import count

from .catch_ups import catch_ups_of, missed_days
from .gap_tasks import tasks_given, tasks_to_do, words_on_tasks
from .models import CatchUpState
from .readiness import make_up_key
from .waiting import made_up


@beforehand.register
def catch_ups_and_tasks(user, on):
    """What the duties below read."""
    places = places_spoken_for_by(user)
    if places:
        yield catch_ups_of.later(places)
    if given := tasks_given(places, on):
        yield words_on_tasks.later(given, places)


@duties.register
def days_to_make_up(user, on):
    """For whoever speaks for a school: each missed day, until the lead has what is needed."""
    places = places_spoken_for_by(user)
    if not places:
        return
    for day in missed_days(places, on=on, with_notes=False):
        if day.state == CatchUpState.READY:
            continue
        sent_back = day.state == CatchUpState.RETURNED
        yield Duty(
            f"{'Look again at' if sent_back else 'Make up'} session {day.session.number}: {day.name}",
            day.url,
            due_on=day.due_on,
            why=f"{day.catch_up.returned_why}" if sent_back else f"{day.session.title}, {day.why}.",
            act="Say what was done",
            school_id=day.place.school_id,
            key=make_up_key(day.seat),
        )


@duties.register
def catch_ups_to_sign_off(user, on):
    """For leads and administrators, a line a cohort."""
    if not user.sees_every_school:
        return
    waiting = made_up(user)
    for cohort in cohorts_known() if waiting else ():
        if cohort.pk not in waiting or not cohort.is_live:
            continue
        yield Duty(
            f"Sign off {count(waiting[cohort.pk], 'day made up,days made up')}",
            reverse("training:catch_ups", args=[cohort.pk]),
            since_on=on,
            why=f"Schools of cohort {cohort.name} have said what they did.",
            act="Sign off",
        )


@duties.register
def gap_tasks_to_do(user, on):
    """For whoever speaks for a school: the task until the next session."""
    for session, place, after in tasks_to_do(user, on):
        yield Duty(
            f"Do the task from session {session.number}",
            f"{reverse('training:gap_task', args=[session.pk])}?place={place.pk}",
            due_on=after.on if after else None,
            since_on=session.on,
            why=Truncator(session.gap_task).chars(140),
            act="Say it is done",
            school_id=place.school_id,
        )
