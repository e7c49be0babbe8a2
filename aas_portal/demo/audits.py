"""Self-audits of the demo: where the running schools began and how some see themselves now, and those of the applicants."""

from datetime import datetime, time, timedelta

from cohorts.models import Application, ApplicationState, Cohort
from evaluation.models import Answer, Audit, Moment, Theme

from .year import LONDON

# A school's levels are a walk through these, so that every school is unlike its neighbour.
STARTS = (2, 1, 2, 1, 3, 2, 1, 2, 2, 1, 3, 1, 2)
MOVES = (1, 1, 0, 1, -1, 1, 0)
LINES = (
    "Two adults at the gate each morning, and a list on the staffroom door of who steps in.",
    "Midday staff asked us for training in the autumn, and we had none to give.",
    "Our policy still begins with a ladder of sanctions.",
    "There is a quiet room. It is also the photocopying room.",
    "Governors ask about it at every meeting now.",
    "We are kinder than we are planned.",
)


def build_audits(clock, places, coming):
    """Starts for the running cohort, mid-years for six of its schools, and what the applicants have filled in."""
    themes = list(Theme.objects.asked())
    Cohort.objects.filter(pk=coming.pk).update(asks_for_audit=True, needs_audit=True)
    Cohort.objects.filter(pk=places[0].cohort_id).update(needs_audit=True)
    for n, place in enumerate(places):
        began = [STARTS[(n * 3 + t * 2) % len(STARTS)] for t in range(len(themes))]
        writer = place.seats.first().holders.first()
        build(place.school, place.cohort, Moment.START, writer.name, themes, began, clock.day(-140 + n % 9), n)
        if (n % 3 == 0 or place.school.name == "Heathervale Primary") and place.is_at_work:
            now = [min(max(level + MOVES[(n + t) % len(MOVES)], 1), 4) for t, level in enumerate(began)]
            build(place.school, place.cohort, Moment.MID_YEAR, writer.name, themes, now, clock.day(-12 + n % 5), n + 1)
    applications = Application.objects.filter(cohort=coming).select_related("school", "cohort").order_by("pk")
    for n, application in enumerate(applications):
        is_draft = application.state == ApplicationState.DRAFT
        levels = [STARTS[(n * 5 + t) % len(STARTS)] for t in range(4 if is_draft else len(themes))]
        day = application.started_at.date() + timedelta(days=1)
        audit = build(
            application.school, coming, Moment.START, application.applicant_name, themes, levels, day, n, application
        )
        if is_draft:
            Audit.objects.filter(pk=audit.pk).update(completed_at=None)


def build(school, cohort, moment, name, themes, levels, day, n, application=None):
    """One audit with its answers; every third theme has a line."""
    at = day_at(day)
    audit = Audit.objects.create(
        school=school,
        cohort=cohort,
        moment=moment,
        application=application,
        by_name=name,
        started_at=at,
        touched_at=at,
        completed_at=at,
        version=1,
    )
    Answer.objects.bulk_create(
        Answer(
            audit=audit,
            theme=theme,
            level=level,
            wording=theme.wording,
            note=LINES[(n + t) % len(LINES)] if (n + t) % 3 == 0 else "",
        )
        for t, (theme, level) in enumerate(zip(themes, levels, strict=False))
    )
    return audit


def day_at(day):
    """Half past three on a day, when the children have gone."""
    return datetime.combine(day, time(15, 30), tzinfo=LONDON)
