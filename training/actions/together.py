"""Everybody who is left on a register marked present in one act, and that act taken back."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import today
from kit.flow import StepNotAllowed

from ..models import SESSION_FLOW, Attendance, Mark, MarkState
from .marks import Said, hold, write

TOGETHER = "All present"  # what stands in the trail beside each of them


@transaction.atomic
def mark_all_present(session, seats, *, by):
    """Mark as present those of these seats of whom nothing is said yet; whoever is marked stays as they are. Returns the rows changed."""
    locked = hold(session)
    if not SESSION_FLOW.allows("take_register", locked):
        raise StepNotAllowed(locked, "take_register")
    if locked.on > today():
        raise Refused("The session is still ahead. Nobody can be marked present yet.")
    said_of = Attendance.objects.filter(session=locked).exclude(state=MarkState.EXPECTED)
    marked = set(said_of.values_list("seat", flat=True))
    SESSION_FLOW.take("take_register", locked)
    said = [Said(seat, MarkState.PRESENT) for seat in seats if seat.pk not in marked]
    changed = [row for row in write(locked, said, by=by, is_claim=False, told_as=TOGETHER) if row]
    if changed:
        record(by, "marked all present at", locked, marks=len(changed))
    session.refresh_from_db()
    return changed


def marked_together(session, by):
    """The rows of a person's latest such act that nobody has touched since."""
    marks = Mark.objects.filter(attendance__session=session, note=TOGETHER, by=by)
    latest = marks.order_by("-at").values_list("at", flat=True).first()
    if latest is None:
        return Attendance.objects.none()
    rows = Attendance.objects.filter(session=session, state=MarkState.PRESENT, marked_at=latest, marked_by=by)
    return rows.filter(pk__in=marks.filter(at=latest).values("attendance"))


@transaction.atomic
def undo_all_present(session, *, by):
    """Take back one's own latest "all present", except where somebody has marked anew. Returns how many."""
    locked = hold(session)
    if not SESSION_FLOW.allows("take_register", locked):
        raise StepNotAllowed(locked, "take_register")
    rows = list(marked_together(locked, by).select_related("seat"))
    said = [Said(row.seat, MarkState.EXPECTED) for row in rows]
    changed = [row for row in write(locked, said, by=by, is_claim=False, told_as="Undone") if row]
    if changed:
        record(by, "took back all present at", locked, marks=len(changed))
    return len(changed)
