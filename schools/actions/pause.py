"""Not this week: a school rests from reminders, and takes them up again."""

from itertools import islice

from django.db import transaction

from audit.actions import record
from kit.clock import now
from notifications.mornings import mornings_after
from schools.models import ReminderPause, School
from schools.policies import speaks_for_school

MORNINGS = 5


@transaction.atomic
def pause_reminders(school, *, by):
    """No reminders on the next five school mornings; one that stands already stays as it is. Returns the pause that stands."""
    School.objects.select_for_update().get(pk=school.pk)
    if standing := ReminderPause.objects.filter(school=school).standing().first():
        return standing
    days = list(islice(mornings_after(now()), MORNINGS + 1))
    pause = ReminderPause.objects.create(school=school, by=by, until_on=days[MORNINGS - 1], back_on=days[MORNINGS])
    note(by, "paused", pause, until_on=str(pause.until_on))
    return pause


@transaction.atomic
def resume_reminders(school, *, by):
    """Reminders again from the next school morning on. Returns whether they had been paused."""
    School.objects.select_for_update().get(pk=school.pk)
    pause = ReminderPause.objects.filter(school=school).standing().first()
    if pause is None:
        return False
    pause.resumed_at = now()
    pause.save(update_fields=["resumed_at"])
    note(by, "resumed", pause)
    return True


def note(by, verb, pause, **details):
    """Into the school's record."""
    record(by, verb, pause, on_behalf=speaks_for_school(by, pause.school), **details)
