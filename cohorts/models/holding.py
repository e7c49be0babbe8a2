"""What was held for many schools at once, so that it can be undone: each act with what every row held before and after."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .application import Application, ApplicationState
from .cohort import Cohort

DECIDABLE = (ApplicationState.SUBMITTED, ApplicationState.RESERVE)


class HeldActQuerySet(models.QuerySet):
    """Reads of what was held."""

    def visible_to(self, user):
        """Leads and administrators alone: nobody else ever learns what is held."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()

    def latest(self):
        """The newest first, each with `is_over`: whether a school in it has had its letter since, so that nothing can be undone."""
        changes = HeldChange.objects.filter(act=OuterRef("pk"))
        moved = ~Q(application__state__in=DECIDABLE) | Q(application__released_at__gte=OuterRef("at"))
        found = self.annotate(is_over=Exists(changes.filter(moved)))
        return found.select_related("cohort", "by", "undone_by").order_by("-pk")


class HeldAct(models.Model):
    """One press of a button on the intake: several decisions, bands of need or positions on the reserve list, held together."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="held_acts")
    what = models.CharField(max_length=200)  # "Offer a place, for the first 17 by score"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = HeldActQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False), name="undone_act_has_its_time"
            )
        ]

    def __str__(self):
        return self.what


class HeldChange(models.Model):
    """What one application held before an act and after it: only the fields that the act changed."""

    act = models.ForeignKey(HeldAct, on_delete=models.CASCADE, related_name="changes")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="held_changes")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "application"], name="one_change_a_row_and_act")]

    def __str__(self):
        return f"{self.act}: {self.application_id}"
