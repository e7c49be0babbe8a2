"""The board's column of training: a row a seat, a column a session."""

from cohorts.board import Cell, Flag, column
from kit.wording import halves

from .days import days_shown


@column("Training", order=10, flags=True)
def training(places, user, on):
    """Who was there, "5½ of 12", and flags: what is owed beyond the cohort's allowance, and seats that are not as they should be."""
    cells = {}
    for place_id, days in days_shown(places, on).items():
        place = next(one for one in places if one.pk == place_id)
        flags = tuple(flags_of(place, days)) if place.is_at_work else ()
        cells[place_id] = Cell(
            days.words,
            "done" if days.halves else "rest",
            rows=tuple(days.rows),
            of=days.words,
            flags=flags,
            size=days.halves,
        )
    return cells


def flags_of(place, days):
    """Why somebody should look here."""
    for seat in days.seats:
        if seat.missing:
            gap = seat.gaps[0]
            words = (
                f"a catch-up for session {gap.number}"
                if seat.missing <= 2
                else f"{halves(seat.missing / 2)} training days"
            )
            yield Flag(f"{seat.label} owes {words}", gap.get_absolute_url())
        if not seat.name:
            yield Flag(f"Nobody holds seat {seat.seat.number}", place.get_absolute_url())
    if days.seats and not any(seat.is_senior_leader for seat in days.seats):
        yield Flag("No senior leader on a seat", place.get_absolute_url())
