"""What is asked for a list that people keep: a file, or its lines pasted."""

from django import forms

from kit.forms import Form, LongText

from .register import ENDINGS

LARGEST = 5 * 1024 * 1024
LONGEST = 500_000  # characters pasted


class ListForm(Form):
    """Many lines at once: pasted, or from a file."""

    mark_optional = False

    file = forms.FileField(
        label="Choose a CSV file or Excel workbook",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    text = forms.CharField(
        label="Paste the lines",
        help_text="Instead of a file: from a spreadsheet, with the line of headings.",
        required=False,
        strip=False,
        widget=LongText(rows=8),
    )

    def clean_file(self):
        """A table, and small enough for a list that people keep."""
        file = self.cleaned_data["file"]
        if file and not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("Choose a CSV file (.csv) or an Excel workbook (.xlsx)")
        if file and file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 5 MB. Leave out what does not belong to the list")
        return file

    def clean_text(self):
        """What fits into a page; no count beside the field, which nobody fills by hand."""
        text = self.cleaned_data["text"]
        if len(text) > LONGEST:
            raise forms.ValidationError("This is too long to paste. Choose the file instead")
        return text

    def clean(self):
        """One or the other, so that it is clear which counts."""
        said = super().clean()
        text, file = said.get("text", "").strip(), said.get("file")
        if not self.errors and not text and not file:
            self.add_error("file", "Choose a file, or paste the lines")
        elif not self.errors and text and file:
            self.add_error("text", "Either choose a file or paste the lines, not both")
        return said
