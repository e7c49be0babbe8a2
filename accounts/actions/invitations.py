"""Invites people, and lets them in once."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from audit.actions import record
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.actions import notify
from notifications.models import Message

from ..models import ROLE_LABELS, Invitation, User
from ..renaming import name_changed


@transaction.atomic
def invite_person(email, name="", *, by, job_title="", school=None, **roles):
    """The person with this address, invited if they have never signed in; roles given as true are added, none is taken away.

    Safe to call for somebody who already has an account: they keep it. Raises Refused for a disabled account. The `school` they
    are invited for stands beside the letter.
    """
    given = {role: True for role, holds in roles.items() if holds}
    if unknown := given.keys() - ROLE_LABELS.keys():
        raise TypeError(f"No role is called {', '.join(sorted(unknown))}")
    email = email.strip().lower()
    user, is_new = User.objects.get_or_create(
        email=email, defaults={"name": name.strip(), "job_title": job_title, **given}
    )
    if not user.is_active:
        raise Refused(f"The account of {user} is disabled. Ask the Virtual School to open it again.")
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif added := [role for role in given if not getattr(user, role)]:
        User.objects.filter(pk=user.pk).update(**dict.fromkeys(added, True))
        user.refresh_from_db(fields=added)
        record(by, "gave a role to", user, roles=[ROLE_LABELS[role] for role in added])
    if user.last_login is None:
        send_invitation(user, by=by, school=school)
    return user


@transaction.atomic
def invite_again(user, *, by):
    """Send a fresh link to somebody who has never signed in; the old ones stop working."""
    if user.last_login is not None:
        raise Refused(f"{user} has signed in already and needs no invitation.")
    if not user.is_active:
        raise Refused(f"The account of {user} is disabled. Enable it first.")
    last = Message.objects.filter(kind="invitation", recipient=user).order_by("pk").last()
    return send_invitation(user, by=by, school=last and last.school_key)


def send_invitation(user, *, by, school=None):
    """One open link at a time: make a new one and post it."""
    Invitation.objects.open(timezone.now()).filter(user=user).update(revoked_at=timezone.now())
    invitation = Invitation.objects.create(user=user, invited_by=by)
    record(by, "invited", user)
    notify(
        "invitation",
        user,
        about=invitation,
        occasion=f"invitation:{invitation.pk}",
        school=school,
        expires_at=invitation.expires_at,
    )
    return invitation


@transaction.atomic
def revoke_invitation(invitation, *, by):
    """Make an unused link worthless."""
    now = timezone.now()
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(revoked_at=now):
        raise StepNotAllowed(invitation, "revoke")
    invitation.revoked_at = now
    record(by, "withdrew the invitation of", invitation.user)


@transaction.atomic
def accept_invitation(invitation, *, name, password="", at):
    """Use up the link: the address is proved, the person has a name and perhaps a password. Returns the person."""
    if not Invitation.objects.open(at).filter(pk=invitation.pk, user__is_active=True).update(accepted_at=at):
        raise StepNotAllowed(invitation, "accept")
    user = invitation.user
    before, user.name = user.name, name
    if password:
        user.set_password(password)
    user.joined_at = at
    user.save(update_fields=["name", "password", "joined_at"])
    prove_address(user)
    record(user, "accepted the invitation of", user)
    name_changed(user, before)
    return user


def prove_address(user):
    """Note that the person reads mail at their address: single sign-on and password resets go by it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
