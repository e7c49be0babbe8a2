"""The letters of accounts: the invitation, and what signing in sends."""

from django.urls import reverse
from django.utils import timezone

from kit.wording import day
from notifications.kinds import Blank, Kind, page, register

from .models import Invitation


def not_used_yet(message):
    """An invitation is wanted until its link is used, withdrawn or too old."""
    return message.about is not None and message.about.is_open(timezone.now())


def invitations(user):
    """For previews: the newest invitations that somebody may see."""
    return Invitation.objects.visible_to(user).select_related("user", "invited_by")


register(
    Kind(
        "invitation",
        title="Invitation to the portal",
        subject="Your invitation to {{ programme }}",
        template="accounts/letters/invitation.txt",
        essential=True,
        wanted=not_used_yet,
        blanks={
            "invited_by": Blank("who invited the reader", lambda message: message.about.invited_by),
            "until": Blank("the last day on which the link works", lambda message: day(message.about.expires_at)),
            "link": Blank(
                "the reader’s own link",
                lambda message: page(reverse("accounts:accept_invitation", args=[message.about.token])),
                is_secret=True,
                must=True,
            ),
        },
        records=invitations,
        group="People and signing in",
        readers="everybody",
        rule="somebody invited you to the portal",
        extra={"secret": True},
    )
)

register(
    Kind(
        "sign_in_code",
        title="Sign-in letter",
        subject="{{ facts.subject }}",
        template="accounts/letters/sign_in_code.txt",
        essential=True,
        resend_uncertain=True,
        wanted=lambda message: bool(message.facts),
        rule="somebody asked to sign in with this address, or changed how it signs in",
        group="People and signing in",
        readers="everybody",
        extra={"secret": True},
    )
)
