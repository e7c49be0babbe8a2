"""How allauth behaves here: by invitation only, letters through the outbox, secrets encrypted at rest."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.shortcuts import render

from kit.clock import now
from kit.context import programme


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs themselves up; mail of sign-in goes by the outbox, so that no request waits for a mail server."""

    def is_open_for_signup(self, request):
        """Accounts come from invitations."""
        return False

    def send_mail(self, template_prefix, email, context):
        """Queue the letter; its text is made now, because the code in it is known only now."""
        from .actions import queue_sign_in_letter

        message = self.render_mail(template_prefix, email, {"email": email, "programme": programme(), **context})
        queue_sign_in_letter(email, subject=message.subject, body=message.body)

    def pre_login(self, request, user, **kwargs):
        """Whoever was invited and never came in needs an invitation that is still open, by whichever door they come."""
        refusal = super().pre_login(request, user, **kwargs)
        if refusal or user.last_login or not user.invitations.exists() or user.invitations.open(now()).exists():
            return refusal
        clear_login(request)
        return render(request, "accounts/invitation_closed.html", {"invitation": None, "why": "expired"}, status=410)

    def post_login(self, request, user, **kwargs):
        """Note who came in and how."""
        from .actions import came_in

        methods = [record["method"] for record in get_authentication_records(request, user)]
        came_in(user, at=now(), how=", ".join(methods))
        return super().post_login(request, user, **kwargs)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Without "You have signed in as": the name stands in the header."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)


class InvitationOnlySocial(DefaultSocialAccountAdapter):
    """Single sign-on opens the door only for addresses that already have an account."""

    def is_open_for_signup(self, request, sociallogin):
        """Accounts come from invitations."""
        return False

    def is_auto_signup_allowed(self, request, sociallogin):
        """Accounts come from invitations."""
        return False

    def populate_user(self, request, sociallogin, data):
        """Only the address matters: it finds the account, which has a name of its own."""
        sociallogin.user.email = data.get("email") or ""
        return sociallogin.user


class EncryptedMFA(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted with a key derived from SECRET_KEY."""

    def _fernet(self):
        key = hashlib.sha256(b"accounts.mfa" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def generate_authenticator_name(self, user, type):
        """What a passkey is called until its owner calls it something."""
        others = user.authenticator_set.filter(type=type).count()
        return f"Passkey {others + 1}" if others else "Passkey"

    def encrypt(self, text):
        """The secret as it is stored."""
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """The secret as the check needs it."""
        return self._fernet().decrypt(encrypted_text.encode()).decode()
