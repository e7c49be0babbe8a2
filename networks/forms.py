"""Forms of clusters, meetings and mentoring: wording and cleaning; they never save."""

from datetime import timedelta

from django import forms
from django.db.models import Q

from accounts.models import User
from kit.clock import today
from kit.forms import Checkboxes, ClockField, DateField, Form, LongText, Radios, RecordsField, Text
from schools.models import Role, School

from .models import Cluster, ClusterKind

LONGEST_AHEAD = timedelta(days=730)


def possible_convenors():
    """The people of the Virtual School, and whoever holds a role at a school."""
    staff = Q(is_programme_lead=True) | Q(is_administrator=True) | Q(is_adviser=True)
    return User.objects.filter(staff | Q(pk__in=Role.objects.current().values("user")), is_active=True).order_by(
        "name", "pk"
    )


class ClusterForm(Form):
    """What holds a cluster together, and who brings it together."""

    name = forms.CharField(max_length=80, widget=Text(30))
    kind = forms.ChoiceField(label="What holds it together?", choices=ClusterKind.choices, widget=Radios())
    about = forms.CharField(label="What is it about?", max_length=300, required=False, widget=LongText(rows=2))
    convenor = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label="Nobody yet",
        help_text="Plans the meetings and writes the minutes",
    )

    def __init__(self, *args, cluster=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.cluster = cluster
        self.fields["convenor"].queryset = possible_convenors()

    def clean_name(self):
        """A name is used once."""
        name = self.cleaned_data["name"]
        if Cluster.objects.filter(name__iexact=name).exclude(pk=self.cluster and self.cluster.pk).exists():
            raise forms.ValidationError("There is a cluster of this name already")
        return name


class SchoolSearchForm(Form):
    """Which school? The register's open schools by name, town, postcode or URN."""

    mark_optional = False
    q = forms.CharField(
        label="Find a school",
        max_length=80,
        required=False,
        widget=Text(20),
        help_text="By name, town, postcode or URN",
    )


class SchoolField(forms.ModelChoiceField):
    """One of a few schools shown, out of all that may be chosen."""

    widget = Radios

    def offer(self, chosen_from, shown):
        """Accept any of `chosen_from`; show `shown`, pairs of (school, hint)."""
        self.queryset = chosen_from
        self.widget.choices = [(school.pk, school.name) for school, _ in shown]
        self.widget.hints = {school.pk: hint for school, hint in shown}


class MemberForm(Form):
    """Which school joins, and from when."""

    school = SchoolField(School.objects.none(), error_messages={"required": "Choose a school"})
    since_on = DateField(label="Member since")

    def __init__(self, *args, chosen_from, shown, **kwargs):
        super().__init__(*args, **kwargs)
        hints = [(school, ", ".join(filter(None, (school.town, school.get_phase_display())))) for school in shown]
        self.fields["school"].offer(chosen_from, hints)

    def clean_since_on(self):
        """Nobody joins ahead of time: the list shows who belongs today."""
        since_on = self.cleaned_data["since_on"]
        if since_on and since_on > today():
            raise forms.ValidationError("Enter today or a day before")
        return since_on


class EndMembershipForm(Form):
    """The last day of a school in the cluster."""

    until_on = DateField(label="Last day")

    def __init__(self, *args, since_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.since_on = since_on

    def clean_until_on(self):
        """Between the first day and today."""
        until_on = self.cleaned_data["until_on"]
        if until_on and not self.since_on <= until_on <= today():
            raise forms.ValidationError("Enter a day between the first one and today")
        return until_on


class MeetingForm(Form):
    """When, where and what about."""

    on = DateField(label="Which day?")
    starts_at = ClockField(label="From")
    ends_at = ClockField(label="To", required=False)
    host = forms.ModelChoiceField(
        School.objects.none(), label="Host school", required=False, empty_label="No host school"
    )
    venue = forms.CharField(label="Room or place", max_length=200, required=False, widget=Text(30))
    agenda = forms.CharField(label="What is it about?", max_length=2000, required=False, widget=LongText(rows=4))

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = members

    def clean_on(self):
        """A day to come: what is over is minuted, not planned."""
        on = self.cleaned_data["on"]
        if on and not today() <= on <= today() + LONGEST_AHEAD:
            raise forms.ValidationError("Enter today or a day within two years")
        return on

    def clean(self):
        """It ends after it begins."""
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "Enter a time after the start")
        return cleaned


class MinutesForm(Form):
    """Who came, what was said and what was agreed."""

    came = RecordsField(School.objects.none(), label="Which schools came?", required=False, widget=Checkboxes())
    minutes = forms.CharField(label="What was said?", max_length=6000, widget=LongText(rows=8))
    agreed = forms.CharField(
        label="What was agreed?",
        max_length=2000,
        required=False,
        widget=LongText(rows=4),
        help_text="Who does what by when",
    )

    def __init__(self, *args, schools, people=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = list(schools)
        self.fields["came"].queryset = schools
        for school in self.schools:
            field = forms.CharField(
                label=f"Who came from {school}?",
                max_length=200,
                required=False,
                initial=(people or {}).get(school.pk, ""),
                widget=Text(30),
            )
            self.fields[f"people_{school.pk}"] = field
            self.dress(f"people_{school.pk}", field)

    @property
    def people_fields(self):
        """The line for each school."""
        return [self[f"people_{school.pk}"] for school in self.schools]

    def present(self):
        """The schools that came, with who came: ticked, or with somebody named."""
        ticked = set(self.cleaned_data["came"])
        named = {school: self.cleaned_data[f"people_{school.pk}"] for school in self.schools}
        return {school: people for school, people in named.items() if school in ticked or people}


class OfferForm(Form):
    """Which graduate school is asked, and a word to it."""

    mentor = SchoolField(
        School.objects.none(), label="Which school shall mentor?", error_messages={"required": "Choose a school"}
    )
    note = forms.CharField(label="A word to the mentor school", max_length=300, required=False, widget=LongText(rows=3))

    def __init__(self, *args, chosen_from, shown, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].offer(chosen_from, [(one.school, one.why) for one in shown])


class EndPairingForm(Form):
    """Why it ends."""

    reason = forms.CharField(
        label="Why does it end?",
        max_length=300,
        widget=LongText(rows=2),
        help_text="Both schools and the Virtual School read this.",
    )


class PairingVisitForm(Form):
    """When, and what each school took from it."""

    on = DateField(label="When was it?")
    note = forms.CharField(label="What did each school take from it?", max_length=1500, widget=LongText(rows=5))

    def clean_on(self):
        """It has been."""
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("Enter today or a day before")
        return on
