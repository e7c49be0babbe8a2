"""The form on which people choose which letters reach them."""

from django import forms
from django.utils.text import slugify

from kit.forms import Checkboxes, Form


class ChooseLettersForm(Form):
    """A group of boxes for each part of the programme: ticked is what reaches this person."""

    mark_optional = False

    def __init__(self, *args, choices, **kwargs):
        """`choices` are `muting.Choice`s."""
        super().__init__(*args, **kwargs)
        self.offered = [choice.name for choice in choices]
        groups = {}
        for choice in choices:
            groups.setdefault(choice.group, []).append(choice)
        for group, theirs in groups.items():
            name = f"wanted_{slugify(group)}"
            self.fields[name] = forms.MultipleChoiceField(
                label=group,
                choices=[(choice.name, choice.title) for choice in theirs],
                initial=[choice.name for choice in theirs if choice.is_wanted],
                required=False,
                widget=Checkboxes(hints={choice.name: choice.words for choice in theirs}),
            )
            self.dress(name, self.fields[name])

    @property
    def stopped(self):
        """The kinds that are not ticked."""
        wanted = {name for names in self.cleaned_data.values() for name in names}
        return [name for name in self.offered if name not in wanted]
