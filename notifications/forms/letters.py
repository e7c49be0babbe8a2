"""The filters of the log of letters."""

from django import forms

from audit.naming import keys_of
from kit.forms import Form, Text

from ..kinds import kinds
from ..models import MessageState


class LettersFilter(Form):
    """Which kind, how they stand, which school."""

    mark_optional = False

    q = forms.CharField(label="Address or name", required=False, widget=Text(autocomplete="off"))
    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(choices=[("", "Any"), *MessageState.choices], required=False)
    school = forms.CharField(required=False, widget=Text(autocomplete="off"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = sorted(((name, kind.title) for name, kind in kinds.items()), key=lambda pair: pair[1])
        self.fields["kind"].choices = [("", "Any"), *known]

    def choose(self, letters):
        """The letters that the filters ask for; what makes no sense is ignored."""
        self.is_valid()
        asked = self.cleaned_data
        letters = letters.search(asked.get("q", ""))
        for name in ("kind", "state"):
            if asked.get(name):
                letters = letters.filter(**{name: asked[name]})
        return letters.filter(school_key__in=keys_of(asked["school"])) if asked.get("school") else letters


class ReleaseForm(Form):
    """What becomes of the letters that wait."""

    what = forms.ChoiceField(
        label="What should happen to the letters that wait?",
        choices=[
            ("send", "Send them: none of them has gone before"),
            ("drop", "Do not send them: only letters from now on go out"),
        ],
        widget=forms.RadioSelect,
    )
