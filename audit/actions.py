"""Writes the record, in the transaction of the act it speaks of."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from kit.flow import StepNotAllowed

from .models import Activity


def record(by, verb, about, *, school=None, internal=False, on_behalf=False, **details):
    """Note who did what to which record. `by` is a user or None for the portal itself.

    The school it concerns is `school`, else the record's own `school_id`; `details` must be JSON.
    """
    school_key = getattr(school, "pk", school)
    if school_key is None:
        school_key = about.pk if type(about).__name__ == "School" else getattr(about, "school_id", None)
    return Activity.objects.create(
        by=by if by is not None and by.is_authenticated else None,
        verb=verb,
        subject=str(about)[:300],
        content_type=ContentType.objects.get_for_model(about),
        object_id=str(about.pk),
        school_key=school_key,
        internal=internal,
        on_behalf=on_behalf,
        details=details,
    )


def record_many(by, notes, *, internal=False, **details):
    """Note many acts on schools in one statement: `notes` are (school, verb, details), `details` are added to each."""
    notes = list(notes)
    by = by if by is not None and by.is_authenticated else None
    types = {model: ContentType.objects.get_for_model(model) for model in {type(school) for school, _, _ in notes}}
    Activity.objects.bulk_create(
        Activity(
            by=by,
            verb=verb,
            subject=str(school)[:300],
            content_type=types[type(school)],
            object_id=str(school.pk),
            school_key=school.pk,
            internal=internal,
            details=details | own,
        )
        for school, verb, own in notes
    )


@transaction.atomic
def take_out_of_sight(thing, *, reason, by):
    """Hide a text or file from everybody but the Virtual School's leads and administrators; nothing is deleted."""
    hidden = {"hidden_at": timezone.now(), "hidden_by": by, "hidden_reason": reason}
    if not type(thing)._base_manager.filter(pk=thing.pk, hidden_at=None).update(**hidden):
        raise StepNotAllowed(thing, "take out of sight")
    for field, value in hidden.items():
        setattr(thing, field, value)
    record(by, "took out of sight", thing, internal=True, reason=reason)


@transaction.atomic
def put_back(thing, *, by):
    """Show again what was taken out of sight."""
    shown = {"hidden_at": None, "hidden_by": None, "hidden_reason": ""}
    if not type(thing)._base_manager.filter(pk=thing.pk, hidden_at__isnull=False).update(**shown):
        raise StepNotAllowed(thing, "put back")
    for field, value in shown.items():
        setattr(thing, field, value)
    record(by, "put back", thing, internal=True)
