"""Sessions as iCalendar files: one for a letter or a link, all of a person's as a feed."""

from datetime import time, timedelta

from django.urls import reverse

from accounts.calendars import feeds
from cohorts.models import Cohort, Place, SeatHolder
from kit import icalendar
from kit.clock import now, today
from kit.icalendar import Entry
from schools.calendars import dates, dates_of
from schools.models import Role
from schools.ties import roles_of

from .models import Session, SessionState


def entry(session):
    """What a calendar says of a session."""
    place = ", ".join(filter(None, (session.where, session.postal_address)))
    notes = "\n".join(
        filter(
            None,
            (
                session.joining,
                session.access and f"Access: {session.access}",
                session.pre_reading and f"Before: {session.pre_reading}",
                *materials_in(session),
            ),
        )
    )
    return Entry(
        key=f"session-{session.pk}",
        title=str(session),
        on=session.on,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        sequence=session.calendar_sequence,
        path=session.get_absolute_url(),
        place=place,
        notes=notes,
        is_cancelled=session.state == SessionState.CANCELLED,
    )


def materials_in(session):
    """A line for each material that schools may open."""
    for one in session.materials.all():
        if one.is_out(today()):
            yield f"{'To read before: ' if one.is_before else ''}{one.title}, {one.whole_address}"


def calendar(sessions, name=""):
    """A calendar of sessions, as bytes."""
    return icalendar.calendar(map(entry, sessions), room="Training", name=name)


def invitation(session, address, name):
    """(calendar, method) for the mail to one person: a REQUEST puts the day in their calendar or moves it, a CANCEL takes it out."""
    method = "CANCEL" if session.state == SessionState.CANCELLED else "REQUEST"
    return icalendar.calendar([entry(session)], room="Training", method=method, guest=(address, name)), method


def calendar_response(sessions, name=""):
    """A calendar as a download."""
    return icalendar.calendar_response(calendar(sessions, name), "training.ics")


def since():
    """How far back a calendar goes: a year."""
    return now().date() - timedelta(days=366)


def whole(sessions):
    """With what an entry says of a session."""
    return sessions.select_related("host").prefetch_related("materials")


def sessions_for(user):
    """The sessions of the cohorts a person has to do with, back to a year ago: all for leads, else those of their places."""
    sessions = whole(Session.objects.filter(on__gte=since())).order_by("on", "starts_at")
    if user.is_virtual_school:
        return sessions.visible_to(user)
    held = SeatHolder.objects.filter(user=user, until_on=None).values("seat__place__cohort")
    mine = Role.objects.current().filter(user=user).values("school__places__cohort")
    return sessions.filter(cohort__in=held) | sessions.filter(cohort__in=mine)


DUE = (
    ("plan_due_on", "plan-due", "The development plan is due"),
    ("plan_review_on", "plan-review", "The development plan is reviewed"),
    ("celebration_on", "celebration", "Celebration"),
)


def days_of_the_year(cohorts, path):
    """The days that a cohort sets for everybody, as whole days."""
    return [
        Entry(
            f"cohort-{cohort.pk}-{key}",
            f"{title}, cohort {cohort.name}",
            day,
            None,
            None,
            0,
            path or cohort.get_absolute_url(),
        )
        for cohort in cohorts
        for field, key, title in DUE
        if (day := getattr(cohort, field)) and day >= since()
    ]


def cohorts_of(schools):
    """The cohorts in which some schools have or had a place that they did not leave."""
    return Cohort.objects.filter(pk__in=Place.objects.taking_a_place().filter(school__in=schools).values("cohort"))


@dates.register
def training_dates(schools, since):
    """The sessions of some schools' cohorts, and the days by which their plans are due and reviewed."""
    cohorts = list(cohorts_of(schools))
    sessions = whole(Session.objects.filter(cohort__in=cohorts, on__gte=since))
    return [*map(entry, sessions), *days_of_the_year(cohorts, reverse("cohorts:what_next"))]


def entries_for(user):
    """Everything in a person's calendar, each once: their cohorts' sessions and days, and their schools' meetings."""
    found = {one.key: one for one in map(entry, sessions_for(user))}
    if user.is_virtual_school:
        found |= {one.key: one for one in days_of_the_year(Cohort.objects.visible_to(user), "")}
    if schools := list(roles_of(user)):
        found |= {one.key: one for one in dates_of(schools, since())}
    return in_order(found.values())


def entries_of_cohort(cohort):
    """The calendar of a cohort: its sessions and its days."""
    sessions = whole(cohort.sessions.filter(on__gte=since()))
    return in_order([*map(entry, sessions), *days_of_the_year([cohort], "")])


def in_order(entries):
    """By day and time, whole days first."""
    return sorted(entries, key=lambda one: (one.on, one.starts_at or time.min, one.key))


def feed_response(entries, name):
    """A calendar behind a secret address."""
    response = icalendar.calendar_response(icalendar.calendar(entries, room="Training", name=name), "training.ics")
    response["Cache-Control"] = "no-store"  # the address is a secret, and what it gave must not outlive it
    return response


@feeds.register
def feed_path(token):
    """The path of a person's calendar."""
    return reverse("training:feed", args=[token])
