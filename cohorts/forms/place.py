"""What is asked when the people or the standing of a place change."""

from django import forms

from accounts.models import User
from kit.clock import today
from kit.forms import DateField, Form, LongText, Text

from ..models import Cohort, CohortState


def telephone_field():
    """Where a representative is rung."""
    return forms.CharField(
        label="Telephone",
        help_text="For a day that is cancelled at short notice. Seen by those who write for the school and by the Virtual School",
        max_length=40,
        required=False,
        widget=Text(20, autocomplete="off", attrs={"type": "tel"}),
    )


class ChangeRepresentativeForm(Form):
    """Who leaves, who follows, from when, and whether only for a time."""

    last_day = DateField(label="What is the last day of the representative who leaves?")
    name = forms.CharField(label="Name of the new representative", max_length=150, widget=Text(30, autocomplete="off"))
    email = forms.EmailField(label="Work e-mail address", widget=forms.EmailInput({"autocomplete": "off"}))
    job_title = forms.CharField(label="Job title", max_length=120, required=False, widget=Text(30, autocomplete="off"))
    telephone = telephone_field()
    is_senior_leader = forms.BooleanField(label="Belongs to senior leadership", required=False)
    from_on = DateField(label="From when are they the representative?")
    until_on = DateField(
        label="Do they stand in for a time? Until when?",
        help_text="Leave this empty if they follow for good. Otherwise the one who is away comes back the day after",
        required=False,
    )
    note = forms.CharField(
        label="What should be known about the hand-over?",
        help_text="For example, what has been passed on. The school and the Virtual School read it",
        max_length=300,
        required=False,
        widget=LongText(2),
    )

    def __init__(self, *args, leaver=None, **kwargs):
        super().__init__(*args, **kwargs)
        if leaver is None:
            del self.fields["last_day"]

    def clean(self):
        """One after the other."""
        found = super().clean()
        last, start, until = found.get("last_day"), found.get("from_on"), found.get("until_on")
        if last and start and start <= last:
            self.add_error("from_on", "Enter a day after the last day of the one who leaves")
        if start and until and until < start:
            self.add_error("until_on", "Enter a day after they begin")
        return found


class TelephoneForm(Form):
    """Where a representative is rung."""

    telephone = telephone_field()


class WithdrawPlaceForm(Form):
    """Why a school leaves, and when."""

    reason = forms.CharField(
        label="Why does the school leave?", help_text="The school reads this", max_length=500, widget=LongText(4)
    )
    on = DateField(label="What is its last day?", initial=today)


class DeferPlaceForm(Form):
    """In which cohort a school goes on."""

    to = forms.ModelChoiceField(
        Cohort.objects.none(), label="In which cohort does it go on?", empty_label="Choose a cohort"
    )
    reason = forms.CharField(label="Why?", help_text="The school reads this", max_length=500, widget=LongText(4))
    on = DateField(label="What is its last day in this cohort?", initial=today)

    def __init__(self, *args, place, user, **kwargs):
        super().__init__(*args, **kwargs)
        later = Cohort.objects.visible_to(user).filter(starts_on__gt=place.cohort.starts_on)
        self.fields["to"].queryset = later.order_by("starts_on")


class ContinuePlaceForm(Form):
    """How much longer a school takes, and why."""

    until = DateField(label="Until when does it go on?")
    reason = forms.CharField(label="Why?", help_text="The school reads this", max_length=500, widget=LongText(4))

    def clean_until(self):
        """Ahead."""
        if self.cleaned_data["until"] <= today():
            raise forms.ValidationError("Enter a day after today")
        return self.cleaned_data["until"]


class RejoinPlaceForm(Form):
    """Into which cohort a school comes back, and from when."""

    into = forms.ModelChoiceField(
        Cohort.objects.none(), label="Into which cohort does it come back?", empty_label="Choose a cohort"
    )
    from_on = DateField(label="From when?", initial=today)
    note = forms.CharField(
        label="What should the school know?",
        help_text="It stands in the letter to the school",
        max_length=500,
        required=False,
        widget=LongText(3),
    )

    def __init__(self, *args, place, user, **kwargs):
        super().__init__(*args, **kwargs)
        field, ended = self.fields["into"], (CohortState.CLOSING, CohortState.CLOSED)
        cohorts = Cohort.objects.visible_to(user).exclude(state__in=ended)
        field.queryset = cohorts.filter(starts_on__gte=place.cohort.starts_on).order_by("starts_on")
        field.label_from_instance = lambda cohort: f"{cohort}, its own place" if cohort == place.cohort else str(cohort)
        field.initial = place.deferred_to_id


class CoverPlaceForm(Form):
    """Who looks after the school, and who steps in."""

    lead = forms.ModelChoiceField(label="Programme lead", queryset=User.objects.none(), required=False)
    cover = forms.ModelChoiceField(label="Cover", queryset=User.objects.none(), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.active()
        leads = people.filter(is_programme_lead=True) | people.filter(is_administrator=True)
        self.fields["lead"].queryset = leads
        self.fields["cover"].queryset = leads | people.filter(is_adviser=True)

    def clean(self):
        """Two people."""
        found = super().clean()
        if found.get("lead") and found.get("lead") == found.get("cover"):
            self.add_error("cover", "Choose somebody other than the lead")
        return found
