"""The cohorts of the demo and who was there: closed, running in mid-year with honest variety, and open for applications."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cohorts.actions.form import begin_form
from cohorts.models import (
    Application,
    ApplicationState,
    Cohort,
    CohortState,
    Place,
    PlaceState,
    Seat,
    SeatHolder,
    SeatRole,
)
from cohorts.questions import wording_now
from terms.models import Calendar
from training.models import HALVES, Attendance, Mark, MarkState, Session, SessionState

from . import answers

LONDON = ZoneInfo("Europe/London")
TITLES = (
    "Why attachment",
    "The developing brain",
    "Key adults",
    "Emotion coaching",
    "Behaviour as communication",
    "What we found",
)
VENUES = ("Larkstone Hall, Amberside", "Stonebeck Civic Hall", "Larkstone Hall, Amberside", "Larkstone Hall, Amberside", "Stonebeck Civic Hall", "Highmoor Arts Centre")  # fmt: skip
GAPS = (
    "Watch one morning at the gate",
    "One child, one week",
    "Map your key adults",
    "Script three greetings",
    "One child, one week",
    "",
)


@dataclass
class Clock:
    """Today, and the school days around it."""

    today: date
    calendar: Calendar = field(init=False)

    def __post_init__(self):
        self.calendar = Calendar(self.today - timedelta(days=800), self.today + timedelta(days=800))

    def day(self, offset, *, back=False):
        """The school day at an offset from today, or the next one (with `back`, the one before)."""
        found = self.today + timedelta(days=offset)
        for _ in range(70):
            if self.calendar.is_school_day(found):
                return found
            found += timedelta(days=-1 if back else 1)
        return found

    def at(self, day, hour=9, minute=0):
        """A moment of a day in London."""
        return datetime.combine(day, time(hour, minute), LONDON)


def build_cohort(clock, name, start, state, days, **fields):
    """A cohort with its sessions; those past have closed registers. The celebration follows the last of them."""

    def near(offset):
        return clock.day((start - clock.today).days + offset, back=True)

    celebration = near(300)
    if celebration <= days[-1]:
        celebration = clock.day((days[-1] - clock.today).days + 1)
    cohort = Cohort.objects.create(
        name=name,
        starts_on=start,
        ends_on=start + timedelta(days=330),
        places=17,
        applications_open_at=clock.at(start - timedelta(days=170)),
        applications_close_at=clock.at(start - timedelta(days=100), 17),
        decisions_on=near(-80),
        plan_due_on=near(110),
        plan_review_on=near(200),
        celebration_on=celebration,
        state=state,
        **fields,
    )
    begin_form(cohort)
    for number, (title, venue, gap, on) in enumerate(zip(TITLES, VENUES, GAPS, days, strict=True), 1):
        past = on < clock.today
        Session.objects.create(
            cohort=cohort,
            number=number,
            title=title,
            on=on,
            starts_at=time(9, 15),
            ends_at=time(15, 30),
            venue=venue,
            capacity=48,
            trainer="Dr Priya Raman" if number % 2 == 0 else "Gwen Tarrant",
            joining="Parking behind the hall. Coffee from 9am; lunch is provided. Step-free entrance on Mill Street.",
            pre_reading="Chapter 2 of the course reader." if number > 1 else "",
            gap_task=gap,
            state=SessionState.CLOSED if past else SessionState.PLANNED,
            closed_at=clock.at(on, 16, 30) if past else None,
        )
    return cohort


def build_place(cohort, school, people, *, lead, cover, **fields):
    """A place with two seats held by the school's two representatives."""
    place = Place.objects.create(
        cohort=cohort, school=school, lead=lead, cover=cover, joined_on=cohort.starts_on, **fields
    )
    roles = (SeatRole.STRATEGIC, SeatRole.KEY_ADULT)
    for number, person in enumerate(people, 1):
        seat = Seat.objects.create(place=place, number=number)
        SeatHolder.objects.create(
            seat=seat,
            user=person,
            name=person.name,
            email=person.email,
            job_title=person.job_title,
            is_senior_leader=number == 1,
            role=roles[number - 1],
            from_on=cohort.starts_on,
        )
    return place


class Register:
    """Marks gathered and written at once: the row as it stands, and its trail."""

    def __init__(self, clock, by):
        self.clock, self.by, self.rows = clock, by, []

    def mark(self, session, seat, holder, state, *, confirmed=True, **more):
        """What became of a seat on a day."""
        at = self.clock.at(session.on, 9, 20)
        halves = HALVES.get(state, 0)
        self.rows.append(
            Attendance(
                session=session,
                seat=seat,
                holder=holder,
                state=state,
                halves=halves,
                own_halves=0 if state == MarkState.SUBSTITUTE else halves,
                marked_by=self.by if confirmed else holder.user,
                marked_at=at,
                confirmed_by=self.by if confirmed else None,
                confirmed_at=at if confirmed else None,
                **more,
            )
        )

    def keep(self):
        """Write them."""
        Attendance.objects.bulk_create(self.rows, batch_size=500)
        Mark.objects.bulk_create(
            [
                Mark(
                    attendance=row,
                    state=row.state,
                    by=row.marked_by,
                    at=row.marked_at,
                    is_claim=row.confirmed_at is None,
                )
                for row in self.rows
            ],
            batch_size=500,
        )


