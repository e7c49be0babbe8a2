"""What a school fills in when it answers an offer."""

from django import forms

from kit.forms import Form, LongText, Text

from .paper import SigningForm
from .representatives import RepresentativesForm


class AcceptForm(RepresentativesForm, SigningForm):
    """The place is taken: who comes to the training, and the papers signed."""

    signs_commitment = forms.BooleanField(
        label="We sign the commitment", error_messages={"required": "Tick the box to sign the commitment"}
    )
    signs_sharing = forms.BooleanField(
        label="We sign the information-sharing agreement",
        error_messages={"required": "Tick the box to sign the information-sharing agreement"},
    )
    note = forms.CharField(label="Anything we should know?", max_length=1500, required=False, widget=LongText(3))


class TurnDownForm(Form):
    """No, with a word why."""

    note = forms.CharField(
        label="Why not this year?",
        help_text="A word is enough. It helps us to ask again at a better time",
        max_length=1500,
        widget=LongText(3),
        error_messages={"required": "Enter a word why"},
    )
    told_how = forms.CharField(
        label="How did the school tell you?",
        help_text="For example, by telephone on Tuesday, the headteacher herself",
        max_length=200,
        widget=Text(30, autocomplete="off"),
    )

    def __init__(self, *args, on_behalf=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["told_how"]
