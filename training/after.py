"""What a session's page offers after the day: feedback, a reflection, the pack, and the log of what was passed on."""

from cohorts.models import SeatHolder
from cohorts.yours import places_of
from kit.clock import now, today

from . import policies
from .feedback import feedback_state
from .models import Pack, Reflection


def seats_on_the_day(user, session):
    """The seats of the session's cohort that a person held on its day."""
    return SeatHolder.objects.on(session.on).filter(user=user, seat__place__cohort=session.cohort_id)


def pack_of(session):
    """The pack of a session, or None."""
    return Pack.objects.select_related("session__cohort").filter(session=session).first()


def after_the_day(session, user):
    """What this person can do or read, for `training/_after.html`."""
    pack, has_been = pack_of(session), session.on <= today()  # nobody writes a reflection before the day
    return {
        "takes_feedback": feedback_state(session, now()) == "open",
        "pack": pack if pack and policies.may_read(user, pack) else None,
        "may_edit_pack": policies.can_edit_pack(user, session),
        "may_reflect": policies.can_write_reflection(user, session),
        "reflection": Reflection.objects.of(user).filter(session=session).first() if has_been else None,
        "shared": Reflection.objects.shared_with(user).filter(session=session).count() if has_been else 0,
        "schools": [one.school for one in places_of(user) if one.cohort_id == session.cohort_id],
    }
