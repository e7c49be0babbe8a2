"""Who was rung when a session was moved or cancelled, so that two people do not ring the same person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cohorts.models import Place, SeatHolder

from .session import Session


class CallOutcome(models.TextChoices):
    """What came of a call."""

    TOLD = "told", "Told"
    NOT_REACHED = "not_reached", "Not reached"


class PhoneCallQuerySet(models.QuerySet):
    """Reads of calls."""

    def visible_to(self, user):
        """The calls to the places a person reads whole."""
        return self.filter(place__in=Place.objects.read_whole_by(user))

    def of_the_last_alarm(self, session):
        """The calls that the last move or cancellation of a session made necessary."""
        return self.filter(session=session, alarm=session.alarm)


class PhoneCall(models.Model):
    """The last call about one alarm to a representative, or to a school that has none: told or not reached, and by whom."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="calls")
    alarm = models.PositiveSmallIntegerField()  # the session's when it was rung: a later move rings everybody anew
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey(SeatHolder, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=11, choices=CallOutcome)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PhoneCallQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "alarm", "holder"],
                condition=Q(holder__isnull=False),
                name="representative_rung_once",
            ),
            models.UniqueConstraint(
                fields=["session", "alarm", "place"], condition=Q(holder=None), name="silent_school_rung_once"
            ),
        ]

    def __str__(self):
        return f"call about {self.session}"

    @property
    def key(self):
        """This call, as it was noted at one time: what a page shows, so that it changes no other."""
        return f"{self.pk}-{self.at:%Y%m%d%H%M%S%f}"
