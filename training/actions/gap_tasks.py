"""Gap tasks said to be done, and taken back."""

from django.db import transaction

from cohorts.models import Place, SeatHolder
from kit.access import Refused
from kit.clock import now, today
from schools.actions.behalf import record_for_school

from ..gap_tasks import is_set
from ..models import GapTaskDone


@transaction.atomic
def finish_gap_task(session, place, *, by, line, seat=None):
    """The school, or the representative of a seat, has done the task. Said again it replaces the line, which stays in the record."""
    if not is_set(session):
        raise Refused(f"Session {session.number} has set no task yet.")
    Place.objects.select_for_update().get(pk=place.pk)  # the same said twice at once is said once
    before = GapTaskDone.objects.standing().filter(session=session, place=place, seat=seat).first()
    if before:
        if before.line == line:
            return before
        GapTaskDone.objects.filter(pk=before.pk).update(undone_at=now(), undone_by=by)
    holder = SeatHolder.objects.on(today()).filter(seat=seat).first() if seat else None
    done = GapTaskDone.objects.create(
        session=session, place=place, seat=seat, name=holder.name if holder else "", line=line, done_by=by
    )
    record_for_school(by, "did the", done, school=place.school)
    return done


@transaction.atomic
def undo_gap_task(done, *, by):
    """Take it back: it is to be done again."""
    if GapTaskDone.objects.standing().filter(pk=done.pk).update(undone_at=now(), undone_by=by):
        record_for_school(by, "took back the", done, school=done.place.school)
