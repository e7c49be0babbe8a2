"""A school's place in a cohort, and the seats that its representatives hold one after another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kit.flow import Flow, Step
from schools.models import School

from .cohort import Cohort


class PlaceState(models.TextChoices):
    """How a school stands in its cohort."""

    ACTIVE = "active", "Active"
    GRADUATED = "graduated", "Graduated"
    CONTINUING = "continuing", "Continuing"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


P = PlaceState
PLACE_FLOW = Flow(
    change_people=Step((P.ACTIVE, P.CONTINUING)),
    proof_names=Step((P.ACTIVE, P.CONTINUING, P.GRADUATED)),
    present=Step((P.ACTIVE, P.CONTINUING)),
    audit=Step((P.ACTIVE, P.CONTINUING)),  # the school looks at itself
    graduate=Step((P.ACTIVE, P.CONTINUING), P.GRADUATED),
    carry_on=Step((P.ACTIVE, P.CONTINUING), P.CONTINUING),
    defer=Step((P.ACTIVE, P.CONTINUING), P.DEFERRED),
    withdraw=Step((P.ACTIVE, P.CONTINUING), P.WITHDRAWN),
    rejoin=Step((P.DEFERRED, P.WITHDRAWN), P.ACTIVE),
    go_on=Step((P.DEFERRED, P.WITHDRAWN)),
)


class PlaceQuerySet(models.QuerySet):
    """Reads of places."""

    def visible_to(self, user):
        """The places of the schools a person may see."""
        return self.filter(school__in=School.objects.visible_to(user))

    def read_whole_by(self, user):
        """The places of the schools a person reads whole: what a viewer of their trust sees of others is not among them."""
        return self.filter(school__in=School.objects.read_whole_by(user))

    def live(self):
        """Schools that are at work in their cohort."""
        return self.filter(state__in=(P.ACTIVE, P.CONTINUING))

    def taking_a_place(self):
        """Schools that did not leave: at work, or graduated from the cohort."""
        return self.exclude(state__in=(P.DEFERRED, P.WITHDRAWN))


class Place(models.Model):
    """A school in a cohort."""

    for_a_trust = False  # a page read for a trust says so here: its cells then tell no draft, no reason, and no page it cannot open

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="taken")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="places")
    application = models.OneToOneField(
        "cohorts.Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="place"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=PlaceState, default=PlaceState.ACTIVE)
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=500, blank=True)
    continues_until = models.DateField(null=True, blank=True)
    continues_why = models.CharField(max_length=500, blank=True)
    deferred_to = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="deferred_here"
    )
    came_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="went_on"
    )  # the place in an earlier cohort whose days count here
    # Graduation
    presented_on = models.DateField(null=True, blank=True)
    see_hear_feel_end = models.TextField(max_length=3000, blank=True)
    name_on_certificate = models.CharField(max_length=150, blank=True)
    certificate_why = models.CharField(max_length=240, blank=True)
    names_proofed_at = models.DateTimeField(null=True, blank=True)
    names_proofed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    graduated_on = models.DateField(null=True, blank=True)
    graduated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    override_reason = models.CharField(max_length=500, blank=True)
    running_order = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["school__name"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "school"], name="school_once_a_cohort"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(state__in=(P.ACTIVE, P.CONTINUING)), name="one_live_place_a_school"
            ),
            models.CheckConstraint(
                condition=~Q(state=P.GRADUATED) | Q(graduated_on__isnull=False), name="graduated_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=P.CONTINUING) | Q(continues_until__isnull=False), name="continuing_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=P.WITHDRAWN) | ~Q(left_reason=""), name="withdrawn_has_its_reason"
            ),
        ]

    def __str__(self):
        return f"{self.school} in {self.cohort}"

    @property
    def is_at_work(self):
        """Whether the school is on its way through the cohort."""
        return self.state in (P.ACTIVE, P.CONTINUING)

    @property
    def has_gone_on(self):
        """Whether the school has come back in another cohort."""
        return hasattr(self, "went_on")

    def get_absolute_url(self):
        """The page of the school's year."""
        return reverse("cohorts:place", args=[self.pk])


class SeatQuerySet(models.QuerySet):
    """Reads of seats."""

    def visible_to(self, user):
        """The seats of the places a person may see."""
        return self.filter(place__in=Place.objects.visible_to(user))


class Seat(models.Model):
    """One of a place's seats in the training: it outlasts the people who hold it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="seat_number_once")]

    def __str__(self):
        return f"Representative {self.number} of {self.place}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id


class SeatRole(models.TextChoices):
    """What a representative is for attachment in the school."""

    UNSET = "", "Not said"
    STRATEGIC = "strategic", "Strategic Attachment Lead"
    KEY_ADULT = "key_adult", "Attachment Lead Key Adult"


class SeatHolderQuerySet(models.QuerySet):
    """Reads of who held a seat when."""

    def visible_to(self, user):
        """The representatives of the places a person reads whole."""
        return self.filter(seat__place__in=Place.objects.read_whole_by(user))

    def on(self, day):
        """Who held a seat on a day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)

    def not_over(self):
        """Those who hold a seat today or will."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=timezone.localdate()))


class SeatHolder(models.Model):
    """A representative: a person who holds a seat from one day to another. A hand-over ends one row and begins the next."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats_held"
    )
    name = models.CharField(max_length=150)
    name_on_certificate = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(
        max_length=40, blank=True
    )  # given by the school; a number in the person's own account goes first
    job_title = models.CharField(max_length=120, blank=True)
    is_senior_leader = models.BooleanField(default=False)
    role = models.CharField(max_length=10, choices=SeatRole, default=SeatRole.UNSET, blank=True)
    from_on = models.DateField(default=timezone.localdate)
    until_on = models.DateField(null=True, blank=True)
    stands_in = models.BooleanField(default=False)  # for a time; whoever is away comes back after it
    note = models.CharField(max_length=300, blank=True)  # what was said at the hand-over

    objects = SeatHolderQuerySet.as_manager()

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(until_on=None), name="one_holder_at_a_time"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="holder_ends_after_start"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_own_telephone(self):
        """Whether they have said in their own account where they are rung."""
        return bool(self.user and self.user.telephone)
