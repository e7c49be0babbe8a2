"""What a school needs to run its own version of a training day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .session import Session


class Pack(models.Model):
    """The pack of a session: what the representatives take into school to pass the day on."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="pack")
    title = models.CharField(max_length=120)
    purpose = models.TextField(max_length=1000, blank=True)  # what people should leave with
    notes = models.TextField(max_length=4000, blank=True)  # for whoever runs it
    questions = models.TextField(max_length=2000, blank=True)  # to ask, a line each
    is_early = models.BooleanField(default=False)  # read before the day, too
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="pack_has_a_title")]

    def __str__(self):
        return f"the pack of session {self.session.number}"

    def get_absolute_url(self):
        """The pack's page."""
        return reverse("training:pack", args=[self.session_id])

    def is_released(self, on):
        """Whether schools read it on a day: from the day of the session, unless it is meant for before."""
        return self.is_early or self.session.on <= on

    @property
    def question_list(self):
        """The questions, a line each."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()]


class PackStep(models.Model):
    """A part of the outline, with its minutes."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=120)
    how = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_step_number_once")]

    def __str__(self):
        return self.what


class PackLink(models.Model):
    """Slides, a handout, a film: where they are on the web."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="links")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_link_number_once")]

    def __str__(self):
        return self.title
