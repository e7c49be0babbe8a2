"""INSET days kept and taken back: by the school, or by the Virtual School for one or for many."""

from django.db import transaction

from audit.actions import record_many
from schools.actions.behalf import record_for_school
from schools.models import InsetDay


@transaction.atomic
def add_inset_days(school, *, by, rows):
    """Keep several days of one school; a day that is known gets the new label. Returns how many were new."""
    new = keep(rows, by)
    if rows:
        days = [row.day.isoformat() for row in rows]
        record_for_school(by, "said when INSET days are at", school, school=school, days=days)
    return new


@transaction.atomic
def import_inset_days(rows, *, by):
    """Keep the days of many schools at once. Returns (new, known already)."""
    new = keep(rows, by)
    days = {}
    for row in rows:
        days.setdefault(row.school, []).append(row.day.isoformat())
    record_many(by, [(school, "imported the INSET days of", {"days": found}) for school, found in days.items()])
    return new, len(rows) - new


def keep(rows, by):
    """Write them; of a day that is known the label is kept unless a new one is said."""
    known = {
        (one.school_id, one.day): one
        for one in InsetDay.objects.select_for_update().filter(school__in={row.school for row in rows})
    }
    new = [row for row in rows if (row.school.pk, row.day) not in known]
    InsetDay.objects.bulk_create(
        [InsetDay(school=row.school, day=row.day, label=row.label, by=by) for row in new], ignore_conflicts=True
    )
    for row in rows:
        held = known.get((row.school.pk, row.day))
        if held and row.label and row.label != held.label:
            held.label = row.label
            held.save(update_fields=["label"])
    return len(new)


@transaction.atomic
def remove_inset_day(inset, *, by):
    """The school is open on that day after all."""
    record_for_school(by, "took back an INSET day of", inset.school, school=inset.school, day=inset.day.isoformat())
    inset.delete()
