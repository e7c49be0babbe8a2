"""What is asked about trusts: the search, who is to read, and the headteacher's word."""

from django import forms

from kit.forms import Form, Text


class TrustSearchForm(Form):
    """The list of trusts."""

    mark_optional = False

    q = forms.CharField(label="Name or number of the trust", required=False, max_length=100, widget=forms.TextInput())


class TrustViewerForm(Form):
    """A person of the trust who is to read."""

    name = forms.CharField(max_length=150, widget=Text(30, autocomplete="off"))
    email = forms.EmailField(label="Work e-mail address", widget=forms.EmailInput({"autocomplete": "off"}))
    job_title = forms.CharField(label="Job title", max_length=120, required=False, widget=Text(30, autocomplete="off"))


class LetTrustReadForm(Form):
    """The agreement: the trust that was shown, and the headteacher's name where somebody notes it for the school."""

    trust = forms.IntegerField(widget=forms.HiddenInput())
    name = forms.CharField(
        label="Who has agreed?",
        help_text="The headteacher’s name",
        max_length=150,
        widget=Text(30, autocomplete="off"),
        error_messages={"required": "Enter the name of the headteacher who has agreed"},
    )

    def __init__(self, *args, school, on_behalf, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        if not on_behalf:
            del self.fields["name"]

    def clean_trust(self):
        """Nobody agrees to a trust they were not shown: the register may have moved the school meanwhile."""
        shown = self.cleaned_data["trust"]
        if shown != self.school.trust_id:
            self.data = self.data.copy()
            self.data[self.add_prefix("trust")] = self.school.trust_id
            raise forms.ValidationError("The school’s trust has changed. Read which trust it is now, and agree again")
        return shown
