"""The letters of training: a session is near, moved or cancelled; a register waits to be closed."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from kit.clock import today
from kit.icalendar import LONDON, MIME
from kit.wording import clock, day, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page, page_of, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing
from terms.models import Calendar

from . import asking, owing  # noqa: F401  what is asked after a day, registered with the other letters
from .audience import REPRESENTATIVES, WITH_HEADS, WITH_LEADS, readers_of
from .calendars import invitation
from .models import SESSION_FLOW, Session, SessionState

OPEN = SESSION_FLOW.steps["take_register"].sources
FARTHEST = timedelta(days=120)  # as many school days as a rule may have, with the summer holiday between them


def to_read(session):
    """What is said of reading, and where the materials for it open that schools may see."""
    listed = [one for one in session.materials.all() if one.is_before and one.is_out(today())]
    return "\n".join(filter(None, [session.pre_reading, *(f"{one.title}: {one.whole_address}" for one in listed)]))


BLANKS = {
    "number": Blank("the number of the session", lambda message: message.about.number),
    "title": Blank("the title of the session", lambda message: message.about.title),
    "day": Blank("the day, like “Tuesday 24 March 2026”", lambda message: day(message.about.on)),
    "times": Blank(
        "from when to when, like “9.15am to 3.30pm”",
        lambda message: f"{clock(message.about.starts_at)} to {clock(message.about.ends_at)}",
    ),
    "venue": Blank("where it is", lambda message: message.about.where),
    "address": Blank("the address of the place", lambda message: message.about.postal_address),
    "access": Blank("how to get in", lambda message: message.about.access),
    "joining": Blank("the joining instructions", lambda message: message.about.joining),
    "pre_reading": Blank("what to read beforehand", lambda message: to_read(message.about)),
    "needs": Blank(
        "where to say what one cannot eat and needs to get in",
        lambda message: page(reverse("training:say_needs", args=[message.about.pk])),
    ),
    "link": Blank("the session’s page", lambda message: page_of(message.about), must=True),
}
REASON = Blank("why it is cancelled", lambda message: message.about.cancelled_reason)


def sessions(user):
    """For previews: the sessions that somebody may see, newest first."""
    return Session.objects.visible_to(user).select_related("cohort").order_by("-on", "-number")


def entry(message):
    """The session as an entry for the reader's calendar; the mail and the calendar in it say the same method."""
    content, method = invitation(message.about, message.address, message.name)
    return {"session.ics": (content, f"{MIME}; method={method}")}


def still_ahead(message):
    """The session stands on the day the letter speaks of, and the reader is still among those whom the rule names."""
    session = message.about
    if (
        session is None
        or session.state not in OPEN
        or session.on.isoformat() != message.facts.get("on", session.on.isoformat())
    ):
        return False
    return message.address in readers_of(session, standing("session_coming").audience)


def is_latest(message):
    """The register is open, and the letter speaks of the last change: of an earlier one the same would be said twice."""
    return still_open(message) and message.facts.get("alarm", message.about.alarm) == message.about.alarm


def is_still_cancelled(message):
    """The session has not been given another day meanwhile."""
    return message.about is not None and message.about.state == SessionState.CANCELLED


def before(message):
    """When the session was to be, as it stood in the letter's facts; nothing where the day is the same."""
    was = message.facts.get("was")
    return day(date.fromisoformat(was)) if was and was != message.about.on.isoformat() else ""


MOVED = {
    "was": Blank("the day on which it was to be, if the day has changed", before),
    "reason": Blank("why it has changed", lambda message: message.facts.get("reason")),
}


def still_open(message):
    """The register waits."""
    return message.about is not None and message.about.state in OPEN


