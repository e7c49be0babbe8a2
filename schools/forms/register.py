"""What is asked to bring schools in: a file, or a setting typed by hand."""

from django import forms

from kit.forms import Form, Text
from schools.models import Phase
from schools.register import values

LARGEST_FILE = 100 * 1024 * 1024  # the whole of England is about 60 MB
ENDINGS = (".csv", ".txt", ".xlsx")


class TableFileForm(Form):
    """A file with a table in it; what is inside is judged when it is read."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": "Choose a file"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("Choose a CSV file (.csv) or an Excel workbook (.xlsx)")
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                "The file is larger than 100 MB. Download the register of one local authority only"
            )
        return file


class RegisterFileForm(TableFileForm):
    """The register, and which authority's schools to take from it."""

    la_code = forms.CharField(
        label="Local authority code",
        help_text="Three figures, such as 830. Other authorities’ schools in the file are left out. "
        "Leave it empty to bring in every school in England.",
        required=False,
        widget=Text(5, inputmode="numeric"),
    )
    field_order = ("file", "la_code")

    def clean_la_code(self):
        code = self.cleaned_data["la_code"].strip()
        if code and not (code.isascii() and code.isdecimal() and len(code) == 3):
            raise forms.ValidationError("Enter three figures, such as 830")
        return code


class SchoolForm(Form):
    """A setting the register does not know."""

    name = forms.CharField(label="Name", max_length=200)
    phase = forms.ChoiceField(label="Phase", choices=[("", "Choose a phase"), *Phase.choices])
    street = forms.CharField(label="Street", max_length=200, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False, widget=Text(20))
    postcode = forms.CharField(label="Postcode", max_length=10, required=False, widget=Text(10, autocomplete="off"))
    district = forms.CharField(label="District", max_length=100, required=False, widget=Text(20))
    telephone = forms.CharField(label="Telephone", max_length=40, required=False, widget=Text(20))
    contact_email = forms.EmailField(
        label="Contact address",
        help_text="Where letters to the headteacher go. Enter it only when you have checked that it is the setting’s own.",
        required=False,
    )

    def clean_postcode(self):
        postcode, fits = values.postcode(self.cleaned_data["postcode"])
        if not fits:
            raise forms.ValidationError("Enter a whole postcode, like SK13 1EQ")
        return postcode
