"""What somebody cannot eat and needs to get in: for the organiser of one training day alone, and deleted a fortnight after it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cohorts.models import SeatHolder

from .session import Session

KEPT_FOR = timedelta(days=14)  # after the day


class NeedQuerySet(models.QuerySet):
    """Reads of needs."""

    def visible_to(self, user):
        """Leads and administrators, who organise the days; anybody else only what is said of themselves."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.sees_every_school else self.filter(holder__user=user)

    def to_forget(self, on):
        """Those of days more than a fortnight past, and of people who no longer come to the day."""
        left = Q(holder__until_on__lt=F("session__on")) | Q(holder__from_on__gt=F("session__on"))
        return self.filter(Q(session__on__lt=on - KEPT_FOR) | left)


class Need(models.Model):
    """One representative's word for one day. A row with nothing in it says that nothing is needed."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="needs")
    holder = models.ForeignKey(SeatHolder, on_delete=models.CASCADE, related_name="+")
    food = models.CharField(max_length=200, blank=True)
    access = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "holder"], name="needs_said_once_a_day")]

    def __str__(self):
        return f"what somebody needs at {self.session}"  # no name and no need: this text may stand in a record

    @property
    def is_nothing(self):
        """Whether they said that they need nothing."""
        return not (self.food or self.access)
