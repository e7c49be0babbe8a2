"""A school's action research: one question, measures over a year, cycles of trying, evidence, and what was found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from cohorts.models import Place
from kit.flow import Flow, Step
from schools.models import School


class ProjectState(models.TextChoices):
    """Where a project stands between the school and the programme lead."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Question agreed"
    WRITTEN_UP = "written_up", "Written up"
    APPROVED = "approved", "Approved"


W = ProjectState
# What a trust reads of a school that has agreed to it: from the agreed question on, and the findings once they are handed in.
AGREED_ON = (W.AGREED, W.WRITTEN_UP, W.APPROVED)
FOUND = (W.WRITTEN_UP, W.APPROVED)
PROJECT_FLOW = Flow(
    revise=Step((W.DRAFT, W.AGREED)),
    add_evidence=Step((W.DRAFT, W.PROPOSED, W.AGREED, W.WRITTEN_UP)),
    propose=Step((W.DRAFT,), W.PROPOSED),
    return_question=Step((W.PROPOSED,), W.DRAFT, clears=("proposed_at",)),
    agree_question=Step((W.PROPOSED,), W.AGREED),
    write_up=Step((W.AGREED,), W.WRITTEN_UP),
    return_write_up=Step((W.WRITTEN_UP,), W.AGREED, clears=("written_up_at",)),
    approve=Step((W.WRITTEN_UP,), W.APPROVED),
)


class ProjectQuerySet(models.QuerySet):
    """Reads of projects."""

    def visible_to(self, user):
        """The projects of the schools a person reads whole; those of their trust once the question is agreed."""
        of_the_trust = Q(state__in=AGREED_ON, place__school__in=School.objects.read_for_a_trust_by(user))
        return self.filter(Q(place__in=Place.objects.read_whole_by(user)) | of_the_trust)


class Project(models.Model):
    """One school's action research in one cohort."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="project")
    title = models.CharField(max_length=150, blank=True)
    question = models.TextField(max_length=500, blank=True)
    need = models.TextField(max_length=2000, blank=True)
    description = models.TextField(max_length=3000, blank=True)
    participants = models.TextField(max_length=1000, blank=True)
    methods = models.TextField(max_length=2000, blank=True)
    themes = models.JSONField(default=list, blank=True)
    ethics_confirmed = models.BooleanField(default=False)
    anonymity_confirmed = models.BooleanField(default=False)
    progress_made = models.TextField(max_length=3000, blank=True)
    highs_and_lows = models.TextField(max_length=3000, blank=True)
    impact = models.TextField(max_length=3000, blank=True)
    what_next = models.TextField(max_length=3000, blank=True)
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.DRAFT)
    proposed_at = models.DateTimeField(null=True, blank=True)
    question_agreed_at = models.DateTimeField(null=True, blank=True)
    question_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_up_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    touched_at = models.DateTimeField(default=timezone.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=W.APPROVED) | Q(approved_at__isnull=False), name="approved_has_its_time"
            )
        ]

    def __str__(self):
        return self.title or f"Project of {self.place.school}"

    def get_absolute_url(self):
        """The project's page."""
        return reverse("action_research:project", args=[self.pk])

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id

    @property
    def is_open_to_a_trust(self):
        """Whether somebody who reads for the school's trust may read it."""
        return self.state in AGREED_ON

    @property
    def has_findings(self):
        """Whether the four questions of the write-up are answered."""
        return all((self.progress_made, self.highs_and_lows, self.impact, self.what_next))


class PartQuerySet(InSightQuerySet):
    """Reads of what a project consists of."""

    def visible_to(self, user):
        """Those of the projects a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(project__in=Project.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class OwnPartQuerySet(PartQuerySet):
    """Reads of what stays between a school and the Virtual School."""

    def visible_to(self, user):
        """As for the other parts, but for a trust: evidence and comments are not for it."""
        return super().visible_to(user).filter(project__place__in=Place.objects.read_whole_by(user))


class _OfProject(Hideable):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="%(class)ss")
    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.project.place.school_id


class Measure(_OfProject):
    """Something counted or asked at the start, in the middle and at the end of the year. No pupil-level data."""

    what = models.CharField(max_length=150)
    how = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    start = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    start_on = models.DateField(null=True, blank=True)
    mid = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    mid_on = models.DateField(null=True, blank=True)
    end = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.what


class Cycle(_OfProject):
    """One turn of plan, act, observe and reflect."""

    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    plan = models.TextField(max_length=2000, blank=True)
    act = models.TextField(max_length=2000, blank=True)
    observe = models.TextField(max_length=2000, blank=True)
    reflect = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="cycle_number_once")]

    def __str__(self):
        return f"Cycle {self.number}"


class EvidenceKind(models.TextChoices):
    """What sort of evidence it is."""

    NOTE = "note", "A line of evidence"
    LINK = "link", "A link"
    PHOTO = "photo", "A photo"
    DOCUMENT = "document", "A document"


class Evidence(Hideable):
    """A note, link or file that shows what happened; photos are re-encoded, so that they carry no place or device."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=8, choices=EvidenceKind)
    text = models.TextField(max_length=1000)
    url = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = OwnPartQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "evidence"

    def __str__(self):
        return self.text[:80]

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.project.place.school_id


class Comment(_OfProject):
    """What the programme lead or the adviser says to the school about its project, and what the school answers."""

    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OwnPartQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.text[:80]
