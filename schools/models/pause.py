"""A week without reminders, which a school may ask for at any time."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit.clock import today


class ReminderPauseQuerySet(models.QuerySet):
    """Reads of pauses."""

    def standing(self, on=None):
        """Pauses that hold reminders up on a day."""
        return self.filter(resumed_at=None, until_on__gte=on or today())


class ReminderPause(models.Model):
    """Not this week: no reminders to a school up to and including a day, no reason asked."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="reminder_pauses")
    until_on = models.DateField()  # the last school morning without
    back_on = models.DateField()  # the first with reminders again
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    resumed_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderPauseQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["until_on"])]

    def __str__(self):
        return f"the reminders of {self.school}"
