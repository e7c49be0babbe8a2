"""Which letters people have stopped, and the link with which they choose: signed, so that it works without an account."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Max, Q
from django.urls import reverse

from kit.wording import day_long

from .kinds import kinds
from .models import Message, MessageState, StoppedLetters

SIGNER = signing.Signer(salt="notifications.stop")


def stop_path(address, names=()):
    """The page on which letters to this mail address are stopped; `names` are what one click stops."""
    return reverse("notifications:stop_letters", args=[SIGNER.sign_object([address.lower(), sorted(names)])])


def behind(token):
    """(mail address, names of the kinds) behind a link, or None where it is not ours."""
    try:
        address, names = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return address, [name for name in names if name in kinds and not kinds[name].essential]


def person_at(address):
    """Whose address it is, or None where they have no account."""
    return get_user_model().objects.filter(email=address.lower()).first()


@dataclass(frozen=True)
class Choice:
    """A kind of letter that somebody may stop."""

    name: str
    title: str
    group: str
    words: str
    is_wanted: bool


def choices_for(address, user, named=()):
    """What this person may stop: the kinds that concern them by what they are, and those that have come."""
    theirs = Q(address=address.lower()) | Q(recipient=user) if user else Q(address=address.lower())
    sent = (
        Message.objects.filter(theirs, state=MessageState.SENT).order_by().values("kind").annotate(last=Max("sent_at"))
    )
    last = {row["kind"]: row["last"] for row in sent}
    stopped = set(StoppedLetters.objects.of(address, user).values_list("kind", flat=True))
    readers = readers_like(user)
    found = [
        Choice(
            name,
            kind.title,
            kind.group,
            f"Sent because {kind.rule}. "
            + (f"Last sent {day_long(last[name])}." if name in last else "Not sent to you yet."),
            name not in stopped,
        )
        for name, kind in kinds.items()
        if not kind.essential and (kind.readers in readers or name in last or name in stopped or name in named)
    ]
    return sorted(found, key=lambda choice: (choice.group, choice.title))


def readers_like(user):
    """Whose letters concern this person."""
    if user is None:
        return ()
    if user.is_virtual_school:
        return ("office", "lead") if user.is_programme_lead else ("office",)
    return ("school",)
