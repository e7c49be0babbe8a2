"""What the intake asks of the lead and of reviewers, and an offer of its school."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from kit.together import rows
from kit.wording import count, local
from schools.ties import written_for_by

from .intake import first_reserve, free_places
from .known import cohorts_known
from .models import Application, ApplicationState, CohortState, Review, ReviewState
from .models.review import DECIDING
from .today import Duty, beforehand, duties

S = ApplicationState
NEAR, PATIENCE = timedelta(days=21), timedelta(days=7)


@rows
def unconfirmed(on):
    """Applications whose headteacher has been silent for a week, the first of them."""
    silent = Application.objects.filter(
        state=S.SUBMITTED,
        confirmed_at=None,
        submitted_at__date__lte=on - PATIENCE,
        cohort__state__in=(CohortState.OPEN, CohortState.SELECTING),
    )
    return silent.select_related("school", "cohort")[:20]


@rows
def offers_to(schools):
    """The offers that these schools (ids) have not answered."""
    return Application.objects.filter(state=S.OFFERED, school__in=schools).select_related("school", "cohort")


@rows
def given_up(user):
    """Reviews declared a conflict, whose application was given to nobody since and is not decided."""
    later = Review.objects.filter(application=OuterRef("application"), given_at__gt=OuterRef("declared_at"))
    declared = Review.objects.visible_to(user).filter(
        ~Exists(later),
        state=ReviewState.CONFLICT,
        application__state=S.SUBMITTED,
        application__decision="",
        application__cohort__state__in=DECIDING,
    )
    return declared.select_related("application__school", "application__cohort", "reviewer")[:20]


@beforehand.register
def applications_and_reviews(user, on):
    """What the duties below read."""
    if user.sees_every_school:
        yield unconfirmed.later(on)
    if user.is_programme_lead:
        yield given_up.later(user)
    if schools := sorted(written_for_by(user)):
        yield offers_to.later(schools)


@duties.register
def intake_duties(user, on):
    """Decisions near their day, places that a reserve could have, headteachers who have not confirmed."""
    if not user.is_programme_lead:
        return
    opened = [one.starts_on for one in cohorts_known() if one.state == CohortState.OPEN]
    for cohort in cohorts_known():
        if cohort.state not in (CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING):
            continue
        url = reverse("cohorts:intake", args=[cohort.pk])
        if cohort.waiting and on >= cohort.decisions_on - NEAR and cohort.state != CohortState.OPEN:
            why = f"{count(cohort.waiting, 'school waits,schools wait')} for a decision on {cohort.places} places"
            yield Duty(f"Decide the intake of {cohort}", url, due_on=cohort.decisions_on, why=why, act="Decide")
        free = free_places(cohort) if cohort.reserves and cohort.state != CohortState.OPEN else 0
        if free > 0 and (first := first_reserve(cohort)):
            why = f"{count(free, 'place is,places are')} free and {count(cohort.reserves, 'school waits,schools wait')}"
            yield Duty(
                f"Offer a place to {first.school}, first reserve of {cohort}", f"{url}#reserve", why=why, act="Offer"
            )
        if cohort.unasked and any(day > cohort.starts_on for day in opened):
            yield Duty(
                f"Ask the reserve list of {cohort} whether applications are kept",
                reverse("cohorts:carry_reserve", args=[cohort.pk]),
                why=f"{count(cohort.unasked, 'school waits,schools wait')} and the next cohort takes applications",
                act="Ask",
            )


@duties.register
def confirmations_wanted(user, on):
    """Applications whose headteacher has been silent for a week: a telephone call settles it."""
    if not user.sees_every_school:
        return
    for application in unconfirmed(on):
        yield Duty(
            f"Ask the headteacher of {application.school} to confirm the application",
            application.get_absolute_url(),
            since_on=local(application.submitted_at).date(),
            why="It cannot be offered a place before. The code can be read out on the telephone",
            act="Open",
            school_id=application.school_id,
        )


@duties.register
def offers_to_answer(user, on):
    """The school's own: say yes or no to an offer."""
    schools = written_for_by(user)
    if not schools:
        return
    for application in offers_to(sorted(schools)):
        yield Duty(
            f"Answer the offer of a place in {application.cohort}",
            reverse("cohorts:answer_offer", args=[application.offer_token]),
            due_on=local(application.offer_expires_at).date(),
            act="Answer",
            school_id=application.school_id,
            is_now=True,
        )


@duties.register
def readings_to_score(user, on):
    """The reviewer's own: read and score what they were given, before the cohort's decisions."""
    if not user.is_reviewer:
        return
    waiting = Review.objects.visible_to(user).waiting().filter(reviewer=user)
    by_cohort = waiting.order_by().values_list("application__cohort__name", "application__cohort__decisions_on")
    for name, decisions_on, number in by_cohort.annotate(number=Count("pk")):
        yield Duty(
            f"Read and score {count(number, 'application,applications')}",
            reverse("cohorts:reviews"),
            due_on=decisions_on,
            why=f"Places in {name} are decided on that day",
            act="Read",
        )


@duties.register
def conflicts_to_settle(user, on):
    """The lead's: an application that its reviewer gave up, until it is given to somebody else or decided without."""
    if not user.is_programme_lead:
        return
    for review in given_up(user):
        cohort = review.application.cohort
        yield Duty(
            f"Give the application of {review.application.school} to another reviewer",
            reverse("cohorts:reviewing", args=[cohort.pk]),
            due_on=cohort.decisions_on,
            why=f"{review.reviewer} declared a conflict of interest",
            act="Give",
            school_id=review.application.school_id,
        )
