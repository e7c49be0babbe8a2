"""Forms of those who manage people: invite, filter, change, hand over."""

from django import forms

from kit.forms import Checkboxes, Form, Text

from .. import belonging
from ..handover import NOBODY, staff
from ..models import ROLE_LABELS, PersonState, User

ROLE_HINTS = {
    "is_programme_lead": "Everything in the programme: registers, plans, places, graduation",
    "is_administrator": "People, imports, exports, letters and settings",
    "is_adviser": "Reads the schools assigned to them, logs visits, takes registers",
    "is_observer": "Reads boards, reports and what they rest on, never internal notes; changes nothing",
    "is_reviewer": "Reads and scores the applications given to them, never of a school of their own, and nothing else",
}


def roles_field(**options):
    """The roles of the Virtual School as tick boxes."""
    return forms.MultipleChoiceField(choices=list(ROLE_LABELS.items()), widget=Checkboxes(hints=ROLE_HINTS), **options)


class PeopleFilter(Form):
    """Search and filters of the list of people."""

    mark_optional = False

    q = forms.CharField(label="Name, address or job", required=False, widget=Text(autocomplete="off"))
    role = forms.ChoiceField(required=False)
    state = forms.ChoiceField(choices=[("", "Any"), *PersonState.choices], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = [(key, holding.label) for key, holding in belonging.holdings().items()]
        self.fields["role"].choices = [("", "Any"), *ROLE_LABELS.items(), *held]

    def choose(self, people, at):
        """The people that the filters ask for; what makes no sense is ignored."""
        self.is_valid()
        asked = self.cleaned_data
        people = people.search(asked.get("q", ""))
        if role := asked.get("role"):
            people = (
                people.filter(**{role: True})
                if role in ROLE_LABELS
                else people.filter(belonging.holdings()[role].holders)
            )
        return people.in_state(asked["state"], at) if asked.get("state") else people


class AddressForm(Form):
    """The right address of somebody who has never signed in."""

    email = forms.EmailField(label="The right e-mail address", max_length=254)


class InviteForm(Form):
    """Bring somebody of the Virtual School, or a reviewer, to the portal."""

    name = forms.CharField(max_length=150, widget=Text(autocomplete="off"))
    email = forms.EmailField(label="E-mail address", max_length=254)
    job_title = forms.CharField(max_length=120, required=False, widget=Text(autocomplete="off"))
    roles = roles_field(label="What will they do?", error_messages={"required": "Choose at least one role"})


class PersonForm(Form):
    """A person's name and what they may do in the Virtual School."""

    name = forms.CharField(max_length=150, widget=Text(autocomplete="off"))
    job_title = forms.CharField(max_length=120, required=False, widget=Text(autocomplete="off"))
    telephone = forms.CharField(max_length=40, required=False, widget=Text(20, autocomplete="off"))
    roles = roles_field(label="Roles in the programme", required=False)


class HandOverForm(Form):
    """Who takes each kind of work over, or one person for all of it; and whether the account is shut afterwards."""

    mark_optional = False

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who takes over?",
        help_text="Everything below for which nobody else is chosen goes to this person",
        empty_label="Choose for each part below",
        required=False,
    )
    disable = forms.BooleanField(label="Disable the account afterwards", required=False)

    def __init__(self, *args, person, works, may_disable, **kwargs):
        super().__init__(*args, **kwargs)
        self.works = works
        self.fields["to"].queryset = staff().exclude(pk=person.pk)
        self.choices = {}
        for work in works:
            people = {str(one.pk): one for one in work.people.exclude(pk=person.pk)}
            self.choices[work.key] = people | ({NOBODY: NOBODY} if work.end else {})
            nobody_yet = "The person chosen above" if work.takers is None else "Choose who"
            offered = [("", nobody_yet), *((pk, str(one)) for pk, one in people.items())]
            field = forms.ChoiceField(
                label="Who takes it over?",
                choices=[*offered, (NOBODY, work.end_words)] if work.end else offered,
                required=False,
            )
            self.fields[f"to-{work.key}"] = field
            self.dress(f"to-{work.key}", field)
        if works and all(work.takers is not None for work in works):
            del self.fields["to"]  # one person of the Virtual School would take over none of it
        if not may_disable:
            del self.fields["disable"]

    def clean(self):
        """Somebody for everything, who can do it."""
        found = super().clean()
        everything = found.get("to")
        for work in self.works:
            name = f"to-{work.key}"
            if name in self.errors or found.get(name):
                continue
            if everything is None:
                self.add_error(name, f"Choose who takes this over: {work.words}")
            elif str(everything.pk) not in self.choices[work.key]:
                self.add_error(name, f"{everything} cannot take this over. Choose somebody of the list: {work.words}")
        return found

    @property
    def takers(self):
        """Who was chosen for each kind of work, by its key."""
        chosen = {work.key: self.cleaned_data.get(f"to-{work.key}") for work in self.works}
        return {key: self.choices[key][pk] for key, pk in chosen.items() if pk}

    @property
    def lines(self):
        """Each kind of work with the field that belongs to it."""
        return [(work, self[f"to-{work.key}"]) for work in self.works]
