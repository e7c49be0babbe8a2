"""A school that waits on the reserve list is asked whether its application is kept for the next cohort."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.flow import Flow, Step

from .application import Application, ApplicationState
from .cohort import Cohort


class CarryState(models.TextChoices):
    """What the school says."""

    ASKED = "asked", "No answer yet"
    KEPT = "kept", "Keeps its application"
    WITHDRAWN = "withdrawn", "Withdraws it"


C = CarryState
CARRY_FLOW = Flow(
    ask_again=Step((C.ASKED,)),
    keep=Step((C.ASKED,), C.KEPT),
    withdraw=Step((C.ASKED,), C.WITHDRAWN),
)


class CarryQuerySet(models.QuerySet):
    """Reads of who was asked."""

    def visible_to(self, user):
        """Leads and administrators; the school answers by its link."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()

    def find(self, token):
        """What a school was asked, behind its signed link, or None."""
        try:
            pk = signing.loads(token, salt=Carry.SALT)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).select_related("application__school", "application__cohort", "to_cohort").first()

    def open(self):
        """Asked, not answered, and the school still waits."""
        return self.filter(state=C.ASKED, application__state=ApplicationState.RESERVE)


class Carry(models.Model):
    """The question to one school on the reserve list: keep the application for the next cohort, or withdraw it."""

    SALT = "cohorts.carry"

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="carry")
    to_cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="carries")
    state = models.CharField(max_length=10, choices=CarryState, default=CarryState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    became = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_from"
    )

    objects = CarryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "carries"
        ordering = ["application__school__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=C.ASKED, answered_at=None) | (~Q(state=C.ASKED) & Q(answered_at__isnull=False)),
                name="answered_carry_has_its_time",
            )
        ]

    def __str__(self):
        return f"{self.application.school}: kept for {self.to_cohort}?"

    @property
    def token(self):
        """The secret of the school's link; opening it changes nothing."""
        return signing.dumps(self.pk, salt=self.SALT)

    def get_absolute_url(self):
        """The application that is asked about, as the Virtual School reads it."""
        return self.application.get_absolute_url()

    @property
    def is_open(self):
        """Whether the school can still answer: asked, and still on the reserve list."""
        return self.state == C.ASKED and self.application.state == ApplicationState.RESERVE

    @property
    def school_id(self):
        """The school that is asked."""
        return self.application.school_id
