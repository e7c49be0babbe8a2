"""The secret address of a school's or a cohort's calendar."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cohorts.models import Cohort
from schools.models import School


def new_token():
    """What nobody guesses."""
    return secrets.token_urlsafe(32)


class CalendarLinkQuerySet(models.QuerySet):
    """Reads of calendar links."""

    def standing(self):
        """Those that open something."""
        return self.filter(revoked_at=None)


class CalendarLink(models.Model):
    """A calendar that several people subscribe to: of a school for its own people, of a cohort for the Virtual School.

    A new one ends the one before; the row stays, so that the record can say who made which and when.
    """

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_links")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_links")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, cohort__isnull=False) | Q(cohort=None, school__isnull=False),
                name="calendar_of_a_school_or_a_cohort",
            ),
            models.UniqueConstraint(fields=["school"], condition=Q(revoked_at=None), name="one_calendar_link_a_school"),
            models.UniqueConstraint(fields=["cohort"], condition=Q(revoked_at=None), name="one_calendar_link_a_cohort"),
        ]

    def __str__(self):
        return f"calendar of {self.school or self.cohort}"
