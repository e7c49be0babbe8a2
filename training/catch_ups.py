"""The days that schools have missed and how each is made up: what is owed, what was said, what is still to do."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from cohorts.models import Place, Seat
from kit.clock import today
from kit.once import once
from kit.together import rows
from kit.wording import day_near

from .days import behind, days_of
from .models import (
    Attendance,
    CatchUp,
    CatchUpNote,
    CatchUpRule,
    CatchUpState,
    CatchUpStep,
    MarkState,
    Session,
)
from .models.catch_up import catch_up_url, day_key


@dataclass
class MissedDay:
    """A day that a representative's place has missed, or has made up."""

    place: Place
    seat: Seat
    name: str  # of whoever holds the seat now
    session: Session
    rule: CatchUpRule
    mark: Attendance | None = None
    catch_up: CatchUp | None = None
    notes: list = field(default_factory=list)  # that stand, in order
    is_needed: bool = False  # for graduation: the cohort lets a seat miss less
    is_done: bool = False

    @property
    def key(self):
        """Its name in addresses and forms."""
        return day_key(self.session, self.seat)

    @property
    def url(self):
        """Its page."""
        return catch_up_url(self.session, self.seat)

    @property
    def due_on(self):
        """The day set by the lead, else the rule's."""
        return (self.catch_up and self.catch_up.due_on) or self.rule.due_on(self.session, self.place)

    @property
    def state(self):
        """Where it stands: also of a day of which nothing is said yet."""
        if self.is_done:
            return CatchUpState.SIGNED_OFF
        return self.catch_up.state if self.catch_up else ""

    @property
    def state_words(self):
        """The same in words."""
        if self.is_done:
            return "Caught up"
        return self.catch_up.get_state_display() if self.catch_up and (self.notes or self.state != "open") else "To do"

    @property
    def sign(self):
        """The mark that goes with the words."""
        return {
            "open": "half" if self.notes else "rest",
            "ready": "three",
            "returned": "flag",
            "signed_off": "done",
        }.get(self.state, "rest")

    @property
    def steps(self):
        """(step, whether it is needed, its notes) in order; one that is not needed only where something is said of it."""
        said = defaultdict(list)
        for note in self.notes:
            said[note.step].append(note)
        return [
            (step, step in self.rule.steps, said[step]) for step in CatchUpStep if step in self.rule.steps or said[step]
        ]

    @property
    def missing(self):
        """The needed steps of which nothing is said."""
        return [step for step, needed, notes in self.steps if needed and not notes]

    @property
    def why(self):
        """What was missed: "apologies", "half a day"."""
        if self.mark is None or self.mark.state == MarkState.EXPECTED:
            joined = self.place.joined_on > self.session.on
            return "before the school joined" if joined else "nobody was there"
        if self.mark.state == MarkState.HALF:
            return "half a day missed"
        if self.mark.state == MarkState.SUBSTITUTE:
            return "a substitute, beyond the days that count"
        if self.mark.state == MarkState.CAUGHT_UP:
            return f"caught up on {day_near(self.mark.caught_up_on)}"
        return self.mark.get_state_display().lower()

    @property
    def latest_on(self):
        """The day on which the last thing was done."""
        return max((note.on for note in self.notes), default=None)


@once
def rules_of(cohorts):
    """{cohort id: CatchUpRule}, with the usual one where a cohort has set none."""
    rules = {rule.cohort_id: rule for rule in CatchUpRule.objects.filter(cohort__in=cohorts)}
    return {pk: rules.get(pk) or CatchUpRule(cohort_id=pk) for pk in cohorts}


def rule_with(sessions):
    """The rule of a cohort that came along with its sessions."""
    cohort = sessions[0].cohort
    return getattr(cohort, "catch_up_rule", None) or CatchUpRule(cohort_id=cohort.pk)


def rule_of(cohort):
    """The rule of one cohort."""
    return rules_of([cohort.pk])[cohort.pk]


@rows
def catch_ups_of(places):
    """What is begun or done to make up days of these places."""
    return CatchUp.objects.filter(seat__place__in=places)


def missed_days(places, *, on=None, with_notes=True, with_done=False):
    """The days that these places have missed, by school, session and seat; with `with_done` also those made up.

    At most seven queries, however many places.
    """
    places, on = list(places), on or today()
    days = days_of(places)
    held, marks, _, _ = behind(places)
    rules = {pk: rule_with(sessions) for pk, sessions in held.items() if sessions}
    begun = {(row.session_id, row.seat_id): row for row in catch_ups_of(places)}
    notes = defaultdict(list)
    if with_notes and begun:
        for note in CatchUpNote.objects.standing().filter(catch_up__in=begun.values()).select_related("said_by"):
            notes[note.catch_up_id].append(note)
    found = []
    for place in places:
        for seat in days[place.pk].seats:
            gaps = {session.pk for session in seat.gaps}
            seat.seat.place = place
            for session in held[place.cohort_id]:
                mark = marks.get((session.pk, seat.seat.pk))
                done = mark is not None and mark.state == MarkState.CAUGHT_UP
                if session.pk not in gaps and not (done and with_done):
                    continue
                row = begun.get((session.pk, seat.seat.pk))
                found.append(
                    MissedDay(
                        place,
                        seat.seat,
                        seat.label,
                        session,
                        rules[place.cohort_id],
                        mark,
                        row,
                        notes[row.pk] if row else [],
                        is_needed=bool(seat.missing),
                        is_done=done,
                    )
                )
    return found


def soonest_first(days):
    """Days still to make up, the soonest due first."""
    return sorted(days, key=lambda day: (day.is_done, day.due_on, day.place.school.name, day.seat.number))


def day_named(days, key):
    """The day of this name among some, or None."""
    return next((day for day in days if day.key == key), None)


def is_overdue(day, on: date):
    """Whether a day is still to be made up after it was due."""
    return not day.is_done and day.state != CatchUpState.READY and day.due_on < on
