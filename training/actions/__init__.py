"""Everything that changes sessions and registers."""

from .calendar_links import make_shared_calendar, stop_shared_calendar
from .catch_ups import (
    keep_catch_up_rule,
    record_catch_up,
    reopen_catch_up,
    say_catch_up,
    send_back_catch_up,
    set_catch_up_due,
    sign_off_catch_up,
    undo_catch_up_note,
)
from .changes import cancel_session, edit_session, hold_on_another_day, note_call
from .door import renew_door_code, sign_in_at_door
from .gap_tasks import finish_gap_task, undo_gap_task
from .marks import claim_attendance, confirm_claims, mark_seat, mark_seats
from .materials import add_material, edit_material, remove_material
from .needs import forget_needs, say_needs
from .sessions import (
    ClaimsCameIn,
    close_register,
    create_sessions,
    not_closed_before_its_day,
    remove_session,
    reopen_register,
)
from .together import mark_all_present, undo_all_present

__all__ = [
    "ClaimsCameIn",
    "add_material",
    "cancel_session",
    "claim_attendance",
    "close_register",
    "confirm_claims",
    "create_sessions",
    "edit_material",
    "edit_session",
    "finish_gap_task",
    "forget_needs",
    "hold_on_another_day",
    "keep_catch_up_rule",
    "make_shared_calendar",
    "mark_all_present",
    "mark_seat",
    "mark_seats",
    "not_closed_before_its_day",
    "note_call",
    "record_catch_up",
    "remove_material",
    "remove_session",
    "renew_door_code",
    "reopen_catch_up",
    "reopen_register",
    "say_catch_up",
    "say_needs",
    "send_back_catch_up",
    "set_catch_up_due",
    "sign_in_at_door",
    "sign_off_catch_up",
    "stop_shared_calendar",
    "undo_all_present",
    "undo_catch_up_note",
    "undo_gap_task",
]
