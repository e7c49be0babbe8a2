"""The forms of sessions, registers and claims."""

from .prepare import ChangeMaterialForm, MaterialForm, NeedsForm
from .register import CatchUpForm, DoorCodeForm, DoorNameForm, MarkForm, PlaceForm, RegisterForm, SeatField
from .session import TITLES, AnotherDayForm, CallForm, ReasonForm, SeriesForm, SessionForm, SessionLine
from .sheet import SheetForm

__all__ = [
    "TITLES",
    "AnotherDayForm",
    "CallForm",
    "CatchUpForm",
    "ChangeMaterialForm",
    "DoorCodeForm",
    "DoorNameForm",
    "MarkForm",
    "MaterialForm",
    "NeedsForm",
    "PlaceForm",
    "ReasonForm",
    "RegisterForm",
    "SeatField",
    "SeriesForm",
    "SessionForm",
    "SessionLine",
    "SheetForm",
]
