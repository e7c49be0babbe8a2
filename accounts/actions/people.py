"""Changes what people are and may do; takes effect on their next request."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from audit.actions import record
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.models import Message

from ..handover import NOBODY, work_of
from ..models import ROLE_LABELS, Invitation, User
from ..renaming import name_changed
from .invitations import send_invitation


@transaction.atomic
def change_person(person, *, by, name, job_title, telephone, **roles):
    """Set a person's name and roles in the Virtual School."""
    before = {role for role in ROLE_LABELS if getattr(person, role)}
    after = {role for role in ROLE_LABELS if roles.get(role)}
    stays = {"is_programme_lead", "is_administrator"}
    if person.pk == by.pk and (before & stays) and not (after & stays):
        raise Refused("You cannot take your own place away. Ask another lead or administrator.")
    if person.pk == by.pk and "is_programme_lead" in after - before:
        raise Refused("You cannot make yourself a programme lead. Ask a lead.")
    was_called = person.name
    for field, value in {"name": name, "job_title": job_title, "telephone": telephone}.items():
        setattr(person, field, value)
    for role in ROLE_LABELS:
        setattr(person, role, role in after)
    person.save(update_fields=["name", "job_title", "telephone", *ROLE_LABELS])
    record(
        by,
        "changed the account of",
        person,
        given=[ROLE_LABELS[role] for role in ROLE_LABELS if role in after - before],
        taken=[ROLE_LABELS[role] for role in ROLE_LABELS if role in before - after],
    )
    name_changed(person, was_called)


@transaction.atomic
def change_address(person, *, by, email):
    """Put right the address of somebody who has never signed in, and invite them there; links sent before stop working.

    Whoever has signed in changes it themselves: with the address goes the account.
    """
    email, before = email.strip().lower(), person.email
    if person.last_login is not None:
        raise Refused(f"{person} has signed in and changes the address on their own account page.")
    if not person.is_active:
        raise Refused(f"The account of {person} is disabled. Enable it first.")
    if User.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused("Somebody else has an account with this address.")
    EmailAddress.objects.filter(user=person).delete()
    person.email = email
    person.save(update_fields=["email"])
    record(by, "changed the address of", person, before=before, after=email)
    last = Message.objects.filter(kind="invitation", recipient=person).order_by("pk").last()
    send_invitation(person, by=by, school=last and last.school_key)


@transaction.atomic
def disable_person(person, *, by):
    """Shut the account at once: every session ends, open invitations close. Nothing the person wrote is touched.

    Refused while work still stands with the person: it is handed over first.
    """
    if person.pk == getattr(by, "pk", None):
        raise Refused("You cannot disable your own account. Ask another lead or administrator.")
    if work := work_of(person):
        raise Refused(f"Work still stands with {person}: {work[0].words}. Hand it over first.")
    now = timezone.now()
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False, disabled_at=now):
        raise StepNotAllowed(person, "disable")
    person.is_active, person.disabled_at = False, now
    Invitation.objects.open(now).filter(user=person).update(revoked_at=now)
    for session in UserSession.objects.filter(user=person):
        session.end()
    record(by, "disabled the account of", person)


@transaction.atomic
def enable_person(person, *, by):
    """Open a disabled account again, with the roles it had."""
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True, disabled_at=None):
        raise StepNotAllowed(person, "enable")
    person.is_active, person.disabled_at = True, None
    record(by, "enabled the account of", person)


@transaction.atomic
def hand_over(person, *, by, to=None, takers=None, disable=False):
    """Pass everything that stands with a person to others, in one act; returns what was passed on, in words.

    `takers` says for each kind of work, by its key, who takes it over, or NOBODY where it may end; `to` takes all the rest.
    """
    takers, moved, names = takers or {}, [], []
    for work in work_of(person):
        taker = takers.get(work.key) or to
        check_taker(work, taker, person)
        if taker == NOBODY:
            work.end(by)
        else:
            work.move(taker, by)
        moved.append(work.words)
        names.append("nobody" if taker == NOBODY else str(taker))
    record(
        by,
        "handed over the work of",
        person,
        to=", ".join(dict.fromkeys(names)),
        work=[f"{words}: {name}" for words, name in zip(moved, names, strict=True)],
    )
    if disable:
        disable_person(person, by=by)
    return moved


def check_taker(work, taker, person):
    """Refused where nobody is named, or somebody who cannot take this work over."""
    if taker is None:
        raise Refused(f"Say who takes this over: {work.words}.")
    if taker == NOBODY:
        if work.end is None:
            raise Refused(f"Somebody has to take this over: {work.words}.")
        return
    if taker.pk == person.pk:
        raise Refused("Choose somebody else to take over.")
    if not taker.is_active:
        raise Refused(f"The account of {taker} is disabled. Choose somebody else.")
    if not work.people.filter(pk=taker.pk).exists():
        raise Refused(f"{taker} cannot take this over: {work.words}.")
