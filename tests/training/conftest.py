"""Sessions and marks for the tests of training."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def year(frozen, cast, cohort, place):
    """Heathervale's year with its six sessions by number and its two seats."""
    sessions = {session.number: session for session in cohort.sessions.order_by("number")}
    return SimpleNamespace(
        cast=cast, cohort=cohort, place=place, sessions=sessions, seats=list(place.seats.order_by("number"))
    )


@pytest.fixture
def mark(year):
    """Mark a seat of Heathervale as the lead does: `mark(2, 1, "half")` is session 2, seat 1."""
    from training.actions import mark_seat
    from training.actions.marks import Said

    def make(number, seat, state, *, by=None, late_reason="", **more):
        return mark_seat(
            year.sessions[number],
            Said(year.seats[seat - 1], state, **more),
            by=by or year.cast.lead,
            late_reason=late_reason,
        )

    return make
