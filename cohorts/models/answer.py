"""What a school has written on its application: answers with the question as it was asked, and who saved which part last."""

from django.db import models
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet

from .application import Application
from .form import LISTS, QuestionKind

OUT_OF_SIGHT = "Taken out of sight by the Virtual School."


class AnswerQuerySet(InSightQuerySet):
    """Reads of answers."""

    def visible_to(self, user):
        """Those of the applications a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(application__in=Application.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class Answer(Hideable):
    """One answer, with the section and the question as the school saw them when it was saved; the form may change since.

    A text can be taken out of sight: it stays kept, and counts as answered.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    key = models.SlugField(max_length=40)  # the question's
    section_number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=80)  # its title
    number = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=300)
    help = models.TextField(blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    choices = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)  # in words: the text, "Yes" or "No", the answers of a list one a line

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "answer of an application"
        ordering = ["section_number", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="question_answered_once")]

    def __str__(self):
        return self.wording

    def get_absolute_url(self):
        """The page it stands on."""
        return self.application.get_absolute_url()

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.application.school_id

    @property
    def is_free_text(self):
        """Whether somebody wrote it in their own words: only that can be taken out of sight."""
        return bool(self.text) and self.kind in (QuestionKind.LONG, QuestionKind.SHORT)

    @property
    def said(self):
        """The text, unless it was taken out of sight."""
        return OUT_OF_SIGHT if self.is_hidden else self.text

    def is_to(self, question):
        """Whether it answers the question as it reads now."""
        same_list = self.kind not in LISTS or self.choices == question.choices
        return self.wording == question.wording and self.kind == question.kind and same_list


class ApplicationPart(models.Model):
    """One part of an application as last saved: whoever saves it names the version they read, so that no text is lost."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(max_length=40)  # "representatives", or a section of the form: "form-12"
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="part_saved_in_one_place")]

    def __str__(self):
        return f"{self.key} of {self.application}"
