"""The reminder that a training day is still to be made good."""

from collections import defaultdict
from datetime import timedelta

from django.urls import reverse

from cohorts.models import CohortState, Place, SeatHolder
from kit.clock import today
from kit.wording import day_near, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page, planner, register
from notifications.mornings import school_morning
from notifications.rules import LATE, rule, standing
from schools.models import Role, RoleKind
from terms.models import Calendar

from .audience import REPRESENTATIVES, WITH_HEADS, WITH_LEADS
from .days import days_of
from .models import CatchUp, CatchUpState


def owed_by(places, on):
    """{place id: {session: labels of the seats that missed it}}: what is said and confirmed, neither made good yet nor waiting for
    the lead's word that it is."""
    ready = CatchUp.objects.filter(seat__place__in=places, state=CatchUpState.READY)
    waiting, found = set(ready.values_list("seat", "session")), {}
    for place_id, days in days_of(places, on).items():
        sessions = defaultdict(list)
        for seat in days.seats:
            for session in seat.gaps:
                if (seat.seat.pk, session.pk) not in waiting:
                    sessions[session].append(seat.label)
        found[place_id] = sessions
    return found


def readers_at(places, on, audience):
    """{place id: {address: (user or address, name)}} of those who are told what their school owes; two queries."""
    found = {place.pk: {} for place in places}
    holders = SeatHolder.objects.on(on).filter(seat__place__in=found).select_related("user", "seat")
    for holder in holders:
        to = holder.user or holder.email
        if to:
            found[holder.seat.place_id].setdefault(str(getattr(to, "email", to)).lower(), (to, holder.name))
    kinds = {WITH_LEADS: (RoleKind.SCHOOL_LEAD,), WITH_HEADS: (RoleKind.SCHOOL_LEAD, RoleKind.HEADTEACHER)}
    schools = {place.school_id: place.pk for place in places}
    roles = Role.objects.current(on).filter(kind__in=kinds.get(audience, ()), school__in=schools)
    for role in roles.select_related("user"):
        found[schools[role.school_id]].setdefault(role.user.email.lower(), (role.user, role.user.name))
    return found


def still_owed(message):
    """The school is at work and a day is still missing, and the reader is still among those whom the rule names."""
    place, on = message.about, today()
    if place is None or not place.is_at_work or not owed_by([place], on)[place.pk]:
        return False
    return message.address in readers_at([place], on, standing("catch_up_owed").audience)[place.pk]


def in_lines(message):
    """What the school owes, a line a session."""
    place, on = message.about, today()
    return "\n".join(
        f"- {session}, on {day_near(session.on, on)}: {' and '.join(labels)}"
        for session, labels in owed_by([place], on)[place.pk].items()
    )


def where_it_is_made_up(message):
    """The page of a school's missed days, each with its steps."""
    return page(reverse("training:catch_up", args=[message.about.pk]))


def places_at_work(user):
    """For previews: the places at work that somebody may see."""
    return Place.objects.visible_to(user).live().select_related("school", "cohort")


register(
    Kind(
        "catch_up_owed",
        title="Catch-up owed",
        subject="{{ school }} can still make up for a training day",
        template="training/letters/catch_up_owed.txt",
        reminder=True,
        wanted=still_owed,
        rule="somebody of your school has missed a training day that is not made good yet",
        group="Training",
        blanks={
            "school": Blank("the name of the school", lambda message: message.about.school.name),
            "cohort": Blank("the name of the cohort", lambda message: message.about.cohort.name),
            "owed": Blank("the days missed and by whom, a line each", in_lines, must=True),
            "link": Blank("the page of the days to make up", where_it_is_made_up, must=True),
        },
        records=places_at_work,
    )
)
rule(
    "catch_up_owed",
    "the session",
    5,
    15,
    is_after=True,
    audiences={
        WITH_LEADS: "the school’s representatives and leads",
        REPRESENTATIVES: "the school’s representatives",
        WITH_HEADS: "the representatives, the school’s leads and the headteacher",
    },
)


@planner
def catch_ups_owed(at):
    """School days after a session that was missed; one letter a school names everything it owes by then."""
    on, stands = local(at).date(), standing("catch_up_owed")
    if not stands.is_on or school_morning(at, on) is None:
        return
    places = Place.objects.live().filter(cohort__state__in=(CohortState.RUNNING, CohortState.CLOSING))
    places = list(places.select_related("school", "cohort"))
    owing = {pk: sessions for pk, sessions in owed_by(places, on).items() if sessions} if places else {}
    if not owing:
        return
    places = [place for place in places if place.pk in owing]
    readers = readers_at(places, on, stands.audience)
    earliest = min(session.on for sessions in owing.values() for session in sessions)
    calendar = Calendar(max(earliest, on - timedelta(days=3 * (stands.farthest + LATE))), on)
    since = {}
    for place in places:
        for session in owing[place.pk]:
            if session.pk not in since:
                since[session.pk] = calendar.school_days_between(session.on, on)
            step = stands.step(since[session.pk], on)
            for to, name in readers[place.pk].values() if step else ():
                yield letter(
                    "catch_up_owed",
                    to,
                    about=place,
                    occasion=f"catch-up:{place.pk}:{session.pk}:{session.on}:{step}",
                    name=name,
                    school=place.school_id,
                )
