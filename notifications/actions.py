"""Puts letters into the outbox, takes them out, and sends them. Nothing here is called by a request but `notify`."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone

from audit.actions import record
from kit.context import programme
from kit.once import keeping
from kit.wording import local

from . import mornings
from .kinds import kinds, planners
from .models import MESSAGE_FLOW, TRIES, MailHold, Message, MessageState, Morning, StoppedLetters
from .rules import is_switched_off
from .writing import stop_link, wording_of, write

FREED = {"lease_token": None, "lease_until": None}
log = logging.getLogger(__name__)


def letter(kind, to, *, about, occasion, name="", school=None, not_before=None, expires_at=None, **facts):
    """An unsaved letter. `to` is a user or an address; `about` may be None; `facts` must be JSON."""
    user = to if hasattr(to, "email") else None
    now = timezone.now()
    return Message(
        kind=kind,
        address=(user.email if user else to).lower(),
        recipient=user if user and user.pk else None,
        name=user.name if user else name,
        occasion=occasion[:120],
        content_type=about and ContentType.objects.get_for_model(about),
        object_id=str(about.pk) if about else "",
        school_key=getattr(school, "pk", school) or getattr(about, "school_id", None),
        facts=facts,
        planned_at=now,
        not_before=not_before or now,
        expires_at=expires_at,
    )


def notify(kind, to, *, about, occasion, **rest):
    """Queue one letter, once: the same occasion again adds nothing."""
    if kind not in kinds:
        raise LookupError(f"No kind of letter is called {kind}")
    Message.objects.bulk_create([letter(kind, to, about=about, occasion=occasion, **rest)], ignore_conflicts=True)


def plan(at):
    """Add the reminders whose window is open; whoever plans second adds nothing. Returns how many were proposed.

    The first plan of a school morning is the morning's: its reminders go at once, and what is planned later waits for the next one.
    """
    with keeping():
        proposed = [message for planner in planners for message in planner(at)]
    on = local(at).date()
    is_first = mornings.is_school_morning(at) and not Morning.objects.filter(on=on).exists()
    if not is_first:
        wait_for_morning([message for message in proposed if kinds[message.kind].reminder], at)
    with transaction.atomic():
        Message.objects.bulk_create(proposed, ignore_conflicts=True, batch_size=1000)
        if is_first:
            Morning.objects.bulk_create([Morning(on=on, planned_at=at)], ignore_conflicts=True)
    return len(proposed)


def wait_for_morning(reminders, at):
    """None of them before 7.30am of the next school day."""
    if reminders:
        morning = mornings.next_morning(at)
        for message in reminders:
            message.not_before = max(message.not_before, morning)


def render(message, *, part=False):
    """(subject, text) of a letter as it would go now; as a part of the morning's mail without greeting and farewell."""
    kind = kinds[message.kind]
    if kind.blanks:
        return write(message, kind, *wording_of(kind), part=part)
    context = {
        "about": message.about,
        "facts": message.facts,
        "name": message.name,
        "site": settings.SITE_URL,
        "programme": programme(),
        "kind": kind,
        "part": part,
        "stop": "" if part or kind.essential else stop_link(message.address, [kind.name]),
        **kind.context(message),
    }
    subject = Template(kind.subject).render(Context(context, autoescape=False)).strip()
    return " ".join(subject.split()), render_to_string(kind.template, context)


def send_one(message, at):
    """Send a claimed letter if it is still wanted; the row says afterwards what became of it."""
    try:
        verdict = verdict_on(message, at)
        mail = None if verdict else written(message)
    except Exception as fault:  # one record that cannot be read must not hold up the letters behind it
        put_aside(message, at, fault)
        return
    if verdict:
        mine(message).update(state=verdict, **FREED)
    elif Message.objects.begin(message):
        post(message, mail, at)


def mine(message):
    """The row, as long as this dispatcher holds it."""
    return Message.objects.filter(pk=message.pk, lease_token=message.lease_token)


def verdict_on(message, at):
    """Why a letter does not go, or None."""
    kind, reader = kinds.get(message.kind), message.recipient
    if kind is None or not kind.wanted(message):
        return MessageState.UNWANTED
    if message.expires_at and message.expires_at < at:
        return MessageState.EXPIRED
    if reader and not reader.is_active and not kind.extra.get("before_joining"):
        return MessageState.UNWANTED
    if not kind.essential and is_stopped(message):
        return MessageState.MUTED
    return MessageState.UNWANTED if is_switched_off(message.kind) else None


def is_stopped(message):
    """Whether the reader does not want letters of this kind, or any that are not essential."""
    if message.recipient and message.recipient.reminders_muted:
        return True
    return StoppedLetters.objects.of(message.address, message.recipient).filter(kind=message.kind).exists()


