"""The settings of the programme: its name, look, contact and signature."""

from django import forms

from kit.files import LARGEST, NotAllowed, check_drawing, check_logo
from kit.forms import Form, LongText, Text

from ..programme import HEX, contrast

PAPER = "#f6f3ee"
ENOUGH = 4.5
LOGO_WITHIN = (480, 160)  # 40 px high in the header, sharp on a screen of three dots a pixel and on paper
SIGNATURE_WITHIN = (520, 118)  # 66 by 15 mm at 200 dots an inch: more is not seen on paper


class ProgrammeForm(Form):
    """Everything a council changes to make the portal its own."""

    name = forms.CharField(label="Name of the programme", max_length=80, widget=Text(autocomplete="off"))
    organisation = forms.CharField(
        label="Who runs it", help_text="For example, Ashenshire Virtual School", max_length=80
    )
    strapline = forms.CharField(max_length=160, required=False, widget=LongText(rows=2))
    contact_name = forms.CharField(label="Who answers questions", max_length=80, required=False)
    contact_email = forms.EmailField(label="E-mail address for questions", required=False)
    contact_telephone = forms.CharField(label="Telephone for questions", max_length=40, required=False, widget=Text(20))
    la_code = forms.CharField(
        label="Local authority code",
        help_text="Three figures, as in the DfE’s register. Derbyshire is 830",
        required=False,
        widget=Text(3, inputmode="numeric"),
    )
    signatory_name = forms.CharField(label="Their name", max_length=120, required=False)
    signatory_role = forms.CharField(label="Their role", max_length=120, required=False)
    brand = forms.CharField(
        label="Main colour",
        help_text="Header, buttons and marks, with white words on it",
        widget=Text(10, spellcheck=False),
    )
    brand_deep = forms.CharField(label="Deep colour", help_text="Headings", widget=Text(10, spellcheck=False))
    brand_tint = forms.CharField(
        label="Light colour", help_text="The ground of settled tags", widget=Text(10, spellcheck=False)
    )

    def clean_la_code(self):
        """Three figures or nothing."""
        code = self.cleaned_data["la_code"]
        if code and not (code.isascii() and code.isdigit() and len(code) == 3):
            raise forms.ValidationError("Enter three figures, like 830")
        return code

    def colour(self, name):
        """A colour as "#rrggbb"."""
        typed = self.cleaned_data[name].lower()
        value = typed if typed.startswith("#") else f"#{typed}"
        if not HEX.fullmatch(value):
            raise forms.ValidationError("Enter a colour as # and six figures or letters from a to f, like #1d5c63")
        return value

    def clean_brand(self):
        """Dark enough for white words on it, and for links on the page."""
        value = self.colour("brand")
        if min(contrast(value, "#ffffff"), contrast(value, PAPER)) < ENOUGH:
            raise forms.ValidationError("White words could not be read on this colour. Choose a darker one")
        return value

    def clean_brand_deep(self):
        """Dark enough for headings on the page."""
        value = self.colour("brand_deep")
        if contrast(value, PAPER) < 7:
            raise forms.ValidationError("Headings could not be read in this colour. Choose a darker one")
        return value

    def clean_brand_tint(self):
        """Light enough for dark words."""
        return self.colour("brand_tint")

    def clean(self):
        """The deep colour is written on the light one."""
        found = super().clean()
        if {"brand_deep", "brand_tint"} <= found.keys() and contrast(found["brand_deep"], found["brand_tint"]) < ENOUGH:
            self.add_error("brand_tint", "The deep colour could not be read on this one. Choose a lighter one")
        return found


class PictureForm(Form):
    """A picture of the programme's own; `upload` of what was sent is the picture as it will be kept."""

    def clean(self):
        """Decoded, made as small as it is shown, and written anew."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file:
            try:
                cleaned["upload"] = self.check(file.name, file.read(LARGEST + 1))
            except NotAllowed as why:
                self.add_error("file", str(why))
        return cleaned


class LogoForm(PictureForm):
    """The logo of whoever runs the programme."""

    file = forms.FileField(
        label="A picture of the logo",
        help_text="PNG, JPG, WebP or GIF, up to 10 MB. A PNG with a clear ground looks best.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": "image/*"}),
    )
    prefix = "logo"

    def check(self, name, content):
        """As it is shown."""
        return check_logo(name, content, within=LOGO_WITHIN)


class SignatureForm(PictureForm):
    """The hand of whoever signs."""

    file = forms.FileField(
        label="A picture of the signature",
        help_text="PNG, JPG, WebP or GIF, up to 10 MB. A dark pen on white paper, or a PNG with a clear ground, prints best.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": "image/*"}),
    )

    def check(self, name, content):
        """Cut to its ink."""
        return check_drawing(name, content, within=SIGNATURE_WITHIN)
