"""The letter that asks for feedback, on the first school morning after a day."""

from datetime import datetime, time, timedelta

from django.urls import reverse

from cohorts.models import Place, SeatHolder
from kit.clock import now
from kit.icalendar import LONDON
from kit.wording import day, day_long, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing
from terms.models import Calendar

from .feedback import OPEN_FOR, feedback_state, last_day
from .models import Attendance, MarkState, Session, SessionState

STAYED_AWAY = (MarkState.APOLOGIES, MarkState.ABSENT)


def asked_of(session):
    """{address: (user or address, name, school id)} of the representatives of the day who are not marked away. A substitute has
    no address here: the letter asks the representative to pass it on."""
    places = Place.objects.live().filter(cohort=session.cohort_id)
    away = Attendance.objects.filter(session=session, state__in=STAYED_AWAY).values("seat")
    holders = SeatHolder.objects.on(session.on).filter(seat__place__in=places).exclude(seat__in=away)
    found = {}
    for holder in holders.select_related("user", "seat__place"):
        to = holder.user or holder.email
        if to:
            address = str(getattr(to, "email", to)).lower()
            found.setdefault(address, (to, holder.name, holder.seat.place.school_id))
    return found


def still_asked(message):
    """The form still takes answers, and the reader is not marked away."""
    session = message.about
    return session is not None and feedback_state(session, now()) == "open" and message.address in asked_of(session)


def the_form(message):
    """The address of the form, which asks nobody to sign in."""
    return page(reverse("training:give_feedback", args=[message.about.feedback_code]))


def sessions_held(user):
    """For previews: the sessions that somebody may see, newest first."""
    return Session.objects.visible_to(user).select_related("cohort").order_by("-on", "-number")


rule("feedback_wanted", "the session", 1, is_after=True, to="whoever was there as a representative")
register(
    Kind(
        "feedback_wanted",
        title="Feedback wanted",
        subject="Session {{ number }}: two minutes of feedback",
        template="training/letters/feedback_wanted.txt",
        group="Training",
        blanks={
            "number": Blank("the number of the session", lambda message: message.about.number),
            "title": Blank("the title of the session", lambda message: message.about.title),
            "day": Blank("the day, like “Tuesday 24 March 2026”", lambda message: day(message.about.on)),
            "until": Blank("the last day on which the form is open", lambda message: day_long(last_day(message.about))),
            "link": Blank("the form", the_form, must=True),
        },
        records=sessions_held,
        reminder=True,
        wanted=still_asked,
        rule="you were at a training day as a representative of your school",
    )
)


@planner
def feedback_wanted(at):
    """Once, on the first school morning after a session that was held, or later where the rule says so."""
    on, stands = local(at).date(), standing("feedback_wanted")
    past = Session.objects.filter(on__lt=on, on__gte=on - OPEN_FOR, cohort__state__in=("running", "closing"))
    past = list(past.exclude(state=SessionState.CANCELLED).select_related("cohort"))
    if not past or school_morning(at, on) is None:
        return
    calendar = Calendar(min(session.on for session in past), on)
    for session in past:
        step = stands.step(calendar.school_days_between(session.on, on), on)
        if step is None:
            continue
        for to, name, school in asked_of(session).values():
            yield letter(
                "feedback_wanted",
                to,
                about=session,
                occasion=f"session:{session.pk}:{session.on}:feedback{stands.mark(step)}",
                name=name,
                school=school,
                expires_at=datetime.combine(last_day(session) + timedelta(days=1), time(0), LONDON),
            )
