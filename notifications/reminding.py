"""Sends the reminders of a school morning: everything due for an address in one mail, each reminder a row of its own."""

from itertools import groupby
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kit.context import programme
from kit.wording import count, local

from . import mornings
from .actions import FREED, envelope, mine, plan, put_aside, render, settle, verdict_on, written
from .kinds import kinds, pauses
from .models import LEASE, Message, MessageState, Morning, MorningMail
from .writing import stop_link


class LeaseLost(Exception):
    """Another dispatcher has taken the mail over."""


def dispatch_reminders(at):
    """Send the morning's reminders, planned first, so that none of them comes a day late. Returns how many were taken in hand."""
    taken, on = 0, local(at).date()
    if not mornings.is_morning(at):
        return taken
    if not Morning.objects.filter(on=on).exists():
        if not mornings.is_school_morning(at):
            return taken
        plan(at)
    paused = paused_schools(on)
    while addresses := Message.objects.waiting_addresses(at, on, paused):
        if mails := MorningMail.objects.take(addresses, on, at):
            taken += send_morning(mails, paused, at)
    return taken


def paused_schools(on):
    """The keys of schools whose reminders rest on a day."""
    return {key for resting in pauses for key in resting(on)}


def send_morning(mails, paused, at):
    """Write and send the mails that are this dispatcher's."""
    letters = sorted(Message.objects.claim_reminders(at, paused, mails), key=lambda letter: (letter.address, letter.pk))
    by_address = {address: list(parts) for address, parts in groupby(letters, key=lambda letter: letter.address)}
    for mail in mails:
        send_together(mail, by_address.get(mail.address, []), at)
    return len(letters)


def send_together(morning, letters, at):
    """Send one mail with every part that is still wanted; without any, a later reminder of the morning may still go."""
    wanted = newest(still_wanted(letters, at))
    texts = texts_of(wanted, at)
    if not texts:
        MorningMail.objects.filter(pk=morning.pk, lease_token=morning.lease_token).update(lease_until=at)
        return
    try:
        mail = written_together(texts)
    except Exception as fault:
        for letter, *_ in texts:
            put_aside(letter, at, fault)
        return
    if begin(morning, [letter for letter, *_ in texts]):
        post_together(morning, mail, texts, at)


def still_wanted(letters, at):
    """The letters that may go; the others are told why not."""
    found = []
    for letter in letters:
        try:
            verdict = verdict_on(letter, at)
        except Exception as fault:  # one record that cannot be read must not hold up the others
            put_aside(letter, at, fault)
            continue
        if verdict:
            mine(letter).update(state=verdict, **FREED)
        else:
            found.append(letter)
    return found


def newest(letters):
    """Of several reminders of one thing, as after a pause, only the last: the earlier ones have had their day."""
    last = {(letter.kind, letter.content_type_id, letter.object_id or letter.occasion): letter for letter in letters}
    kept = {letter.pk for letter in last.values()}
    for letter in letters:
        if letter.pk not in kept:
            mine(letter).update(state=MessageState.UNWANTED, **FREED)
    return [letter for letter in letters if letter.pk in kept]


def texts_of(letters, at):
    """(letter, subject, text) of each that can be written; as parts where there are several."""
    found = []
    for letter in letters:
        try:
            found.append((letter, *render(letter, part=len(letters) > 1)))
        except Exception as fault:
            put_aside(letter, at, fault)
    return texts_of([found[0][0]], at) if len(found) == 1 < len(letters) else found


def written_together(texts):
    """The mail: a lone reminder as a letter of its own, several with a part for each and all that is attached to them."""
    letters = [letter for letter, *_ in texts]
    first = letters[0]
    if len(letters) == 1:
        return written(first)
    stops = sorted({letter.kind for letter in letters if not kinds[letter.kind].essential})
    context = {
        "name": next((letter.name for letter in letters if letter.name), ""),
        "parts": texts,
        "site": settings.SITE_URL,
        "programme": programme(),
        "stop": stop_link(first.address, stops) if stops else "",
    }
    subject = f"{count(len(letters), 'reminder,reminders')} from {programme().name}"
    mail = envelope(first, subject, render_to_string("notifications/reminders.txt", context), stops=stops)
    names = set()
    for letter in letters:
        for name, (content, mime) in kinds[letter.kind].attachments(letter).items():
            mail.attach(unlike(names, name), content, mime)
    return mail


def unlike(names, name):
    """A file name that no other attachment has: session.ics, session-2.ics."""
    path, number, found = PurePath(name), 1, name
    while found in names:
        number += 1
        found = f"{path.stem}-{number}{path.suffix}"
    names.add(found)
    return found


def begin(morning, letters):
    """The last moment before the wire, for the mail and all its parts together: false if the lease was lost meanwhile."""
    at = timezone.now()
    try:
        with transaction.atomic():
            held = MorningMail.objects.filter(pk=morning.pk, lease_token=morning.lease_token, begun_at=None)
            parts = Message.objects.filter(
                pk__in=[letter.pk for letter in letters], state=MessageState.CLAIMED, lease_token=morning.lease_token
            )
            if not held.update(begun_at=at):
                raise LeaseLost
            if parts.update(state=MessageState.SENDING, lease_until=at + LEASE, mail=morning) != len(letters):
                raise LeaseLost
    except LeaseLost:
        return False
    return True


def post_together(morning, mail, texts, at):
    """Hand the mail to the server; what it refuses may go later in the morning, or on the next one."""
    try:
        mail.send()
    except Exception as fault:
        for letter, *_ in texts:
            put_aside(letter, at, fault)
        MorningMail.objects.filter(pk=morning.pk).update(begun_at=None, lease_until=at)
        return
    with transaction.atomic():
        for letter, subject, text in texts:
            settle(letter, subject, text, at)
