"""What a representative keeps for themselves of a training day, and shares if they wish."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .session import Session


class ReflectionQuerySet(models.QuerySet):
    """Reads of reflections."""

    def of(self, user):
        """A person's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def shared_with(self, user):
        """Those of others that programme leads were given to read; administrators, advisers and schools read none."""
        if not (user.is_authenticated and user.is_programme_lead):
            return self.none()
        return self.filter(is_shared=True).exclude(user=user)

    def visible_to(self, user):
        """One's own, and for programme leads what was shared with them. Nobody else, whatever they are."""
        mine = self.of(user)
        return mine | self.shared_with(user) if user.is_authenticated else mine


class Reflection(models.Model):
    """A few lines after a training day: the writer's own, read by the programme lead only while it is shared."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reflections")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections")
    stayed = models.TextField(max_length=1500, blank=True)  # what stayed with me
    will_try = models.TextField(max_length=1500, blank=True)
    is_shared = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-session__on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="one_reflection_a_person_and_session"),
            models.CheckConstraint(
                condition=Q(is_shared=True, shared_at__isnull=False) | Q(is_shared=False, shared_at=None),
                name="shared_reflection_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(stayed="", will_try=""), name="reflection_says_something"),
        ]

    def __str__(self):
        return f"a reflection on session {self.session.number}"
