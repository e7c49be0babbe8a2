"""Who belongs to a school and in what role, dated, so that a school keeps its history when people change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class RoleKind(models.TextChoices):
    """What a person is at a school."""

    HEADTEACHER = "headteacher", "Headteacher"
    SCHOOL_LEAD = "school_lead", "School lead"
    CONTRIBUTOR = "contributor", "Contributor"


class RoleQuerySet(models.QuerySet):
    """Reads of roles."""

    def current(self, on=None):
        """Roles that hold on a day, today by default."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)

    def writers(self):
        """Headteachers and school leads: who may write for the school."""
        return self.filter(kind__in=(RoleKind.HEADTEACHER, RoleKind.SCHOOL_LEAD))

    def visible_to(self, user):
        """The roles, present and past, at the schools a person may see."""
        from .school import School

        return self.filter(school__in=School.objects.visible_to(user))

    def of(self, school):
        """Roles at one school, with their people."""
        return self.filter(school=school).select_related("user")


class Role(models.Model):
    """A person's role at a school from one day to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=RoleKind)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school", "kind"], condition=Q(ends_on=None), name="role_held_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="role_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_kind_display().lower()}"

    def holds_on(self, day):
        """Whether the role's dates cover a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def is_current(self):
        """Whether the role holds today, for somebody who still signs in."""
        return self.user.is_active and self.holds_on(timezone.localdate())


class Assignment(models.Model):
    """An adviser of the Virtual School looks after a school; `cover` marks the person who steps in."""

    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="assignments")
    is_cover = models.BooleanField(default=False)
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adviser", "school"], name="adviser_assigned_once")]

    def __str__(self):
        return f"{self.adviser} for {self.school}"


class InternalNoteQuerySet(models.QuerySet):
    """Reads of internal notes."""

    def visible_to(self, user):
        """For leads, administrators and assigned advisers; never about a school one holds a role at, or of one's trust."""
        from .school import School

        if not (user.is_authenticated and (user.sees_every_school or user.is_adviser)):
            return self.none()
        return self.filter(school__in=School.objects.looked_after_by(user)).exclude(
            school__in=School.objects.close_to(user)
        )


class InternalNote(models.Model):
    """What the Virtual School keeps to itself about a school."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="internal_notes")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"internal note on {self.school}"
