"""Begins, proves, saves, submits and confirms applications: the applicant has no account, a code proves the address."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from audit.actions import record
from kit.access import Refused
from kit.flow import StepNotAllowed
from kit.wording import local
from notifications.actions import notify

from ..models import APPLICATION_FLOW, Answer, Application, ApplicationPart, ApplicationState, Cohort, FormQuestion
from ..questions import missing_from, wording_now
from .applicant import send_code

CLOSED = "Applications for this cohort are closed."


class AlreadyBegun(Exception):
    """Somebody of the same school has begun; `application` is theirs."""

    def __init__(self, application):
        super().__init__(f"{application.school} has an application")
        self.application = application


def begin_application(cohort, school, *, name, email, at):
    """A draft for a school, and the code to its author. Raises AlreadyBegun, or Refused outside the window.

    A draft whose address was never proved gives way once its code is too old, so that a slip or a prank blocks no school;
    what the Virtual School has written for a school stays.
    """
    if not cohort.takes_applications(at):
        raise Refused(CLOSED)
    try:
        with transaction.atomic():
            stale = Application.objects.filter(cohort=cohort, school=school, state=ApplicationState.DRAFT)
            stale.filter(proved_at=None, code_expires_at__lt=at, on_behalf=False).update(
                state=ApplicationState.WITHDRAWN, withdrawn_reason="The address was never proved"
            )
            application = Application.objects.create(
                cohort=cohort,
                school=school,
                applicant_name=name,
                applicant_email=email.lower(),
                head_name=school.head_name,
                wording=wording_now(),
                started_at=at,
            )
            record(None, "began", application, applicant=name)
            send_code(application, at=at)
    except IntegrityError:
        theirs = Application.objects.exclude(state=ApplicationState.WITHDRAWN)
        raise AlreadyBegun(theirs.select_related("school").get(cohort=cohort, school=school)) from None
    return application


class SavedMeanwhile(Exception):
    """Somebody saved this part after the page was opened; `part` says who and when."""

    def __init__(self, part):
        super().__init__(f"{part} was saved by {part.saved_by_name}")
        self.part = part


@transaction.atomic
def save_part(application, key, *, seen, writer, at, facts=None, answers=None, by=None):
    """Keep one part as written so far. `seen` is the version the form was filled in on, 0 for a part nobody saved yet.

    `facts` are columns of the application, `answers` pairs of a question and its text. Raises SavedMeanwhile, or
    StepNotAllowed when the application is no longer a draft. Parts are apart: two people in two of them never collide.
    `writer` is the name of who wrote; `by` a programme lead who writes for a silent school.
    """
    if not application.can_be_written(at):
        raise Refused(CLOSED)
    changes = (facts or {}) | ({"on_behalf": True} if by else {})
    APPLICATION_FLOW.take("revise", application, **changes)  # holds the row until the end: parts are saved in turn
    parts = ApplicationPart.objects.filter(application=application, key=key)
    kept = parts.first()
    if (kept.version if kept else 0) != seen:
        raise SavedMeanwhile(kept)
    ApplicationPart.objects.update_or_create(
        application=application,
        key=key,
        defaults={"version": seen + 1, "saved_at": at, "saved_by_name": writer},
    )
    for question, text in answers or ():
        Answer.objects.update_or_create(
            application=application, key=question.key, defaults=as_asked(question) | {"text": text}
        )
    if by:
        record(by, "wrote on", application, on_behalf=True, part=key)


def as_asked(question):
    """The question as it reads now, to be kept with its answer."""
    return {
        "section_number": question.section.number,
        "section": question.section.title,
        "number": question.number,
        "wording": question.wording,
        "help": question.help,
        "kind": question.kind,
        "choices": question.choices,
    }


def freeze_answers(application):
    """From a draft to what is sent: an empty answer for what was left open, none to what is no longer asked, in today's order.

    The wording of an answer stays as it was seen: one whose question was changed since has to be saved again before.
    """
    asked = list(FormQuestion.objects.filter(cohort=application.cohort_id).select_related("section"))
    answers = Answer.objects.filter(application=application)
    answers.exclude(key__in=[question.key for question in asked]).delete()
    given = {one.key: one for one in answers}
    for question in asked:
        if one := given.get(question.key):
            one.section_number, one.section, one.number = (
                question.section.number,
                question.section.title,
                question.number,
            )
    Answer.objects.bulk_update(given.values(), ["section_number", "section", "number"])
    Answer.objects.bulk_create(
        Answer(application=application, key=question.key, **as_asked(question))
        for question in asked
        if question.key not in given
    )


def copy_writing(application, kept):
    """What a school wrote, with the wording it saw, for the application that it keeps in another cohort."""
    for model in (Answer, ApplicationPart):
        rows = list(model.objects.filter(application=application))
        for row in rows:
            row.pk, row.application = None, kept
            row._state.adding = True
        model.objects.bulk_create(rows)


@transaction.atomic
def submit_application(application, *, at, writer=None, by=None):
    """Send it: from now on it counts. The headteacher is asked to confirm where the school's address is known.

    `writer` is the name of who sends it, where it is not the applicant; `by` a programme lead who sends it for a silent
    school. The cohort and the application are held meanwhile, so that nobody writes the form or saves a part between the
    look and the sending.
    """
    Cohort.objects.select_for_update().get(pk=application.cohort_id)
    fresh = Application.objects.select_related("cohort", "school__trust")
    if not fresh.get(pk=application.pk).can_be_written(at):
        raise Refused(CLOSED)
    APPLICATION_FLOW.take("revise", application)
    if missing := missing_from(fresh.get(pk=application.pk)):
        raise Refused(f"{missing[0]} before you send the application.")
    freeze_answers(application)
    head_code = f"{secrets.randbelow(10**6):06}"
    sent = {"submitted_at": at, "head_code": head_code} | ({"on_behalf": True} if by else {})
    APPLICATION_FLOW.take("submit", application, **sent)
    told = {} if by else {"applicant": writer or application.applicant_name}
    record(by, "submitted", application, on_behalf=by is not None, **told)
    for one in application.writers:
        if one.is_applicant or one.row.proved_at:
            notify(
                "application_received",
                one.email,
                name=one.name,
                about=application,
                occasion=f"application:{application.pk}",
                token=one.token,
            )
    if application.school.contact_email:
        write_to_headteacher(application, occasion=f"application:{application.pk}")


def write_to_headteacher(application, *, occasion):
    """Ask for the headteacher's word at the school's own address."""
    notify(
        "head_confirmation_wanted",
        application.school.contact_email,
        name=application.head_name,
        about=application,
        occasion=occasion,
    )


@transaction.atomic
def ask_headteacher(application, *, by, at):
    """Write to the headteacher again, or for the first time once the school's address is known: at most once a day."""
    if not application.school.contact_email:
        raise Refused("The school has no contact address yet. Enter it on the school's page first.")
    if application.confirmed_at:
        raise StepNotAllowed(application, "confirm")
    APPLICATION_FLOW.take("confirm", application)
    write_to_headteacher(application, occasion=f"application:{application.pk}:{local(at).date().isoformat()}")
    record(by, "wrote to the headteacher about", application, address=application.school.contact_email)


