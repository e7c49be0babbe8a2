"""The forms of what makes a training day ready: materials, and what people need."""

from django import forms

from cohorts.models import SeatHolder
from kit.files import ALLOWED, LARGEST, NotAllowed, check_upload
from kit.forms import DateField, Form, Text


class ChangeMaterialForm(Form):
    """What is said of a material."""

    title = forms.CharField(label="What is it?", max_length=120, widget=Text(30))
    is_before = forms.BooleanField(label="To be read before the day", required=False)
    visible_from = DateField(
        label="From which day do schools see it?", help_text="Left empty, they see it at once.", required=False
    )


class MaterialForm(ChangeMaterialForm):
    """A file or a link."""

    file = forms.FileField(
        label="A file",
        required=False,
        help_text=f"{ALLOWED.capitalize()}, up to 10 MB.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
    )
    url = forms.URLField(label="Or a link", required=False, max_length=500, assume_scheme="https", widget=Text(30))
    field_order = ("title", "file", "url", "is_before", "visible_from")

    def clean(self):
        """One of the two; a file is checked for what it really is."""
        said = super().clean()
        file, url = said.get("file"), said.get("url")
        if file and url:
            self.add_error("url", "Choose a file or enter a link, not both")
        elif not file and not url and not ({"file", "url"} & set(self.errors)):
            self.add_error("file", "Choose a file, or enter a link")
        elif file:
            try:
                said["upload"] = check_upload(file.name, file.read(LARGEST + 1))
            except NotAllowed as why:
                self.add_error("file", str(why))
        return said

    @property
    def facts(self):
        """What the action keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class NeedsForm(Form):
    """What one person needs at a training day."""

    holder = forms.ModelChoiceField(SeatHolder.objects.none(), label="For whom?", empty_label="Choose a person")
    food = forms.CharField(
        label="What can’t you eat, or what do you eat?",
        help_text="For example, vegetarian, no nuts. Leave it empty if you eat everything.",
        max_length=200,
        required=False,
        widget=Text(),
    )
    access = forms.CharField(
        label="What do you need to get in and take part?",
        help_text="For example, no stairs, a seat near the front, a hearing loop.",
        max_length=200,
        required=False,
        widget=Text(),
    )
    for_the_year = forms.BooleanField(label="Say the same for the other days ahead", required=False, initial=True)
    mark_optional = False

    def __init__(self, *args, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders
        self.fields["holder"].label_from_instance = lambda holder: f"{holder.name}, {holder.seat.place.school.name}"
