"""What a school's portfolio says: the whole year, in the order in which it is told; no internal note, no rating of ours, no flag."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from kit.charts import description, plain, slope_chart
from kit.pdf import render_pdf

from .self_audit import AuditPart


@dataclass(frozen=True)
class Event:
    """Something that happened on a day."""

    on: date
    text: str


@dataclass(frozen=True)
class SessionRow:
    """A training day and what became of each seat."""

    title: str
    on: date
    seats: tuple[str, ...]


@dataclass(frozen=True)
class ActionRow:
    """An action of the plan."""

    title: str
    progress: str
    who: str
    by: str


@dataclass(frozen=True)
class PriorityPart:
    """A priority with its actions and the dated entries on them."""

    number: int
    title: str
    theme: str
    success: str
    actions: tuple[ActionRow, ...] = ()
    updates: tuple[Event, ...] = ()


@dataclass(frozen=True)
class PlanPart:
    """The development plan."""

    state: str
    priorities: tuple[PriorityPart, ...] = ()


@dataclass(frozen=True)
class MeasureRow:
    """A measure at the start, in the middle and at the end of the year."""

    what: str
    how: str
    unit: str
    n: int | None
    values: tuple[tuple[str, Decimal], ...] = ()

    def at(self, when):
        """The value at a time of the year, or a dash."""
        return next((plain(value) for name, value in self.values if name == when), "–")

    @property
    def cells(self):
        """Start, middle and end, as the table prints them."""
        return [self.at(when) for when in ("Start", "Middle", "End")]


@dataclass(frozen=True)
class CyclePart:
    """One turn of plan, act, observe and reflect."""

    number: int
    plan: str
    act: str
    observe: str
    reflect: str

    @property
    def parts(self):
        """What is written of it: (word, text)."""
        told = (("Plan", self.plan), ("Act", self.act), ("Observe", self.observe), ("Reflect", self.reflect))
        return [(word, text) for word, text in told if text]


@dataclass(frozen=True)
class Photo:
    """A picture with the words that stand for it."""

    name: str
    content: bytes = field(repr=False)
    words: str = ""
    url: str = ""  # where a page of the portal finds it


@dataclass(frozen=True)
class ProjectPart:
    """The action research project."""

    title: str
    state: str
    paragraphs: tuple[tuple[str, str], ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    cycles: tuple[CyclePart, ...] = ()
    evidence: tuple[Event, ...] = ()
    photos: tuple[Photo, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()

    @property
    def chart(self):
        """The slope chart, or an empty text."""
        return slope_chart(self.measures)

    @property
    def chart_words(self):
        """What the chart shows, for whoever does not see it."""
        return description([one for one in self.measures if len(one.values) > 1])


@dataclass(frozen=True)
class VisitPart:
    """A visit that the school sees."""

    on: date
    kind: str
    people: str
    support: str
    challenges: tuple[tuple[str, str], ...] = ()
    agreed: str = ""


@dataclass(frozen=True)
class Portfolio:
    """A school's year."""

    school_name: str
    facts: str
    programme_name: str
    organisation: str
    cohort_name: str
    made_on: date
    is_draft: bool = True
    standing: str = ""
    why: str = ""
    representatives: tuple[str, ...] = ()
    feel_start: str = ""
    feel_end: str = ""
    audit: AuditPart | None = None
    days: str = ""
    seat_names: tuple[str, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    journey: tuple[Event, ...] = ()
    plan: PlanPart | None = None
    project: ProjectPart | None = None
    visits: tuple[VisitPart, ...] = ()
    entry: tuple[tuple[str, str], ...] = ()

    @property
    def chapters(self):
        """The contents page: anchor and title, in order."""
        found = [("feel", "What a visitor would see, hear and feel")] if self.feel_start or self.feel_end else []
        found += [("audit", "How we see ourselves")] if self.audit else []
        found += [("journey", "The journey so far"), ("training", "Training")]
        found += [("plan", "Development plan")] if self.plan else []
        found += [("project", "Action research")] if self.project else []
        found += [("visits", "Support and challenge")] if self.visits else []
        found += [("practice", "What others can learn from us")] if self.entry else []
        return found


def portfolio_html(portfolio, *, for_print):
    """The portfolio as a whole document for print, or its body for a page of the portal."""
    template = "print/portfolio.html" if for_print else "print/_portfolio_body.html"
    return render_to_string(template, {"portfolio": portfolio, "for_print": for_print})


def portfolio_pdf(portfolio):
    """The portfolio as PDF/UA-1."""
    files = {}
    if portfolio.audit:
        files["ladder.svg"] = portfolio.audit.chart.encode()
    if portfolio.project:
        files |= {photo.name: photo.content for photo in portfolio.project.photos}
        if chart := portfolio.project.chart:
            files["slope.svg"] = chart.encode()
    return render_pdf(portfolio_html(portfolio, for_print=True), style="portfolio", files=files)
