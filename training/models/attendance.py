"""Who was there: a mark a seat and session, and the append-only trail behind it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cohorts.models import Place, Seat, SeatHolder

from .session import Session


class MarkState(models.TextChoices):
    """What became of a representative on a training day."""

    EXPECTED = "expected", "Expected"
    PRESENT = "present", "Present"
    HALF = "half", "Half day"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"
    SUBSTITUTE = "substitute", "Substitute"
    CAUGHT_UP = "caught_up", "Caught up"


HALVES = {MarkState.PRESENT: 2, MarkState.SUBSTITUTE: 2, MarkState.CAUGHT_UP: 2, MarkState.HALF: 1}


class AttendanceQuerySet(models.QuerySet):
    """Reads of attendance."""

    def visible_to(self, user):
        """The marks of the places a person reads whole: their notes are not for a trust, which is told the days."""
        return self.filter(seat__place__in=Place.objects.read_whole_by(user))

    def claimed(self):
        """Said by the school, not yet confirmed by the lead."""
        return self.filter(confirmed_at=None).exclude(state=MarkState.EXPECTED)


class Attendance(models.Model):
    """How a seat stands for a session now: what was claimed, and whether the lead has confirmed it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="attendance")
    holder = models.ForeignKey(SeatHolder, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendance")
    state = models.CharField(max_length=10, choices=MarkState, default=MarkState.EXPECTED)
    halves = models.PositiveSmallIntegerField(default=0)  # half days that count for the place; 2 is a full day
    own_halves = models.PositiveSmallIntegerField(default=0)  # half days that count for the holder's own certificate
    substitute_name = models.CharField(max_length=150, blank=True)
    caught_up_on = models.DateField(null=True, blank=True)
    caught_up_how = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    door_at = models.DateTimeField(null=True, blank=True)  # when the person signed in at the door
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="one_mark_a_seat_and_session"),
            models.CheckConstraint(condition=Q(halves__lte=2, own_halves__lte=2), name="a_day_has_two_halves"),
            models.CheckConstraint(
                condition=~Q(state=MarkState.SUBSTITUTE) | ~Q(substitute_name=""), name="substitute_has_a_name"
            ),
            models.CheckConstraint(
                condition=~Q(state=MarkState.CAUGHT_UP) | Q(caught_up_on__isnull=False), name="catch_up_has_a_date"
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_state_display().lower()}"


class Mark(models.Model):
    """Every mark ever made, in order: the trail behind a register, never changed."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="marks")
    state = models.CharField(max_length=10, choices=MarkState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_claim = models.BooleanField(default=False)
    at_door = models.BooleanField(default=False)  # made by the person, with the code on the door
    late_reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_state_display()} at {self.at:%H:%M}"
