"""A school, its people, its development plan and the visits to it."""

from .inset import InsetDay
from .pause import ReminderPause
from .plan import (
    PLAN_FLOW,
    DevelopmentPlan,
    PlanAction,
    PlanState,
    PlanUpdate,
    PlanVersion,
    Priority,
    Progress,
    Rating,
)
from .role import Assignment, InternalNote, Role, RoleKind
from .school import Phase, RegisterImport, School, SchoolStatus, SchoolUrn, Trust
from .trust import TrustAgreement, TrustViewer
from .visit import Challenge, Visit, VisitKind

__all__ = [
    "PLAN_FLOW",
    "Assignment",
    "Challenge",
    "DevelopmentPlan",
    "InsetDay",
    "InternalNote",
    "Phase",
    "PlanAction",
    "PlanState",
    "PlanUpdate",
    "PlanVersion",
    "Priority",
    "Progress",
    "Rating",
    "RegisterImport",
    "ReminderPause",
    "Role",
    "RoleKind",
    "School",
    "SchoolStatus",
    "SchoolUrn",
    "Trust",
    "TrustAgreement",
    "TrustViewer",
    "Visit",
    "VisitKind",
]
