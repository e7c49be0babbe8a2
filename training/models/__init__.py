"""The training days of a cohort and who was there."""

from .attendance import HALVES, Attendance, Mark, MarkState
from .calendar_link import CalendarLink
from .call import CallOutcome, PhoneCall
from .catch_up import CATCH_UP_FLOW, CatchUp, CatchUpNote, CatchUpRule, CatchUpState, CatchUpStep
from .feedback import Agreement, FeedbackAnswer, FeedbackQuestion, FeedbackSheet, QuestionKind
from .gap_task import GapTaskDone
from .inset import STAFF, Audience, Inset, InsetKind, StaffNumbers
from .material import Material
from .money import Fee, Prices
from .need import KEPT_FOR, Need
from .pack import Pack, PackLink, PackStep
from .reflection import Reflection
from .session import DOOR_CODE_LENGTH, DOOR_LETTERS, SESSION_FLOW, Session, SessionState, new_door_code

__all__ = [
    "CATCH_UP_FLOW",
    "DOOR_CODE_LENGTH",
    "DOOR_LETTERS",
    "HALVES",
    "KEPT_FOR",
    "SESSION_FLOW",
    "STAFF",
    "Agreement",
    "Attendance",
    "Audience",
    "CalendarLink",
    "CallOutcome",
    "CatchUp",
    "CatchUpNote",
    "CatchUpRule",
    "CatchUpState",
    "CatchUpStep",
    "Fee",
    "FeedbackAnswer",
    "FeedbackQuestion",
    "FeedbackSheet",
    "GapTaskDone",
    "Inset",
    "InsetKind",
    "Mark",
    "MarkState",
    "Material",
    "Need",
    "Pack",
    "PackLink",
    "PackStep",
    "PhoneCall",
    "Prices",
    "QuestionKind",
    "Reflection",
    "Session",
    "SessionState",
    "StaffNumbers",
    "new_door_code",
]
