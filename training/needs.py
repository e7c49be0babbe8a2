"""Who has said what they need at a training day, and who has not: the organiser's list, and whose word a person may give."""

from dataclasses import dataclass

from cohorts.models import Place, SeatHolder

from .models import MarkState, Need, Session, SessionState
from .policies import claimable_places


@dataclass(frozen=True)
class Guest:
    """A representative who is expected on the day."""

    holder: SeatHolder
    need: Need | None
    cannot_come: bool = False

    @property
    def school(self):
        """The school they come from."""
        return self.holder.seat.place.school


def expected(session):
    """The holders of the day of schools at work, by school."""
    places = Place.objects.live().filter(cohort=session.cohort_id)
    holders = SeatHolder.objects.on(session.on).filter(seat__place__in=places)
    return holders.select_related("user", "seat__place__school").order_by("seat__place__school__name", "seat__number")


def guests_of(session):
    """[Guest] for the organiser, three queries."""
    needs = {need.holder_id: need for need in Need.objects.filter(session=session)}
    away = set(session.attendance.filter(state=MarkState.APOLOGIES).values_list("seat", flat=True))
    return [Guest(holder, needs.get(holder.pk), holder.seat_id in away) for holder in expected(session)]


def holders_for(user, session):
    """Whose word a person may give: their own, that of colleagues of the schools they write for, and anybody's for leads."""
    return expected(session).filter(seat__place__in=claimable_places(user, session))


def days_ahead(session, holder):
    """The later days of the year on which the same person holds the seat."""
    later = Session.objects.filter(cohort=session.cohort_id, on__gt=session.on, state=SessionState.PLANNED)
    return [day for day in later if holder.until_on is None or holder.until_on >= day.on]
