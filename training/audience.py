"""Who hears of a session: the representatives of the day, and those who write for their schools."""

from dataclasses import dataclass
from typing import Any

from cohorts.models import Place, SeatHolder
from schools.models import Role, RoleKind


@dataclass(frozen=True)
class Person:
    """Somebody a letter goes to: a user, or the address of a representative without an account."""

    to: Any
    name: str
    school_id: int


def representatives_of(session):
    """The holders of the day by address, in one query."""
    places = Place.objects.live().filter(cohort=session.cohort_id)
    found = {}
    holders = SeatHolder.objects.on(session.on).filter(seat__place__in=places).select_related("user", "seat__place")
    for holder in holders:
        to = holder.user or holder.email
        if to:
            found.setdefault(
                str(getattr(to, "email", to)).lower(), Person(to, holder.name, holder.seat.place.school_id)
            )
    return found


REPRESENTATIVES, WITH_LEADS, WITH_HEADS = (
    "representatives",
    "school_leads",
    "headteacher",
)  # each holds the one before it


def readers_of(session, audience):
    """Whom a reminder of the session goes to, by address: its representatives, with those who write for their schools if wanted."""
    found = representatives_of(session)
    if audience in (WITH_LEADS, WITH_HEADS):
        places = Place.objects.live().filter(cohort=session.cohort_id)
        roles = Role.objects.current().writers().filter(school__in=places.values("school"))
        if audience == WITH_LEADS:
            roles = roles.filter(kind=RoleKind.SCHOOL_LEAD)
        for role in roles.select_related("user").order_by("pk"):
            found.setdefault(role.user.email.lower(), Person(role.user, role.user.name, role.school_id))
    return found


def people_of(session):
    """Everybody a change of the session is told to, once, in two queries."""
    return list(readers_of(session, WITH_HEADS).values())
