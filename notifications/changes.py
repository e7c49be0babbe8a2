"""What people change about letters: the lead the rules and the wordings, everybody which letters reach them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit.actions import record
from kit.access import Refused
from kit.clock import today

from .actions import letter
from .kinds import kinds
from .models import LetterWording, Message, ReminderRule, StoppedLetters
from .rules import MOST_STEPS, rules, standing_with
from .writing import standard_text, write

TESTS_AN_HOUR = 10
HOUR = timedelta(hours=1)


@transaction.atomic
def change_rule(kind, *, by, is_on, days, audience="", new=None):
    """Keep when a reminder goes and to whom; `days` are school days by the step's name, None where the step is left out, and `new`
    those of a step more."""
    if not is_on and (why := rules[kind].why_always):
        raise Refused(f"This reminder always goes. {why}")
    row = ReminderRule.objects.select_for_update().filter(kind=kind).first()
    before = standing_with(rules[kind], row)
    row = row or ReminderRule(kind=kind)
    days = dict(days)
    if new is not None:
        days[free_name(new, days)] = new
    if rules[kind].days and not 0 < sum(number is not None for number in days.values()) <= MOST_STEPS and is_on:
        raise Refused(f"A reminder that goes has one to {MOST_STEPS} steps")
    row.is_on, row.audience = is_on, audience
    keep_steps(row, before, days)
    row.changed_at, row.changed_by = timezone.now(), by
    row.save()
    after = standing_with(rules[kind], row)
    record(by, "changed", row, before=in_words(before), after=in_words(after))
    return after


def free_name(number, days):
    """The name of a step put in at this distance: the number, unless another step has that name."""
    return next(name for name in range(number, 10000, 100) if days.get(name) is None)


def keep_steps(row, before, days):
    """The steps as they are now, with the day on which one came or went: what goes by them depends on it."""
    now, on = {name: number for name, number in days.items() if number is not None}, today().isoformat()
    row.taken_out |= {str(name): [on, at] for name, at in before.days.items() if name not in now}
    row.put_in |= {str(name): on for name in now if name not in before.days}
    for name in now:
        row.taken_out.pop(str(name), None)
    row.put_in = {name: day for name, day in row.put_in.items() if int(name) in now}
    row.days = {str(name): days.get(name) for name in {*before.rule.days, *now}}


def in_words(standing):
    """A rule as the record keeps it."""
    return f"{standing.when}, to {standing.to}" if standing.is_on else "off"


@transaction.atomic
def restore_rule(kind, *, by):
    """Back to the standard."""
    row = ReminderRule.objects.select_for_update().filter(kind=kind).first()
    if row is None or row.is_standard:
        return
    before = standing_with(rules[kind], row)
    record(by, "set back to the standard", row, before=in_words(before))
    row.is_on, row.audience, row.changed_at, row.changed_by = True, "", timezone.now(), by
    keep_steps(row, before, {name: name for name in rules[kind].days})
    row.days = {}
    row.save()


@transaction.atomic
def change_wording(kind, *, by, subject, text):
    """Keep what a letter says from now on, as a version of its own; what the standard says already is the standard."""
    if (subject, text.strip()) == (kinds[kind].subject, standard_text(kinds[kind])):
        return restore_wording(kind, by=by)
    now = LetterWording.objects.in_force(kind)
    if now and (now.subject, now.text) == (subject, text):
        return now
    return keep_version(kind, by=by, verb="changed", subject=subject, text=text)


@transaction.atomic
def restore_wording(kind, *, by):
    """Back to the standard wording; the versions before it are kept."""
    if LetterWording.objects.in_force(kind) is None:
        return None
    return keep_version(kind, by=by, verb="set back to the standard", is_standard=True)


def keep_version(kind, *, by, verb, **says):
    """One more version."""
    last = LetterWording.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    version = LetterWording.objects.create(kind=kind, number=last + 1, by=by, **says)
    record(by, verb, version, version=version.number)
    return version


@transaction.atomic
def send_test(kind, message, *, by, subject, text):
    """Send a letter in this wording to the person who asks, at once and however often it has gone: as it would arrive, marked as a
    test. What is for one reader alone is left out of it."""
    since = timezone.now() - HOUR
    if Message.objects.filter(kind="wording_tested", recipient=by, planned_at__gt=since).count() >= TESTS_AN_HOUR:
        raise Refused(
            f"You have sent yourself {TESTS_AN_HOUR} tests within the hour. Try again later, or look at the preview."
        )
    subject, says = write(message, kinds[kind], subject, text, shown=True)
    test = letter(
        "wording_tested",
        by,
        about=by,
        occasion=f"test:{kind}:{timezone.now():%Y%m%dT%H%M%S%f}",
        subject=subject,
        text=says,
    )
    test.save()
    return test


@transaction.atomic
def keep_stopped(address, user, *, offered, stopped):
    """Of the kinds that were `offered`, those `stopped` reach this person no more and the others do again."""
    theirs = StoppedLetters.objects.of(address, user)
    theirs.filter(kind__in=set(offered) - set(stopped)).delete()
    stop(address, user, set(stopped) & set(offered))


@transaction.atomic
def stop(address, user, names):
    """These kinds reach this person no more. The same again adds nothing."""
    who = {"user": user} if user else {"address": address.lower()}
    known = set(StoppedLetters.objects.of(address, user).values_list("kind", flat=True))
    StoppedLetters.objects.bulk_create(
        [StoppedLetters(kind=name, **who) for name in sorted(set(names) - known)], ignore_conflicts=True
    )
