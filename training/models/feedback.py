"""What people say of a training day: the questions, and answers that nothing ties to a person or to one another."""

import secrets

from django.db import models
from django.db.models import Q

from audit.models import Hideable, InSightQuerySet
from cohorts.models import Cohort
from kit.clock import today

from .session import Session


def drawn_number():
    """A key by lot: rows in its order say nothing of who came first."""
    return secrets.randbelow(2**53 - 1) + 1


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", "On five points"
    TEXT = "text", "In their own words"


class Agreement(models.IntegerChoices):
    """The five points."""

    STRONGLY_DISAGREE = 1, "Strongly disagree"
    DISAGREE = 2, "Disagree"
    NEITHER = 3, "Neither"
    AGREE = 4, "Agree"
    STRONGLY_AGREE = 5, "Strongly agree"


class FeedbackQuestion(models.Model):
    """A question on the form after a training day: of one cohort, or of the programme where a cohort has none of its own."""

    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="feedback_questions"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=QuestionKind, default=QuestionKind.SCALE)
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="feedback_question_number_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(cohort=None), name="feedback_question_of_programme_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_question_says_something"),
        ]

    def __str__(self):
        return self.text


class FeedbackSheet(models.Model):
    """That one form came back, and on what day: what is counted. Not by whom, and not what it said."""

    id = models.BigIntegerField(primary_key=True, default=drawn_number, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback_sheets")
    on = models.DateField(default=today)
    is_from_paper = models.BooleanField(default=False)

    def __str__(self):
        return f"a feedback form for session {self.session.number}"


class FeedbackAnswerQuerySet(InSightQuerySet):
    """Reads of answers."""

    def visible_to(self, user):
        """For the act that hides: leads and administrators. Everybody else reads them through the results of a session."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()


class FeedbackAnswer(Hideable):
    """An answer to one question, in the words in which it was asked; no sheet, no person, no day."""

    id = models.BigIntegerField(primary_key=True, default=drawn_number, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback_answers")
    number = models.PositiveSmallIntegerField()
    asked = models.CharField(max_length=200)
    value = models.PositiveSmallIntegerField(choices=Agreement, null=True, blank=True)
    text = models.TextField(max_length=1000, blank=True)

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) & ~Q(text="") | Q(value__range=(1, 5), text=""),
                name="feedback_answer_is_a_point_or_words",
            )
        ]

    def __str__(self):
        return f"words on session {self.session.number}"
