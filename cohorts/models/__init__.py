"""A cohort, the applications for it, and the places in it."""

from .answer import Answer, ApplicationPart
from .applicant import Colleague, ForSchool, Writer
from .application import APPLICATION_FLOW, Application, ApplicationState, Decision
from .carry import CARRY_FLOW, Carry, CarryState
from .cohort import COHORT_FLOW, Cohort, CohortState, Logo, ProgrammeSettings, Signature
from .form import FormQuestion, FormSection, QuestionKind
from .holding import HeldAct, HeldChange
from .paper import ASK_FLOW, AskState, CommitmentAsk, Paper, PaperKind, SignedPaper
from .place import PLACE_FLOW, Place, PlaceState, Seat, SeatHolder, SeatRole
from .review import REVIEW_FLOW, Criterion, Review, ReviewState, Score

__all__ = [
    "APPLICATION_FLOW",
    "ASK_FLOW",
    "CARRY_FLOW",
    "COHORT_FLOW",
    "PLACE_FLOW",
    "REVIEW_FLOW",
    "Answer",
    "Application",
    "ApplicationPart",
    "ApplicationState",
    "AskState",
    "Carry",
    "CarryState",
    "Cohort",
    "CohortState",
    "Colleague",
    "CommitmentAsk",
    "Criterion",
    "Decision",
    "ForSchool",
    "FormQuestion",
    "FormSection",
    "HeldAct",
    "HeldChange",
    "Logo",
    "Paper",
    "PaperKind",
    "Place",
    "PlaceState",
    "ProgrammeSettings",
    "QuestionKind",
    "Review",
    "ReviewState",
    "Score",
    "Seat",
    "SeatHolder",
    "SeatRole",
    "Signature",
    "SignedPaper",
    "Writer",
]
