"""The days on which a school is shut for the training of its staff."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class InsetDayQuerySet(models.QuerySet):
    """Reads of INSET days."""

    def visible_to(self, user):
        """The days of the schools a person reads whole."""
        from .school import School

        return self.filter(school__in=School.objects.read_whole_by(user))

    def on(self, day):
        """Which schools are shut on a day."""
        return self.filter(day=day)


class InsetDay(models.Model):
    """A day on which one school is shut for its staff's training: no children, and nobody who can leave for a session."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="inset_days")
    day = models.DateField()
    label = models.CharField(max_length=80, blank=True)  # what it is for, as the school says it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = InsetDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="inset_day_once")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self):
        return f"INSET at {self.school}, {self.day}"
