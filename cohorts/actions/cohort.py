"""Creates, changes and copies cohorts, and takes them through their year."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime, make_aware

from audit.actions import record
from kit.access import Refused
from kit.wording import count

from ..copying import OWN, copiers
from ..intake import missing_to_start, taken_places
from ..models import COHORT_FLOW, Cohort, Criterion, Paper, Place
from .form import begin_form, copy_form

KEPT = (
    "places",
    "seats_per_place",
    "sessions_planned",
    "offer_days",
    "days_may_miss",
    "substitute_days",
    "needs_plan",
    "needs_project",
    "needs_presentation",
    "needs_audit",
    "asks_for_audit",
    "last_joining_session",
)


@transaction.atomic
def create_cohort(*, by, **facts):
    """A draft: nothing is mailed and nobody can apply until it is opened."""
    cohort = Cohort.objects.create(**facts)
    begin_form(cohort)
    record(by, "created the cohort", cohort)
    return cohort


@transaction.atomic
def edit_cohort(cohort, *, by, **facts):
    """Change dates, places and the rule. Refuses fewer places than are taken or offered."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    taken = taken_places(cohort)
    if facts.get("places", cohort.places) < taken:
        raise Refused(
            f"{count(taken, 'school has,schools have')} a place or an offer already. Enter {taken} or more places."
        )
    changed = [name for name, value in facts.items() if getattr(cohort, name) != value]
    COHORT_FLOW.take("edit", cohort, **facts)
    record(by, "changed the cohort", cohort, changed=changed)


@transaction.atomic
def copy_cohort(cohort, *, by, name, days):
    """Another year's draft with the same places, rule, criteria, form, papers and sessions, on the days given by key (see copying).

    Nobody is written to before it is opened, and an optional date or a session without a day is left for later.
    """
    facts = {field: getattr(cohort, field) for field in KEPT}
    facts |= {field: moved(getattr(cohort, field), days.get(field)) for field in OWN}
    copy = Cohort.objects.create(name=name, **facts)
    Criterion.objects.bulk_create(
        Criterion(cohort=copy, number=one.number, name=one.name, help=one.help, weight=one.weight)
        for one in cohort.criteria.all()
    )
    Paper.objects.bulk_create(Paper(cohort=copy, kind=one.kind, text=one.text) for one in cohort.papers.all())
    copy_form(cohort, copy)
    for copy_on in copiers:
        copy_on(cohort, copy, days, by)
    record(by, "copied the cohort", copy, copied_from=str(cohort))
    return copy


def moved(value, day):
    """The new day; of a moment, the same hour in London on it."""
    if day is None or not isinstance(value, datetime):
        return day
    return make_aware(datetime.combine(day, localtime(value).time()))


@transaction.atomic
def open_cohort(cohort, *, by):
    """Let schools apply as soon as the window opens."""
    COHORT_FLOW.take("open", cohort)
    record(by, "opened the cohort", cohort)


@transaction.atomic
def select_cohort(cohort, *, by):
    """Close applications and begin to decide."""
    COHORT_FLOW.take("select", cohort)
    record(by, "began to decide the intake of", cohort)


@transaction.atomic
def run_cohort(cohort, *, by, at):
    """Begin the year. Refused while schools can still apply or wait for a decision, or none has taken a place."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if COHORT_FLOW.allows("run", cohort) and (missing := missing_to_start(cohort, at)):
        raise Refused(missing[0])
    COHORT_FLOW.take("run", cohort)
    record(by, "started the year of", cohort)


@transaction.atomic
def close_cohort(cohort, *, by):
    """End the year. Refused while a school is at work in it."""
    working = Place.objects.live().filter(cohort=cohort).count()
    if working:
        raise Refused(
            f"{count(working, 'school is,schools are')} still at work in it. Graduate, defer or withdraw them first."
        )
    COHORT_FLOW.take("close", cohort)
    record(by, "closed the cohort", cohort)
