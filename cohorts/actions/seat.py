"""Changes the representatives of a place: a hand-over for good, or somebody who stands in for a time. History stays as it was."""

from datetime import timedelta

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.wording import day_long
from schools.actions.behalf import record_for_school

from ..held_seats import held_seats, holds_on
from ..models import PLACE_FLOW, SeatHolder
from .place import representative


@transaction.atomic
def change_representative(
    seat, *, by, last_day, name, email, job_title, is_senior_leader, from_on, on, until_on=None, note="", telephone=""
):
    """Hand a seat over: the leaver's row ends, the newcomer's begins, and what was attended stays with each. Returns the newcomer's.

    With `until_on` the newcomer stands in, and whoever is away holds the seat again from the day after. A change that was planned
    and has not begun gives way to this one.
    """
    place = seat.place
    PLACE_FLOW.take("change_people", place)
    if (
        twin := SeatHolder.objects.filter(seat__place=place, until_on=None, email__iexact=email)
        .exclude(seat=seat)
        .first()
    ):
        raise Refused(f"{twin.name} is a representative of this school already. Enter another address.")
    last_day = last_day or from_on - timedelta(days=1)
    rows = list(SeatHolder.objects.select_for_update().filter(seat=seat).order_by("from_on"))
    overtaken = [row for row in rows if row.from_on > last_day]
    if begun := next((row for row in overtaken if row.from_on <= on), None):
        raise Refused(
            f"{begun.name} has been a representative only since {day_long(begun.from_on)}. Enter that day or a later one."
        )
    SeatHolder.objects.filter(pk__in=[row.pk for row in overtaken]).delete()  # plans: nothing of them has been lived
    held = next((row for row in reversed(rows) if row.from_on <= last_day), None)
    if held and (held.until_on is None or held.until_on > last_day):
        SeatHolder.objects.filter(pk=held.pk).update(until_on=last_day)
    leaver = held or (overtaken[0] if overtaken else None)
    person = {"name": name, "email": email, "job_title": job_title, "is_senior_leader": is_senior_leader}
    newcomer = SeatHolder.objects.create(
        seat=seat,
        user=representative(place.school, person, by, on),
        from_on=from_on,
        until_on=until_on,
        stands_in=until_on is not None,
        telephone=telephone,
        note=note,
        **person,
    )
    if until_on and leaver:
        come_back(leaver, until_on + timedelta(days=1))
    record_for_school(
        by,
        "changed a representative of",
        place,
        school=place.school,
        leaver=leaver.name if leaver else "",
        newcomer=name,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat() if until_on else "",
        note=note,
    )
    return newcomer


@transaction.atomic
def change_telephone(holder, *, by, telephone):
    """Where a representative is rung who has given no number of their own. The record names no number."""
    place = holder.seat.place
    PLACE_FLOW.take("change_people", place)
    SeatHolder.objects.filter(pk=holder.pk).update(telephone=telephone)
    record_for_school(
        by, "changed the telephone of a representative of", place, school=place.school, representative=holder.name
    )


@transaction.atomic
def leave_seat(seat, *, by, on):
    """Whoever holds the seat leaves it on this day and nobody follows yet; what had not begun is dropped."""
    place = seat.place
    PLACE_FLOW.take("change_people", place)
    rows = SeatHolder.objects.select_for_update().filter(seat=seat)
    names = list(rows.filter(until_on=None).values_list("name", flat=True))
    rows.filter(from_on__gt=on).delete()
    rows.filter(until_on=None).update(until_on=on)
    record_for_school(by, "left a seat empty of", place, school=place.school, leaver=", ".join(names))


def come_back(held, from_on):
    """Another row for whoever held the seat before: what they are stays the same, the dates are new."""
    kept = (
        "seat_id",
        "user_id",
        "name",
        "name_on_certificate",
        "email",
        "telephone",
        "job_title",
        "is_senior_leader",
        "role",
    )
    SeatHolder.objects.create(from_on=from_on, **{name: getattr(held, name) for name in kept})


@transaction.atomic
def follow_name(user, *, before):
    """A person has another name: the seats they hold and will hold say it, unless a name for the certificate was set."""
    held = SeatHolder.objects.not_over().filter(user=user, name_on_certificate="").exclude(name=user.name)
    for holder in held.select_related("seat__place__school"):
        SeatHolder.objects.filter(pk=holder.pk).update(name=user.name)
        record(user, "changed the name of a representative of", holder.seat.place, before=holder.name, now=user.name)


def no_senior_leader(place, on):
    """Whether there are representatives on a day, or when the cohort starts, and none of them is a senior leader."""
    return place.pk in without_senior_leader([place], on)


def without_senior_leader(places, on):
    """The ids of those places, which come with their cohort; one query."""
    since = {place.pk: max(on, place.cohort.starts_on) for place in places}
    found = set()
    for place_id, seats in held_seats(since).items():
        there = [one for _, holders in seats for one in holders if holds_on(one, since[place_id])]
        if there and not any(one.is_senior_leader for one in there):
            found.add(place_id)
    return found
