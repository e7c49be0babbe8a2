"""The task between two sessions, and who in a school says it is done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from cohorts.models import Place, Seat

from .session import Session


class GapTaskDoneQuerySet(InSightQuerySet):
    """Reads of tasks that are done."""

    def visible_to(self, user):
        """Those of the places a person reads whole; what is out of sight for leads and administrators only."""
        found = self.filter(place__in=Place.objects.read_whole_by(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()

    def standing(self):
        """Not taken back."""
        return self.filter(undone_at=None)


class GapTaskDone(Hideable):
    """A school, or one of its representatives, says that a session's gap task is done; taken back it stays in the record."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="gap_tasks_done")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="gap_tasks_done")
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # whose; none: the school together
    name = models.CharField(max_length=150, blank=True)  # of whoever held the seat then
    line = models.CharField(max_length=300)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = GapTaskDoneQuerySet.as_manager()

    class Meta:
        ordering = ["done_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "place"],
                condition=Q(seat=None, undone_at=None),
                name="gap_task_done_once_a_school",
            ),
            models.UniqueConstraint(
                fields=["session", "seat"],
                condition=Q(undone_at=None),
                name="gap_task_done_once_a_seat",
            ),
        ]

    def __str__(self):
        return f"gap task of session {self.session.number}: {self.line[:60]}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id

    @property
    def who(self):
        """Jo Pemberton, or the school together."""
        return self.name or "The school"

    def get_absolute_url(self):
        """The session's page, at the task."""
        return f"{self.session.get_absolute_url()}#gap-task"
