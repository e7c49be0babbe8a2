"""The forms behind sign-in, in the portal's words: passwords, codes and passkeys."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

WORDS = {
    "email": "E-mail address",
    "oldpassword": "The password you have now",
    "password": "Password",
    "password1": "New password",
    "password2": "The same again",
    "code": "Code",
    "name": "Name",
    "passwordless": "Sign me in with it alone",
}


class Plain:
    """Labels and faults in our words, nothing written into the boxes, and the rules said once on the page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            words = str(field.label)
            field.error_messages["required"] = f"Enter {words[:1].lower()}{words[1:]}"


class ChangeEmail(Plain, account.AddEmailForm):
    """Another address, which has to be confirmed by a letter."""


class ChangePassword(Plain, account.ChangePasswordForm):
    """A new password instead of the old."""


class SetPassword(Plain, account.SetPasswordForm):
    """A first password."""


class ResetPassword(Plain, account.ResetPasswordForm):
    """The address to which the link goes."""


class ResetPasswordByLink(Plain, account.ResetPasswordKeyForm):
    """A new password by the link of a letter."""


class ConfirmSignInCode(Plain, account.ConfirmLoginCodeForm):
    """The code of the letter."""


class SayAgain(Plain, account.ReauthenticateForm):
    """The password once more, before sign-in is changed."""


class SecondStep(Plain, mfa.AuthenticateForm):
    """The figures of the app, or a recovery code."""


class SecondStepAgain(Plain, mfa.ReauthenticateForm):
    """The same once more, before sign-in is changed."""


class SetUpApp(Plain, totp.ActivateTOTPForm):
    """The first figures of an app."""


class AddPasskey(Plain, webauthn.AddWebAuthnForm):
    """A passkey with a name; by itself it is enough, unless somebody would rather keep it as a second step."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields[
            "passwordless"
        ].help_text = (
            "No password and no code by mail. The device then always asks for your fingerprint, your face or its code."
        )


class RenamePasskey(Plain, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""
