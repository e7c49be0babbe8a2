"""A visit to a school: the support given, the challenge put, and the reply that is expected."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet

from .school import School


class VisitKind(models.TextChoices):
    """How it took place."""

    VISIT = "visit", "Visit to the school"
    CALL = "call", "Telephone or video call"
    OBSERVATION = "observation", "Observation"
    REVIEW = "review", "Review meeting"


class VisitQuerySet(InSightQuerySet):
    """Reads of visits."""

    def visible_to(self, user):
        """Internal visits only for Virtual School staff who hold no role at that school and read for no trust of it;
        observers read none of them."""
        mine = self.filter(school__in=School.objects.visible_to(user))
        if not (user.is_authenticated and user.sees_every_school):
            mine = mine.in_sight()
        if not (user.is_authenticated and (user.sees_every_school or user.is_adviser)):
            return mine.filter(is_internal=False)
        inside = Q(school__in=School.objects.looked_after_by(user)) & ~Q(school__in=School.objects.close_to(user))
        return mine.filter(Q(is_internal=False) | inside)


class Visit(Hideable):
    """What somebody of the Virtual School said and asked at a school on a day."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField(default=timezone.localdate)
    kind = models.CharField(max_length=12, choices=VisitKind, default=VisitKind.VISIT)
    people = models.CharField(max_length=200, blank=True)
    support = models.TextField(max_length=4000, blank=True)
    agreed = models.TextField(max_length=2000, blank=True)
    is_internal = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.school}"

    def get_absolute_url(self):
        """The visit's page."""
        return reverse("schools:visit", args=[self.pk])


class ChallengeQuerySet(InSightQuerySet):
    """Reads of challenges."""

    def visible_to(self, user):
        """Those of the visits a person may read; what is out of sight only for leads and administrators."""
        found = self.filter(visit__in=Visit.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()

    def followed_up_by(self, user):
        """Those that stand with a person: of their own visits unless handed over, and what others handed to them."""
        return self.filter(models.Q(follower=user) | models.Q(follower=None, visit__by=user))

    def unanswered(self):
        """Put to a school, in sight, and waiting for its reply."""
        return self.in_sight().filter(replied_at=None, visit__is_internal=False, visit__hidden_at=None)


class Challenge(Hideable):
    """A question put to the school, with the reply expected and the day it is followed up."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="challenges")
    text = models.TextField(max_length=2000)
    follow_up_on = models.DateField(null=True, blank=True)
    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # who asks again where whoever made the visit has handed it over
    reply = models.TextField(max_length=4000, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:80]

    def is_followed_up_by(self, user):
        """The same of one challenge whose visit is at hand."""
        return (self.follower_id or self.visit.by_id) == user.pk

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.visit.school_id

    def get_absolute_url(self):
        """Its place on the visit's page."""
        return f"{self.visit.get_absolute_url()}#challenge-{self.pk}"
