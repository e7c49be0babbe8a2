"""What signing in writes: the letter with the code, and the note that somebody came in."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from notifications.actions import notify

from ..models import Invitation, User
from .invitations import prove_address

LASTS = timedelta(minutes=15)  # a little longer than the code itself


def queue_sign_in_letter(email, subject, body):
    """Put a letter of sign-in into the outbox. Its text is fixed, since only now the code in it is known."""
    user = User.objects.filter(email__iexact=email).first()
    notify(
        "sign_in_code",
        user or email,
        about=user,
        occasion=f"sign-in:{uuid.uuid4()}",
        expires_at=timezone.now() + LASTS,
        subject=subject,
        body=body,
    )


@transaction.atomic
def came_in(user, *, at, how=""):
    """Note a sign-in; an invitation that was open is used by it, for its address is proved. Made-up people need no proof."""
    if Invitation.objects.open(at).filter(user=user).update(accepted_at=at) or user.is_demo:
        prove_address(user)
    record(user, "signed in", user, how=how)


@transaction.atomic
def end_session(session):
    """Sign somebody out in one browser."""
    session.end()
    record(session.user, "ended a session of", session.user)
