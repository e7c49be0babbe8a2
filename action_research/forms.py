"""Forms of action research: wording and cleaning; they never save."""

from django import forms

from kit.files import ALLOWED, LARGEST, NotAllowed, check_upload
from kit.forms import Checkboxes, DateField, Form, LongText, Number, Text

THEMES = (
    "Key adults",
    "Emotion coaching",
    "Transitions",
    "Midday and playtimes",
    "Language and policy",
    "Families",
    "Staff wellbeing",
)


class ProjectForm(Form):
    """The question and how it is looked into."""

    title = forms.CharField(max_length=150, widget=Text(30))
    question = forms.CharField(
        label="Your question", max_length=500, widget=LongText(rows=2), help_text="One question that a year can answer."
    )
    need = forms.CharField(label="What need have you seen?", max_length=2000, required=False, widget=LongText(rows=4))
    description = forms.CharField(label="What will you do?", max_length=3000, required=False, widget=LongText(rows=4))
    participants = forms.CharField(
        label="Who takes part?",
        max_length=1000,
        required=False,
        widget=LongText(rows=2),
        help_text="Numbers and groups, never names.",
    )
    methods = forms.CharField(label="How will you look?", max_length=2000, required=False, widget=LongText(rows=3))
    themes = forms.MultipleChoiceField(
        required=False, choices=[(theme, theme) for theme in THEMES], widget=Checkboxes()
    )
    ethics_confirmed = forms.BooleanField(
        label="We have thought the ethics through with our headteacher", required=False
    )
    anonymity_confirmed = forms.BooleanField(
        label="No child can be recognised in anything we write or send", required=False
    )


class MeasureForm(Form):
    """What is counted or asked, at three times of the year."""

    what = forms.CharField(label="What do you measure?", max_length=150, widget=Text(30))
    how = forms.CharField(label="How?", max_length=200, required=False, widget=Text(30))
    unit = forms.CharField(
        label="In what unit?", max_length=40, required=False, widget=Text(20), help_text="For example, mornings of 20"
    )
    n = forms.IntegerField(
        label="How many people or classes?", min_value=1, max_value=100000, required=False, widget=Number()
    )
    start = forms.DecimalField(label="At the start of the year", max_digits=9, decimal_places=2, required=False)
    start_on = DateField(label="Taken on", required=False)
    mid = forms.DecimalField(label="In the middle of the year", max_digits=9, decimal_places=2, required=False)
    mid_on = DateField(label="Taken on", required=False)
    end = forms.DecimalField(label="At the end of the year", max_digits=9, decimal_places=2, required=False)
    end_on = DateField(label="Taken on", required=False)


class CycleForm(Form):
    """One turn of plan, act, observe and reflect."""

    starts_on = DateField(label="From", required=False)
    ends_on = DateField(label="To", required=False)
    plan = forms.CharField(label="Plan: what will you try?", max_length=2000, widget=LongText(rows=3))
    act = forms.CharField(label="Act: what did you do?", max_length=2000, required=False, widget=LongText(rows=3))
    observe = forms.CharField(
        label="Observe: what did you see?", max_length=2000, required=False, widget=LongText(rows=3)
    )
    reflect = forms.CharField(
        label="Reflect: what will you change?", max_length=2000, required=False, widget=LongText(rows=3)
    )


class EvidenceForm(Form):
    """A line, and a link or a file if there is one."""

    text = forms.CharField(
        label="What does it show?", max_length=1000, widget=LongText(rows=3), help_text="One line is enough."
    )
    url = forms.URLField(label="A link", required=False, max_length=500, assume_scheme="https", widget=Text(30))
    file = forms.FileField(label="A photo or a document", required=False, help_text=f"{ALLOWED.capitalize()}, up to 10 MB.", widget=forms.FileInput(attrs={"class": "govuk-file-upload"}))  # fmt: skip
    nobody = forms.BooleanField(label="No child can be recognised in it", required=False)

    def clean(self):
        """A file is checked for what it really is; a picture of a child who can be recognised never comes in."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file:
            if not cleaned.get("nobody"):
                self.add_error("nobody", "Look at the file again, and say that no child can be recognised in it")
            try:
                cleaned["upload"] = check_upload(file.name, file.read(LARGEST + 1))
            except NotAllowed as why:
                self.add_error("file", str(why))
        return cleaned


class CommentForm(Form):
    """A word about the project."""

    text = forms.CharField(label="What would you say?", max_length=2000, widget=LongText(rows=4))


class FindingsForm(Form):
    """The write-up."""

    progress_made = forms.CharField(label="What progress was made?", max_length=3000, widget=LongText(rows=4))
    highs_and_lows = forms.CharField(label="What were the highs and lows?", max_length=3000, widget=LongText(rows=4))
    impact = forms.CharField(label="What was the impact?", max_length=3000, widget=LongText(rows=4))
    what_next = forms.CharField(label="What comes next?", max_length=3000, widget=LongText(rows=4))
