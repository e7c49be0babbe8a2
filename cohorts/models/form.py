"""The application form of a cohort: its sections and questions, as the programme lead writes them."""

from django.db import models
from django.db.models import Q

from .cohort import Cohort

SEE_HEAR_FEEL = "see_hear_feel"  # asked again at graduation, where both answers are printed side by side


class QuestionKind(models.TextChoices):
    """What an answer looks like."""

    LONG = "long", "A longer text"
    SHORT = "short", "One line"
    YES_NO = "yes_no", "Yes or no"
    ONE = "one", "One answer of a list"
    SEVERAL = "several", "Any answers of a list"


LISTS = (QuestionKind.ONE, QuestionKind.SEVERAL)


class OfVisibleCohorts(models.QuerySet):
    """Reads of the parts of a form."""

    def visible_to(self, user):
        """Those who see the cohort's intake: leads and administrators."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()


class FormSection(models.Model):
    """One page of a cohort's application form."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="form_sections")
    number = models.PositiveSmallIntegerField()  # its place among the sections; two may share one for a moment
    title = models.CharField(max_length=80)
    help = models.TextField(max_length=600, blank=True)

    objects = OfVisibleCohorts.as_manager()

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self):
        return self.title

    @property
    def key(self):
        """What it is called among the parts of an application."""
        return f"form-{self.pk}"


class FormQuestion(models.Model):
    """One question of a form. Its key outlives new wording and is the same in a copied cohort, so that years compare."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="form_questions")  # the section's own
    section = models.ForeignKey(FormSection, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=300)
    help = models.TextField(max_length=600, blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind, default=QuestionKind.LONG)
    choices = models.JSONField(default=list, blank=True)  # the answers of a list, in their order
    is_required = models.BooleanField(default=True)
    word_limit = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfVisibleCohorts.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="question_key_once_a_form"),
            models.CheckConstraint(
                condition=Q(word_limit=None) | Q(word_limit__gte=10, word_limit__lte=500),
                name="words_ten_to_five_hundred",
            ),
            models.CheckConstraint(
                condition=~Q(key=SEE_HEAR_FEEL) | Q(kind=QuestionKind.LONG, is_required=True),
                name="see_hear_feel_is_always_asked",
            ),
        ]

    def __str__(self):
        return self.wording

    @property
    def stays(self):
        """Whether it belongs to every form, because graduation prints its answer."""
        return self.key == SEE_HEAR_FEEL
