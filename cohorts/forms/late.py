"""What the lead fills in to let a school in after the window."""

from django import forms

from kit.forms import DateField, Form, LongText, Radios, Text
from schools.models import School


class LateForm(Form):
    """Which school, who writes for it, why so late, and until when."""

    school = forms.ModelChoiceField(
        School.objects.none(), widget=Radios(), error_messages={"required": "Choose a school"}
    )
    name = forms.CharField(label="Who writes the application?", max_length=150, widget=Text(30, autocomplete="off"))
    email = forms.EmailField(
        label="Their work e-mail address",
        help_text="A code proves it, as for everybody. A draft that was begun keeps the person who began it",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Why is it let in late?", help_text="For the Virtual School alone", max_length=300, widget=LongText(2)
    )
    until = DateField(label="It can be sent until the end of")

    def __init__(self, data=None, *, shown, begun, on):
        super().__init__(data)
        self.on = on
        field = self.fields["school"]
        field.queryset = School.objects.open()
        field.widget.choices = [(one.pk, one.name) for one in shown]
        field.widget.hints = {
            one.pk: "A draft was begun and not sent"
            if one.pk in begun
            else ", ".join(filter(None, (one.town, one.get_phase_display())))
            for one in shown
        }

    def clean_until(self):
        """A day still to come, or today."""
        day = self.cleaned_data["until"]
        if day and day < self.on:
            raise forms.ValidationError("Enter today or a later day")
        return day
