"""Visits: logged, opened to the school, and the challenges that the school answers."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import now
from kit.flow import StepNotAllowed
from notifications.actions import notify
from schools.models import Challenge, School, Visit
from schools.policies import can_see_internal

from .behalf import record_for_school, writers_of


@transaction.atomic
def log_visit(school, *, by, on, kind, people, support, agreed, is_internal, challenges=()):
    """Keep what was said at a school; `challenges` are pairs of (question, follow-up date). The same form sent twice is one visit."""
    if is_internal and not can_see_internal(by, school):
        raise Refused("You hold a role at this school, so you cannot keep an internal record about it.")
    School.objects.select_for_update().get(pk=school.pk)  # the second of two equal forms waits here and finds the first
    said = {"on": on, "kind": kind, "people": people, "support": support, "agreed": agreed, "is_internal": is_internal}
    if same := Visit.objects.filter(school=school, by=by, **said).first():
        return same
    visit = Visit.objects.create(school=school, by=by, **said)
    for text, follow_up_on in challenges:
        Challenge.objects.create(visit=visit, text=text, follow_up_on=follow_up_on)
    record(by, "logged", visit, internal=is_internal)
    if challenges and not is_internal:
        tell_of_challenges(visit)
    return visit


@transaction.atomic
def open_visit(visit, *, by):
    """Let the school read what was internal. There is no way back."""
    if not Visit.objects.filter(pk=visit.pk, is_internal=True).update(is_internal=False):
        return
    visit.is_internal = False
    record(by, "opened to the school", visit)
    if visit.challenges.in_sight().exists():
        tell_of_challenges(visit)


@transaction.atomic
def answer_challenge(challenge, *, by, reply):
    """The school's answer, given once; whoever answers second is shown that it stands."""
    at = now()
    answered = Challenge.objects.filter(pk=challenge.pk, replied_at=None, visit__is_internal=False)
    if not answered.update(reply=reply, replied_by=by, replied_at=at):
        raise StepNotAllowed(challenge.visit, "answer")
    challenge.reply, challenge.replied_by, challenge.replied_at = reply, by, at
    visit = challenge.visit
    record_for_school(by, "answered a challenge put at", visit, school=visit.school)
    reader = challenge.follower or visit.by
    if reader and reader != by:
        notify(
            "challenge_answered",
            reader,
            about=challenge,
            occasion=f"challenge:{challenge.pk}:answered",
            school=visit.school,
        )


def tell_of_challenges(visit):
    """One letter a visit to everybody who writes for the school."""
    for person in writers_of(visit.school):
        notify("challenge_put", person, about=visit, occasion=f"visit:{visit.pk}:challenges")
