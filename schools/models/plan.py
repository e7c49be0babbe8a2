"""The development plan: the why, up to five priorities with their actions, and the versions that were agreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from kit.flow import Flow, Step

from .school import School

MOST_PRIORITIES = 5


class PlanState(models.TextChoices):
    """Where a plan stands between the school, its head and the programme lead."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    AGREED = "agreed", "Agreed"


OPEN = (PlanState.DRAFT, PlanState.RETURNED)

PLAN_FLOW = Flow(
    revise=Step(OPEN),
    submit=Step(OPEN, PlanState.SUBMITTED),
    sign=Step((PlanState.SUBMITTED,)),
    send_back=Step((PlanState.SUBMITTED,), PlanState.RETURNED, clears=("signed_by", "signed_at", "signed_name")),
    agree=Step((PlanState.SUBMITTED,), PlanState.AGREED),
    update=Step((PlanState.AGREED,)),
    review=Step((PlanState.AGREED,)),
    reopen=Step(
        (PlanState.AGREED,),
        PlanState.DRAFT,
        clears=("agreed_by", "agreed_at", "signed_by", "signed_at", "signed_name", "submitted_by", "submitted_at"),
    ),
)


class PlanQuerySet(models.QuerySet):
    """Reads of plans."""

    def visible_to(self, user):
        """The plans of the schools a person reads whole; those of their trust once they are agreed: a draft is the school's own."""
        of_the_trust = Q(state=PlanState.AGREED, school__in=School.objects.read_for_a_trust_by(user))
        return self.filter(Q(school__in=School.objects.read_whole_by(user)) | of_the_trust)

    def waiting(self):
        """Submitted, and signed by the head: the lead's turn."""
        return self.filter(state=PlanState.SUBMITTED)


class DevelopmentPlan(models.Model):
    """A school's plan: it belongs to the school, may outlive the year, and lives on after it was agreed."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="plan")
    vision = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    due_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_note = models.TextField(max_length=2000, blank=True)
    return_comment = models.TextField(max_length=2000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_name = models.CharField(max_length=150, blank=True, default="", null=True)  # noqa: DJ001  cleared with the signature
    signed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # counts edits: the edit-conflict check
    touched_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PlanState.AGREED, agreed_at__isnull=False)
                | (~Q(state=PlanState.AGREED) & Q(agreed_at=None)),
                name="plan_agreed_has_its_date",
            )
        ]

    def __str__(self):
        return f"Development plan of {self.school}"

    def get_absolute_url(self):
        """The plan's page."""
        return reverse("schools:plan", args=[self.pk])

    @property
    def is_open(self):
        """Whether its words can still be changed."""
        return self.state in OPEN

    @property
    def waits_for_signature(self):
        """Submitted, and not yet signed by the headteacher."""
        return self.state == PlanState.SUBMITTED and self.signed_at is None


class PriorityQuerySet(InSightQuerySet):
    """Reads of priorities."""

    def visible_to(self, user):
        """Those of the plans a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(plan__in=DevelopmentPlan.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class PlanActionQuerySet(InSightQuerySet):
    """Reads of actions."""

    def visible_to(self, user):
        """Those of the priorities a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(priority__in=Priority.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class PlanUpdateQuerySet(InSightQuerySet):
    """Reads of updates."""

    def visible_to(self, user):
        """Those of the actions a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(action__in=PlanAction.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class PlanVersionQuerySet(models.QuerySet):
    """Reads of versions."""

    def visible_to(self, user):
        """The versions of the schools a person reads whole; of their trust's the agreed ones, whatever has become of the plan."""
        of_the_trust = Q(kind="agreed", plan__school__in=School.objects.read_for_a_trust_by(user))
        return self.filter(Q(plan__school__in=School.objects.read_whole_by(user)) | of_the_trust)


class Priority(Hideable):
    """One of up to five things the school sets out to change."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    theme = models.CharField(max_length=80, blank=True)
    success = models.TextField(max_length=1000, blank=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="priority_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_PRIORITIES), name="no_more_than_five_priorities"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.plan.school_id

    def get_absolute_url(self):
        """Its place on the plan's page."""
        return f"{self.plan.get_absolute_url()}#priority-{self.pk}"


class Progress(models.TextChoices):
    """How far an action has come; it says nothing about how well it goes."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    EMBEDDED = "embedded", "Embedded"
    STOPPED = "stopped", "Stopped"


class Rating(models.TextChoices):
    """RAG by another name: how well an action goes, apart from how far it has come."""

    UNRATED = "", "Not rated yet"
    WELL = "well", "Going well"
    THOUGHT = "thought", "Needs thought"
    STUCK = "stuck", "Stuck"


class PlanAction(Hideable):
    """Something somebody does by a date, to serve a priority."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    resources = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    monitored_by = models.CharField(max_length=120, blank=True)
    progress = models.CharField(max_length=12, choices=Progress, default=Progress.NOT_STARTED)
    rating = models.CharField(max_length=8, choices=Rating, default=Rating.UNRATED, blank=True)
    rating_why = models.CharField(max_length=200, blank=True)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["priority", "number"], name="action_number_once")]

    def __str__(self):
        return self.title

    @property
    def plan(self):
        """The plan it is part of."""
        return self.priority.plan

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.plan.school_id

    def get_absolute_url(self):
        """Its place on the plan's page."""
        return f"{self.plan.get_absolute_url()}#action-{self.pk}"


class PlanUpdate(Hideable):
    """A dated entry on how an action moved: one line, kept for good."""

    action = models.ForeignKey(PlanAction, on_delete=models.CASCADE, related_name="updates")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf = models.BooleanField(default=False)
    on = models.DateField(default=timezone.localdate)
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=1000, blank=True)
    progress = models.CharField(max_length=12, choices=Progress)
    progress_before = models.CharField(max_length=12, choices=Progress)

    objects = PlanUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"update on {self.action}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.action.school_id

    def get_absolute_url(self):
        """Its place on the plan's page."""
        return self.action.get_absolute_url()


class PlanVersion(models.Model):
    """The whole plan as it stood when it was agreed or returned: never changed afterwards."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[("agreed", "Agreed"), ("returned", "Returned")])
    content = models.JSONField()
    comment = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "number"], name="plan_version_once")]

    def __str__(self):
        return f"version {self.number} of {self.plan}"

    def get_absolute_url(self):
        """The page of this version."""
        return reverse("schools:plan_version", args=[self.pk])

    @property
    def label(self):
        """How a list names it."""
        return f"Version {self.number}" if self.kind == "agreed" else f"Returned draft {self.number}"
