"""Forms that people fill in about themselves: joining, and their own profile."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from kit.forms import Form, Text


class JoinForm(Form):
    """The first visit: a name, and a password for those who want one."""

    name = forms.CharField(
        label="Your name", help_text="As you would like it to be read", max_length=150, widget=Text(autocomplete="name")
    )
    password = forms.CharField(
        label="Choose a password (optional)",
        help_text="At least 12 characters. Without one, we send you a code each time you sign in.",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        """Held to the same rules as everywhere."""
        password = self.cleaned_data["password"]
        if password:
            validate_password(password, self.user)
        return password


class ProfileForm(Form):
    """What somebody keeps about themselves."""

    name = forms.CharField(label="Your name", max_length=150, widget=Text(autocomplete="name"))
    job_title = forms.CharField(
        label="Job title", max_length=120, required=False, widget=Text(autocomplete="organization-title")
    )
    telephone = forms.CharField(
        help_text="Seen by the Virtual School only",
        max_length=40,
        required=False,
        widget=Text(20, autocomplete="tel", attrs={"type": "tel"}),
    )
    reminders_muted = forms.BooleanField(
        label="Do not send me reminders",
        help_text="Decisions, changes to a date and cancellations still reach you.",
        required=False,
    )
