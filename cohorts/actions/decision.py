"""Holds decisions and releases them together; offers places. Places are counted under a lock of the cohort's row."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from kit.access import Refused
from kit.wording import local
from notifications.actions import notify

from ..intake import first_reserve, free_places, last_rank, recipients, release_of
from ..models import APPLICATION_FLOW, COHORT_FLOW, Application, Cohort, Decision

FULL = "Every place is taken or on offer. When one comes free, the first reserve can be offered it."


def locked(cohort):
    """The cohort with its row locked: whoever counts its places waits here."""
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


def deadline(at, days):
    """The end of the day in London, so many days on."""
    last = local(at).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))


@transaction.atomic
def release_decisions(cohort, *, by, letters, at):
    """Send every held decision, together and once. `letters` is how many the lead was told would go; Refused if it differs."""
    cohort = locked(cohort)
    release = release_of(cohort)
    if release.obstacle:
        raise Refused(f"Nothing was sent. {release.obstacle}")
    if letters != release.letters:
        raise Refused(
            f"Nothing was sent. {release.letters} letters would go now, not {letters}. Look at the preview again."
        )
    COHORT_FLOW.take("release", cohort)
    for application in release.offers:
        offer(application, cohort, by=by, at=at)
    next_rank = last_rank(cohort)
    Application.objects.filter(pk__in=[one.pk for one in release.reserves]).update(reserve_rank=None)
    for number, application in enumerate(release.reserves, 1):
        rank = next_rank + number
        APPLICATION_FLOW.take("reserve", application, reserve_rank=rank, released_at=at)
        record(by, "put on the reserve list", application)
        tell(application, "reserve_told", position=release.waiting + number)
    for application in release.refusals:
        APPLICATION_FLOW.take("refuse", application, released_at=at, reserve_rank=None)
        record(by, "did not offer a place for", application)
        tell(application, "not_offered")
    record(by, "released the decisions of", cohort, letters=letters)
    return release


def offer(application, cohort, *, by, at):
    """Offer one place; the caller holds the lock and has counted."""
    until = deadline(at, cohort.offer_days)
    APPLICATION_FLOW.take(
        "offer",
        application,
        decision=Decision.OFFER,
        decided_by=by,
        offer_expires_at=until,
        released_at=application.released_at or at,
        reserve_rank=None,
    )
    record(by, "offered a place for", application, answer_by=until.isoformat())
    tell(application, "offer_made", expires_at=until)


def tell(application, kind, **rest):
    """Write to the applicant and to the school's address."""
    for address in recipients(application):
        occasion = f"application:{application.pk}:{kind}"
        notify(kind, address, about=application, occasion=occasion, school=application.school_id, **rest)


@transaction.atomic
def offer_reserve(cohort, *, by, at):
    """Offer a free place to the first reserve. Refused when no place is free, nobody waits, or the headteacher has not confirmed."""
    cohort = locked(cohort)
    COHORT_FLOW.take("release", cohort)
    if free_places(cohort) < 1:
        raise Refused(FULL)
    application = first_reserve(cohort)
    if application is None:
        raise Refused("Nobody is on the reserve list.")
    if not application.confirmed_at:
        raise Refused(f"The headteacher of {application.school} has not confirmed yet. Ask for the code by telephone.")
    offer(application, cohort, by=by, at=at)
    return application
