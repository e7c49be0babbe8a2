"""What the representatives passed on in school: training held, for whom and how many, and how many there are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from schools.models import School

from .session import Session


class Audience(models.TextChoices):
    """Whom training in school is for."""

    TEACHING = "teaching", "Teaching staff"
    SUPPORT = "support", "Support staff"
    MIDDAY = "midday", "Midday staff"
    GOVERNORS = "governors", "Governors"
    PARENTS = "parents", "Parents and carers"


STAFF = (Audience.TEACHING, Audience.SUPPORT, Audience.MIDDAY)


class InsetKind(models.TextChoices):
    """When it was held."""

    INSET = "inset", "INSET day"
    TWILIGHT = "twilight", "Twilight"
    MEETING = "meeting", "Staff meeting or briefing"
    OTHER = "other", "Another time"


class OfAudiences(models.Model):
    """A number of people for each audience."""

    teaching = models.PositiveSmallIntegerField("teaching staff", default=0)
    support = models.PositiveSmallIntegerField("support staff", default=0)
    midday = models.PositiveSmallIntegerField("midday staff", default=0)
    governors = models.PositiveSmallIntegerField(default=0)
    parents = models.PositiveSmallIntegerField("parents and carers", default=0)

    class Meta:
        abstract = True

    def people(self, audience):
        """How many of an audience."""
        return getattr(self, audience)

    @property
    def total(self):
        """How many in all."""
        return sum(self.people(audience) for audience in Audience.values)


class InsetQuerySet(InSightQuerySet):
    """Reads of training held in schools."""

    def visible_to(self, user):
        """The log of the schools a person reads whole; what is out of sight only for leads and administrators."""
        found = self.filter(school__in=School.objects.read_whole_by(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class Inset(OfAudiences, Hideable):
    """Training that a school held for its own people: an INSET day, a twilight, a briefing."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="insets")
    on = models.DateField(default=timezone.localdate)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=InsetKind, default=InsetKind.TWILIGHT)
    minutes = models.PositiveSmallIntegerField("length in minutes", null=True, blank=True)
    department = models.CharField(max_length=80, blank=True)
    ran_by = models.CharField(max_length=150, blank=True)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="insets")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf = models.BooleanField(default=False)  # the Virtual School typed in what the school told it
    logged_at = models.DateTimeField(default=timezone.now)

    objects = InsetQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["school", "on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(teaching__gt=0)
                | Q(support__gt=0)
                | Q(midday__gt=0)
                | Q(governors__gt=0)
                | Q(parents__gt=0),
                name="inset_had_somebody_there",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="inset_has_a_title"),
        ]
        verbose_name = "training in school"

    def __str__(self):
        return f"{self.title}, {self.school}"

    def get_absolute_url(self):
        """The school's log."""
        return reverse("training:insets", args=[self.school_id])

    @property
    def heads(self):
        """(audience in words, how many) of those who were there."""
        return [(one.label, self.people(one)) for one in Audience if self.people(one)]


class StaffNumbers(OfAudiences):
    """How many people of each audience a school has: what its reach is measured against. Nobody counts its parents."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="staff_numbers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    counted_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(parents=0), name="nobody_counts_parents")]
        verbose_name_plural = "staff numbers"

    def __str__(self):
        return f"staff numbers of {self.school}"