# What is not simply present: school -> {(session, seat): state}
ODD = {
    "Bramblewick Junior": {(2, 2): MarkState.ABSENT},
    "Dunnock Hill School": {(2, 2): MarkState.SUBSTITUTE},
    "Greystones High School": {(3, 1): MarkState.APOLOGIES},
    "Heathervale Primary": {(2, 2): MarkState.HALF},
    "Larkstone Junior": {(3, 2): MarkState.CAUGHT_UP},
    "Oakenfold School": {(2, 1): MarkState.ABSENT, (3, 1): MarkState.APOLOGIES, (3, 2): MarkState.ABSENT},
    "Thistledown Primary": {(1, 2): MarkState.SUBSTITUTE},
}


def build_registers(clock, cohort, places, by):
    """The registers of the sessions that are over; claims of two schools for one that is not closed."""
    register = Register(clock, by)
    sessions = list(cohort.sessions.all())
    for place in places:
        odd = ODD.get(place.school.name, {}) if cohort.state == CohortState.RUNNING else {}
        for seat in place.seats.all():
            holders = list(seat.holders.all())
            for session in sessions:
                over = session.state == SessionState.CLOSED
                if not over or (place.left_on and session.on > place.left_on):
                    continue
                holder = next(
                    (
                        one
                        for one in holders
                        if one.from_on <= session.on and (one.until_on is None or one.until_on >= session.on)
                    ),
                    None,
                )
                if holder is None:
                    continue
                state = odd.get((session.number, seat.number), MarkState.PRESENT)
                more = {}
                if state == MarkState.SUBSTITUTE:
                    more["substitute_name"] = "Ana Brook"
                if state == MarkState.CAUGHT_UP:
                    more |= {
                        "caught_up_on": session.on + timedelta(days=9),
                        "caught_up_how": "Recording and an hour with the trainer",
                    }
                register.mark(session, seat, holder, state, **more)
    register.keep()


def build_applications(clock, cohort, schools, people, chance):
    """Applications for the open cohort: drafts, submitted ones, and confirmed ones."""
    for n, school in enumerate(schools):
        name, colleague = people.name(), people.name()
        draft = n >= len(schools) - 2
        at = clock.at(clock.today - timedelta(days=3 + n * 2), 14)
        confirmed = not draft and n != 5
        application = Application.objects.create(
            cohort=cohort,
            school=school,
            applicant_name=name,
            applicant_email=f"{name.split()[0].lower()}@{school.contact_email.split('@')[1]}",
            proved_at=at,
            representatives=[
                {
                    "name": name,
                    "email": f"{name.split()[0].lower()}@{school.contact_email.split('@')[1]}",
                    "job_title": "Deputy head",
                    "is_senior_leader": n != 7,
                },
                {
                    "name": colleague,
                    "email": f"{colleague.split()[0].lower()}@{school.contact_email.split('@')[1]}",
                    "job_title": "SENCO",
                    "is_senior_leader": False,
                },
            ],
            release_confirmed=not draft,
            trust_agreed=bool(school.trust_id),
            trust_agreed_by=f"{people.name()}, chief executive" if school.trust_id else "",
            trust_agreed_on=at.date() - timedelta(days=5) if school.trust_id else None,
            wording=wording_now(),
            head_name=people.name(),
            state=ApplicationState.DRAFT if draft else ApplicationState.SUBMITTED,
            started_at=at - timedelta(days=2),
            submitted_at=None if draft else at,
            confirmed_at=at + timedelta(days=1) if confirmed else None,
            confirmed_by_name="The headteacher" if confirmed else "",
            confirmed_how="link" if confirmed else "",
            head_code=f"{chance.randint(100000, 999999)}",
            need_band=chance.choice(("higher", "middle", "lower")),
        )
        answers.write(application, n, colleague)


def hand_over(place, on, name):
    """The second representative leaves on a day, and somebody else takes the seat."""
    seat = place.seats.get(number=2)
    SeatHolder.objects.filter(seat=seat, until_on=None).update(until_on=on)
    SeatHolder.objects.create(
        seat=seat, name=name, job_title="Learning mentor", role=SeatRole.KEY_ADULT, from_on=on + timedelta(days=1)
    )


__all__ = ["Clock", "PlaceState", "build_applications", "build_cohort", "build_place", "build_registers", "hand_over"]
