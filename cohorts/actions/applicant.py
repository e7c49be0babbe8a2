"""Codes that prove an applicant's address, and the colleagues an applicant asks to write with them."""

import secrets
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from audit.actions import record
from kit.access import Refused
from notifications.actions import notify

from ..models import APPLICATION_FLOW, Application, Colleague, Writer

CODE_LASTS, TRIES, AGAIN_AFTER = timedelta(minutes=10), 5, timedelta(minutes=1)
MOST_COLLEAGUES, MOST_EVER = 5, 15


def writer_of(whose):
    """The writer of an application, when the application itself stands for its applicant."""
    return whose if isinstance(whose, Writer) else Writer(whose)


@transaction.atomic
def send_code(whose, *, at):
    """Mail six figures to a writer. Within a minute of the last ones nothing new is sent; returns whether it was."""
    writer = writer_of(whose)
    row = writer.row
    if row.code_expires_at and row.code_expires_at - CODE_LASTS + AGAIN_AFTER > at:
        return False
    code, expires = f"{secrets.randbelow(10**6):06}", at + CODE_LASTS
    row.code_digest, row.code_expires_at, row.code_tries = digest(writer, code), expires, 0
    row.save(update_fields=["code_digest", "code_expires_at", "code_tries"])
    notify(
        "application_code",
        writer.email,
        name=writer.name,
        about=writer.application,
        occasion=f"application-code:{uuid.uuid4()}",
        expires_at=expires,
        code=code,
        token=writer.token,
    )
    return True


def digest(writer, code):
    """What is kept of a code: worthless without the portal's secret."""
    return salted_hmac("cohorts.application_code", f"{writer.key}:{code}", algorithm="sha256").hexdigest()


def prove_address(whose, *, code, at):
    """Use the code up; raises Refused with the reason. Five tries a code, counted before each is looked at."""
    writer = writer_of(whose)
    row = writer.row
    mine = type(row)._base_manager.filter(pk=row.pk)
    usable = mine.filter(code_expires_at__gt=at, code_tries__lt=TRIES).exclude(code_digest="")
    if not usable.update(code_tries=F("code_tries") + 1):
        raise Refused("This code can no longer be used. Ask for a new one.")
    row.refresh_from_db()
    if not constant_time_compare(row.code_digest, digest(writer, code)):
        raise Refused("This is not the code we sent. Look at the latest letter and try again.")
    proved = row.proved_at or at
    mine.update(code_digest="", proved_at=proved)
    row.code_digest, row.proved_at = "", proved


@transaction.atomic
def invite_colleague(application, *, name, email, at):
    """Ask somebody of the school to write too: a letter with a link of their own, which opens nothing without a code."""
    APPLICATION_FLOW.take("revise", application)
    email = email.lower()
    if email == application.applicant_email:
        raise Refused("This is the address the application was begun with. Enter another.")
    asked = Colleague.objects.filter(application=application)
    if asked.current().count() >= MOST_COLLEAGUES or asked.count() >= MOST_EVER:
        raise Refused(f"No more than {MOST_COLLEAGUES} colleagues can write with you. Take somebody off first.")
    try:
        with transaction.atomic():
            colleague = Colleague.objects.create(application=application, name=name, email=email, asked_at=at)
    except IntegrityError:
        raise Refused("Somebody with this address writes with you already.") from None
    record(None, "asked a colleague to write on", application, applicant=application.applicant_name, colleague=name)
    notify(
        "colleague_asked",
        email,
        name=name,
        about=application,
        occasion=f"colleague:{colleague.pk}",
        colleague=colleague.pk,
        token=colleague.token,
    )
    return colleague


@transaction.atomic
def take_colleague_off(colleague, *, at):
    """Their link opens nothing from now on; what they wrote stays."""
    if Colleague.objects.current().filter(pk=colleague.pk).update(removed_at=at):
        application = Application.objects.get(pk=colleague.application_id)
        record(
            None,
            "took a colleague off",
            application,
            applicant=application.applicant_name,
            colleague=colleague.name,
        )
