"""Forms of graduation, certificates and the practice library."""

from django import forms

from kit.clock import today
from kit.forms import Checkboxes, DateField, Form, LongText, Text


class GraduateForm(Form):
    """The day on which the ticked schools graduate."""

    on = DateField(
        label="Day of graduation",
        help_text="It prints on the certificates, which count from now on: today, or a day before.",
    )
    names_as_they_are = forms.BooleanField(label="Print the names as they are", required=False)

    def __init__(self, *args, unchecked=(), **kwargs):
        """`unchecked` are the schools among the ticked whose names nobody has checked: asked about once they are known."""
        super().__init__(*args, **kwargs)
        self.unchecked = [school.name for school in unchecked]
        if not self.unchecked and not self.data.get("names_as_they_are"):
            del self.fields["names_as_they_are"]

    def clean_on(self):
        """Nothing is awarded on a day that is still to come."""
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("Enter today or a day in the past")
        return on

    def clean(self):
        """Names are frozen by graduating: whoever goes past unchecked ones says so."""
        said = super().clean()
        if self.unchecked and not said.get("names_as_they_are"):
            schools = ", ".join(self.unchecked)
            self.add_error(
                "names_as_they_are",
                f"Nobody has checked the names of {schools}. Check them first, or tick that they print as they are",
            )
        return said


class ReasonForm(Form):
    """Why: kept on the record."""

    reason = forms.CharField(
        label="Reason", max_length=300, widget=LongText(rows=3), help_text="It stays on the record."
    )


class PresentationForm(Form):
    """When the school presented its work."""

    on = DateField(label="When did the school present?")


class NamesForm(Form):
    """How the names of a school and its representatives print on the certificates."""

    school_name = forms.CharField(label="Name of the school", max_length=150, widget=Text(30))
    why = forms.CharField(
        label="Your own why, in one sentence",
        max_length=240,
        required=False,
        widget=LongText(rows=2),
        help_text="It prints on the school’s certificate. Leave it empty if you would rather not.",
    )
    see_hear_feel = forms.CharField(
        label="What would a visitor see, hear and feel in your school today?",
        max_length=3000,
        required=False,
        widget=LongText(rows=5),
        help_text="You were asked this when you applied. Both answers are printed side by side in your portfolio.",
    )

    def __init__(self, data=None, *, holders=(), **kwargs):
        super().__init__(data, **kwargs)
        self.holders = {holder.pk: f"person_{holder.pk}" for holder in holders}
        for holder in holders:
            self.fields[f"person_{holder.pk}"] = forms.CharField(
                label=f"Name of {holder.name}",
                max_length=150,
                initial=holder.name_on_certificate or holder.name,
                widget=Text(30),
            )
            self.dress(f"person_{holder.pk}", self.fields[f"person_{holder.pk}"])

    @property
    def people(self):
        """The names by holder."""
        return {pk: self.cleaned_data[name] for pk, name in self.holders.items()}


THEMES = (
    "Whole-school ethos",
    "Key adults",
    "Emotion coaching",
    "Transitions",
    "Midday and playtimes",
    "Language and policy",
    "Working with families",
    "Staff wellbeing",
)


class EntryForm(Form):
    """A school's entry for the practice library."""

    title = forms.CharField(max_length=150, widget=Text(30))
    summary = forms.CharField(label="In a sentence or two", max_length=300, widget=LongText(rows=2))
    theme = forms.ChoiceField(choices=[("", "Choose a theme"), *((theme, theme) for theme in THEMES)])
    why = forms.CharField(label="Why you did it", max_length=2000, widget=LongText(rows=4))
    what_we_did = forms.CharField(label="What you did", max_length=4000, widget=LongText(rows=8))
    what_changed = forms.CharField(label="What changed", max_length=3000, widget=LongText(rows=5))
    what_did_not_work = forms.CharField(
        label="What did not work",
        max_length=2000,
        widget=LongText(rows=4),
        help_text="Other schools learn most from this.",
    )
    quote = forms.CharField(
        label="Somebody’s words",
        max_length=300,
        required=False,
        widget=LongText(rows=2),
        help_text="Never a child’s name.",
    )
    visits_welcome = forms.BooleanField(label="Other schools are welcome to visit", required=False)


class ConsentForm(Form):
    """What the school agrees to show. The papers stay in school."""

    agreed = forms.MultipleChoiceField(
        label="The school has consent for",
        required=False,
        choices=[
            ("school_named", "The school’s name with the entry"),
            ("images", "The images in it"),
            ("childrens_words", "Children’s words in it, without a name"),
        ],
        widget=Checkboxes(),
    )
    confirmed = forms.BooleanField(label="The signed papers are kept in school, and no child can be recognised")


class CommentForm(Form):
    """A word to the school."""

    comment = forms.CharField(label="What should change?", max_length=2000, widget=LongText(rows=4))


class LibraryFilter(Form):
    """The search of the public practice library."""

    mark_optional = False

    q = forms.CharField(label="Words", required=False, max_length=80, widget=Text())
    theme = forms.ChoiceField(required=False, choices=[("", "All themes"), *((theme, theme) for theme in THEMES)])
    phase = forms.ChoiceField(required=False)
    welcome = forms.BooleanField(label="Visits welcome", required=False)

    def __init__(self, data=None):
        from schools.models import Phase

        super().__init__(data)
        self.fields["phase"].choices = [("", "All phases"), *Phase.choices]
