"""What a school has written on its application: answers with the question as it was asked, and who saved which part last."""

from django.db import models
from django.utils import timezone

from .application import Application
from .form import LISTS, QuestionKind


class Answer(models.Model):
    """One answer, with the section and the question as the school saw them when it was saved; the form may change since."""

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

    class Meta:
        ordering = ["section_number", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="question_answered_once")]

    def __str__(self):
        return self.wording

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
