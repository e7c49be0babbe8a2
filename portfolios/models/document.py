"""Documents made by the worker: each build is a row with its state, progress and lease."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Cohort
from kit.flow import Flow, Step
from schools.models import School


class DocumentKind(models.TextChoices):
    """What is made."""

    PORTFOLIO = "portfolio", "School portfolio"
    CERTIFICATES = "certificates", "Certificates for the printer"
    CERTIFICATE = "certificate", "Certificate"


class DocumentState(models.TextChoices):
    """How far the worker has come."""

    WAITING = "waiting", "Waiting for its turn"
    BUILDING = "building", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Not made"
    STOPPED = "stopped", "Stopped"
    WITHDRAWN = "withdrawn", "Withdrawn"


D = DocumentState
DOCUMENT_FLOW = Flow(
    begin=Step((D.WAITING,), D.BUILDING),
    advance=Step((D.BUILDING,)),
    finish=Step((D.BUILDING,), D.READY, clears=("lease_until",)),
    fail=Step((D.BUILDING,), D.FAILED, clears=("lease_until",)),
    stop=Step((D.WAITING, D.BUILDING), D.STOPPED, clears=("lease_until",)),
    try_again=Step((D.FAILED, D.STOPPED, D.BUILDING), D.WAITING, clears=("lease_until",)),
    withdraw=Step((D.READY,), D.WITHDRAWN),
)


class DocumentQuerySet(models.QuerySet):
    """Reads of documents."""

    def visible_to(self, user):
        """Leads and administrators see all; whoever reads a school whole sees its own; print files stay with the Virtual School."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school:
            return self.all()
        return self.filter(school__in=School.objects.read_whole_by(user))


class Document(models.Model):
    """A PDF that somebody asked for: what, who, when, and the file when it is ready."""

    kind = models.CharField(max_length=14, choices=DocumentKind)
    title = models.CharField(max_length=200)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    parameters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.WAITING)
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=1)
    doing = models.CharField(max_length=120, blank=True)
    fault = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(state=D.READY) | ~Q(file=""), name="ready_has_its_file")]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page that shows how far it is."""
        return reverse("portfolios:document", args=[self.pk])
