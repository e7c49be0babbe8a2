"""Says of every line of a list of attendance what it would mark: the same for the preview and for the import."""

from collections import defaultdict

from cohorts.models import Place, Seat, SeatHolder
from kit.clock import today
from kit.tables.reading import Unreadable
from kit.wording import day_long, day_month
from schools.register.finding import Schools
from schools.register.values import Unclear

from ..actions.marks import BEFORE_THE_DAY, Said
from ..days import holds_on
from ..door import plain
from ..models import Attendance, MarkState, Session, SessionState
from .rows import read

HOW = "Brought in from a list"


def compare(file, report):
    """Report on every line; return the marks to be made as pairs of (session, Said)."""
    try:
        rows = read(file, report)
    except Unreadable as unreadable:
        report.add("errors", unreadable.line, None, str(unreadable))
        return []
    schools, marks, met = Schools(rows), [], {}
    here = Here()
    for row in rows:
        try:
            school = schools.of(row)
            place = here.place_of(school)
            seat, who = here.seat_of(row, place)
            for head in row.cells:  # a seat that was handed over has a line for each of its holders
                if (earlier := met.setdefault((seat.pk, head), row)) is not row:
                    raise Unclear(
                        f"The seat of {who} at {school} has a mark for the same session on line {earlier.line}"
                    )
            marks += here.marks_of(row, place, seat, who, report)
        except Unclear as unclear:
            report.add("errors", row.line, row.urn or None, f"{unclear}.")
    report.found["errors"].sort(key=lambda one: one[0] or 0)  # faults of reading came before those of meaning
    return marks


class Here:
    """The schools at work, their seats, sessions and marks: asked in five statements, whatever the list holds."""

    def __init__(self):
        places = list(Place.objects.live().select_related("school", "cohort"))
        self.places = {place.school_id: place for place in places}
        self.seats, self.holders = defaultdict(list), defaultdict(list)
        for seat in Seat.objects.filter(place__in=places).order_by("number"):
            self.seats[seat.place_id].append(seat)
        for holder in SeatHolder.objects.filter(seat__place__in=places).order_by("from_on"):
            self.holders[holder.seat_id].append(holder)
        self.sessions = defaultdict(dict)
        for session in Session.objects.filter(cohort__in={place.cohort_id for place in places}):
            self.sessions[session.cohort_id][session.number] = session
            self.sessions[session.cohort_id][session.on] = session
        marks = Attendance.objects.filter(seat__place__in=places)
        self.marks = {(mark.session_id, mark.seat_id): mark for mark in marks}

    def place_of(self, school):
        """The school's place at work in a cohort, or Unclear."""
        if school.pk not in self.places:
            raise Unclear(f"{school} has no place at work in a cohort")
        return self.places[school.pk]

    def seat_of(self, row, place):
        """(the seat, whose line it is), by the person's name, else by the seat's number; or Unclear."""
        seats = self.seats[place.pk]
        if row.name:
            named = [seat for seat in seats if any(plain(one.name) == plain(row.name) for one in self.holders[seat.pk])]
            if row.seat:
                named = [seat for seat in named if seat.number == row.seat]
            if len(named) == 1:
                return named[0], row.name
            known = ", ".join(holder.name for seat in seats for holder in self.holders[seat.pk])
            raise Unclear(
                f"“{row.name[:80]}” holds no seat of {place.school} in {place.cohort}: {known or 'nobody does'}"
            )
        found = next((seat for seat in seats if seat.number == row.seat), None)
        if found is None:
            raise Unclear(f"{place.school} has no representative {row.seat} in {place.cohort}")
        return found, f"Representative {found.number}"

    def marks_of(self, row, place, seat, who, report):
        """The marks that a line makes; what the register says already stays, and is told where it says otherwise."""
        made, told = [], []
        for head, cell in row.cells.items():
            session = self.sessions[place.cohort_id].get(head)
            if session is None:
                where = f"session {head}" if isinstance(head, int) else f"session on {day_long(head)}"
                raise Unclear(f"{place.cohort} has no {where}")
            mark = self.marks.get((session.pk, seat.pk))
            if (
                mark
                and mark.state != MarkState.EXPECTED
                and (mark.state != cell.state or mark.confirmed_at or cell.is_bare)
            ):
                if mark.state != cell.state:
                    says = mark.get_state_display().lower()
                    report.add(
                        "warnings", row.line, place.school.urn,
                        f"{who}, session {session.number}: the register here says {says}, and it stays.",
                    )  # fmt: skip
                continue
            self.check(row, cell, session, seat, who)
            made.append((session, said_of(cell, seat)))
            told.append(f"session {session.number} {MarkState(cell.state).label.lower()}")
        kind = "new" if made else "unchanged"
        report.add(kind, row.line, place.school.urn, f"{place.school}, {who}{': ' + ', '.join(told) if told else ''}")
        return made

    def check(self, row, cell, session, seat, who):
        """A mark that the register could not keep is Unclear."""
        if session.state == SessionState.CANCELLED:
            raise Unclear(f"Session {session.number} was cancelled: leave its cell empty")
        if session.on > today() and cell.state not in BEFORE_THE_DAY:
            raise Unclear(
                f"Session {session.number} is on {day_month(session.on)}. Until then only apologies can be kept"
            )
        if cell.is_bare:
            what = "substitute: and the name" if cell.state == MarkState.SUBSTITUTE else "caught up and the day"
            raise Unclear(f"Session {session.number} says only “{MarkState(cell.state).label.lower()}”: write {what}")
        if cell.on and not session.on <= cell.on <= today():
            raise Unclear(f"{day_long(cell.on)} is no day on which session {session.number} can have been caught up")
        if cell.state in (MarkState.PRESENT, MarkState.HALF) and row.name:
            on_the_day = [one for one in self.holders[seat.pk] if holds_on(one, session.on)]
            if not any(plain(one.name) == plain(row.name) for one in on_the_day):
                held = f"{on_the_day[0].name} did" if on_the_day else "nobody did"
                raise Unclear(f"{who} did not hold the seat on {day_long(session.on)}: {held}")


def said_of(cell, seat):
    """The mark as the register takes it."""
    return Said(
        seat,
        cell.state,
        substitute_name=cell.substitute,
        caught_up_on=cell.on,
        caught_up_how=HOW if cell.state == MarkState.CAUGHT_UP else "",
    )
