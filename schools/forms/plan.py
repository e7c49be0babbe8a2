"""What a plan asks: the why, priorities, actions, updates, ratings, signatures and reviews."""

from datetime import timedelta

from django import forms

from kit.clock import today
from kit.forms import DateField, Form, LongText, Radios, Text
from schools.models import Progress, Rating

RATING_HINTS = {
    Rating.WELL: "It does what it was meant to do",
    Rating.THOUGHT: "Something in it wants another look",
    Rating.STUCK: "It needs help to move",
}


class VersionedForm(Form):
    """Carries the version of the plan it was filled in on, so that nobody writes over somebody else's words."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def words(self):
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class VisionForm(VersionedForm):
    """The why comes first."""

    vision = forms.CharField(
        label="Why do we do this?",
        help_text="What should be different for children in your school? Say it as you would say it to a colleague.",
        max_length=2000,
        widget=LongText(rows=5),
    )


class PriorityForm(VersionedForm):
    """One thing the school sets out to change."""

    title = forms.CharField(label="What will change?", max_length=150, widget=Text(autocomplete="off"))
    theme = forms.CharField(
        label="Theme", help_text="For example, whole-school ethos", max_length=80, required=False, widget=Text(30)
    )
    success = forms.CharField(
        label="How will we know that it worked?", max_length=1000, required=False, widget=LongText(rows=3)
    )


class ActionForm(VersionedForm):
    """Something somebody does by a date."""

    title = forms.CharField(label="What will be done?", max_length=200, widget=Text(autocomplete="off"))
    owner = forms.CharField(label="Who does it?", max_length=120, required=False, widget=Text(30, autocomplete="off"))
    starts_on = DateField(label="From when?", required=False)
    due_on = DateField(label="By when?", required=False)
    resources = forms.CharField(label="What does it need?", max_length=300, required=False, widget=Text())
    evidence = forms.CharField(label="What will show it?", max_length=300, required=False, widget=Text())
    monitored_by = forms.CharField(label="Who keeps an eye on it?", max_length=120, required=False, widget=Text(30))

    def clean(self):
        """An action ends after it begins."""
        cleaned = super().clean()
        start, end = cleaned.get("starts_on"), cleaned.get("due_on")
        if start and end and end < start:
            self.add_error("due_on", "Enter a day after the action begins")
        return cleaned


class UpdateForm(Form):
    """Two minutes between lessons: which action, how far, one line."""

    action = forms.ModelChoiceField(label="Which action?", queryset=None, widget=Radios(), empty_label=None)
    progress = forms.ChoiceField(label="How far has it come?", choices=Progress, widget=Radios())
    text = forms.CharField(
        label="What happened?", help_text="One line is enough", max_length=1000, required=False, widget=LongText(rows=2)
    )

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = actions


class RatingForm(Form):
    """How an action is going, as agreed at the review."""

    rating = forms.ChoiceField(
        label="How is it going?",
        choices=[choice for choice in Rating.choices if choice[0]],
        widget=Radios(RATING_HINTS),
    )
    why = forms.CharField(label="Why do you both think so?", max_length=200, widget=Text())


class SignForm(Form):
    """The headteacher's name; asked only of somebody who notes the signature for the school."""

    name = forms.CharField(
        label="Who has signed it?",
        help_text="The headteacher’s name",
        max_length=150,
        widget=Text(30),
        error_messages={"required": "Enter the name of the headteacher who has signed"},
    )


class SendBackForm(Form):
    """Why a plan goes back."""

    comment = forms.CharField(
        label="What would make it stronger?",
        help_text="The school reads this. Begin with what is good.",
        max_length=2000,
        widget=LongText(rows=5),
    )


class AgreeForm(Form):
    """When lead and school go through the plan next."""

    review_due_on = DateField(label="When is it reviewed?", help_text="About a term from now")

    def clean_review_due_on(self):
        """A review lies ahead."""
        day = self.cleaned_data["review_due_on"]
        if day <= today():
            raise forms.ValidationError("Enter a day that is still to come")
        return day

    @staticmethod
    def suggestion():
        """Twelve weeks on."""
        return today() + timedelta(weeks=12)


class ReviewForm(Form):
    """What came of a review."""

    on = DateField(label="When did you review it together?")
    note = forms.CharField(
        label="What did you find?", help_text="The school reads this", max_length=2000, widget=LongText()
    )
    next_on = DateField(label="When is the next review?", required=False)

    def clean_on(self):
        """A review has taken place."""
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError("Enter the day of a review that has taken place")
        return day
