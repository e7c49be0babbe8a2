"""A session's register as rows: school by school, each seat with its holder of the day and its mark."""

from dataclasses import dataclass, field

from django.db.models import Q

from cohorts.models import Place, Seat, SeatHolder
from kit.clock import today
from kit.wording import clock, day_long
from kit.wording import halves as in_words

from .actions.marks import BEFORE_THE_DAY, claim_key
from .days import halves_that_count, kept_marks, substituted_in, with_kept
from .models import HALVES, Attendance, MarkState, SessionState

# The four of the bar; a substitute and a catch-up have a name or a date and stand below.
BAR = {
    MarkState.PRESENT: "Present",
    MarkState.HALF: "Half day",
    MarkState.APOLOGIES: "Apologies",
    MarkState.ABSENT: "Absent",
}
SOFT = (MarkState.APOLOGIES, MarkState.ABSENT)


@dataclass
class Row:
    """A seat on the register."""

    seat: Seat
    place: Place
    holder: SeatHolder | None = None
    mark: Attendance | None = None
    can_be: tuple = ()  # the values of the bar that can be chosen
    typed: str | None = None  # what was chosen on a page that could not be kept, so that nothing has to be typed twice
    typed_name: str | None = None
    seen: str = ""  # how the seat was marked when that page was opened
    error: str = ""
    letter_error: str = ""  # of the sheet typed back
    number: int = 0  # on the printed sheet
    substituted: int = 0  # halves by substitutes at sessions before this one

    @property
    def state(self):
        """How it is marked, or "expected"."""
        return self.mark.state if self.mark else MarkState.EXPECTED

    @property
    def is_marked(self):
        """Whether anything is said of this seat."""
        return self.state != MarkState.EXPECTED

    @property
    def is_claim(self):
        """Said by the school, to be confirmed."""
        return self.is_marked and self.mark.confirmed_at is None

    @property
    def claim(self):
        """What a page shows of a claim, so that it confirms no other: one said anew meanwhile is another."""
        return claim_key(self.mark)

    @property
    def is_waiting(self):
        """Whether somebody is expected of whom nothing is said."""
        return self.holder is not None and not self.is_marked

    @property
    def is_in_doubt(self):
        """Whether a catch-up may still be owed."""
        return self.state in (MarkState.APOLOGIES, MarkState.ABSENT, MarkState.HALF)

    @property
    def settled_words(self):
        """What a pill says of a substitute or a catch-up."""
        if self.state == MarkState.SUBSTITUTE:
            return f"Substitute: {self.mark.substitute_name}"
        return f"Caught up on {day_long(self.mark.caught_up_on)}"

    @property
    def halves(self):
        """The halves that the mark is worth: of substitutes no more than the cohort lets count."""
        got = HALVES.get(self.state, 0)
        if self.state == MarkState.SUBSTITUTE:
            return halves_that_count(got, self.substituted, self.place.cohort.substitute_days)
        return got

    @property
    def is_beyond(self):
        """Whether a substitute came in vain or in part: more days by substitutes than count."""
        return self.state == MarkState.SUBSTITUTE and self.halves < HALVES[self.state]

    @property
    def counts_words(self):
        """For whom the day of a substitute counts, and why not for more."""
        own = f", not for {self.holder.name}" if self.holder else ""
        confirmed = " once it is confirmed" if self.is_claim else ""
        if not self.is_beyond:
            return f"Counts for the school{confirmed}{own}."
        days = self.place.cohort.substitute_days
        rule = (
            f"only {in_words(days)} {'day' if days <= 1 else 'days'} by a substitute can count for each representative"
        )
        if self.halves:
            return f"Half of it counts for the school{confirmed}{own}: {rule}."
        return f"Does not count for the school: {rule if days else 'in this cohort no day by a substitute does'}."

    @property
    def bar(self):
        """(value, words, whether it is chosen, whether it is soft) of the bar."""
        return [
            (value.value, words, value == self.chosen, value in SOFT)
            for value, words in BAR.items()
            if value in self.can_be
        ]

    @property
    def chosen(self):
        """The state shown as chosen."""
        return self.state if self.typed is None else self.typed

    @property
    def substitute(self):
        """The substitute's name in its box."""
        return self.typed_name if self.typed_name is not None else self.mark.substitute_name if self.mark else ""

    @property
    def name(self):
        """Who holds the seat, or which seat it is."""
        return self.holder.name if self.holder else f"Representative {self.seat.number}"

    @property
    def about(self):
        """What stands small below the name."""
        parts = [f"Representative {self.seat.number}"] if self.holder else []
        if self.holder and self.holder.is_senior_leader:
            parts.append("senior leader")
        elif self.holder and self.holder.job_title:
            parts.append(self.holder.job_title)
        if self.mark and self.mark.door_at:
            parts.append(f"signed in at the door at {clock(self.mark.door_at)}")
        return ", ".join(parts)

    @property
    def is_from_door(self):
        """Whether the person signed in at the door, and nobody has confirmed it: it can be taken back."""
        return self.is_claim and self.mark.door_at is not None


