"""The form after a training day, and the page on which its questions are written."""

from django import forms

from kit.forms import Form, LongText, Radios, Text

from ..door import normal
from ..feedback import MOST_QUESTIONS
from ..models import Agreement, QuestionKind

KINDS = ((QuestionKind.SCALE.value, "On five points"), (QuestionKind.TEXT.value, "In their own words"))
ROOM = 2  # empty lines below the questions there are


class FeedbackCodeForm(Form):
    """The code of a feedback form, typed in."""

    code = forms.CharField(
        label="Code of the form",
        max_length=20,
        widget=Text(10, autocomplete="off", spellcheck=False, attrs={"autocapitalize": "characters"}),
        help_text="Six letters and numbers. Spaces and small letters are fine.",
    )

    def clean_code(self):
        """Without what was typed between the letters."""
        code = normal(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("Enter the code of the form")
        return code


class FeedbackForm(Form):
    """The questions of a session, none of them required, but not all of them left empty."""

    mark_optional = False

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            if question.is_scale:
                field = forms.TypedChoiceField(
                    label=question.text,
                    choices=[(point.value, point.label) for point in reversed(Agreement)],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    widget=Radios(),
                )
            else:
                field = forms.CharField(label=question.text, max_length=1000, required=False, widget=LongText(3))
            self.fields[question.name] = field
            self.dress(question.name, field)

    def clean(self):
        """A form that says nothing is not one."""
        said = super().clean()
        if not self.errors and not self.answers():
            raise forms.ValidationError("Answer at least one question")
        return said

    def answers(self):
        """(question, a point or words) of those that were answered."""
        given = [(question, self.cleaned_data.get(question.name)) for question in self.questions]
        return [(question, said) for question, said in given if said]


class QuestionLine(Form):
    """One question on the lead's page; empty words leave it out."""

    mark_optional = False
    text = forms.CharField(label="Question or sentence", max_length=200, required=False, widget=Text())
    kind = forms.ChoiceField(label="How is it answered?", choices=KINDS, widget=Radios(inline=True), required=False)


class FeedbackQuestions:
    """All the lines of the page where the lead writes the questions."""

    def __init__(self, data, questions):
        lines = MOST_QUESTIONS if data else min(len(questions) + ROOM, MOST_QUESTIONS)
        filled = [{"text": one.text, "kind": one.kind} for one in questions]
        blank = [{"text": "", "kind": QuestionKind.SCALE}] * lines
        self.lines = [
            QuestionLine(data, prefix=str(number), initial=initial)
            for number, initial in enumerate((filled + blank)[:lines], 1)
        ]

    def is_valid(self):
        """Whether every line can be kept, at least one says something, and no two say the same."""
        faults = [
            line for line in self.lines if not line.is_valid()
        ]  # every line is asked, so that each shows its errors
        if faults:
            return False
        fine = True
        seen = set()
        for line in self.lines:
            text = line.cleaned_data["text"].casefold()
            if text and text in seen:
                line.add_error("text", "Each question once: these are the same words as above")
                fine = False
            seen.add(text)
        if not self.said():
            self.lines[0].add_error("text", "Write at least one question")
            fine = False
        return fine

    def said(self):
        """(kind, words) of the lines that are not empty."""
        kept = [line.cleaned_data for line in self.lines if not line.errors]
        return [(one["kind"] or QuestionKind.SCALE, one["text"]) for one in kept if one["text"]]
