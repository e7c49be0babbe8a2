"""Training on a school's page: its state in words and a panel of its seats."""

from cohorts.panels import place_of
from kit.clock import today
from kit.wording import day_month, halves
from schools.panels import Panel, State, beforehand, is_read_whole, panels, states

from .catch_up_policies import can_see_catch_up
from .days import days_shown, sessions_in
from .models import Prices
from .policies import can_log_inset, can_see_fee_and_cover
from .reach import insets_near, numbers_of, reach_of


@states.register
def training_state(school, user):
    """A seat a row, and "5½ of 12"."""
    place = place_of(school)
    if place is None:
        return None
    days = days_shown([place])[place.pk]
    return State("Training", days.words, "done" if days.halves else "rest", place=10, rows=tuple(days.rows))


@panels.register
def training_panel(school, user):
    """The year's days, what is owed, and what comes next."""
    place = place_of(school)
    if place is None:
        return None
    days = days_shown([place])[place.pk]
    owed = [
        f"{seat.label} has {halves(seat.missed / 2)} {'day' if seat.missed <= 2 else 'days'} to make up: {gaps(seat)}."
        for seat in days.seats
        if seat.missed
    ]
    unsaid = {session.pk: session for seat in days.seats for session in seat.unsaid}
    owed += [f"Not said yet: who was at session {one.number} on {day_month(one.on)}." for one in unsaid.values()]
    on = today()
    ahead = min((one for one in sessions_in(place.cohort) if one.on >= on), key=lambda one: one.on, default=None)
    context = {
        "days": days,
        "owed": owed,
        "owes": any(seat.missed for seat in days.seats) and can_see_catch_up(user, place),
        "next": ahead,
        "place": place,
        "may_open": is_read_whole(school, user),  # a session's page is for those who come to it
    }
    return Panel("Training", "training/_days.html", context, place=20)


@beforehand.register
def reach_here(school, user):
    """What the panel below reads."""
    if is_read_whole(school, user):
        yield insets_near.later([school.pk], today())
        yield numbers_of.later([school.pk])


@panels.register
def reach_panel(school, user):
    """How far the training has come in school, for whoever reads the school whole."""
    if not is_read_whole(school, user):
        return None
    reach = reach_of([school])[school.pk]
    if not reach.times and place_of(school) is None:
        return None
    context = {"school": school, "reach": reach, "may_log": can_log_inset(user, school)}
    return Panel("Training in school", "training/_reach_panel.html", context, "side", 30)


def gaps(seat):
    """The sessions missed, in words."""
    return ", ".join(f"session {session.number} on {day_month(session.on)}" for session in seat.gaps)


@panels.register
def money_panel(school, user):
    """What the school pays and is paid, for those who write for it, where the cohort knows of money."""
    place = place_of(school)
    if place is None or not can_see_fee_and_cover(user, place):
        return None
    sessions = sessions_in(place.cohort)  # the prices come along with them
    prices = (
        getattr(sessions[0].cohort, "prices", None)
        if sessions
        else Prices.objects.filter(cohort=place.cohort_id).first()
    )
    if prices is None or not (prices.fee or prices.cover_per_half):
        return None
    return Panel("Fee and cover", "training/_money_panel.html", {"place": place, "prices": prices}, "side", 60)
