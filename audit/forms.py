"""The filters of the record, and the reason for taking something out of sight."""

from django import forms

from kit.forms import Form, LongText, Text


class RecordFilter(Form):
    """Whose acts, at which school, on what."""

    mark_optional = False

    q = forms.CharField(label="What", required=False, widget=Text(autocomplete="off"))
    person = forms.CharField(label="Who", required=False, widget=Text(autocomplete="off"))
    school = forms.CharField(label="School", required=False, widget=Text(autocomplete="off"))


class OutOfSightForm(Form):
    """Why something is hidden: the person who wrote it may ask."""

    reason = forms.CharField(
        label="Why is it taken out of sight?",
        help_text="Kept on the record. Do not repeat what should not be read.",
        max_length=300,
        widget=LongText(rows=3),
    )
