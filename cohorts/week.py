"""The lead's week in one mail: what happened, what waits, what comes; on the first school morning of the week."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse

from accounts.models import User
from kit.clock import today
from kit.icalendar import LONDON
from kit.wording import count, day_month, day_near, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing
from schools.story import acts_known_to
from terms.models import Calendar

from .today import asked_of, coming_to

MOST = 12  # lines of a part
WEEK = timedelta(days=7)


def day_of(message):
    """The morning on which the letter goes; in a preview today."""
    return date.fromisoformat(message.facts["on"]) if message.facts.get("on") else today()


def lines(found, number=None):
    """Some lines of many."""
    found = list(found)
    more = (number or len(found)) - MOST
    shown = [f"- {line}" for line in found[:MOST]]
    return "\n".join([*shown, f"- and {count(more, 'more,more')}"] if more > 0 else shown)


def happened(message):
    """What others did within the last seven days, newest first."""
    acts = acts_known_to(message.about).filter(at__date__gte=day_of(message) - WEEK, by__isnull=False)
    acts = acts.exclude(by=message.about)
    rows = acts.select_related("by", "content_type")[:MOST]
    return lines((f"{act.who} {act.act}, {day_month(act.at)}" for act in rows), acts.count())


def waiting(message):
    """What is asked of the lead, overdue first."""
    on = day_of(message)
    return lines(
        f"{duty.title}{f', by {day_near(duty.due_on, on)}' if duty.due_on else ''}"
        for duty in asked_of(message.about, on)
    )


def coming(message):
    """What is dated within the week."""
    on = day_of(message)
    things = (thing for thing in coming_to(message.about, on, most=50) if thing.day < on + WEEK)
    return lines(f"{thing.day:%A}: {thing.text}" for thing in things)


def says_something(message):
    """The reader is still a lead, and there is something to say."""
    lead = message.about
    if lead is None or not (lead.is_active and lead.is_programme_lead):
        return False
    return bool(waiting(message) or coming(message) or happened(message))


def oneself(user):
    """For previews: the week of whoever looks."""
    return User.objects.filter(pk=user.pk)


register(
    Kind(
        "week_ahead",
        title="Your week",
        subject="Your week: {{ asked }}",
        template="cohorts/letters/week_ahead.txt",
        reminder=True,
        wanted=says_something,
        rule="you are a programme lead and a school week begins",
        group="The portal itself",
        readers="lead",
        blanks={
            "happened": Blank("what others did within the last seven days, a line each", happened),
            "waiting": Blank("what waits for the reader, a line each", waiting),
            "coming": Blank("what is dated within the week, a line each", coming),
            "asked": Blank(
                "how much waits, like “4 things wait for you”",
                lambda message: count(
                    asked_of(message.about, day_of(message)), "thing waits for you,things wait for you,nothing waits"
                ),
            ),
            "link": Blank("the page of what waits", lambda message: page(reverse("cohorts:today")), must=True),
        },
        records=oneself,
    )
)
rule("week_ahead", "on the first school morning of the week", to="every programme lead")


@planner
def weeks_begin(at):
    """On Monday, or on the first day after it on which schools are open; once a week and lead."""
    on, stands = local(at).date(), standing("week_ahead")
    if not stands.is_on or school_morning(at, on) is None:
        return
    monday = on - timedelta(days=on.weekday())
    calendar = Calendar(monday, on)
    if any(calendar.is_school_day(monday + timedelta(days=n)) for n in range(on.weekday())):
        return
    over = datetime.combine(monday + WEEK, time(0), LONDON)
    for lead in User.objects.active().filter(is_programme_lead=True):
        message = letter("week_ahead", lead, about=lead, occasion=f"week:{monday}", expires_at=over, on=on.isoformat())
        message.about = lead
        if says_something(message):
            yield message
