"""What the programme lead fills in to write an application form."""

from django import forms

from kit.forms import Form, LongText, Number, Radios, Text

from ..actions.form import DOWN, UP
from ..models import QuestionKind
from ..models.form import LISTS

MOST_CHOICES = 15
HINTS = {
    QuestionKind.LONG: "A few sentences or paragraphs",
    QuestionKind.SHORT: "A name, a number, a date",
    QuestionKind.ONE: "Schools choose one",
    QuestionKind.SEVERAL: "Schools choose as many as are true",
}


class FormSectionForm(Form):
    """Title and help of a page of the form."""

    title = forms.CharField(
        label="Title", help_text="Schools see it in the list of tasks", max_length=80, widget=Text(30)
    )
    help = forms.CharField(
        label="Help", help_text="It stands above the questions", max_length=600, required=False, widget=LongText(3)
    )


class FormQuestionForm(Form):
    """One question: its words, what an answer looks like, and whether it must be answered."""

    wording = forms.CharField(label="Question", max_length=300, widget=LongText(2))
    help = forms.CharField(
        label="Help", help_text="What a good answer holds", max_length=600, required=False, widget=LongText(3)
    )
    kind = forms.ChoiceField(
        label="What does an answer look like?",
        choices=QuestionKind.choices,
        initial=QuestionKind.LONG,
        widget=Radios(hints=HINTS),
    )
    choices = forms.CharField(
        label="Answers of the list",
        help_text="For the two kinds with a list: one answer a line, in the order schools see them",
        max_length=2000,
        required=False,
        widget=LongText(5),
    )
    word_limit = forms.IntegerField(
        label="Most words",
        help_text="For a longer text. Leave it empty for no limit",
        min_value=10,
        max_value=500,
        required=False,
        widget=Number(4),
    )
    is_required = forms.BooleanField(label="Schools must answer it", required=False, initial=True)

    def __init__(self, data=None, *, question=None):
        self.question = question
        start = {}
        if question:
            start = {name: getattr(question, name) for name in self.base_fields}
            start["choices"] = "\n".join(question.choices)
        super().__init__(data, initial=start)
        if question and question.stays:  # graduation needs a text to print beside the later one
            for name in ("kind", "choices", "is_required"):
                del self.fields[name]

    def clean(self):
        """A list has answers, and only a list; words are counted in a longer text alone."""
        found = super().clean()
        kind = found.get("kind", QuestionKind.LONG)
        lines = [line.strip() for line in found.get("choices", "").splitlines() if line.strip()]
        if kind in LISTS:
            if len(lines) < 2:
                self.add_error("choices", "Enter two or more answers, one a line")
            elif len(lines) > MOST_CHOICES:
                self.add_error("choices", f"Enter no more than {MOST_CHOICES} answers")
            elif len({line.lower() for line in lines}) < len(lines):
                self.add_error("choices", "Enter each answer once")
            elif any(len(line) > 150 for line in lines):
                self.add_error("choices", "Enter answers of no more than 150 characters")
        elif lines and "choices" not in self.errors:
            self.add_error(
                "choices", "Only the two kinds with a list have answers to choose. Clear them, or choose one"
            )
        found["choices"] = lines
        if kind != QuestionKind.LONG and found.get("word_limit"):
            self.add_error("word_limit", "Words are counted in a longer text only. Clear the number")
        return found


class MoveForm(Form):
    """One place up or down."""

    way = forms.ChoiceField(choices=[(UP, "Up"), (DOWN, "Down")])
