"""The forms of registers, claims, catch-up and the door."""

from django import forms

from cohorts.models import Place, Seat
from kit.clock import today
from kit.forms import DateField, Form, Text

from ..actions.marks import Said
from ..door import normal
from ..models import MarkState
from ..register import BAR

NAME_IT = "Enter the name of the substitute"


class SeatField(forms.ModelChoiceField):
    """A seat of the register a person may see."""

    def __init__(self, **kwargs):
        super().__init__(Seat.objects.none(), **kwargs)


class MarkForm(Form):
    """One tap: a seat and its state."""

    seat = SeatField()
    state = forms.ChoiceField()

    def __init__(self, data, *, parts):
        """A tap sends the state under its seat's number, as the whole page does."""
        seat = data.get("seat")
        super().__init__({"seat": seat, "state": data.get(f"state-{seat}", data.get("state"))})
        rows = {row.seat.pk: row for part in parts for row in part.rows}
        self.fields["seat"].queryset = Seat.objects.filter(pk__in=rows)
        allowed = next(iter(rows.values())).can_be if rows else ()
        self.fields["state"].choices = [(value, BAR[value]) for value in allowed]

    def said(self):
        """The mark."""
        return Said(self.cleaned_data["seat"], self.cleaned_data["state"])


class RegisterForm:
    """The whole register as it was sent: a state and a substitute a seat, under the seat's number.

    Only what differs from the register as the sender saw it is a mark: two people can save the same page.
    """

    def __init__(self, data, parts, *, needs_reason=False, for_claim=False):
        self.data, self.errors = data, {}
        self.rows = [row for part in parts for row in part.rows]
        self.for_claim = for_claim
        self.reason = (data.get("late_reason") or "").strip()[:300]
        self.marks = [said for said in map(self.read, self.rows) if said]
        cleared = {seat.pk for seat in self.pressed("clear")}
        self.marks = [said for said in self.marks if said.seat.pk not in cleared]
        self.marks += [Said(seat, MarkState.EXPECTED) for seat in self.pressed("clear")]
        if needs_reason and self.marks and not self.reason:
            self.errors["late_reason"] = "Say why you change a closed register"

    def pressed(self, button):
        """The seat whose own button was pressed, as a list."""
        return [row.seat for row in self.rows if str(row.seat.pk) == self.data.get(button)]

    @property
    def anchor(self):
        """Where the page opens again."""
        return "".join(f"#seat-{seat.pk}" for seat in self.pressed("confirm") + self.pressed("clear"))

    def read(self, row):
        """What is new about a row, or None."""
        key = row.seat.pk
        state = self.data.get(f"state-{key}", "")
        seen = self.data.get(f"seen-{key}", row.state)
        name = (self.data.get(f"substitute-{key}") or "").strip()
        row.typed, row.typed_name, row.seen = state or None, name, seen
        before = row.mark.substitute_name if row.mark else ""
        may_substitute = MarkState.PRESENT in row.can_be
        if may_substitute and (state == MarkState.SUBSTITUTE or (name and name != before)):
            if not name:
                return self.fault(row, f"{NAME_IT} for {row.name}")
            if len(name) > 150:
                return self.fault(row, "Enter no more than 150 characters")
            return Said(row.seat, MarkState.SUBSTITUTE, substitute_name=name)
        if state not in {str(value) for value in row.can_be} | {str(MarkState.EXPECTED)} or (
            state == seen and not self.for_claim
        ):
            return None
        return Said(row.seat, state)

    def fault(self, row, words):
        """Note what is wrong with a row's substitute; there is no mark then."""
        row.error = self.errors[f"substitute-{row.seat.pk}"] = words

    @property
    def is_valid(self):
        """Whether it can be kept."""
        return not self.errors


class CatchUpForm(Form):
    """A missed day made up for."""

    seat = SeatField(label="Who caught up?", empty_label="Choose a representative")
    on = DateField(label="When?")
    how = forms.CharField(
        label="How?",
        max_length=200,
        widget=Text(),
        help_text="The afternoon for those who missed it, the recording and a talk, another cohort’s session",
    )

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        rows = {row.seat.pk: row for part in parts for row in part.rows}
        self.fields["seat"].queryset = Seat.objects.filter(pk__in=rows)
        self.fields["seat"].label_from_instance = lambda seat: (
            f"{rows[seat.pk].name}, {rows[seat.pk].place.school.name}"
        )

    def clean_on(self):
        """A catch-up is signed off once it has taken place."""
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("Enter today or a day in the past")
        return on


class DoorCodeForm(Form):
    """The code on the door, typed in."""

    code = forms.CharField(
        label="Code on the door",
        max_length=20,
        widget=Text(10, autocomplete="off", spellcheck=False, attrs={"autocapitalize": "characters"}),
        help_text="Six letters and numbers. Spaces and small letters are fine.",
    )

    def clean_code(self):
        """Without what was typed between the letters."""
        code = normal(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("Enter the code on the door")
        return code


class DoorNameForm(Form):
    """Who is at the door, without an account or without having it at hand."""

    name = forms.CharField(
        label="Your first name and surname",
        max_length=150,
        widget=Text(30, autocomplete="name", spellcheck=False),
        help_text="As your school gave it to us.",
    )


class PlaceForm(Form):
    """Which of the schools somebody speaks for."""

    place = forms.ModelChoiceField(Place.objects.none(), label="Which school?", empty_label="Choose a school")

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places.select_related("school").order_by("school__name")
        self.fields["place"].label_from_instance = lambda place: place.school.name
