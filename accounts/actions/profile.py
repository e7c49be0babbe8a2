"""What people keep about themselves."""

import secrets

from django.db import transaction

from audit.actions import record

from ..renaming import name_changed


@transaction.atomic
def keep_profile(user, *, name, job_title, telephone, reminders_muted):
    """Save somebody's own name, job, telephone and whether reminders reach them."""
    before = user.name
    user.name, user.job_title, user.telephone, user.reminders_muted = name, job_title, telephone, reminders_muted
    user.save(update_fields=["name", "job_title", "telephone", "reminders_muted"])
    record(user, "changed the profile of", user)
    name_changed(user, before)


@transaction.atomic
def make_calendar_link(user):
    """A new secret address for the person's calendar; an older one stops working."""
    user.calendar_token = secrets.token_urlsafe(32)
    user.save(update_fields=["calendar_token"])
    record(user, "made a calendar link for", user)


@transaction.atomic
def revoke_calendar_link(user):
    """Make the calendar's address worthless."""
    user.calendar_token = ""
    user.save(update_fields=["calendar_token"])
    record(user, "revoked the calendar link of", user)
