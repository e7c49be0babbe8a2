"""The forms of a missed day made up."""

from django import forms

from kit.clock import today
from kit.forms import DateField, Form, LongText, Number, Text

from ..models import CatchUpStep
from ..models.catch_up import WEEKS

HINTS = {
    CatchUpStep.MATERIAL: "What did you read or watch?",
    CatchUpStep.CONVERSATION: "With whom did you talk it through, and what about?",
    CatchUpStep.EVIDENCE: "What did you do with it in school?",
}


class NotAhead:
    """A day that has been."""

    def clean_on(self):
        """Today or before."""
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("Enter today or a day in the past")
        return on


class CatchUpStepForm(NotAhead, Form):
    """One thing that was done: two minutes on a phone."""

    day = forms.ChoiceField(widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=CatchUpStep.choices, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=600,
        widget=LongText(2),
        error_messages={"required": "Say in a line what was done"},
        help_text="No child’s name, please.",
    )
    on = DateField(label="When?")

    def __init__(self, *args, days, step="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(key, key) for key in days]
        self.fields["text"].label = HINTS.get(step, "What was done?")
        self.initial.setdefault("on", today())


class CatchUpDueForm(Form):
    """Another day by which a catch-up is due."""

    day = forms.ChoiceField(widget=forms.HiddenInput)
    due_on = DateField(label="When is it due?")

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(key, key) for key in days]


class SignOffForm(NotAhead, Form):
    """The lead's word that a day is made up."""

    on = DateField(label="On which day was it complete?")
    how = forms.CharField(label="How was it made up?", max_length=200, widget=Text())


class SendBackForm(Form):
    """What the lead still wants."""

    why = forms.CharField(
        label="What is still needed?",
        max_length=500,
        widget=LongText(3),
        help_text="The school reads this.",
        error_messages={"required": "Say what is still needed"},
    )


class CatchUpRuleForm(Form):
    """What a cohort asks for."""

    needs_material = forms.BooleanField(label="Material read or watched", required=False)
    needs_conversation = forms.BooleanField(label="A conversation about it", required=False)
    needs_evidence = forms.BooleanField(label="Evidence from the school", required=False)
    weeks = forms.IntegerField(
        label="How many weeks do schools have?",
        min_value=1,
        max_value=52,
        widget=Number(2),
        help_text=f"From the missed day, or from the day a school joined. Usually {WEEKS}.",
    )
    mark_optional = False
