"""The form that says a gap task is done."""

from django import forms

from cohorts.models import Place, Seat
from kit.forms import Form, LongText, Radios


class GapTaskForm(Form):
    """Who did it, and a line about it."""

    place = forms.ModelChoiceField(Place.objects.none(), widget=forms.HiddenInput)
    seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label="Who has done it?",
        required=False,
        blank=True,
        empty_label="The school together",
        widget=Radios(),
    )
    line = forms.CharField(
        label="A line about it",
        max_length=300,
        widget=LongText(2),
        help_text="What did you do, and what did you notice? No child’s name, please.",
        error_messages={"required": "Say in a line what was done"},
    )
    mark_optional = False

    def __init__(self, *args, place, holders, **kwargs):
        """`holders` are those of today; only the seats of this school can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.filter(pk=place.pk)
        self.initial.setdefault("place", place.pk)
        names = {holder.seat_id: holder.name for holder in holders}
        self.fields["seat"].queryset = Seat.objects.filter(pk__in=names)
        self.fields["seat"].label_from_instance = lambda seat: names[seat.pk]
