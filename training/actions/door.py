"""Signing in at the door of a session, and a new code for it."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import now
from kit.flow import StepNotAllowed

from ..door import at_door, door_state
from ..models import SESSION_FLOW, MarkState, Session, new_door_code
from .marks import Said, hold, write


@transaction.atomic
def sign_in_at_door(session, holders, *, by):
    """Somebody says at the door that they came, for each school they represent; the lead confirms it as any claim.

    `by` is None where they gave their name without signing in. What somebody else has said of a seat stays. Returns the rows changed.
    """
    locked = hold(session)
    state = door_state(locked, now())
    if state in ("closed", "cancelled"):
        raise StepNotAllowed(locked, "take_register")
    if state != "open":
        raise Refused("The code on the door counts from an hour before the session starts until an hour after.")
    said = [Said(one.holder.seat, MarkState.PRESENT) for one in at_door(locked, holders) if one.can_sign_in]
    changed = [row for row in write(locked, said, by=by, is_claim=True, at_door=True) if row]
    of_seat = {holder.seat_id: holder for holder in holders}
    for row in changed:
        holder = of_seat[row.seat_id]
        school = holder.seat.place.school_id
        record(by, "signed in at the door of", locked, school=school, name=holder.name, by_name=by is None)
    return changed


@transaction.atomic
def renew_door_code(session, *, by):
    """A new code: the one that hangs on the door, or went further than it, no longer opens anything."""
    locked = hold(session)
    if not SESSION_FLOW.allows("take_register", locked):
        raise StepNotAllowed(locked, "take_register")
    Session.objects.filter(pk=locked.pk).update(door_code=new_door_code())
    session.refresh_from_db(fields=["door_code"])
    record(by, "made a new sign-in code for", locked)
