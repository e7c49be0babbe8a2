"""What is written when papers are worded, and when they are signed."""

from django import forms

from kit.forms import Form, LongText, Text

from ..actions.paper import Signing
from ..models import PaperKind


class PapersForm(Form):
    """The wording of the papers of a cohort."""

    commitment = forms.CharField(
        label=PaperKind.COMMITMENT.label,
        help_text="What the school promises for the year. An empty line begins a new paragraph",
        max_length=8000,
        widget=LongText(16),
    )
    sharing = forms.CharField(
        label=PaperKind.SHARING.label,
        help_text="What the school and the Virtual School tell one another, and what not",
        max_length=8000,
        widget=LongText(16),
    )

    @property
    def texts(self):
        """Wording by kind, with the line ends of the portal."""
        return {kind: "\n".join(self.cleaned_data[kind].splitlines()).strip() for kind in PaperKind.values}


class SigningForm(Form):
    """Fields of a signature; a form that signs adds them to its own."""

    signed_name = forms.CharField(
        label="Name of the headteacher", help_text="As they would sign", max_length=150, widget=Text(30)
    )
    signed_role = forms.CharField(
        label="Role",
        help_text="For example, headteacher, head of school or executive headteacher",
        max_length=120,
        initial="Headteacher",
        widget=Text(30, autocomplete="organization-title"),
    )
    told_how = forms.CharField(
        label="How did the school tell you?",
        help_text="For example, by telephone on Tuesday, the headteacher herself",
        max_length=200,
        widget=Text(30, autocomplete="off"),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, on_behalf=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["told_how"]

    def show_again(self, seal):
        """The page shows another wording now: what is signed next is that one."""
        self.data = self.data.copy()
        self.data["seen"] = seal

    @property
    def signing(self):
        """Whose hand it is, as the actions take it."""
        said = self.cleaned_data
        return Signing(said["signed_name"], said["signed_role"], said["seen"], said.get("told_how", ""))


class CommitmentForm(SigningForm):
    """The commitment, by a new headteacher."""

    agrees = forms.BooleanField(
        label="Our school stands by this commitment", error_messages={"required": "Tick the box to sign the commitment"}
    )
