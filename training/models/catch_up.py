"""How a missed day is made up: what a cohort asks for, what has been done, and the programme lead's word on it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from cohorts.models import Cohort, Place, Seat
from kit.flow import Flow, Step

from .session import Session

WEEKS = 6


class CatchUpStep(models.TextChoices):
    """What a school does to make up a day; which of them are needed is the cohort's rule."""

    MATERIAL = "material", "Material read"
    CONVERSATION = "conversation", "Conversation held"
    EVIDENCE = "evidence", "Evidence given"


class CatchUpRule(models.Model):
    """What a cohort asks for before a missed day counts as caught up, beside the lead's sign-off."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="catch_up_rule")
    needs_material = models.BooleanField(default=True)
    needs_conversation = models.BooleanField(default=True)
    needs_evidence = models.BooleanField(default=True)
    weeks = models.PositiveSmallIntegerField(default=WEEKS)  # from the missed day, or from joining, until it is due

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=52), name="catch_up_within_a_year")]

    def __str__(self):
        return f"catch-up rule of {self.cohort}"

    @property
    def steps(self):
        """The steps that are needed, in order."""
        return tuple(step for step in CatchUpStep if getattr(self, f"needs_{step.value}"))

    @property
    def words(self):
        """The rule as a sentence, as it stands on every page of a catch-up."""
        needed = [step.label.lower() for step in self.steps]
        listed = ", ".join(needed[:-1]) + " and " + needed[-1] if len(needed) > 1 else "".join(needed)
        asked = f"{listed}, and then " if listed else ""
        return f"A missed day counts as a full day once it is caught up: {asked}the programme lead’s sign-off."

    def due_on(self, session, place):
        """When a catch-up is due: counted from the missed day, for a late joiner from the day of joining."""
        return max(session.on, place.joined_on) + timedelta(weeks=self.weeks)


class CatchUpState(models.TextChoices):
    """Where a catch-up stands."""

    OPEN = "open", "Under way"
    READY = "ready", "Waits for sign-off"
    RETURNED = "returned", "Sent back"
    SIGNED_OFF = "signed_off", "Caught up"


S = CatchUpState
UNSETTLED = (S.OPEN, S.READY, S.RETURNED)
CATCH_UP_FLOW = Flow(
    say=Step(UNSETTLED),
    hand_in=Step((S.OPEN, S.RETURNED), S.READY, clears=("returned_at", "returned_by")),
    fall_back=Step((S.READY,), S.OPEN),
    send_back=Step((S.READY,), S.RETURNED),
    sign_off=Step(UNSETTLED, S.SIGNED_OFF, clears=("returned_at", "returned_by")),
    reopen=Step((S.SIGNED_OFF,), S.OPEN, clears=("signed_off_at", "signed_off_by")),
)


class CatchUpQuerySet(models.QuerySet):
    """Reads of catch-ups."""

    def visible_to(self, user):
        """Those of the places a person reads whole."""
        return self.filter(seat__place__in=Place.objects.read_whole_by(user))

    def ready(self):
        """Those that wait for the lead, of schools at work."""
        return self.filter(state=S.READY, seat__place__in=Place.objects.live())


class CatchUp(models.Model):
    """A representative's place making up one missed day; there is a row once somebody has said or settled something."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="catch_ups")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="catch_ups")
    state = models.CharField(max_length=10, choices=CatchUpState, default=CatchUpState.OPEN)
    due_on = models.DateField(null=True, blank=True)  # where the lead has set another day than the rule's
    returned_why = models.CharField(max_length=500, blank=True)  # the latest, kept when something is said anew
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CatchUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="one_catch_up_a_seat_and_session"),
            models.CheckConstraint(
                condition=Q(state=S.SIGNED_OFF, signed_off_at__isnull=False)
                | ~Q(state=S.SIGNED_OFF) & Q(signed_off_at__isnull=True),
                name="signed_off_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.RETURNED) | ~Q(returned_why=""), name="sent_back_has_its_reason"
            ),
        ]

    def __str__(self):
        return f"catch-up of session {self.session.number}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.seat.place.school_id

    def get_absolute_url(self):
        """The school's page of days to make up, at this one."""
        return catch_up_url(self.session, self.seat)


def catch_up_url(session, seat):
    """The page on which a seat's missed day is made up."""
    return f"{reverse('training:catch_up', args=[seat.place_id])}?day={day_key(session, seat)}"


def day_key(session, seat):
    """A missed day within a school's place: session and seat by their numbers."""
    return f"{session.number}-{seat.number}"


class CatchUpNoteQuerySet(InSightQuerySet):
    """Reads of what was said of a catch-up."""

    def visible_to(self, user):
        """Those of the places a person reads whole; what is out of sight for leads and administrators only."""
        found = self.filter(catch_up__seat__place__in=Place.objects.read_whole_by(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()

    def standing(self):
        """Not taken back."""
        return self.filter(undone_at=None)


class CatchUpNote(Hideable):
    """One thing that was done to make up a day, in the school's own words: never changed; taken back it stays in the record."""

    catch_up = models.ForeignKey(CatchUp, on_delete=models.CASCADE, related_name="notes")
    step = models.CharField(max_length=12, choices=CatchUpStep)
    text = models.CharField(max_length=600)
    on = models.DateField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = CatchUpNoteQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "pk"]

    def __str__(self):
        return f"{self.get_step_display().lower()}: {self.text[:60]}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.catch_up.school_id

    def get_absolute_url(self):
        """The day it helped to make up."""
        return self.catch_up.get_absolute_url()
