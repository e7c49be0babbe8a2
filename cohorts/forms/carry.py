"""What the lead fills in to ask the reserve list, and what a school answers."""

from django import forms

from kit.forms import DateField, Form, Number, Radios

from ..models import Cohort, CohortState


class CarryForm(Form):
    """For which cohort, by when, and how many letters, typed so that nothing goes by a slip."""

    to_cohort = forms.ModelChoiceField(Cohort.objects.none(), label="Keep the applications for", empty_label=None)
    answer_by = DateField(label="Ask for an answer by")
    letters = forms.IntegerField(label="How many letters go?", min_value=0, widget=Number(4))

    def __init__(self, data=None, *, cohort, on, initial=None):
        super().__init__(data, initial=initial)
        self.on = on
        self.fields["to_cohort"].queryset = later_than(cohort)

    def clean_answer_by(self):
        """Not a day that has passed."""
        day = self.cleaned_data["answer_by"]
        if day and day < self.on:
            raise forms.ValidationError("Enter today or a later day")
        return day


def later_than(cohort):
    """The cohorts that follow and are still taking or reading applications, soonest first."""
    taking = (CohortState.OPEN, CohortState.SELECTING)
    return Cohort.objects.filter(starts_on__gt=cohort.starts_on, state__in=taking).order_by("starts_on")


class AnswerCarryForm(Form):
    """Keep or withdraw, as the school told the Virtual School."""

    answer = forms.ChoiceField(
        label="What does the school say?",
        choices=[("keep", "Keep the application"), ("withdraw", "Withdraw it")],
        widget=Radios(),
    )