def written(message):
    """The letter as mail."""
    kind = kinds[message.kind]
    mail = envelope(message, *render(message), stops=[] if kind.essential else [kind.name])
    for name, (content, mime) in kind.attachments(message).items():
        mail.attach(name, content, mime)
    return mail


def envelope(message, subject, body, *, stops):
    """A mail to the letter's address, whose identity follows from the occasion.

    Mail programs show a button that stops the kinds in `stops` with one click (RFC 8058).
    """
    mail = EmailMultiAlternatives(subject, body, settings.DEFAULT_FROM_EMAIL, [message.address])
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail.extra_headers["Message-ID"] = f"<{message.pk}.{message.occasion.replace(':', '-')}@{host}>"
    if stops:
        mail.extra_headers["List-Unsubscribe"] = f"<{stop_link(message.address, stops)}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def post(message, mail, at):
    """Hand the mail to the server and write down what it said."""
    try:
        mail.send()
    except Exception as fault:
        put_aside(message, at, fault)
        return
    settle(message, mail.subject, mail.body, at)


def settle(message, subject, body, at):
    """Write down that a letter has gone, and what it said."""
    kind = kinds[message.kind]
    kept = {"subject": subject[:200], "body": body}
    if kind.extra.get("secret"):  # a code or link is for one reader: it is not kept once it has gone
        kept = {"subject": kind.title, "body": "", "facts": {}}
    mine(message).update(state=MessageState.SENT, sent_at=at, fault="", **kept, **FREED)


def is_final(fault):
    """Whether the mail server said of the reader's own address that it will never take mail for it (5xx)."""
    if not isinstance(fault, SMTPRecipientsRefused) or not fault.recipients:
        return False
    return all(500 <= code < 600 for code, _ in fault.recipients.values())


def in_words(fault):
    """What the server said, as it said it."""
    if isinstance(fault, SMTPRecipientsRefused):
        said = (
            f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
            for code, text in fault.recipients.values()
        )
        return "; ".join(said)
    return str(fault)


def put_aside(message, at, fault):
    """Try again, ever later; the letter is refused after the last try, or at once where the address itself is."""
    log.warning("mail_refused", extra={"letter": message.pk, "fault": str(fault)})
    mine(message).update(
        state=MessageState.REFUSED if is_final(fault) or message.attempts >= TRIES else MessageState.QUEUED,
        not_before=at + timedelta(minutes=2**message.attempts),
        fault=in_words(fault)[:500],
        **FREED,
    )


def dispatch(at):
    """Send what is due, batch by batch, unless all mail is held. Returns how many letters were taken in hand."""
    from .reminding import dispatch_reminders

    if MailHold.standing():
        return 0
    return dispatch_letters(at) + dispatch_reminders(at)


def dispatch_letters(at):
    """Letters that go as soon as they are due, each in a mail of its own."""
    taken = 0
    while batch := list(Message.objects.claim(at).select_related("recipient", "content_type")):
        for message in batch:
            send_one(message, at)
        taken += len(batch)
    return taken


@transaction.atomic
def try_again(message, *, by):
    """Send a letter that was refused, or whose fate is unknown, once more: the person who asks has weighed that it may go twice.

    A reminder goes with the next school morning's."""
    at, kind = timezone.now(), kinds.get(message.kind)
    not_before = mornings.next_morning(at) if kind and kind.reminder else at
    MESSAGE_FLOW.take("try_again", message, attempts=0, not_before=not_before, fault="")
    record(by, "sent again", message, school=message.school_key, letter=message.kind)


@transaction.atomic
def release_mail(*, by, drop_waiting=False):
    """Let mail leave again. Those who know that what waits has gone once may drop it; later letters go as ever.

    Returns how many letters wait no more; None when no mail was held.
    """
    hold = MailHold.standing()
    if hold is None or not MailHold.objects.filter(pk=hold.pk, released_at=None).update(
        released_at=timezone.now(), released_by=by
    ):
        return None
    dropped = 0
    if drop_waiting:
        plan(timezone.now())  # the reminders of today, which the backup may not have known
        dropped = Message.objects.waiting().update(state=MessageState.UNWANTED, **FREED)
    record(by, "released", hold, dropped=dropped)
    return dropped


def recover(at):
    """After a crash: a claimed letter was never sent and waits again; one on the wire goes by its kind's rule, a reminder never twice."""
    late = Message.objects.overdue(at)
    again = [name for name, kind in kinds.items() if kind.resend_uncertain and not kind.reminder]
    late.filter(state=MessageState.CLAIMED).update(state=MessageState.QUEUED, **FREED)
    late.filter(state=MessageState.SENDING, kind__in=again).update(state=MessageState.QUEUED, **FREED)
    late.filter(state=MessageState.SENDING).update(state=MessageState.UNKNOWN, **FREED)
