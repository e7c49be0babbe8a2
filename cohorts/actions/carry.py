"""Asks the schools that still wait whether their application is kept for the next cohort, and does what they answer."""

import secrets

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.wording import count
from notifications.actions import notify

from ..intake import recipients, still_waiting
from ..models import APPLICATION_FLOW, CARRY_FLOW, Application, ApplicationState, Carry, CohortState
from .application import copy_writing, write_to_headteacher

S = ApplicationState
# What belongs to one intake and is not taken along; everything else of an application is, with its wording
NOT_KEPT = (
    "id",
    "cohort",
    "code_digest",
    "code_expires_at",
    "code_tries",
    "state",
    "started_at",
    "submitted_at",
    "confirmed_at",
    "confirmed_by_name",
    "confirmed_how",
    "head_code",
    "decision",
    "decision_reason",
    "reserve_rank",
    "reserve_order",
    "need_band",
    "decided_by",
    "released_at",
    "offer_expires_at",
    "answered_at",
    "answer_note",
    "withdrawn_reason",
    "late_reason",
    "late_until",
    "version",
)


@transaction.atomic
def carry_reserve(cohort, *, to_cohort, answer_by, letters, by, at):
    """Ask every school that still waits. `letters` is how many the lead was told would go; Refused if it differs."""
    waiting = still_waiting(cohort)
    if not waiting:
        raise Refused("Nobody is left to ask.")
    number = sum(len(recipients(one)) for one in waiting)
    if letters != number:
        raise Refused(f"Nothing was sent. {count(number, 'letter,letters')} would go now, not {letters}.")
    for application in waiting:
        asked = Carry.objects.create(
            application=application, to_cohort=to_cohort, answer_by=answer_by, asked_by=by, asked_at=at
        )
        record(by, "asked whether to keep", application, for_cohort=str(to_cohort))
        write(asked, "carry_asked")
    return len(waiting)


def write(asked, kind):
    """Write to the applicant and to the school's address, each once."""
    for address in recipients(asked.application):
        notify(kind, address, about=asked, occasion=f"carry:{asked.pk}:{kind}", school=asked.school_id)


def keep(application, cohort, at):
    """The application in the next cohort: submitted as it was, to be confirmed anew by the headteacher."""
    kept = {
        field.attname: getattr(application, field.attname)
        for field in Application._meta.concrete_fields
        if field.name not in NOT_KEPT
    }
    became = Application.objects.create(
        **kept,
        cohort=cohort,
        state=S.SUBMITTED,
        started_at=at,
        submitted_at=at,
        head_code=f"{secrets.randbelow(10**6):06}",
    )
    copy_writing(application, became)
    return became


@transaction.atomic
def keep_application(asked, *, at, by=None):
    """The school keeps its application: it is closed here and stands in the next cohort. Returns the new one.

    A school that has applied for the next cohort already keeps that one. Refused once the next cohort is no longer decided on.
    """
    if asked.to_cohort.state not in (CohortState.OPEN, CohortState.SELECTING):
        raise Refused(f"The places of {asked.to_cohort} are decided by now. Ring us: we will see what we can do.")
    CARRY_FLOW.take("keep", asked, answered_at=at)
    application = asked.application
    APPLICATION_FLOW.take("carry", application)
    theirs = Application.objects.exclude(state=S.WITHDRAWN).filter(cohort=asked.to_cohort, school=application.school_id)
    became = theirs.first()
    if became is None:
        became = keep(application, asked.to_cohort, at)
        record(by, "kept", became, on_behalf=by is not None, applicant=application.applicant_name)
        if application.school.contact_email:
            write_to_headteacher(became, occasion=f"application:{became.pk}")
    Carry.objects.filter(pk=asked.pk).update(became=became)
    asked.became = became
    record(by, "kept for the next cohort", application, on_behalf=by is not None, applicant=application.applicant_name)
    write(asked, "carry_kept")
    return became


@transaction.atomic
def withdraw_carried(asked, *, at, by=None):
    """The school no longer asks for a place: off the reserve list, and not in the next cohort. Views ask whether it still waits."""
    CARRY_FLOW.take("withdraw", asked, answered_at=at)
    reason = f"Not kept for {asked.to_cohort}"
    APPLICATION_FLOW.take("withdraw", asked.application, withdrawn_reason=reason, reserve_rank=None)
    told = {} if by else {"applicant": asked.application.applicant_name}
    record(by, "withdrew", asked.application, on_behalf=by is not None, reason=reason, **told)
    write(asked, "carry_withdrawn")


@transaction.atomic
def ask_again(asked, *, by, at):
    """Remind a school that has not answered, at most once a day."""
    CARRY_FLOW.take("ask_again", asked)
    for address in recipients(asked.application):
        occasion = f"carry:{asked.pk}:again:{at.date().isoformat()}"
        notify("carry_asked", address, about=asked, occasion=occasion, school=asked.school_id)
    record(by, "asked again whether to keep", asked.application)