register(
    Kind(
        "session_coming",
        title="Session coming",
        subject="Session {{ number }} is on {{ day }}",
        template="training/letters/session_coming.txt",
        group="Training",
        blanks=BLANKS,
        records=sessions,
        reminder=True,
        wanted=still_ahead,
        attachments=entry,
        rule="you are a representative of your school and a training day is near",
    )
)
register(
    Kind(
        "session_moved",
        title="Session moved",
        subject="Session {{ number }} has changed: please look at the day and place",
        template="training/letters/session_moved.txt",
        group="Training",
        blanks=BLANKS | MOVED,
        records=sessions,
        essential=True,
        urgent=True,
        wanted=is_latest,
        attachments=entry,
        rule="a training day of your school’s cohort has changed",
    )
)
register(
    Kind(
        "session_cancelled",
        title="Session cancelled",
        subject="Session {{ number }} is cancelled",
        template="training/letters/session_cancelled.txt",
        group="Training",
        blanks=BLANKS | {"reason": REASON},
        records=sessions,
        essential=True,
        urgent=True,
        wanted=is_still_cancelled,
        attachments=entry,
        rule="a training day of your school’s cohort was cancelled",
    )
)
register(
    Kind(
        "register_not_closed",
        title="Register not closed",
        subject="The register of session {{ number }} is still open",
        template="training/letters/register_not_closed.txt",
        group="Training",
        blanks=BLANKS,
        records=sessions,
        readers="lead",
        reminder=True,
        wanted=still_open,
        rule="a register is still open and you are a programme lead",
    )
)


rule(
    "session_coming",
    "the session",
    14,
    7,
    1,
    audiences={
        REPRESENTATIVES: "the school’s representatives",
        WITH_LEADS: "the representatives, and the school’s leads",
        WITH_HEADS: "the representatives, the school’s leads and the headteacher",
    },
)
rule(
    "register_not_closed",
    "the session",
    1,
    5,
    is_after=True,
    audiences={"leads": "the programme leads", "office": "the programme leads and administrators"},
)


@planner
def sessions_coming(at):
    """School days before a session, so that the last reminder of a Monday's goes on Friday; a moved one is announced anew."""
    on, rule = local(at).date(), standing("session_coming")
    ahead = Session.objects.filter(
        state=SessionState.PLANNED, on__gt=on, on__lte=on + FARTHEST, cohort__state__in=("running", "closing")
    )
    ahead = list(ahead.select_related("cohort"))
    calendar = school_morning(at, on + FARTHEST) if ahead else None
    if calendar is None:
        return
    for session in ahead:
        # a session counts even on a day off
        before = rule.step(calendar.school_days_between(on, session.on - timedelta(days=1)) + 1, on)
        for person in readers_of(session, rule.audience).values() if before else ():
            yield letter(
                "session_coming",
                person.to,
                about=session,
                occasion=f"session:{session.pk}:{session.on}:{before}-days-before",
                name=person.name,
                school=person.school_id,
                expires_at=datetime.combine(session.on, session.starts_at, LONDON),
                on=session.on.isoformat(),
            )


@planner
def registers_not_closed(at):
    """On the next school morning after a session, and once more, to the programme leads."""
    on, rule = local(at).date(), standing("register_not_closed")
    past = list(
        Session.objects.filter(
            state__in=OPEN, on__lt=on, on__gte=on - FARTHEST, cohort__state__in=("running", "closing")
        )
    )
    if not past or school_morning(at, on) is None:
        return
    calendar = Calendar(min(session.on for session in past), on)
    readers = Q(is_programme_lead=True) | (Q(is_administrator=True) if rule.audience == "office" else Q())
    readers = list(User.objects.active().filter(readers))
    for session in past:
        step = rule.step(calendar.school_days_between(session.on, on), on)
        for reader in readers if step else ():
            yield letter(
                "register_not_closed",
                reader,
                about=session,
                occasion=f"session:{session.pk}:{session.on}:register-open{'' if step == 1 else f':{step}'}",
                expires_at=datetime.combine(on + timedelta(days=21), time(0), LONDON),
            )
