"""The people a school sends to the training, as a form asks for them: name, address, job and senior leadership."""

from django import forms

from kit.forms import Form, Text

PARTS = ("name", "email", "job_title", "is_senior_leader")
SENIOR = "One of the representatives has to be a senior leader. Tick the box at whoever is"


class RepresentativesForm(Form):
    """As many representatives as the cohort has seats for, all of them named and one a senior leader."""

    def __init__(self, *args, seats, people=(), **kwargs):
        self.numbers = range(1, seats + 1)
        initial = {
            f"{part}_{number}": person.get(part) for number, person in enumerate(people, 1) for part in PARTS
        } | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        for number in self.numbers:
            for part, field in fields_of(number).items():
                self.fields[f"{part}_{number}"] = field
                self.dress(f"{part}_{number}", field)

    @property
    def people(self):
        """Pairs of number and bound fields, for the page."""
        return [(number, [self[f"{part}_{number}"] for part in PARTS]) for number in self.numbers]

    @property
    def representatives(self):
        """Those named, as the actions take them."""
        return [{part: self.cleaned_data[f"{part}_{number}"] for part in PARTS} for number in self.numbers]

    def clean(self):
        """Different people, and a senior leader among them."""
        found = super().clean()
        seen = set()
        for number in self.numbers:
            address = (found.get(f"email_{number}") or "").lower()
            if address and address in seen:
                self.add_error(f"email_{number}", "Enter another address: each representative has their own")
            seen.add(address)
        if not any(found.get(f"is_senior_leader_{number}") for number in self.numbers):
            self.add_error("is_senior_leader_1", SENIOR)
        return found


def fields_of(number):
    """The fields of one representative."""
    return {
        "name": forms.CharField(label="Name", max_length=150, widget=Text(30, autocomplete="off")),
        "email": forms.EmailField(label="Work e-mail address", widget=forms.EmailInput({"autocomplete": "off"})),
        "job_title": forms.CharField(
            label="Job title", max_length=120, required=False, widget=Text(30, autocomplete="off")
        ),
        "is_senior_leader": forms.BooleanField(label="Belongs to senior leadership", required=False),
    }
