"""A person's own attendance: the days they were there themselves, over all cohorts and schools, each session once."""

from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Place, SeatHolder
from kit.clock import today
from kit.wording import halves as in_words

from .days import holds_on, is_over, is_same, kept_marks, sessions_held
from .models import Attendance, MarkState, Reflection, Session

WORDS = {
    MarkState.PRESENT: "There",
    MarkState.HALF: "Half a day",
    MarkState.APOLOGIES: "Apologies",
    MarkState.ABSENT: "Not there",
    MarkState.SUBSTITUTE: "A substitute came",
    MarkState.CAUGHT_UP: "Caught up",
}


@dataclass
class RecordLine:
    """A session in a person's record."""

    session: Session
    schools: list
    words: str = ""
    halves: int = 0  # of the person's own, confirmed; what an earlier cohort counts already is left out
    reflection: Reflection | None = None  # the person's, as far as the reader may read it

    @property
    def minutes(self):
        """The time that counts: the session's as planned, half of it for half a day."""
        began, ended = (datetime.combine(self.session.on, at) for at in (self.session.starts_at, self.session.ends_at))
        return int((ended - began).total_seconds() // 60) * self.halves // 2

    @property
    def days(self):
        """1, ½ or nothing."""
        return in_words(self.halves / 2) if self.halves else ""


@dataclass(frozen=True)
class OwnRecord:
    """What a person can show of the training."""

    name: str
    years: list  # pairs of (cohort, its lines in order)
    schools: list

    @property
    def lines(self):
        """All lines."""
        return [line for _, lines in self.years for line in lines]

    @property
    def days(self):
        """5½"""
        return in_words(sum(line.halves for line in self.lines) / 2)

    @property
    def hours(self):
        """34 hours 15 minutes"""
        return hours_in_words(sum(line.minutes for line in self.lines))


def hours_in_words(minutes):
    """6 hours 15 minutes"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {'hour' if hours == 1 else 'hours'}" if hours else "", f"{rest} minutes" if rest else ""]
    return " ".join(filter(None, parts)) or "0 hours"


def own_record(user):
    """The record of whoever has signed in, at every school they have represented."""
    return with_reflections(record_of(user.name, SeatHolder.objects.filter(user=user)), user, user)


def record_for(user, holder):
    """The record of a representative, at the schools that the reader reads whole; one's own is whole in any case.

    Somebody without an account is known by their address, and without one by this seat alone.
    """
    if holder.user_id:
        rows = SeatHolder.objects.filter(user=holder.user_id)
    elif holder.email:
        rows = SeatHolder.objects.filter(user=None, email__iexact=holder.email)
    else:
        rows = SeatHolder.objects.filter(pk=holder.pk)
    if holder.user_id != user.pk:
        rows = rows.filter(seat__place__in=Place.objects.read_whole_by(user))
    return with_reflections(record_of(holder.name, rows), holder.user_id, user)


def with_reflections(record, person, reader):
    """The record with what the person wrote of its sessions: all of it for the writer, for others what was shared with them."""
    written = Reflection.objects.visible_to(reader).filter(
        user=person, session__in=[line.session for line in record.lines]
    )
    by_session = {one.session_id: one for one in written} if person else {}
    for line in record.lines:
        line.reflection = by_session.get(line.session.pk)
    return record


def and_before(holders):
    """These rows of one person and those at the places from which their schools came, where the days were kept: there the person may
    have had no account yet. Nothing is asked for places that came from nowhere else."""
    found = {holder.pk: holder for holder in holders}
    later = [holder for holder in holders if holder.seat.place.came_from_id]
    while later:
        rows = SeatHolder.objects.filter(seat__place__in={one.seat.place.came_from_id for one in later})
        rows = rows.select_related("seat__place__school", "seat__place__cohort")
        before = [
            row
            for row in rows
            if any(row.seat.place_id == one.seat.place.came_from_id and is_same(row, one) for one in later)
        ]
        found |= {row.pk: row for row in before}
        later = [row for row in before if row.seat.place.came_from_id]
    return sorted(found.values(), key=lambda one: (one.from_on, one.pk))


def record_of(name, holders, on=None):
    """The record behind some rows of one person, in four queries: a session at which they stood for two schools counts once, and so
    does a day that was kept and repeated in a later cohort."""
    on = on or today()
    holders = list(holders.select_related("seat__place__school", "seat__place__cohort").order_by("from_on"))
    holders = and_before(holders)
    kept = kept_marks([*{one.seat.place_id: one.seat.place for one in holders}.values()])
    cohorts = {holder.seat.place.cohort_id: holder.seat.place.cohort for holder in holders}
    marks = {
        (mark.session_id, mark.holder_id): mark
        for mark in Attendance.objects.filter(holder__in=[one.pk for one in holders])
    }
    lines = {}
    for session in sessions_held(sorted(cohorts)):
        for holder in holders:
            place = holder.seat.place
            if place.cohort_id != session.cohort_id:
                continue
            words, halves = said_of(session, holder, marks.get((session.pk, holder.pk)), on)
            if before := kept.get((session.pk, holder.seat_id)):
                words, halves = after_the_kept(before, holder, words, halves)
            if not words:
                continue
            line = lines.setdefault(session.pk, RecordLine(session, [], words, halves))
            line.schools.append(place.school.name)
            if halves > line.halves:
                line.words, line.halves = words, halves
    years = []
    for cohort in sorted(cohorts.values(), key=lambda one: one.starts_on):
        years.append((cohort, [line for line in lines.values() if line.session.cohort_id == cohort.pk]))
    return OwnRecord(name, years, sorted({holder.seat.place.school.name for holder in holders}))


def after_the_kept(before, holder, words, halves):
    """(What the record says, own halves) of a session whose day the school keeps: it stands, and counts, in the earlier cohort."""
    own = before.own_halves if before.holder and is_same(holder, before.holder) else 0
    if own and halves:
        part = "" if own >= halves else "half a day "
        return f"{words} again, {part}counted in {before.session.cohort.name}", max(halves - own, 0)
    if halves:
        return words, halves
    what = WORDS[before.state] if own else "The school’s day"
    return f"{what}, kept from {before.session.cohort.name}", 0


def said_of(session, holder, mark, on):
    """(What the record says, own halves) of a holder at a session that is over; nothing where they held no seat then."""
    if mark is not None and mark.state != MarkState.EXPECTED:
        if mark.confirmed_at is None:
            return f"{WORDS[mark.state]}, not confirmed yet", 0
        return WORDS[mark.state], mark.own_halves
    if holds_on(holder, session.on) and is_over(session, on):
        left = holder.seat.place.left_on
        if left and session.on > left:
            return "", 0
        return ("Not there" if session.state == "closed" else "Not said yet"), 0
    return "", 0
