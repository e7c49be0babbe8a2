"""Training days in halves: what each seat has, what it has missed, and what a person may call their own."""

from collections import defaultdict
from dataclasses import dataclass, field

from cohorts.held_seats import held_seats, holds_on
from cohorts.models import Place, Seat, SeatHolder
from kit.clock import today
from kit.once import once, once_each
from kit.together import rows
from kit.wording import halves as in_words

from .models import HALVES, Attendance, MarkState, Session, SessionState

DRAWN = {
    MarkState.PRESENT: "present",
    MarkState.HALF: "half",
    MarkState.SUBSTITUTE: "substitute",
    MarkState.CAUGHT_UP: "caught_up",
}


@dataclass
class SeatDays:
    """One seat's year so far."""

    seat: Seat
    name: str = ""  # of whoever holds it today, or when the cohort starts
    is_senior_leader: bool = False  # whether that person is
    halves: int = 0  # confirmed, with substitutes up to the cohort's limit
    missed: int = 0  # halves lost at sessions that are over
    missing: int = 0  # of those, the halves beyond what the cohort lets a seat miss
    substituted: int = 0  # halves by substitutes, all of them
    beyond: list = field(
        default_factory=list
    )  # ids of sessions whose substitute is beyond that limit and counts for nothing
    claimed: int = 0  # sessions that are over for which the school's word is not confirmed
    unsaid: list = field(default_factory=list)  # sessions that are over of which nobody has said anything yet
    gaps: list = field(default_factory=list)  # the sessions behind `missed`, in order
    marks: list = field(default_factory=list)  # names of kit.marks, a session each

    @property
    def label(self):
        """Whose row it is."""
        return self.name or f"Representative {self.seat.number}"


@dataclass
class PlaceDays:
    """A school's training days."""

    halves: int = 0
    of_halves: int = 0
    sessions: int = 0  # held, or to be held
    rows: list = field(default_factory=list)  # pairs of (label, marks) for the drawing of seats
    seats: list = field(default_factory=list)

    @property
    def words(self):
        """5½ of 12"""
        return f"{in_words(self.halves / 2)} of {in_words(self.of_halves / 2)}"

    @property
    def missing(self):
        """Halves that stand between the school and graduation."""
        return sum(seat.missing for seat in self.seats)


def is_over(session, on):
    """Whether the day has been: what is marked counts, and what is not marked is missed once the register is closed."""
    return session.state == SessionState.CLOSED or session.on < on


def sessions_of(places):
    """The sessions held, in order, by cohort id."""
    found = defaultdict(list)
    found.update(sessions_by(sorted({place.cohort_id for place in places})))
    return found


@once_each
def sessions_by(cohorts):
    """{cohort id: its sessions held, by number}, with their hosts and the cohort's rules of training; one query."""
    found = {pk: [] for pk in cohorts}
    rows = Session.objects.held().filter(cohort__in=cohorts).order_by("number")
    for session in rows.select_related("cohort__catch_up_rule", "cohort__prices", "host"):
        found[session.cohort_id].append(session)
    return found


def sessions_held(cohorts):
    """The sessions held of these cohorts' ids, by number."""
    return sorted((one for held in sessions_by(cohorts).values() for one in held), key=lambda one: one.number)


def sessions_in(cohort):
    """The sessions held of one cohort, by number."""
    return list(sessions_by([cohort.pk])[cohort.pk])


def own_days(places):
    """{holder id: (own halves, halves of all the cohort's sessions)}: what a personal certificate counts."""
    places = list(places)
    held = sessions_of(places)
    cohort_of = {place.pk: place.cohort_id for place in places}
    holders = list(SeatHolder.objects.filter(seat__place__in=places).select_related("seat"))
    days = {holder.pk: [0, 2 * len(held[cohort_of[holder.seat.place_id]])] for holder in holders}
    own = Attendance.objects.filter(holder__in=days, confirmed_at__isnull=False).exclude(
        session__state=SessionState.CANCELLED
    )
    here = {}
    for holder, session, halves in own.values_list("holder", "session", "own_halves"):
        days[holder][0] += halves
        here[holder, session] = halves
    for (session, seat), mark in kept_marks(places).items():
        for holder in holders:
            if holder.seat_id == seat and mark.holder and is_same(holder, mark.holder):
                days[holder.pk][0] += max(mark.own_halves - here.get((holder.pk, session), 0), 0)
                break
    return {holder: tuple(pair) for holder, pair in days.items()}


def is_same(one, other):
    """Whether two rows of holders are one person: by account, or by name where there is none."""
    return one.user_id == other.user_id if one.user_id and other.user_id else one.name == other.name


@once
def kept_marks(places):
    """{(session id, seat id): mark} of the days that schools keep from an earlier cohort, by the numbers of session and seat.

    Nothing is asked for places that came from nowhere else.
    """
    came = {place.came_from_id: place for place in places if place.came_from_id}
    held = sessions_of(places) if came else {}
    numbers = {pk: {one.number: one.pk for one in sessions} for pk, sessions in held.items()}
    seats = {
        (place, number): pk
        for pk, place, number in Seat.objects.filter(place__in=[place.pk for place in came.values()]).values_list(
            "pk", "place", "number"
        )
    } if came else {}  # fmt: skip
    found = {}
    while came:
        old = Attendance.objects.filter(seat__place__in=came, confirmed_at__isnull=False, halves__gt=0)
        old = old.exclude(session__state=SessionState.CANCELLED)
        for mark in old.select_related("session__cohort", "seat", "holder"):
            place = came[mark.seat.place_id]
            session = numbers[place.cohort_id].get(mark.session.number)
            seat = seats.get((place.pk, mark.seat.number))
            if session and seat and mark.halves > getattr(found.get((session, seat)), "halves", 0):
                found[session, seat] = mark
        before = Place.objects.filter(pk__in=came, came_from__isnull=False).values_list("pk", "came_from")
        came = {earlier: came[pk] for pk, earlier in before}
    return found


