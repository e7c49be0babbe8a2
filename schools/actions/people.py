"""The people of a school: invited, given another role, ended, succeeded; and the school's contact address and internal notes."""

from datetime import timedelta

from django.db import transaction

from accounts.actions import invite_person
from audit.actions import record
from kit.access import Refused
from kit.clock import today
from schools.models import InternalNote, Role, RoleKind, School

from ..succession import headteacher_followed
from .behalf import record_for_school

LAST = "Somebody has to write for the school. Invite the next person before this role ends."


@transaction.atomic
def invite_colleague(school, *, by, email, name, job_title, kind, starts_on=None):
    """Give a person a role at a school and, if they are new to the portal, send the invitation. The same again adds nothing."""
    user = invite_person(email, name, by=by, job_title=job_title, school=school)
    role, is_new = Role.objects.get_or_create(
        user=user, school=school, kind=kind, ends_on=None, defaults={"starts_on": starts_on or today()}
    )
    if is_new:
        record_for_school(by, f"named {user} {role.get_kind_display().lower()} of", school, school=school, role=role.pk)
        if kind == RoleKind.HEADTEACHER:
            headteacher_followed(role, by)
    return role


@transaction.atomic
def end_role(role, *, by, on):
    """End a role on its last day; everything done in it stays."""
    stays = Role.objects.current().writers().filter(school=role.school_id, ends_on=None).exclude(user=role.user_id)
    if not by.sees_every_school and role.kind != RoleKind.CONTRIBUTOR and not stays.exists():
        raise Refused(LAST)
    Role.objects.filter(pk=role.pk).update(ends_on=max(on, role.starts_on))
    role.ends_on = max(on, role.starts_on)
    record_for_school(by, f"ended the role of {role.user} at", role.school, school=role.school, role=role.pk)


@transaction.atomic
def change_role(role, *, by, kind, on):
    """From a day on, another role at the same school; the old one is kept with its dates."""
    if kind == role.kind:
        return role
    if role.kind != RoleKind.CONTRIBUTOR and not by.sees_every_school:
        writers = Role.objects.current().writers().filter(school=role.school_id, ends_on=None)
        if not writers.exclude(pk=role.pk).exists():
            raise Refused(LAST)
    if role.starts_on >= on:  # nothing of the old role has been lived: it was a slip
        Role.objects.filter(pk=role.pk).update(kind=kind)
        role.kind, changed = kind, role
    else:
        Role.objects.filter(pk=role.pk).update(ends_on=on - timedelta(days=1))
        changed, _ = Role.objects.get_or_create(
            user=role.user, school=role.school, kind=kind, ends_on=None, defaults={"starts_on": on}
        )
    record_for_school(
        by,
        f"named {role.user} {changed.get_kind_display().lower()} of",
        role.school,
        school=role.school,
        role=changed.pk,
    )
    if changed.kind == RoleKind.HEADTEACHER:
        headteacher_followed(changed, by)
    return changed


@transaction.atomic
def change_headteacher(school, *, by, email, name, on):
    """A new headteacher from a day on; the role of the one before ends the day before."""
    user = invite_person(email, name, by=by, job_title="Headteacher", school=school)
    before = Role.objects.filter(school=school, kind=RoleKind.HEADTEACHER, ends_on=None).exclude(user=user)
    for role in before:
        role.ends_on = max(on - timedelta(days=1), role.starts_on)
        role.save(update_fields=["ends_on"])
    role, is_new = Role.objects.get_or_create(
        user=user, school=school, kind=RoleKind.HEADTEACHER, ends_on=None, defaults={"starts_on": on}
    )
    record_for_school(by, f"named {user} headteacher of", school, school=school, role=role.pk)
    if is_new:
        headteacher_followed(role, by)
    return role


@transaction.atomic
def change_contact(school, *, by, email, checked_on):
    """Set the address that decisions go to, and the day somebody made sure of it."""
    before = school.contact_email
    School.objects.filter(pk=school.pk).update(contact_email=email, contact_checked_on=checked_on)
    school.contact_email, school.contact_checked_on = email, checked_on
    record(by, "checked the contact address of", school, changed=before != email)


@transaction.atomic
def add_internal_note(school, *, by, text):
    """Keep a note that nobody of the school ever reads."""
    note = InternalNote.objects.create(school=school, by=by, text=text)
    record(by, "wrote", note, school=school, internal=True)
    return note