@transaction.atomic
def confirm_application(application, *, name, how, at, by=None):
    """The headteacher's word, once: by the link, or by the code read out to somebody of the Virtual School (`by`)."""
    kept = Application.objects.select_for_update().get(pk=application.pk)
    if kept.confirmed_at:
        raise StepNotAllowed(application, "confirm")
    APPLICATION_FLOW.take("confirm", application, confirmed_at=at, confirmed_by_name=name, confirmed_how=how)
    record(by, "confirmed", application, on_behalf=by is not None, headteacher=name, how=how)


def confirm_by_code(application, *, code, name, by, at):
    """Confirm by telephone; a wrong code is refused."""
    if not application.head_code or not constant_time_compare(application.head_code, code):
        raise Refused("This is not the code of this application. Ask the headteacher to read it out again.")
    confirm_application(application, name=name, how="code", at=at, by=by)


@transaction.atomic
def withdraw_application(application, *, by=None, reason):
    """The school no longer asks for a place; the application is kept. `by` is None for the applicant, behind their code."""
    APPLICATION_FLOW.take("withdraw", application, withdrawn_reason=reason, reserve_rank=None)
    told = {} if by else {"applicant": application.applicant_name}
    record(by, "withdrew", application, on_behalf=by is not None, reason=reason, **told)
