"""The training days of a cohort: when, where, what to bring, and how far the register is."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cohorts.models import Cohort
from kit.flow import Flow, Step
from schools.models import School


class SessionState(models.TextChoices):
    """Where a session and its register stand."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Register open"
    CLOSED = "closed", "Register closed"
    CANCELLED = "cancelled", "Cancelled"


SESSION_FLOW = Flow(
    edit=Step((SessionState.PLANNED, SessionState.OPEN)),
    take_register=Step((SessionState.PLANNED, SessionState.OPEN), SessionState.OPEN),
    close_register=Step((SessionState.PLANNED, SessionState.OPEN), SessionState.CLOSED),
    reopen_register=Step((SessionState.CLOSED,), SessionState.OPEN, clears=("closed_at", "closed_by")),
    cancel=Step((SessionState.PLANNED, SessionState.OPEN), SessionState.CANCELLED),
    hold_on_another_day=Step(
        (SessionState.PLANNED, SessionState.OPEN, SessionState.CANCELLED),
        SessionState.PLANNED,
    ),
    remove=Step((SessionState.PLANNED,)),
)


DOOR_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without the letters and digits that are mistaken for one another
DOOR_CODE_LENGTH = 6


def new_door_code():
    """A code for the door of a session: short enough to type, one of 880 million."""
    return "".join(secrets.choice(DOOR_LETTERS) for _ in range(DOOR_CODE_LENGTH))


class SessionQuerySet(models.QuerySet):
    """Reads of sessions."""

    def visible_to(self, user):
        """The sessions of the cohorts a person may see."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def held(self):
        """Not cancelled."""
        return self.exclude(state=SessionState.CANCELLED)


class Session(models.Model):
    """One full day of training for a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    host = models.ForeignKey(School, null=True, blank=True, on_delete=models.SET_NULL, related_name="hosted_sessions")
    venue = models.CharField(max_length=200, blank=True)
    address = models.CharField(
        max_length=300, blank=True
    )  # with its postcode; empty: the host school's, from the register
    access = models.TextField(max_length=600, blank=True)  # step-free ways, parking, a hearing loop
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    trainer = models.CharField(max_length=120, blank=True)
    joining = models.TextField(max_length=2000, blank=True)
    pre_reading = models.TextField(max_length=1000, blank=True)
    gap_task = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reopened_reason = models.CharField(max_length=300, blank=True)
    calendar_sequence = models.PositiveSmallIntegerField(default=0)
    alarm = models.PositiveSmallIntegerField(default=0)  # how often people had to be told at once: moved or cancelled
    door_code = models.CharField(max_length=12, unique=True, default=new_door_code)  # says nothing outside its hours
    feedback_code = models.CharField(max_length=12, unique=True, default=new_door_code)  # opens the form after the day

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
        ]
        indexes = [models.Index(fields=["on"])]

    def __str__(self):
        return f"Session {self.number}: {self.title}"

    @property
    def short_name(self):
        """Session 4"""
        return f"Session {self.number}"

    @property
    def where(self):
        """The rooms in one line: the host school and the venue."""
        return ", ".join(filter(None, (self.host.name if self.host else "", self.venue)))

    @property
    def postal_address(self):
        """The address in one line: its own, else the host school's from the register."""
        return self.address or (", ".join(self.host.address_lines) if self.host else "")

    def get_absolute_url(self):
        """The session's page."""
        return reverse("training:session", args=[self.pk])
