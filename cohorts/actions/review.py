"""Criteria, who is given what to read, scores and conflicts of interest. Each locks the cohort's row, as a release does."""

from dataclasses import dataclass

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import today
from kit.flow import StepNotAllowed
from notifications.actions import notify
from schools.models import School

from ..models import COHORT_FLOW, REVIEW_FLOW, Criterion, Review, ReviewState, Score
from ..models.review import MOST, stakes
from ..reviewing import Desk, is_frozen, scorable
from .decision import locked

FROZEN = "A score was given, so the criteria stay as they were read."
NO_CRITERIA = "Write the criteria first: reviewers score by them."


@transaction.atomic
def edit_criteria(cohort, criteria, *, by):
    """Replace the criteria, each {name, help, weight}, in their order. Refused from the first score on."""
    cohort = locked(cohort)
    COHORT_FLOW.take("edit", cohort)
    if is_frozen(cohort):
        raise Refused(FROZEN)
    if not criteria and Review.objects.filter(application__cohort=cohort).exists():
        raise Refused("Applications are with reviewers. Keep at least one criterion.")
    Criterion.objects.filter(cohort=cohort).delete()
    Criterion.objects.bulk_create(
        Criterion(cohort=cohort, number=number, **one) for number, one in enumerate(criteria, 1)
    )
    record(by, "changed the criteria of", cohort, criteria=[one["name"] for one in criteria])


def ready_to_give(cohort):
    """The cohort, locked, in which applications can be given out. Raises Refused, or StepNotAllowed when it is over."""
    cohort = locked(cohort)
    COHORT_FLOW.take("hold", cohort)
    if not cohort.criteria.exists():
        raise Refused(NO_CRITERIA)
    return cohort


def hand_out(cohort, pairs, *, by, at):
    """The rows of pairs (application, person), and one letter a day to each person."""
    made = Review.objects.bulk_create(
        Review(application=application, reviewer=person, given_by=by, given_at=at) for application, person in pairs
    )
    for review in made:
        record(by, "gave to a reviewer", review, internal=True)
    for person in dict.fromkeys(person for _, person in pairs):
        occasion = f"applications-given:{cohort.pk}:{person.pk}:{today().isoformat()}"
        notify("applications_given", person, about=cohort, occasion=occasion)
    return len(made)


@transaction.atomic
def give_applications(cohort, *, by, applications, reviewers, at):
    """Each of these applications to each of these reviewers; what they have already stays. Returns how many were given.

    Refused, all of it, when one would get an application of their own school or one they gave up for a conflict.
    """
    cohort = ready_to_give(cohort)
    wanted, people = {one.pk for one in applications}, [one for one in reviewers if one.is_active and one.is_reviewer]
    found = [one for one in scorable(cohort) if one.pk in wanted]
    if len(found) < len(wanted) or len(people) < len(reviewers):
        raise Refused("Something has changed meanwhile. Look at the list again.")
    own = stakes(found, people)
    states = {
        (one.application_id, one.reviewer_id): one.state
        for one in Review.objects.filter(application__in=found, reviewer__in=people)
    }
    pairs = []
    for application in found:
        for person in people:
            if person.pk in own[application.pk]:
                raise Refused(f"{person} belongs to {application.school} and cannot read its application.")
            state = states.get((application.pk, person.pk))
            if state == ReviewState.CONFLICT:
                raise Refused(f"{person} declared a conflict of interest with {application.school}.")
            if state is None:
                pairs.append((application, person))
    return hand_out(cohort, pairs, by=by, at=at)


@dataclass(frozen=True)
class Shared:
    """What a sharing-out came to."""

    given: int
    short: list  # applications for which there were not enough people


@transaction.atomic
def share_out_applications(cohort, *, by, each, at):
    """Bring every application to `each` readers, evenly, past everybody's own school. Returns what it came to."""
    cohort = ready_to_give(cohort)
    desk = Desk.of(cohort, scorable(cohort))
    if not desk.people:
        raise Refused("Nobody is a reviewer yet. Invite somebody first.")
    pairs, short = desk.share(each)
    return Shared(hand_out(cohort, pairs, by=by, at=at), short)


@transaction.atomic
def take_back_review(review, *, by):
    """Nobody has scored it yet: the reviewer no longer reads it, and it can go to somebody else."""
    locked(review.application.cohort)
    REVIEW_FLOW.take("take_back", review)
    record(by, "took back from a reviewer", review, internal=True)
    Review.objects.filter(pk=review.pk).delete()


@transaction.atomic
def pass_on_review(review, *, by, to):
    """Another reviewer reads it; where they have it already or the school is their own, it is only taken back."""
    application = review.application
    theirs = Review.objects.filter(application=application, reviewer=to).exists()
    close = School.objects.close_to(to).filter(pk=application.school_id).exists()
    if theirs or close:
        take_back_review(review, by=by)
        return
    locked(application.cohort)
    REVIEW_FLOW.take("take_back", review, reviewer_id=to.pk, given_by_id=by.pk)
    record(by, "gave to another reviewer", review, internal=True, to=str(to))
    cohort = application.cohort
    notify(
        "applications_given", to, about=cohort, occasion=f"applications-given:{cohort.pk}:{to.pk}:{today().isoformat()}"
    )


def current(review, by, step):
    """The cohort, locked, and the review as its reviewer may still use it. Raises StepNotAllowed when they no longer may."""
    cohort = locked(review.application.cohort)
    fresh = Review.objects.visible_to(by).filter(pk=review.pk, reviewer=by)
    fresh = fresh.select_related("application__cohort", "application__school", "reviewer").first()
    if fresh is None or not fresh.takes_scores:
        raise StepNotAllowed(review, step)
    return cohort, fresh


@transaction.atomic
def score_application(review, *, by, scores, at):
    """Keep {criterion id: (points, note)} for every criterion; the next time changes them, until decisions are released."""
    cohort, review = current(review, by, "score")
    if set(scores) != set(cohort.criteria.values_list("pk", flat=True)):
        raise Refused("The criteria have changed. Read them again, then score.")
    if any(points not in range(MOST + 1) for points, _ in scores.values()):
        raise Refused(f"Give 0 to {MOST} points.")
    REVIEW_FLOW.take("score", review, scored_at=at)
    Score.objects.bulk_create(
        [
            Score(review=review, criterion_id=criterion, points=points, note=note)
            for criterion, (points, note) in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["points", "note"],
    )
    record(by, "scored", review, internal=True)


@transaction.atomic
def declare_conflict(review, *, by, why, at):
    """Give an application up for good, with a word; scores already given no longer count."""
    _, review = current(review, by, "declare")
    REVIEW_FLOW.take("declare", review, conflict=why, declared_at=at)
    record(by, "declared a conflict of interest in", review, internal=True, reason=why)