@dataclass
class SchoolRows:
    """A school's part of the register."""

    place: Place
    rows: list = field(default_factory=list)


def rows_of(session, places):
    """The register for some places: [SchoolRows], in order of name, in four queries."""
    places = list(places.select_related("school", "cohort").order_by("school__name"))
    holders = {
        holder.seat_id: holder
        for holder in SeatHolder.objects.on(session.on)
        .filter(seat__place__in=places)
        .select_related("user")
        .order_by("from_on")
    }
    marks, before = marks_behind(session, places)
    seats = {}
    for seat in Seat.objects.filter(place__in=places).order_by("number"):
        seats.setdefault(seat.place_id, []).append(seat)
    return [part_of(session, place, seats.get(place.pk, ()), holders, marks, before) for place in places]


def marks_behind(session, places):
    """(the marks of the session, the halves by substitutes at the sessions before it), each by seat id; one query, but for places that
    keep days from an earlier cohort."""
    by_substitute = Q(state=MarkState.SUBSTITUTE) | Q(seat__place__came_from__isnull=False)
    earlier = by_substitute & Q(session__number__lt=session.number) & ~Q(session__state=SessionState.CANCELLED)
    rows = Attendance.objects.filter(seat__place__in=places).filter(Q(session=session) | earlier)
    marks, before = {}, {}
    for mark in rows.select_related("marked_by", "confirmed_by"):
        if mark.session_id == session.pk:
            marks[mark.seat_id] = mark
        else:
            before[mark.session_id, mark.seat_id] = mark
    kept = {key: mark for key, mark in kept_marks(places).items() if mark.session.number < session.number}
    return marks, substituted_in(with_kept(before, kept))


def part_of(session, place, seats, holders, marks, before):
    """One school's part of the register, from its seats and, by seat, the holders and marks of the day and the halves by
    substitutes before it."""
    can_be = (
        tuple(BAR)
        if session.on <= today() or session.state == SessionState.CLOSED
        else tuple(state for state in BAR if state in BEFORE_THE_DAY)
    )
    part = SchoolRows(place)
    for seat in seats:
        seat.place = place
        row = Row(seat, place, holders.get(seat.pk), marks.get(seat.pk), can_be, substituted=before.get(seat.pk, 0))
        part.rows.append(row)
    return part


def register_of(session, user, among=None):
    """The rows that a person may see: schools at work in the cohort, and schools no longer at work that have marks.

    `among` are places that it is limited to, such as those whose marks the person keeps.
    """
    places = Place.objects.read_whole_by(user).filter(cohort=session.cohort_id)
    if among is not None:
        places = places.filter(pk__in=among)
    marked = Attendance.objects.filter(session=session).values("seat__place")
    return rows_of(session, places.live() | places.filter(pk__in=marked))


@dataclass(frozen=True)
class Tally:
    """The figures over a register."""

    marked: int
    waiting: int
    claims: int
    apologies: int

    @property
    def expected(self):
        """Everybody of whom something is to be said."""
        return self.marked + self.waiting


def tally_of(parts):
    """The figures over some schools' rows."""
    rows = [row for part in parts for row in part.rows]
    return Tally(
        marked=sum(row.is_marked for row in rows),
        waiting=sum(row.is_waiting for row in rows),
        claims=sum(row.is_claim for row in rows),
        apologies=sum(row.state == MarkState.APOLOGIES for row in rows),
    )
