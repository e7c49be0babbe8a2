"""A development plan on paper: the words of its page, for a governors' meeting or a wall."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from kit.pdf import render_pdf


@dataclass(frozen=True)
class Update:
    """A dated entry on an action."""

    on: date
    by: str
    text: str


@dataclass(frozen=True)
class Action:
    """An action: who does what by when, how far it is, and apart from that how it goes."""

    title: str
    progress: str
    rating: str
    who: str
    due_on: date | None = None
    details: tuple[str, ...] = ()  # "Needs: …", "Shown by: …"
    updates: tuple[Update, ...] = ()


@dataclass(frozen=True)
class Priority:
    """One of up to five things that the school sets out to change."""

    number: int
    title: str
    theme: str = ""
    success: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The plan of a school as it stands."""

    school_name: str
    programme_name: str
    organisation: str
    state: str  # "Agreed on 3 February 2026."
    made_on: date
    is_agreed: bool
    why: str = ""
    priorities: tuple[Priority, ...] = ()


def plan_pdf(plan):
    """The plan as PDF/UA-1."""
    return render_pdf(render_to_string("print/plan.html", {"plan": plan}), style="portfolio")
