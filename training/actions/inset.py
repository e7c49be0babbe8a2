"""The log of training held in schools, and how many people a school has."""

from django.db import transaction

from kit.access import Refused
from kit.clock import today
from schools.actions.behalf import record_for_school
from schools.models import School
from schools.policies import speaks_for_school

from ..models import Audience, Inset, StaffNumbers


@transaction.atomic
def log_inset(school, *, by, **said):
    """Keep that training was held. The same form sent twice is one training."""
    not_ahead(said["on"])
    School.objects.select_for_update().get(pk=school.pk)  # the second of two equal forms waits here and finds the first
    if same := Inset.objects.filter(school=school, by=by, **said).first():
        return same
    inset = Inset.objects.create(school=school, by=by, on_behalf=speaks_for_school(by, school), **said)
    record_for_school(by, "logged", inset, school=school, people=inset.total)
    return inset


@transaction.atomic
def edit_inset(inset, *, by, **said):
    """Put right what was logged; the record keeps what it said before."""
    not_ahead(said["on"])
    kept = Inset.objects.select_for_update().get(pk=inset.pk)
    before = {name: getattr(kept, name) for name, value in said.items() if getattr(kept, name) != value}
    if not before:
        return kept
    for name in before:
        setattr(kept, name, said[name])
    kept.save(update_fields=list(before))
    record_for_school(by, "changed", kept, school=kept.school, before={name: str(was) for name, was in before.items()})
    return kept


@transaction.atomic
def remove_inset(inset, *, by):
    """Take a training out of the log: it was not held, or stands there twice. The record keeps that it stood there."""
    school, words = inset.school, {"title": inset.title, "on": inset.on.isoformat(), "people": inset.total}
    inset.delete()
    record_for_school(by, "removed a training in school from the log of", school, school=school, **words)


@transaction.atomic
def count_staff(school, *, by, **numbers):
    """Keep how many people of each audience there are; parents are not counted."""
    numbers = {audience: numbers[audience] or 0 for audience in Audience.values if audience != Audience.PARENTS}
    kept, _ = StaffNumbers.objects.update_or_create(school=school, defaults=numbers | {"by": by, "counted_on": today()})
    record_for_school(by, "counted the staff of", school, school=school, **numbers)
    return kept


def not_ahead(on):
    """What has not been held yet is a plan, and stands in the development plan."""
    if on > today():
        raise Refused("Training is logged once it has been held.")
