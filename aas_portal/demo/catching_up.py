"""How the demo's schools make up the days they missed, and what they say of the tasks between sessions."""

from datetime import timedelta

from cohorts.models import Seat
from training.models import CatchUp, CatchUpNote, CatchUpState, CatchUpStep, GapTaskDone

SAID = {
    CatchUpStep.MATERIAL: "Read chapter 3 of the course reader and the slides, and made a page of notes.",
    CatchUpStep.CONVERSATION: "Half an hour with our educational psychologist about what a key adult does on a bad day.",
    CatchUpStep.EVIDENCE: "Tried the morning greeting with two classes for a week and told the staff meeting how it went.",
}
# school, session and representative by number, how many steps are said, where it stands
STORIES = (
    ("Oakenfold School", 3, 1, 3, CatchUpState.READY),
    ("Oakenfold School", 2, 1, 1, CatchUpState.OPEN),
    ("Greystones High School", 3, 1, 3, CatchUpState.READY),
    ("Heathervale Primary", 2, 2, 1, CatchUpState.OPEN),
    ("Bramblewick Junior", 2, 2, 3, CatchUpState.RETURNED),
)
WHY = "Thank you. Please say a little more about the conversation: who was there, and what will you do differently?"


def build_catch_ups(clock, cohort, people):
    """The stories, each line on a school day of the last weeks."""
    sessions = {session.number: session for session in cohort.sessions.all()}
    for n, (name, session, number, steps, state) in enumerate(STORIES):
        seat = Seat.objects.filter(place__cohort=cohort, place__school__name=name, number=number).first()
        if seat is None:
            continue
        at = clock.at(clock.day(-4 - n, back=True), 15)
        returned = state == CatchUpState.RETURNED
        catch_up = CatchUp.objects.create(
            session=sessions[session],
            seat=seat,
            state=state,
            returned_why=WHY if returned else "",
            returned_at=at + timedelta(days=1) if returned else None,
            returned_by=people.lead if returned else None,
        )
        holder = seat.holders.order_by("from_on").last()
        CatchUpNote.objects.bulk_create(
            CatchUpNote(catch_up=catch_up, step=step, text=text, on=clock.day(-20 + 4 * i, back=True), said_by=holder.user, said_at=at)
            for i, (step, text) in enumerate(list(SAID.items())[:steps])
        )  # fmt: skip


LINES = (
    "We stood at the gate for a week. Two children came in through the side door once they knew who would be there.",
    "Followed one child for a week, and found that Thursday is the hard day.",
    "Our map has eleven adults on it. Nobody is the key adult of three of the children we worry about.",
    "Did it together at a staff meeting; the midday team saw the most.",
)


def build_gap_tasks(clock, cohort, places):
    """Most schools did the tasks of the first sessions, some that of the latest."""
    for session in cohort.sessions.filter(on__lt=clock.today).exclude(gap_task=""):
        for n, place in enumerate(places):
            if not place.is_at_work or (n + session.number) % 4 < session.number - 1:
                continue
            seat = place.seats.order_by("number")[n % 2] if n % 3 else None
            holder = seat.holders.order_by("from_on").last() if seat else None
            GapTaskDone.objects.create(
                session=session,
                place=place,
                seat=seat,
                name=holder.name if holder else "",
                line=LINES[(n + session.number) % len(LINES)],
                done_by=holder.user if holder else None,
                done_at=clock.at(min(clock.day((session.on - clock.today).days + 14 + n % 9), clock.today), 8, 40),
            )
