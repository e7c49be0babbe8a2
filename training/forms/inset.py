"""The forms of the log of training in school."""

from django import forms

from kit.clock import today
from kit.forms import DateField, Form, Number, Radios, Text

from ..models import Audience, InsetKind, Session

HEADS = tuple(Audience.values)
MOST = 5000


def headcount(label, **more):
    """How many people."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False, widget=Number(3), **more)


class InsetForm(Form):
    """What was held, for whom, and how many came: two minutes."""

    mark_optional = False
    title = forms.CharField(label="What was it about?", max_length=120, widget=Text())
    on = DateField(label="When was it?")
    teaching = headcount("Teaching staff")
    support = headcount("Support staff")
    midday = headcount("Midday staff")
    governors = headcount("Governors")
    parents = headcount("Parents and carers")
    kind = forms.ChoiceField(label="What kind of training?", choices=InsetKind, widget=Radios(inline=True))
    department = forms.CharField(
        label="Only one department or phase?",
        max_length=80,
        required=False,
        widget=Text(20),
        help_text="Leave empty for everybody. For example, science, or Reception and Year 1.",
    )
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=5, max_value=600, required=False, widget=Number(3)
    )
    ran_by = forms.CharField(label="Who ran it?", max_length=150, required=False, widget=Text(30))
    session = forms.ModelChoiceField(
        Session.objects.none(), label="Which training day does it pass on?", required=False, empty_label="None of them"
    )

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions

    def clean_on(self):
        """Training is logged once it has been held."""
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("Enter today or a day in the past")
        return on

    def clean(self):
        """Somebody was there."""
        said = super().clean()
        for name in HEADS:
            said[name] = said.get(name) or 0
        if not any(said[name] for name in HEADS) and not any(name in self.errors for name in HEADS):
            self.add_error("teaching", "Enter how many were there, in at least one of the boxes")
        return said


class StaffForm(Form):
    """How many people a school has."""

    mark_optional = False
    teaching = headcount("Teaching staff")
    support = headcount("Support staff", help_text="Teaching assistants, office, site, pastoral")
    midday = headcount("Midday staff")
    governors = headcount("Governors")

    def clean(self):
        """A school has somebody."""
        said = super().clean()
        if not self.errors and not any(said.values()):
            self.add_error("teaching", "Enter how many people your school has")
        return said
