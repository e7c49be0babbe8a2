"""What speaks against a day for a session, in sentences: shown, never in the way."""

from collections import defaultdict
from itertools import pairwise

from cohorts.models import Place, Seat
from kit.wording import count, day_long
from schools.models import InsetDay
from terms.models import Calendar

from .models import SessionState


def day_warnings(cohort, days):
    """{day: sentences} for the days on which schools are shut or train on their own."""
    days = sorted({day for day in days if day})
    if not days:
        return {}
    calendar = Calendar(days[0], days[-1])
    schools = Place.objects.live().filter(cohort=cohort).values("school")
    shut = defaultdict(list)
    for inset in (
        InsetDay.objects.filter(day__in=days, school__in=schools).select_related("school").order_by("school__name")
    ):
        shut[inset.day].append(inset.school.name)
    found = {}
    for day in days:
        sentences = []
        if why := calendar.why_not(day):
            sentences.append(f"{day_long(day)}: {why}.")
        if names := shut.get(day):
            sentences.append(f"{day_long(day)} is an INSET day at {', '.join(names)}.")
        if not cohort.starts_on <= day <= cohort.ends_on:
            sentences.append(f"{day_long(day)} lies outside the cohort’s year.")
        if sentences:
            found[day] = sentences
    return found


def order_warnings(sessions):
    """Sentences for sessions whose days do not follow their numbers: it may be meant, where one was put off."""
    held = (session for session in sessions if session.state != SessionState.CANCELLED)
    dated = sorted(held, key=lambda session: session.number)
    return [
        f"Session {first.number} is on {day_long(first.on)}, after session {second.number} on {day_long(second.on)}."
        for first, second in pairwise(dated)
        if first.on > second.on
    ]


def people_expected(cohort):
    """The seats of the schools at work in a cohort; before any has a place, as many as its places will have."""
    seats = Seat.objects.filter(place__in=Place.objects.live().filter(cohort=cohort)).count()
    return seats or cohort.places * cohort.seats_per_place


def capacity_warnings(cohort, sessions, expected=None):
    """{session number: a sentence} for the rooms that are smaller than the number of people expected; one query, if that is not known."""
    rooms = [session for session in sessions if session.capacity and session.state != SessionState.CANCELLED]
    expected = people_expected(cohort) if rooms and expected is None else expected
    return {
        session.number: f"The room of session {session.number} holds {count(session.capacity, 'person,people')}, and {expected} are expected."
        for session in rooms
        if session.capacity < expected
    }


def capacity_warning(session):
    """A sentence where the room is smaller than the number of people expected, or an empty text."""
    return capacity_warnings(session.cohort, [session]).get(session.number, "")
