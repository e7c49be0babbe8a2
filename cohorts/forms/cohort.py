"""What a cohort is made of: its year, its places, when schools apply, and what graduation asks."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from kit.forms import ClockField, DateField, Form, Text
from kit.wording import day, local

from ..models import Cohort

FIVE = time(17)


class CohortForm(Form):
    """A cohort, new or changed; dates and times are London's."""

    name = forms.CharField(
        label="Name", help_text="For example, 2026-27", max_length=60, widget=Text(20, autocomplete="off")
    )
    starts_on = DateField(label="When does the year start?")
    ends_on = DateField(label="When does it end?")
    places = forms.IntegerField(label="Places for schools", min_value=1, max_value=200, initial=17)
    seats_per_place = forms.IntegerField(label="Representatives of each school", min_value=1, max_value=5, initial=2)
    sessions_planned = forms.IntegerField(
        label="Training days in the year", min_value=1, max_value=30, initial=6, required=False
    )
    opens_on = DateField(label="From which day can schools apply?")
    opens_at = ClockField(label="From what time?", initial=time(9))
    closes_on = DateField(label="What is the last day?")
    closes_at = ClockField(label="Until what time?", initial=FIVE)
    decisions_on = DateField(label="When do you decide?")
    offer_days = forms.IntegerField(label="Days to answer an offer", min_value=1, max_value=120, initial=14)
    plan_due_on = DateField(label="When are development plans due?", required=False)
    plan_review_on = DateField(label="When are they reviewed?", required=False)
    celebration_on = DateField(label="When is the celebration?", required=False)
    days_may_miss = forms.DecimalField(
        label="Days a school may miss",
        help_text="Whole or half days, like 1 or 1.5",
        min_value=0,
        max_value=12,
        decimal_places=1,
        initial=1,
    )
    substitute_days = forms.DecimalField(
        label="Days a substitute may stand in", min_value=0, max_value=12, decimal_places=1, initial=1
    )
    last_joining_session = forms.IntegerField(
        label="Last session at which a school can join", min_value=0, max_value=20, initial=2
    )
    needs_plan = forms.BooleanField(label="An agreed development plan", required=False, initial=True)
    needs_project = forms.BooleanField(label="An approved action research project", required=False, initial=True)
    needs_presentation = forms.BooleanField(label="A presentation of the work", required=False)
    needs_audit = forms.BooleanField(
        label="A self-audit at the start and at the end of the year", required=False, initial=True
    )
    asks_for_audit = forms.BooleanField(
        label="Schools fill in the self-audit when they apply",
        help_text="Ten themes by four levels, about fifteen minutes. It stays as the school’s starting point",
        required=False,
        initial=True,
    )

    def __init__(self, *args, cohort=None, **kwargs):
        self.cohort = cohort
        if cohort:
            kwargs.setdefault("initial", self.values_of(cohort))
        super().__init__(*args, **kwargs)

    @classmethod
    def values_of(cls, cohort):
        """A cohort as the form shows it."""
        opens, closes = local(cohort.applications_open_at), local(cohort.applications_close_at)
        shown = {name: getattr(cohort, name) for name in cls.base_fields if hasattr(cohort, name)}
        return shown | {
            "opens_on": opens.date(),
            "opens_at": opens.time(),
            "closes_on": closes.date(),
            "closes_at": closes.time(),
        }

    def clean_name(self):
        """Two cohorts are never called the same."""
        name = self.cleaned_data["name"]
        if Cohort.objects.filter(name__iexact=name).exclude(pk=getattr(self.cohort, "pk", None)).exists():
            raise forms.ValidationError("Another cohort is called that. Enter another name")
        return name

    def clean_sessions_planned(self):
        """Left empty, it stays as it was: six for a new cohort."""
        return self.cleaned_data["sessions_planned"] or (self.cohort.sessions_planned if self.cohort else 6)

    def half_days(self, name):
        """Days count in halves."""
        value = self.cleaned_data[name]
        if value * 2 % 1:
            raise forms.ValidationError("Enter whole or half days, like 1 or 1.5")
        return value

    def clean_days_may_miss(self):
        """Days count in halves."""
        return self.half_days("days_may_miss")

    def clean_substitute_days(self):
        """Days count in halves."""
        return self.half_days("substitute_days")

    def clean(self):
        """What follows what."""
        found = super().clean()
        start, end = found.get("starts_on"), found.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", "Enter a day after the start")
        opens, closes = self.moment("opens"), self.moment("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", "Enter a day after the window opens")
        decisions = found.get("decisions_on")
        if closes and decisions and decisions < closes.date():
            self.add_error("decisions_on", "Enter a day after applications close")
        for name in ("plan_due_on", "plan_review_on", "celebration_on"):
            day = found.get(name)
            if day and start and day < start:
                self.add_error(name, "Enter a day in the year of the cohort")
        return found

    def moment(self, which):
        """A day and a time as a moment in London, or None."""
        day, clock = self.cleaned_data.get(f"{which}_on"), self.cleaned_data.get(f"{which}_at")
        return timezone.make_aware(datetime.combine(day, clock)) if day and clock is not None else None

    @property
    def facts(self):
        """What the actions take."""
        parts = ("opens_on", "opens_at", "closes_on", "closes_at")
        kept = {name: value for name, value in self.cleaned_data.items() if name not in parts}
        return kept | {"applications_open_at": self.moment("opens"), "applications_close_at": self.moment("closes")}


class CopyCohortForm(Form):
    """The name of another year's cohort, and each of its dates as proposed or changed."""

    mark_optional = False
    NEEDED = ("starts_on", "ends_on", "applications_open_at", "applications_close_at", "decisions_on")

    name = forms.CharField(label="Name of the new cohort", max_length=60, widget=Text(20, autocomplete="off"))

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.moves = moves
        for key, move in moves.items():
            then = f"This year: {day(move.thing.day)}. Proposed: {day(move.day)}"
            self.fields[key] = DateField(
                label=move.thing.title, help_text=then, initial=move.day, required=key in self.NEEDED
            )
            self.dress(key, self.fields[key])

    def clean_name(self):
        """Two cohorts are never called the same."""
        name = self.cleaned_data["name"]
        if Cohort.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("Another cohort is called that. Enter another name")
        return name

    def clean(self):
        """What follows what."""
        found = super().clean()
        for first, second, words in (
            ("starts_on", "ends_on", "Enter a day after the start"),
            ("applications_open_at", "applications_close_at", "Enter a day after the window opens"),
            ("applications_close_at", "decisions_on", "Enter a day after applications close"),
        ):
            if found.get(first) and found.get(second) and found[second] <= found[first]:
                self.add_error(second, words)
        for key in ("plan_due_on", "plan_review_on", "celebration_on"):
            if found.get(key) and found.get("starts_on") and found[key] < found["starts_on"]:
                self.add_error(key, "Enter a day in the year of the cohort")
        return found

    @property
    def days(self):
        """The days by key, as far as they can be read."""
        if not self.is_bound:
            return {key: move.day for key, move in self.moves.items()}
        self.is_valid()
        return {key: self.cleaned_data.get(key) for key in self.moves}
