"""Graduation as the cohort knows it: the presentation, the names, and the state of the place."""

from django.db import transaction
from django.utils import timezone

from audit.actions import record

from ..models import PLACE_FLOW, SeatHolder
from ..readiness import shortfalls


class NotReady(Exception):
    """A school has things to settle and nobody gave a reason to go past them."""

    def __init__(self, place, missing):
        super().__init__(f"{place.school} has {len(missing)} things to settle")
        self.place, self.missing = place, missing


@transaction.atomic
def note_presentation(place, *, by, on):
    """The school presented its work on a day."""
    PLACE_FLOW.take("present", place, presented_on=on)
    record(by, "noted the presentation of", place, on_behalf=by.sees_every_school)


@transaction.atomic
def proof_names(place, *, by, school_name, people, why="", see_hear_feel=""):
    """The school says how its names will print; `people` maps a holder's id to the name."""
    PLACE_FLOW.take(
        "proof_names",
        place,
        name_on_certificate=school_name,
        certificate_why=why,
        see_hear_feel_end=see_hear_feel,
        names_proofed_at=timezone.now(),
        names_proofed_by=by,
    )
    holders = SeatHolder.objects.filter(seat__place=place, pk__in=people)
    for holder in holders:
        SeatHolder.objects.filter(pk=holder.pk).update(name_on_certificate=people[holder.pk])
    record(by, "checked the names on the certificates of", place, on_behalf=by.sees_every_school)


@transaction.atomic
def graduate(places, *, by, on, reasons=None):
    """Graduate many schools at once, all or none. A school with things to settle needs a reason, which stays on the record.

    Raises NotReady for the first school without one, StepNotAllowed where a place is no longer at work.
    """
    reasons = reasons or {}
    missing = shortfalls(places)
    for place in places:
        reason = reasons.get(place.pk, "").strip()
        if missing[place.pk] and not reason:
            raise NotReady(place, missing[place.pk])
        override = reason if missing[place.pk] else ""
        PLACE_FLOW.take("graduate", place, graduated_on=on, graduated_by=by, override_reason=override)
        settled = [shortfall.text for shortfall in missing[place.pk]]
        record(by, "graduated", place, override=override, not_settled=settled)


@transaction.atomic
def order_celebration(places, *, by, numbers):
    """Set the running order of the celebration; `numbers` maps a place's id to its turn."""
    for place in places:
        if place.pk in numbers and numbers[place.pk] != place.running_order:
            type(place)._base_manager.filter(pk=place.pk).update(running_order=numbers[place.pk])
            place.running_order = numbers[place.pk]
    if places:
        record(by, "set the running order of", places[0].cohort)
