"""The days by which a project takes its steps, counted from its cohort's year: the same in What next and in the reminder."""

from dataclasses import dataclass
from datetime import date, timedelta

from .models import ProjectState

BEFORE_THE_END = timedelta(days=50)  # for the lead to read the write-up, and the school to answer


@dataclass(frozen=True)
class Milestone:
    """A step that is still to be taken, and its day."""

    key: str
    title: str
    due_on: date
    why: str


def milestones_of(project, cohort):
    """What a project's state asks of its school now; the project knows whether it `has_start`."""
    third = (cohort.ends_on - cohort.starts_on) / 3
    if project.state == ProjectState.DRAFT:
        why = "Your programme lead reads it with you."
        yield Milestone("question", "Propose your research question", cohort.starts_on + third, why)
    elif project.state == ProjectState.AGREED:
        if not project.has_start:
            why = "Without a start there is no end to compare it with."
            yield Milestone("first-measure", "Take your first measure", cohort.starts_on + third * 1.5, why)
        why = "Progress, highs and lows, impact, what next."
        yield Milestone("write-up", "Write up your project", cohort.ends_on - BEFORE_THE_END, why)
