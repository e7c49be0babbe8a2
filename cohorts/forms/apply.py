"""What an applicant, a headteacher and an offered school fill in."""

from django import forms

from kit.forms import Form, LongText, Text


class FindSchoolForm(Form):
    """One box for name, town, postcode or URN."""

    mark_optional = False

    q = forms.CharField(
        label="Find your school",
        help_text="Its name, town, postcode or URN",
        required=False,
        max_length=100,
        widget=Text(30, autocomplete="off"),
    )


class BeginForm(Form):
    """Who applies for the school."""

    name = forms.CharField(label="Your name", max_length=150, widget=Text(30, autocomplete="name"))
    email = forms.EmailField(label="Your work e-mail address", help_text="We send a code to it")


class CodeForm(Form):
    """Six figures from the letter."""

    code = forms.CharField(
        label="Code",
        help_text="Six figures, in the letter we sent you",
        widget=Text(10, autocomplete="one-time-code", inputmode="numeric"),
    )

    def clean_code(self):
        """Spaces and dashes do not matter."""
        code = "".join(c for c in self.cleaned_data["code"] if c not in " -")
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError("Enter the six figures of the code")
        return code


class FindApplicationForm(Form):
    """The address an application was begun with."""

    email = forms.EmailField(label="The e-mail address you began with")


class SignForm(Form):
    """The headteacher's name, as a signature."""

    name = forms.CharField(
        label="Your name", help_text="As you would sign", max_length=150, widget=Text(30, autocomplete="name")
    )


class WithdrawForm(Form):
    """Why an applicant takes the application back, if they like to say."""

    reason = forms.CharField(label="Would you like to tell us why?", max_length=300, required=False, widget=LongText(3))
