"""The reminder before a term ends: what still stands between a school and graduation."""

from datetime import timedelta
from itertools import pairwise

from kit.wording import day, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page_of, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing
from terms.models import Term

from .models import CohortState, Place
from .plan_reminders import writers_by_school
from .readiness import shortfalls

FARTHEST = timedelta(days=120)
HALF_TERM = timedelta(days=12)  # a shorter break is within the term


def still_missing(message):
    """The school is at work, and something is missing."""
    place = message.about
    return place is not None and place.is_at_work and bool(shortfalls([place])[place.pk])


def in_lines(message):
    """What is missing, a line each."""
    return "\n".join(f"- {one.text}." for one in shortfalls([message.about])[message.about.pk])


def places_at_work(user):
    """For previews: the places at work that somebody may see."""
    return Place.objects.visible_to(user).live().select_related("school", "cohort")


register(
    Kind(
        "readiness_at_term_end",
        title="What graduation still needs, at the end of a term",
        subject="{{ school }}: what graduation still needs",
        template="cohorts/letters/readiness_at_term_end.txt",
        reminder=True,
        wanted=still_missing,
        rule="a term ends and you write for a school on its way to graduation",
        group="Graduation and practice library",
        blanks={
            "school": Blank("the name of the school", lambda message: message.about.school.name),
            "cohort": Blank("the name of the cohort", lambda message: message.about.cohort.name),
            "term_end": Blank("the last day of the term", lambda message: message.facts.get("term_end", "")),
            "missing": Blank("what is missing, a line each", in_lines, must=True),
            "link": Blank("the page of the school’s year", lambda message: page_of(message.about), must=True),
        },
        records=places_at_work,
        example=lambda place: {"term_end": day(next(iter(ends_after(place.cohort.starts_on)), place.cohort.ends_on))},
    )
)
rule("readiness_at_term_end", "a term ends", 10, to="everybody who writes for the school")


def ends_after(on):
    """The last days of terms from a day on, soonest first: a half-term break is no end."""
    terms = list(Term.objects.filter(ends_on__gte=on).order_by("starts_on"))
    ends = [one.ends_on for one, after in pairwise(terms) if after.starts_on - one.ends_on > HALF_TERM]
    return [*ends, terms[-1].ends_on] if terms else []


@planner
def term_ends_near(at):
    """School days before the end of a term, to those who write for a school that something is missing from."""
    on, stands = local(at).date(), standing("readiness_at_term_end")
    end = next((day for day in ends_after(on) if day > on), None) if stands.is_on else None
    if end is None or end > on + FARTHEST:
        return
    calendar = school_morning(at, end)
    step = stands.step(calendar.school_days_between(on, end), on) if calendar else None
    if step is None:
        return
    places = Place.objects.live().filter(cohort__state__in=(CohortState.RUNNING, CohortState.CLOSING))
    places = list(places.select_related("school", "cohort"))
    missing = shortfalls(places)
    writers = writers_by_school([place.school_id for place in places if missing[place.pk]])
    for place in places:
        for person in writers.get(place.school_id, ()) if missing[place.pk] else ():
            yield letter(
                "readiness_at_term_end",
                person,
                about=place,
                school=place.school_id,
                occasion=f"place:{place.pk}:term-end:{end}{stands.mark(step)}",
                term_end=day(end),
            )