def days_shown(places, on=None):
    """The same as `days_of`, counted once a page: its columns, rules and panels all ask."""
    return days_of(list(places), on or today())


@rows
def marks_of(places):
    """Every mark of these places."""
    return Attendance.objects.filter(seat__place__in=places)


@once
def behind(places):
    """What the days of these places are counted from: (sessions by cohort, marks by session and seat, seats by place, holders by
    seat); three queries, however many places, and two more for the days kept from an earlier cohort."""
    held = sessions_of(places)
    marks = {(mark.session_id, mark.seat_id): mark for mark in marks_of(places)}
    marks = with_kept(marks, kept_marks(places))
    seats, holders = defaultdict(list), defaultdict(list)
    for place_id, pairs in held_seats([place.pk for place in places]).items():
        for seat, who in pairs:
            seats[place_id].append(seat)
            holders[seat.pk] = who
    return held, marks, seats, holders


def with_kept(marks, kept):
    """Marks by session and seat, with the kept ones among them: a day that was attended counts, whatever is marked at its repetition."""
    better = {
        key: mark
        for key, mark in kept.items()
        if (mine := marks.get(key)) is None or mine.confirmed_at is None or mine.halves < mark.halves
    }
    return marks | better


def substituted_in(marks):
    """{seat id: halves} by substitutes in marks by session and seat, as far as they are confirmed."""
    found = defaultdict(int)
    for (_, seat), mark in marks.items():
        if mark.state == MarkState.SUBSTITUTE and mark.confirmed_at is not None:
            found[seat] += mark.halves
    return found


def halves_that_count(got, before, days):
    """Of the halves by a substitute those that count for the place, after `before` halves by earlier ones; `days` is the cohort's limit."""
    return min(got, max(int(days * 2) - before, 0))


@once
def days_of(places, on=None):
    """{place id: PlaceDays}. The number of queries does not depend on how many places are asked for; they come with their cohort."""
    places, on = list(places), on or today()
    held, marks, seats, holders = behind(places)
    found = {}
    for place in places:
        cohort, sessions = place.cohort, held[place.cohort_id]
        of_seats = [
            days_of_seat(seat, place, cohort, sessions, holders[seat.pk], marks, on) for seat in seats[place.pk]
        ]
        found[place.pk] = PlaceDays(
            halves=sum(seat.halves for seat in of_seats),
            of_halves=2 * len(sessions) * len(of_seats),
            sessions=len(sessions),
            rows=[(seat.label, seat.marks) for seat in of_seats],
            seats=of_seats,
        )
    return found


def days_of_seat(seat, place, cohort, sessions, holders, marks, on):
    """One seat's days; a late joiner owes the sessions before its time, a school that has left owes none after it."""
    since = max(on, cohort.starts_on)  # of a cohort that starts later, whoever will hold the seat when it does
    now = next((one for one in holders if holds_on(one, since)), None)
    days = SeatDays(seat, name=now.name if now else "", is_senior_leader=bool(now and now.is_senior_leader))
    for session in sessions:
        mark = marks.get((session.pk, seat.pk))
        over = is_over(session, on)
        counted = mark is not None and mark.confirmed_at is not None and mark.state != MarkState.EXPECTED
        claimed = mark is not None and mark.confirmed_at is None and mark.state != MarkState.EXPECTED
        left = place.left_on is not None and session.on > place.left_on
        is_held = not left and any(holds_on(one, session.on) for one in holders)
        # Of somebody expected nothing is held against the school before the register is closed
        unsaid = over and is_held and not counted and not claimed and session.state != SessionState.CLOSED
        got = mark.halves if counted else 0
        if counted and mark.state == MarkState.SUBSTITUTE:
            all_of_it, got = got, halves_that_count(got, days.substituted, cohort.substitute_days)
            days.substituted += all_of_it
            if not got:
                days.beyond.append(session.pk)
        days.halves += got
        days.marks.append("not_said_yet" if unsaid else drawn(session, mark, counted, over, on, is_held))
        if unsaid:
            days.unsaid.append(session)
        if not over or left or unsaid:
            continue
        if claimed:
            days.claimed += 1
            got = HALVES.get(mark.state, 0)  # not counted yet, nor held against the school
        if got < 2:
            days.missed += 2 - got
            days.gaps.append(session)
    days.missing = max(days.missed - int(cohort.days_may_miss * 2), 0)
    return days


def drawn(session, mark, counted, over, on, is_held):
    """The name of the mark that stands for a seat at a session."""
    if counted and (session.on <= on or over or mark.session_id != session.pk):
        return DRAWN.get(mark.state, "missed")
    if session.on > on and not over:
        return "ahead"
    if session.on == on and not over:
        return "today"
    if mark is not None and mark.state in DRAWN:
        return DRAWN[mark.state]
    return "missed" if is_held or mark is not None else "empty"
