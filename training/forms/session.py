"""The forms of the year's sessions."""

from datetime import time

from django import forms

from cohorts.models import Place
from kit.clock import today
from kit.forms import Checkboxes, ClockField, DateField, Form, LongText, Number, Radios, Text
from schools.models import School

from ..models import CallOutcome, SessionState
from ..series import Pattern

TITLES = ("Why attachment", "The developing brain", "Key adults", "Emotion coaching", "Behaviour as communication", "What we found")  # fmt: skip

WEEKDAYS = list(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")))


class SessionLine(Form):
    """One session on the page where the year is planned; an empty date leaves it out."""

    mark_optional = False
    title = forms.CharField(max_length=120, widget=Text(30), required=False)
    on = DateField(label="Date", required=False)
    starts_at = ClockField(label="Starts at", required=False)
    ends_at = ClockField(label="Ends at", required=False)
    venue = forms.CharField(max_length=200, widget=Text(30), required=False)
    trainer = forms.CharField(max_length=120, widget=Text(30), required=False)
    capacity = forms.IntegerField(
        label="People the room holds", min_value=1, max_value=2000, required=False, widget=Number(4)
    )

    def clean(self):
        """A dated session has a title and ends after it starts."""
        said = super().clean()
        if said.get("on"):
            for name in ("title", "starts_at", "ends_at"):
                if name not in self.errors and not said.get(name):
                    self.add_error(
                        name,
                        {
                            "title": "Enter a title",
                            "starts_at": "Enter when it starts",
                            "ends_at": "Enter when it ends",
                        }[name],
                    )
            ends_after_start(self, said)
        return said


def ends_after_start(form, said):
    """A session ends after it starts."""
    if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
        which = f" of session {form.prefix}" if form.prefix else ""
        form.add_error("ends_at", f"Enter a time after the start{which}")


class SeriesForm(Form):
    """The pattern of a year, from which days are proposed."""

    mark_optional = False
    first_on = DateField(
        label="From which day?", help_text="If you only know the month, enter its first day.", initial=today
    )
    weekdays = forms.MultipleChoiceField(label="On which days of the week?", choices=WEEKDAYS, widget=Checkboxes())
    pattern = forms.ChoiceField(
        label="How far apart?",
        choices=[("weeks", "Every so many weeks"), ("per_term", "So many each term")],
        widget=Radios(hints={"per_term": "Spread evenly. The term dates have to be known."}),
        initial="per_term",
    )
    every = forms.IntegerField(
        label="How many weeks, or how many each term?", min_value=1, max_value=20, initial=2, widget=Number(2)
    )
    number = forms.IntegerField(
        label="How many sessions has the year?", min_value=1, max_value=30, initial=6, widget=Number(2)
    )
    starts_at = ClockField(label="Start at", initial=time(9, 15))
    ends_at = ClockField(label="End at", initial=time(15, 30))
    venue = forms.CharField(max_length=200, widget=Text(30), required=False)

    def clean(self):
        """A session ends after it starts."""
        said = super().clean()
        ends_after_start(self, said)
        return said

    @property
    def wish(self):
        """The pattern as the proposer takes it."""
        said = self.cleaned_data
        return Pattern(
            said["first_on"], tuple(int(one) for one in said["weekdays"]), **{said["pattern"]: said["every"]}
        )


class SessionForm(Form):
    """Everything about one session."""

    title = forms.CharField(max_length=120, widget=Text(30))
    on = DateField(label="Date")
    starts_at = ClockField(label="Starts at")
    ends_at = ClockField(label="Ends at")
    host = forms.ModelChoiceField(
        School.objects.none(), label="Host school", required=False, empty_label="No host school"
    )
    venue = forms.CharField(label="Venue or room", max_length=200, required=False, widget=Text(30))
    address = forms.CharField(
        label="Address with postcode",
        help_text="For the map. Left empty, it is the host school’s address from the register.",
        max_length=300,
        required=False,
    )
    access = forms.CharField(
        label="Access",
        help_text="Step-free ways, parking, a hearing loop, where to rest. Everybody invited reads it.",
        max_length=600,
        required=False,
        widget=LongText(2),
    )
    capacity = forms.IntegerField(
        label="How many people does the room hold?", min_value=1, max_value=2000, required=False, widget=Number(4)
    )
    trainer = forms.CharField(max_length=120, required=False, widget=Text(30))
    joining = forms.CharField(
        label="How to get there and what to bring", max_length=2000, required=False, widget=LongText(4)
    )
    pre_reading = forms.CharField(label="Reading beforehand", max_length=1000, required=False, widget=LongText(2))
    gap_task = forms.CharField(label="Task until the next session", max_length=1000, required=False, widget=LongText(2))

    def __init__(self, *args, session, user, **kwargs):
        names = list(self.base_fields)
        super().__init__(*args, initial={name: getattr(session, name) for name in names}, **kwargs)
        taken = Place.objects.live().filter(cohort=session.cohort_id)
        hosts = School.objects.visible_to(user).filter(pk__in=taken.values("school"))
        if session.host_id:
            hosts = hosts | School.objects.visible_to(user).filter(pk=session.host_id)
        self.fields["host"].queryset = hosts.order_by("name")

    def clean(self):
        """A session ends after it starts."""
        said = super().clean()
        ends_after_start(self, said)
        return said


class AnotherDayForm(Form):
    """The new day of a session."""

    on = DateField(label="Which day instead?")
    starts_at = ClockField(label="Starts at")
    ends_at = ClockField(label="Ends at")
    reason = forms.CharField(
        label="Why?", help_text="Everybody reads it in the letter.", max_length=300, required=False, widget=LongText(2)
    )

    def __init__(self, *args, session, **kwargs):
        times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
        super().__init__(*args, initial=times, **kwargs)
        self.session = session

    def clean_on(self):
        """A day that is still to come, and not the one it is on."""
        on = self.cleaned_data["on"]
        if on and on < today():
            raise forms.ValidationError("Enter today or a day to come")
        if on == self.session.on and self.session.state != SessionState.CANCELLED:
            raise forms.ValidationError("The session is on this day. Enter another")
        return on

    def clean(self):
        """A session ends after it starts."""
        said = super().clean()
        ends_after_start(self, said)
        return said


class CallForm(Form):
    """One call of the ring-round: who, what came of it, and a line for the next who rings."""

    who = forms.CharField()
    outcome = forms.ChoiceField(choices=CallOutcome.choices)
    note = forms.CharField(max_length=200, required=False)
    seen = forms.CharField(required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {row.key: row for row in rows}

    def clean_who(self):
        """Somebody on the list."""
        if self.cleaned_data["who"] not in self.rows:
            raise forms.ValidationError("Nobody of that name is on the list any more")
        return self.cleaned_data["who"]

    @property
    def row(self):
        """Who was rung."""
        return self.rows[self.cleaned_data["who"]]

    @property
    def facts(self):
        """What the action keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "who"}


class ReasonForm(Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(label="Why?", max_length=300, widget=LongText(3))
