"""When reminders leave: from 7.30am to noon in London, on days on which schools are open."""

from datetime import datetime, time, timedelta
from itertools import islice

from kit.icalendar import LONDON
from kit.wording import local
from terms.models import Calendar, Term

MORNING, NOON = time(7, 30), time(12)  # till noon, for a portal that was down or a mail server that was busy
AHEAD = timedelta(days=120)  # longer than any holiday, a long pause included


def is_morning(at):
    """Whether the clock lets reminders leave; the calendar is asked separately."""
    return MORNING <= local(at).time() < NOON


def is_school_morning(at):
    """Whether reminders may leave at this moment."""
    on = local(at).date()
    return is_morning(at) and Calendar(on, on).is_school_day(on)


def school_morning(at, until):
    """The calendar from today on for a planner, or None before 7.30am and on days on which schools are shut."""
    moment = local(at)
    if moment.time() < MORNING:
        return None
    calendar = Calendar(moment.date(), until)
    return calendar if calendar.is_school_day(moment.date()) else None


def knows_terms(day):
    """Whether the school calendar reaches this day; else reminders count weekdays outside bank holidays and August."""
    return Term.objects.filter(ends_on__gte=day).exists()


def mornings_after(at):
    """The school mornings to come, soonest first: today's too, before 7.30am. At the latest they end after four months."""
    moment = local(at)
    first = moment.date() + timedelta(days=moment.time() >= MORNING)
    calendar = Calendar(first, first + AHEAD)
    days = (first + timedelta(days=n) for n in range(AHEAD.days))
    return [day for day in days if calendar.is_school_day(day)]


def next_morning(at):
    """7.30am of the next school day."""
    day = next(islice(mornings_after(at), 1), local(at).date() + AHEAD)
    return datetime.combine(day, MORNING, LONDON)
