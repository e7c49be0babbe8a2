"""How a school's place goes on: longer, later, not at all, and again. The school is told; what it did stays."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.flow import StepNotAllowed
from kit.wording import day
from notifications.actions import notify
from schools.actions.behalf import writers_of

from ..intake import free_places
from ..models import PLACE_FLOW, CohortState, Place, Seat, SeatHolder
from .decision import locked

FULL = "Every place of {cohort} is taken, on offer or kept. Give it another place first, or choose another cohort."


def tell_people(place, kind, on, **facts):
    """Write to those who write for the school, and to its own address; once a day at most."""
    people = writers_of(place.school)
    addresses = {person.email.lower() for person in people}
    if place.school.contact_email and place.school.contact_email.lower() not in addresses:
        people.append(place.school.contact_email)
    for one in people:
        occasion = f"place:{place.pk}:{kind}:{on.isoformat()}"
        notify(kind, one, about=place, occasion=occasion, school=place.school_id, **facts)


@transaction.atomic
def withdraw_place(place, *, by, reason, on):
    """The school leaves the cohort; everything it did stays."""
    PLACE_FLOW.take("withdraw", place, left_on=on, left_reason=reason)
    record(by, "withdrew", place, reason=reason)
    tell_people(place, "place_withdrawn", on, last_day=day(on), reason=reason)


@transaction.atomic
def continue_place(place, *, by, until, reason, on):
    """The school takes longer: it stays at work until a day, and has the graduation of its cohort still before it."""
    if until <= on:
        raise Refused("Enter a day after today.")
    PLACE_FLOW.take("carry_on", place, continues_until=until, continues_why=reason)
    record(by, "gave more time to", place, until=until.isoformat(), reason=reason)
    tell_people(place, "place_continues", on, until=day(until), reason=reason)


@transaction.atomic
def defer_place(place, *, by, to, reason, on):
    """The school goes on in a later cohort, in which a place is kept for it, and keeps its days."""
    if to.starts_on <= place.cohort.starts_on:
        raise Refused("Choose a cohort that starts later.")
    to = locked(to)
    if free_places(to) < 1:
        raise Refused(FULL.format(cohort=to))
    PLACE_FLOW.take("defer", place, deferred_to=to, left_on=on, left_reason=reason)
    record(by, "deferred", place, to=str(to), reason=reason)
    tell_people(place, "place_deferred", on, last_day=day(on), later=str(to), reason=reason)


@transaction.atomic
def rejoin_place(place, *, by, into, from_on, note, on):
    """A school that left comes back: to its own place, or to one in another cohort where its days count. Returns that place.

    Nothing of the earlier time is rewritten: another cohort gets a place of its own that says where it came from.
    """
    into = locked(into)
    place = Place.objects.select_for_update(of=("self",)).select_related("school", "cohort").get(pk=place.pk)
    if not PLACE_FLOW.allows("rejoin", place):
        raise StepNotAllowed(place, "rejoin")
    if place.has_gone_on:
        raise Refused(f"{place.school} has come back already: {place.went_on}.")
    if Place.objects.live().filter(school=place.school_id).exists():
        raise Refused(f"{place.school} is at work in another cohort already.")
    if into.state in (CohortState.CLOSED, CohortState.CLOSING):
        raise Refused(f"{into} is coming to its end. Choose another cohort.")
    kept = place.deferred_to_id == into.pk and not into.taken.filter(school=place.school_id).exists()
    if free_places(into) + kept < 1:
        raise Refused(FULL.format(cohort=into))
    if into.pk == place.cohort_id:
        PLACE_FLOW.take("rejoin", place, left_on=None, left_reason="", deferred_to_id=None, continues_until=None)
        back = place
    else:
        PLACE_FLOW.take("go_on", place)
        back = another_place(place, into, from_on)
    record(by, "took back", back, came_from=str(place.cohort), from_on=from_on.isoformat(), note=note)
    tell_people(back, "place_rejoined", on, from_on=day(max(from_on, into.starts_on)), note=note)
    return back


def another_place(place, cohort, from_on):
    """A place in another cohort for the same school, with the representatives of now."""
    if cohort.taken.filter(school=place.school_id).exists():
        raise Refused(f"{place.school} has had a place in {cohort}. Let it come back on the page of that place.")
    since = max(from_on, cohort.starts_on)
    back = Place.objects.create(
        cohort=cohort,
        school=place.school,
        lead_id=place.lead_id,
        cover_id=place.cover_id,
        joined_on=since,
        came_from=place,
    )
    holders = SeatHolder.objects.filter(seat__place=place, until_on=None).select_related("seat")
    kept = ("user_id", "name", "name_on_certificate", "email", "telephone", "job_title", "is_senior_leader", "role")
    seats = {number: Seat.objects.create(place=back, number=number) for number in range(1, cohort.seats_per_place + 1)}
    for holder in holders:
        if seat := seats.get(holder.seat.number):
            SeatHolder.objects.create(seat=seat, from_on=since, **{name: getattr(holder, name) for name in kept})
    return back
