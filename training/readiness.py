"""What training leaves to settle before a school graduates."""

from django.urls import reverse

from cohorts.board import beforehand as board_beforehand
from cohorts.readiness import Shortfall, beforehand, rules
from kit.wording import halves

from .days import days_shown, marks_of
from .models.catch_up import catch_up_url


def make_up_key(seat):
    """The days that a representative's place is to make up, as one duty."""
    return f"make-up:{seat.pk}"


def claim_key(session, place_id):
    """The school's word on a session, as one duty."""
    return f"claim:{session.pk}:{place_id}"


@board_beforehand.register
@beforehand.register
def marks_behind(places):
    """What the rule below reads, and the board's column."""
    return [marks_of.later(list(places))]


@rules.register
def attended_enough(places):
    """Each seat misses no more than its cohort allows, it is said who was there, and what a school claims is confirmed.

    Sessions ahead are no shortfall.
    """
    places = list(places)
    for place_id, days in days_shown(places).items():
        place = next(one for one in places if one.pk == place_id)
        for seat in days.seats:
            if seat.missing:
                words = {1: "half a day", 2: "one more day"}.get(seat.missing, f"{halves(seat.missing / 2)} more days")
                yield (
                    place_id,
                    Shortfall(
                        f"{seat.label} makes up {words} of training",
                        catch_up_url(seat.gaps[0], seat.seat),
                        "Arrange a catch-up",
                        is_for_writers=True,
                        key=make_up_key(seat.seat),
                    ),
                )
        unsaid = {session.pk: session for seat in days.seats for session in seat.unsaid}
        for session in unsaid.values():
            yield (
                place_id,
                Shortfall(
                    f"The school says who was at session {session.number}",
                    f"{reverse('training:claim', args=[session.pk])}?place={place_id}",
                    "Say who was there",
                    is_for_writers=True,
                    key=claim_key(session, place_id),
                ),
            )
        if claimed := sum(seat.claimed for seat in days.seats):
            words = "one claim of attendance" if claimed == 1 else f"{claimed} claims of attendance"
            yield place_id, Shortfall(f"The programme lead confirms {words}", "", "")
        if not days.seats:
            yield place_id, Shortfall("The school names its representatives", place.get_absolute_url(), "Name them")
        elif not days.sessions:
            yield place_id, Shortfall("The training sessions get their dates", "", "")
