"""Whom neither the portal nor its mail reaches: never signed in, or mail refused."""

from notifications.models import Message

from .models import User


def with_refusals(people):
    """Give each of several people `refusal`, the last letter that their address refused, or None; one query."""
    refusals = Message.objects.refusals_at([person.email for person in people])
    for person in people:
        person.refusal = refusals.get(person.email.lower())
    return people


def never_signed_in():
    """People with an account who have not used it yet, those who have waited longest first."""
    return User.objects.active().filter(last_login=None).order_by("joined_at", "pk")


def refused_letters():
    """The last letter refused at each address that mail does not reach, newest first."""
    found = {}
    for message in Message.objects.bounced().select_related("recipient"):
        found.setdefault(message.address, message)
    return list(found.values())


def not_reached_count():
    """How many addresses and people are not reached, for the link to their list."""
    return never_signed_in().count() + Message.objects.bounced().order_by().values("address").distinct().count()
