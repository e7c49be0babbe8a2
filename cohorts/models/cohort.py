"""A cohort: one year's run of the programme, its dates, places and rule; and the settings of the programme itself."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kit.flow import Flow, Step


class Signature(models.Model):
    """The hand of whoever signs certificates, as a small picture. A row never changes: a certificate keeps the one it was issued with."""

    content = models.BinaryField()  # a PNG; in the row, so that no certificate can lose its signature with a file
    digest = models.CharField(max_length=64)  # SHA-256 of it, for its address and the record
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"Signature {self.digest[:8]}"


class Logo(models.Model):
    """The logo of whoever runs the programme. A row never changes: a certificate keeps the one it was issued with."""

    content = models.BinaryField()  # a PNG, as with the signature
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"Logo {self.digest[:8]}"


class ProgrammeSettings(models.Model):
    """Name, look and contact of the programme: one row, the programme's own, because counties rename theirs."""

    name = models.CharField(max_length=80, default="Attachment Aware Schools")
    organisation = models.CharField(max_length=80, default="Virtual School")
    strapline = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_telephone = models.CharField(max_length=40, blank=True)
    brand = models.CharField(max_length=7, default="#1d5c63")
    brand_deep = models.CharField(max_length=7, default="#133f45")
    brand_tint = models.CharField(max_length=7, default="#e1ecea")
    la_code = models.CharField(max_length=3, blank=True)
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_role = models.CharField(max_length=120, blank=True)
    signature = models.ForeignKey(Signature, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    logo = models.ForeignKey(Logo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    renamed_at = models.DateTimeField(
        null=True, blank=True
    )  # when somebody first set the name: ticks off the first hour

    class Meta:
        verbose_name_plural = "programme settings"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_programme")]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls):
        """The one row, or its defaults before somebody has saved it."""
        return cls.objects.select_related("logo").defer("logo__content").first() or cls(pk=1)


class CohortState(models.TextChoices):
    """Where the year stands; nothing is mailed for a draft."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open for applications"
    SELECTING = "selecting", "Deciding"
    RUNNING = "running", "Running"
    CLOSING = "closing", "Closing"
    CLOSED = "closed", "Closed"


COHORT_FLOW = Flow(
    open=Step((CohortState.DRAFT,), CohortState.OPEN),
    select=Step((CohortState.OPEN,), CohortState.SELECTING),
    hold=Step((CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING)),
    release=Step((CohortState.SELECTING, CohortState.RUNNING)),
    run=Step((CohortState.SELECTING, CohortState.OPEN), CohortState.RUNNING),
    begin_closing=Step((CohortState.RUNNING,), CohortState.CLOSING),
    close=Step((CohortState.CLOSING, CohortState.RUNNING), CohortState.CLOSED),
    ask=Step((CohortState.DRAFT, CohortState.OPEN, CohortState.SELECTING)),
    edit=Step((CohortState.DRAFT, CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING, CohortState.CLOSING)),
)


class CohortQuerySet(models.QuerySet):
    """Reads of cohorts."""

    def visible_to(self, user):
        """All for leads, administrators and observers; advisers and schools see those with a place they read whole."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school or user.is_observer:
            return self.all()
        from .place import Place

        return self.filter(pk__in=Place.objects.read_whole_by(user).values("cohort"))

    def taking_applications(self, at):
        """Open to the public at a moment."""
        return self.filter(state=CohortState.OPEN, applications_open_at__lte=at, applications_close_at__gt=at)

    def live(self):
        """Cohorts in which schools are at work."""
        return self.filter(state__in=(CohortState.RUNNING, CohortState.CLOSING))


class Cohort(models.Model):
    """One run of the programme: schools apply, are chosen, attend, plan, research and graduate together."""

    name = models.CharField(max_length=60, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places = models.PositiveSmallIntegerField(default=17)
    seats_per_place = models.PositiveSmallIntegerField(default=2)
    sessions_planned = models.PositiveSmallIntegerField(default=6)  # training days the year is meant to have
    applications_open_at = models.DateTimeField()
    applications_close_at = models.DateTimeField()
    decisions_on = models.DateField()
    offer_days = models.PositiveSmallIntegerField(default=14)
    plan_due_on = models.DateField(null=True, blank=True)
    plan_review_on = models.DateField(null=True, blank=True)
    celebration_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=CohortState, default=CohortState.DRAFT)
    # The graduation rule
    days_may_miss = models.DecimalField(max_digits=3, decimal_places=1, default=1)
    substitute_days = models.DecimalField(max_digits=3, decimal_places=1, default=1)
    needs_plan = models.BooleanField(default=True)
    needs_project = models.BooleanField(default=True)
    needs_presentation = models.BooleanField(default=False)
    needs_audit = models.BooleanField(default=False)  # a self-audit at the start and one at the end of the year
    asks_for_audit = models.BooleanField(default=False)  # the first one belongs to the application
    last_joining_session = models.PositiveSmallIntegerField(default=2)
    created_at = models.DateTimeField(default=timezone.now)
    # A year from before the portal, of which only its graduates are known: no applications, sessions or letters
    is_from_before = models.BooleanField(default=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start"),
            models.CheckConstraint(
                condition=Q(applications_close_at__gt=F("applications_open_at")), name="window_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=200), name="places_within_reason"),
            models.CheckConstraint(
                condition=Q(seats_per_place__gte=1, seats_per_place__lte=5), name="one_to_five_seats"
            ),
            models.CheckConstraint(
                condition=Q(is_from_before=False) | Q(state=CohortState.CLOSED), name="from_before_is_closed"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The cohort's board."""
        return reverse("cohorts:board", args=[self.pk])

    @property
    def is_live(self):
        """Whether schools are at work in it."""
        return self.state in (CohortState.RUNNING, CohortState.CLOSING)

    def takes_applications(self, at):
        """Whether a school can apply at a moment."""
        return self.state == CohortState.OPEN and self.applications_open_at <= at < self.applications_close_at
