"""A cohort's attendance at a glance: its seats by sessions, what each mark says, and the totals."""

from dataclasses import dataclass, field
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cohorts.models import Place, SeatHolder
from kit.wording import halves as in_words

from .days import behind, days_of, sessions_of
from .gap_tasks import figures_of
from .models import MarkState, Session

# What a mark is drawn as, its letter and its words. The drawing and the letter say the same: no colour alone.
SIGNS = {
    "present": ("present", "P", "present"),
    "half": ("half", "H", "half day"),
    "substitute": ("substitute", "S", "substitute"),
    "beyond": ("missed", "S", "substitute that does not count"),
    "caught_up": ("caught_up", "C", "caught up"),
    "apologies": ("missed", "A", "apologies"),
    "absent": ("missed", "X", "absent"),
    "missed": ("missed", "X", "not there"),
    "empty": ("empty", "", "nobody held this"),
    "not_said_yet": ("not_said_yet", "?", "not said yet"),
    "today": ("today", "", "today"),
    "ahead": ("ahead", "", "ahead"),
}
KEY = ("present", "half", "substitute", "beyond", "caught_up", "apologies", "absent", "not_said_yet")


@cache
def drawing(name):
    """The drawing and letter of a mark, hidden from whoever hears the page: its word stands beside."""
    shape, letter, _ = SIGNS[name]
    svg = format_html('<svg viewBox="-7 -7 14 14" aria-hidden="true"><use href="#s-{}"/></svg>', shape)
    return format_html('{}<i aria-hidden="true">{}</i>', svg, letter) if letter else svg


@cache
def cell_of(name, is_claim):
    """The whole cell of a mark, made once: a page has some hundreds."""
    star = mark_safe("*") if is_claim else ""
    words = f"{SIGNS[name][2]}{', not confirmed' if is_claim else ''}"
    return format_html('<td>{}{}<span class="govuk-visually-hidden">{}</span></td>', drawing(name), star, words)


@dataclass(frozen=True)
class Sign:
    """A mark of a seat at a session."""

    name: str
    is_claim: bool = False  # said by the school, not confirmed: it does not count yet

    @property
    def words(self):
        """ "half day", "apologies, not confirmed"."""
        return f"{SIGNS[self.name][2]}{', not confirmed' if self.is_claim else ''}"

    @property
    def html(self):
        """Its cell."""
        return cell_of(self.name, self.is_claim)


@dataclass(frozen=True)
class SeatLine:
    """A representative's row."""

    seat: object
    holder: SeatHolder | None
    name: str
    signs: tuple[Sign, ...]
    halves: int
    of_halves: int
    missing: int  # halves beyond what may be missed

    @property
    def words(self):
        """5½ of 6"""
        return f"{in_words(self.halves / 2)} of {in_words(self.of_halves / 2)}"


@dataclass(frozen=True)
class SchoolLines:
    """A school's part of the table."""

    place: Place
    lines: tuple[SeatLine, ...]
    words: str  # "5½ of 12"
    halves: int
    of_halves: int
    is_owing: bool


@dataclass(frozen=True)
class Grid:
    """The whole table."""

    sessions: tuple[Session, ...]
    parts: list[SchoolLines] = field(default_factory=list)
    tasks: list = field(
        default_factory=list
    )  # (schools that have done the session's task, schools) or None, a session each

    @property
    def totals(self):
        """(session, seats for which the day counts in full or in half, seats expected) a session, for the last row."""
        lines = [line for part in self.parts for line in part.lines]
        return [
            (
                session,
                sum(line.signs[n].name in COUNTING and not line.signs[n].is_claim for line in lines),
                sum(line.signs[n].name != "empty" for line in lines),
            )
            for n, session in enumerate(self.sessions)
        ]

    @property
    def words(self):
        """301½ of 408, over all schools."""
        halves, of = sum(part.halves for part in self.parts), sum(part.of_halves for part in self.parts)
        return f"{in_words(halves / 2)} of {in_words(of / 2)}"

    @property
    def owing(self):
        """The schools that owe days beyond what their seats may miss."""
        return [part for part in self.parts if part.is_owing]


COUNTING = ("present", "half", "substitute", "caught_up")


def grid_of(cohort, user):
    """The attendance of a cohort's schools that a person reads: seven queries, however many schools."""
    places = list(
        Place.objects.read_whole_by(user)
        .filter(cohort=cohort)
        .select_related("school", "cohort")
        .order_by("school__name")
    )
    sessions = tuple(sessions_of(places)[cohort.pk])
    days = days_of(places)
    _, marks, _, holders = behind(places)
    grid = Grid(sessions)
    for place in places:
        lines = tuple(line_of(seat, sessions, marks, holders[seat.seat.pk]) for seat in days[place.pk].seats)
        whole = days[place.pk]
        grid.parts.append(
            SchoolLines(place, lines, whole.words, whole.halves, whole.of_halves, any(line.missing for line in lines))
        )
    figures = figures_of(sessions, places)
    grid.tasks.extend(figures.get(session.pk) for session in sessions)
    return grid


def line_of(seat, sessions, marks, holders):
    """The row of one seat, from its days."""
    signs = tuple(
        Sign("beyond") if session.pk in seat.beyond else sign_of(drawn, marks.get((session.pk, seat.seat.pk)))
        for session, drawn in zip(sessions, seat.marks, strict=True)
    )
    holder = next((one for one in reversed(holders) if one.name == seat.name), None)
    return SeatLine(seat.seat, holder, seat.label, signs, seat.halves, 2 * len(sessions), seat.missing)


def sign_of(drawn, mark):
    """The sign of a mark: of somebody missed it says whether they sent apologies."""
    said = mark is not None and mark.state != MarkState.EXPECTED
    is_claim = said and mark.confirmed_at is None
    if said and drawn == "missed" and mark.state in (MarkState.APOLOGIES, MarkState.ABSENT):
        return Sign(mark.state, is_claim)
    if said and drawn in ("ahead", "today") and mark.state == MarkState.APOLOGIES:
        return Sign("apologies", is_claim)
    return Sign(drawn, is_claim and drawn in COUNTING)


def table_of(grid):
    """The table as a header and rows of values, for a spreadsheet."""
    header = (
        "School",
        "Representative",
        "Name",
        *(f"{one.number}. {one.title}, {one.on:%d/%m/%Y}" for one in grid.sessions),
        "Days",
        "Days of the place",
        "Of",
    )
    rows = [
        (
            part.place.school.name,
            line.seat.number,
            line.name if line.holder else "",
            *("substitute" if sign.name == "beyond" else sign.words for sign in line.signs),  # read back in as it is
            line.halves / 2,
            part.halves / 2,
            part.of_halves / 2,
        )
        for part in grid.parts
        for line in part.lines
    ]
    return header, rows
