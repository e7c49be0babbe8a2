"""Writes, checks, publishes and withdraws a school's entry in the practice library."""

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from notifications.actions import notify
from schools.models import Role

from ..models import ENTRY_FLOW, Consent, Document, DocumentKind, DocumentState, PortfolioEntry


class ConsentMissing(Exception):
    """An entry without the school's consent, or one nobody has checked for anonymity, goes no further."""


@transaction.atomic
def start_entry(place, *, by):
    """The school's entry, empty; the one that is there already if somebody was quicker."""
    entry, is_new = PortfolioEntry.objects.get_or_create(place=place)
    if is_new:
        Consent.objects.create(entry=entry)
        record(by, "began", entry, on_behalf=by.sees_every_school)
    return entry


@transaction.atomic
def edit_entry(entry, *, by, seen, **texts):
    """Change the entry's texts; raises StepNotAllowed if somebody else saved meanwhile."""
    ENTRY_FLOW.take("revise", entry, seen=seen, touched_at=timezone.now(), **texts)
    record(by, "wrote on", entry, on_behalf=by.sees_every_school)


@transaction.atomic
def give_consent(entry, *, by, school_named, images, childrens_words):
    """The school says what may be shown; the signed papers stay in school."""
    Consent.objects.update_or_create(
        entry=entry,
        defaults={
            "school_named": school_named,
            "images": images,
            "childrens_words": childrens_words,
            "given_by": by,
            "given_at": timezone.now(),
            "withdrawn_at": None,
            "withdrawn_by": None,
        },
    )
    record(by, "gave consent for", entry)


@transaction.atomic
def withdraw_consent(entry, *, by, reason=""):
    """Take the entry from the library at once, and every document of the school that contains it."""
    Consent.objects.filter(entry=entry).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    if entry.state in ENTRY_FLOW.steps["withdraw"].sources:
        ENTRY_FLOW.take("withdraw", entry, withdrawn_reason=reason or "The school withdrew its consent")
    papers = Document.objects.filter(school=entry.place.school, kind=DocumentKind.PORTFOLIO, parameters__entry=entry.pk)
    papers.filter(state=DocumentState.READY).update(state=DocumentState.WITHDRAWN)
    record(by, "withdrew consent for", entry, on_behalf=by.sees_every_school, reason=reason)


@transaction.atomic
def submit_entry(entry, *, by):
    """Hand the entry to the programme lead; consent first."""
    if not Consent.objects.filter(entry=entry, given_at__isnull=False, withdrawn_at=None).exists():
        raise ConsentMissing
    ENTRY_FLOW.take("submit", entry)
    record(by, "submitted", entry, on_behalf=by.sees_every_school)


@transaction.atomic
def ask_for_changes(entry, *, by, comment):
    """Send it back with a word."""
    ENTRY_FLOW.take("ask_for_changes", entry, lead_comment=comment)
    record(by, "asked for changes to", entry)
    tell_school(entry, "entry_changes_requested", f"{timezone.now():%Y%m%d%H%M}")


@transaction.atomic
def check_anonymity(entry, *, by):
    """A named person has read it for anything that shows a child."""
    ENTRY_FLOW.take("check_anonymity", entry, anonymity_checked_by=by, anonymity_checked_at=timezone.now())
    record(by, "checked the anonymity of", entry)


@transaction.atomic
def approve_entry(entry, *, by):
    """Approve what was checked and consented to."""
    standing = Consent.objects.filter(entry=entry, given_at__isnull=False, withdrawn_at=None)
    if entry.anonymity_checked_at is None or not standing.exists():
        raise ConsentMissing
    ENTRY_FLOW.take("approve", entry)
    record(by, "approved", entry)


@transaction.atomic
def publish_entry(entry, *, by):
    """Put it into the public library."""
    if not Consent.objects.filter(entry=entry, given_at__isnull=False, withdrawn_at=None).exists():
        raise ConsentMissing
    ENTRY_FLOW.take("publish", entry, published_at=timezone.now())
    record(by, "published", entry)
    tell_school(entry, "entry_published", f"{entry.published_at:%Y%m%d%H%M}")


@transaction.atomic
def withdraw_entry(entry, *, by, reason=""):
    """Take it out of the library; the texts stay with the school."""
    ENTRY_FLOW.take("withdraw", entry, withdrawn_reason=reason)
    record(by, "withdrew", entry, on_behalf=by.sees_every_school, reason=reason)


def tell_school(entry, kind, moment):
    for role in Role.objects.current().writers().filter(school=entry.place.school).select_related("user"):
        notify(kind, role.user, about=entry, occasion=f"entry:{entry.pk}:{moment}:{role.user_id}")
