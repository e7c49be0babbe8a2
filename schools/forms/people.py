"""What is asked about a school: its people, its contact address, internal notes, and what the list of schools is filtered by."""

from django import forms

from kit.clock import today
from kit.forms import DateField, Form, LongText, Radios, Text
from schools.models import Phase, RoleKind, SchoolStatus

KIND_HINTS = {
    RoleKind.SCHOOL_LEAD: "Writes for the school: attendance, plan, project; invites colleagues",
    RoleKind.CONTRIBUTOR: "Adds evidence",
}
KINDS = [(kind.value, kind.label) for kind in KIND_HINTS]


class InviteForm(Form):
    """A colleague who joins."""

    name = forms.CharField(max_length=150, widget=Text(30, autocomplete="off"))
    email = forms.EmailField(label="Work e-mail address", widget=forms.EmailInput({"autocomplete": "off"}))
    job_title = forms.CharField(label="Job title", max_length=120, required=False, widget=Text(30, autocomplete="off"))
    kind = forms.ChoiceField(label="What may they do here?", choices=KINDS, widget=Radios(KIND_HINTS))


class HeadteacherForm(Form):
    """Who becomes headteacher, and when."""

    name = forms.CharField(label="Name of the new headteacher", max_length=150, widget=Text(30, autocomplete="off"))
    email = forms.EmailField(label="Work e-mail address", widget=forms.EmailInput({"autocomplete": "off"}))
    on = DateField(label="From when?", help_text="The headteacher before ends the day before")


class EndRoleForm(Form):
    """The last day of a role."""

    on = DateField(label="What is the last day?")


class ChangeRoleForm(Form):
    """Another role at the same school."""

    kind = forms.ChoiceField(label="What may they do here?", choices=KINDS, widget=Radios(KIND_HINTS))
    on = DateField(label="From when?")


class ContactForm(Form):
    """The address that offers and confirmations go to."""

    email = forms.EmailField(label="Contact address of the school", widget=forms.EmailInput({"autocomplete": "off"}))
    checked_on = DateField(label="When did you make sure of it?")

    def clean_checked_on(self):
        """Nobody has checked tomorrow."""
        day = self.cleaned_data["checked_on"]
        if day > today():
            raise forms.ValidationError("Enter today or an earlier day")
        return day


class InternalNoteForm(Form):
    """For the Virtual School alone."""

    text = forms.CharField(label="Internal note", max_length=4000, widget=LongText(rows=4))


class SchoolFilterForm(Form):
    """The list of schools: what to search for and which of them to show."""

    mark_optional = False

    q = forms.CharField(label="Name, town, postcode or URN", required=False, max_length=100, widget=forms.TextInput())
    phase = forms.ChoiceField(choices=[("", "Every phase"), *Phase.choices], required=False)
    district = forms.ChoiceField(required=False)
    status = forms.ChoiceField(choices=[("", "Every status"), *SchoolStatus.choices], required=False)
    joined = forms.ChoiceField(
        label="Programme",
        choices=[
            ("", "All schools"),
            ("yes", "In the programme now"),
            ("no", "Not in it now"),
            ("graduated", "Graduate schools"),
        ],
        required=False,
    )

    def __init__(self, *args, districts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", "Every district"), *((name, name) for name in districts)]
