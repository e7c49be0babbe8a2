"""The door of a session: the code on it, the hours in which it counts, and who can sign in there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from cohorts.models import Place, SeatHolder

from .models import DOOR_LETTERS, SESSION_FLOW, Attendance, Mark, MarkState, Session, SessionState

OPENS = timedelta(minutes=60)  # before the session starts
CLOSES = timedelta(minutes=60)  # after it has started
GIVES_WAY = (MarkState.EXPECTED, MarkState.APOLOGIES)  # what a sign-in at the door may take the place of


@dataclass(frozen=True)
class Hours:
    """When the code of a session counts."""

    opens_at: datetime
    closes_at: datetime


def hours_of(session):
    """From an hour before the start of a session until an hour after it."""
    start = timezone.make_aware(datetime.combine(session.on, session.starts_at))
    return Hours(start - OPENS, start + CLOSES)


def door_state(session, at):
    """How the door stands at a moment: "open", "early", "late", "closed" with its register, or "cancelled"."""
    if session.state == SessionState.CANCELLED:
        return "cancelled"
    if not SESSION_FLOW.allows("take_register", session):
        return "closed"
    hours = hours_of(session)
    if at < hours.opens_at:
        return "early"
    return "open" if at < hours.closes_at else "late"


def normal(code):
    """A code as it is kept, however it was typed: small letters, spaces and hyphens are fine."""
    return "".join(sign for sign in code.upper() if sign in DOOR_LETTERS)


def session_behind(code):
    """The session whose door carries a code, or None."""
    return Session.objects.select_related("cohort").filter(door_code=normal(code)).first()


def in_threes(code):
    """ABC DEF, as it is read out and typed."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def address_of(session):
    """What the square code says."""
    return settings.SITE_URL + reverse("training:sign_in_at_door", args=[session.door_code])


def square_code(session):
    """The QR code of a session's door as an SVG element with a title."""
    out = BytesIO()
    made = segno.make(address_of(session), error="m", micro=False)
    title = f"Square code for signing in to session {session.number}"
    made.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff", title=title, nl=False)
    return mark_safe(out.getvalue().decode())  # noqa: S308 drawn by us, from our own address


def expected_at(session):
    """Whoever holds a seat of a school at work in the cohort on the day of the session."""
    places = Place.objects.live().filter(cohort=session.cohort_id)
    holders = SeatHolder.objects.on(session.on).filter(seat__place__in=places)
    return holders.select_related("seat__place__school").order_by("seat__place__school__name", "seat__number")


def seats_of(user, session):
    """The holders that a person is, a seat each: somebody who represents two schools is two of them."""
    return list(expected_at(session).filter(user=user))


def plain(name):
    """A name as it is compared: capitals and spaces make no difference."""
    return " ".join(name.replace("\u2019", "'").split()).casefold()


def seats_by_name(name, session):
    """The holders of exactly this name, if they are one person: two of the same name are told apart at the table."""
    named = [holder for holder in expected_at(session) if plain(holder.name) == plain(name)]
    persons = {holder.user_id or holder.email.casefold() or f"seat {holder.seat_id}" for holder in named}
    return named if len(persons) == 1 else []


@dataclass(frozen=True)
class AtDoor:
    """A seat as its holder finds it at the door."""

    holder: SeatHolder
    mark: Attendance | None
    is_undone: bool = False  # whoever takes the register has taken a sign-in back

    @property
    def school(self):
        """The school it is for."""
        return self.holder.seat.place.school

    @property
    def is_there(self):
        """Whether the register says that they came."""
        return self.mark is not None and self.mark.state == MarkState.PRESENT

    @property
    def can_sign_in(self):
        """Whether a sign-in would change anything: not over another's mark, nor again once it was taken back."""
        if self.mark is None:
            return True
        return self.mark.state in GIVES_WAY and self.mark.confirmed_at is None and not self.is_undone


def at_door(session, holders):
    """How each of these holders' seats stands, as [AtDoor]."""
    seats = [holder.seat_id for holder in holders]
    marks = {mark.seat_id: mark for mark in Attendance.objects.filter(session=session, seat__in=seats)}
    before = set(Mark.objects.filter(attendance__in=marks.values(), at_door=True).values_list("attendance", flat=True))
    return [
        AtDoor(holder, mark, bool(mark and mark.pk in before and mark.state == MarkState.EXPECTED))
        for holder in holders
        for mark in [marks.get(holder.seat_id)]
    ]
