"""The forms of INSET days: a school's own as lines, those of many schools as a table."""

from django import forms

from kit.forms import Form, LongText
from schools.inset_reading import read_lines, read_table, read_text

LARGEST = 1024 * 1024


class InsetDaysForm(Form):
    """A school's days, a line each."""

    lines = forms.CharField(
        label="INSET days",
        help_text="One day on each line: the date, then what it is for if you like. For example, 5/1/2027 Safeguarding",
        max_length=4000,
        widget=LongText(rows=5),
    )

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.school, self.rows = school, []

    def clean_lines(self):
        """Every line is a day, or says why not."""
        read = read_lines(self.school, self.cleaned_data["lines"])
        if read.errors:
            raise forms.ValidationError([f"Line {line}: {sentence}" for line, sentence in read.errors])
        self.rows = read.rows
        return self.cleaned_data["lines"]


class InsetTableForm(Form):
    """Many schools' days: pasted, or from a file."""

    mark_optional = False
    file = forms.FileField(
        label="A CSV file or Excel workbook",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label="Or paste the lines",
        help_text="The first line names the columns: URN, Date, Label",
        required=False,
        max_length=300000,
        widget=LongText(rows=6),
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
            self.add_error("file", "Choose a file, or paste the lines")
        return found

    def read(self):
        """What it says."""
        given = self.cleaned_data
        return read_table(given["file"]) if given["file"] else read_text(given["text"])
