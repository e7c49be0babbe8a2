"""Forms of the school calendar."""

import re

from django import forms

from kit.forms import DateField, Form, LongText, Text

from .models import Term
from .reading import school_year

LARGEST = 1024 * 1024


class TermForm(Form):
    """One half-term."""

    name = forms.CharField(
        label="Name", help_text="For example, Autumn 1", max_length=60, widget=Text(20, autocomplete="off")
    )
    starts_on = DateField(label="First day of school")
    ends_on = DateField(label="Last day of school")
    year = forms.CharField(
        label="School year",
        help_text="Like 2026-27. Left empty, it follows from the first day",
        required=False,
        max_length=9,
        widget=Text(10),
    )

    def __init__(self, *args, term=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term

    def clean_year(self):
        """2026-27 or nothing."""
        year = self.cleaned_data["year"]
        if year and not re.fullmatch(r"20\d\d-\d\d", year):
            raise forms.ValidationError("Enter a school year like 2026-27")
        return year

    def clean(self):
        """In order, and not over another half-term."""
        found = super().clean()
        start, end = found.get("starts_on"), found.get("ends_on")
        if not (start and end):
            return found
        if end < start:
            self.add_error("ends_on", "The last day is before the first")
            return found
        others = Term.objects.covering(start, end).exclude(pk=self.term.pk if self.term else None)
        if other := others.first():
            self.add_error("starts_on", f"These days overlap with {other}")
        found["year"] = found.get("year") or school_year(start)
        return found


class HolidayForm(Form):
    """A day on which every school is shut."""

    day = DateField(label="Day")
    name = forms.CharField(max_length=80, widget=Text(20, autocomplete="off"))

    def __init__(self, *args, taken, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_day(self):
        """Each day once."""
        day = self.cleaned_data["day"]
        if self.taken.filter(day=day).exists():
            raise forms.ValidationError("This day is in the list already")
        return day


class TermsTableForm(Form):
    """Many half-terms: pasted, or from a file."""

    mark_optional = False

    text = forms.CharField(
        label="Paste the dates",
        help_text="From a spreadsheet or a web page. The first line names the columns: Name, Start, End",
        required=False,
        max_length=20000,
        widget=LongText(rows=8),
    )
    file = forms.FileField(
        label="Or choose a CSV file or Excel workbook",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self):
        """Small enough for a calendar."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB")
        return file

    def clean(self):
        """One or the other."""
        found = super().clean()
        if not self.errors and not found.get("text") and not found.get("file"):
            self.add_error("text", "Paste the dates, or choose a file")
        return found
