"""The forms of reading applications: criteria, who reads what, scores, a conflict of interest."""

from django import forms

from accounts.models import User
from kit.forms import Checkboxes, Form, LongText, Number, RecordsField, Segmented, Text

from ..models import Application
from ..models.review import MOST

LINES, SPARE = 10, 2
POINTS = [(str(points), str(points)) for points in range(MOST + 1)]
KEY = "0 not there, 1 a little, 2 in part, 3 well, 4 very well"


class CriterionLine(Form):
    """One criterion; a line without a name is left out."""

    mark_optional = False
    name = forms.CharField(max_length=80, required=False, widget=Text(30, autocomplete="off"))
    help = forms.CharField(label="What to look for", max_length=300, required=False, widget=LongText(2))
    weight = forms.IntegerField(
        label="Counts how often", min_value=1, max_value=5, initial=1, required=False, widget=Number(2)
    )

    def clean(self):
        """What to look for belongs to a name."""
        said = super().clean()
        if said.get("help") and not said.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter a name, or clear what to look for")
        return said


class CriteriaForm:
    """The lines of a cohort's criteria, with two to spare."""

    def __init__(self, data=None, *, criteria):
        number = min(max(len(criteria) + SPARE, 5), LINES)
        while (
            data is not None and number < LINES and f"{number + 1}-name" in data
        ):  # the page was older than the criteria
            number += 1
        start = [{"name": one.name, "help": one.help, "weight": one.weight} for one in criteria]
        start += [{}] * (number - len(start))
        self.lines = [CriterionLine(data, prefix=str(n), initial=given) for n, given in enumerate(start, 1)]

    def is_valid(self):
        """Every line by itself, and no name twice."""
        verdicts = [line.is_valid() for line in self.lines]  # each is asked, so that every error is shown
        if not all(verdicts):
            return False
        seen = set()
        for line in self.lines:
            name = line.cleaned_data["name"].lower()
            if name and name in seen:
                line.add_error("name", "Another criterion is called that. Enter another name")
                return False
            seen.add(name)
        return True

    @property
    def criteria(self):
        """What the action takes."""
        said = [line.cleaned_data for line in self.lines if line.cleaned_data["name"]]
        return [{"name": one["name"], "help": one["help"], "weight": one["weight"] or 1} for one in said]


class GiveForm(Form):
    """Which applications go to whom."""

    mark_optional = False
    applications = RecordsField(
        Application.objects.none(),
        label="Applications",
        widget=Checkboxes(),
        error_messages={"required": "Tick the applications to give", "invalid_choice": "Tick applications in the list"},
    )
    reviewers = RecordsField(
        User.objects.none(),
        label="Who reads them?",
        widget=Checkboxes(),
        error_messages={"required": "Tick at least one reviewer", "invalid_choice": "Tick reviewers in the list"},
    )

    def __init__(self, data=None, *, applications, reviewers):
        super().__init__(data)
        self.fields["applications"].queryset = applications
        self.fields["reviewers"].queryset = reviewers


class ShareForm(Form):
    """How many readers each application gets."""

    each = forms.IntegerField(
        label="Readers for each application", min_value=1, max_value=5, initial=2, widget=Number(2)
    )


class ScoreForm(Form):
    """Points and a note for every criterion of a cohort."""

    mark_optional = False

    def __init__(self, data=None, *, criteria, scores=()):
        given = {score.criterion_id: score for score in scores}
        super().__init__(data)
        self.criteria = list(criteria)
        for one in self.criteria:
            score = given.get(one.pk)
            weight = f" It counts {one.times}." if one.weight > 1 else ""
            points = forms.TypedChoiceField(
                label=one.name,
                help_text=f"{one.help.rstrip('.')}.{weight}" if one.help else weight.strip(),
                choices=POINTS,
                coerce=int,
                widget=Segmented(),
                initial=str(score.points) if score else None,
                error_messages={"required": "Choose 0 to 4", "invalid_choice": "Choose 0 to 4"},
            )
            note = forms.CharField(
                label=f"Note on {one.name}",
                max_length=1500,
                required=False,
                widget=LongText(2),
                initial=score.note if score else "",
            )
            for name, field in ((f"points_{one.pk}", points), (f"note_{one.pk}", note)):
                self.fields[name] = field
                self.dress(name, field)

    @property
    def pairs(self):
        """The two fields of each criterion, as the page shows them."""
        return [(self[f"points_{one.pk}"], self[f"note_{one.pk}"]) for one in self.criteria]

    @property
    def scores(self):
        """What the action takes."""
        said = self.cleaned_data
        return {one.pk: (said[f"points_{one.pk}"], said[f"note_{one.pk}"]) for one in self.criteria}


class ConflictForm(Form):
    """Why somebody else should read it."""

    why = forms.CharField(
        label="What is it?",
        help_text="A few words for the programme lead, for example “My sister teaches there”",
        max_length=300,
        widget=Text(autocomplete="off"),
    )
