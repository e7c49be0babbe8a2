"""Training days: halves, substitutes, catch-ups, late joiners, hand-overs and what a person may call their own."""

from datetime import date
from decimal import Decimal

import pytest

from cohorts.models import Cohort, Place, Seat, SeatHolder
from tests.conftest import place_of
from training.actions import cancel_session, claim_attendance, confirm_claims, record_catch_up
from training.actions.marks import Said
from training.days import days_of, own_days
from training.models import Session


def days(place):
    return days_of([place])[place.pk]


def close(year, *numbers):
    """The registers of these sessions are closed, or of all that are past."""
    Session.objects.filter(number__in=numbers or (1, 2, 3)).update(state="closed", closed_at="2026-01-05T16:00Z")


def present(mark, *numbers):
    for number in numbers:
        mark(number, 1, "present")
        mark(number, 2, "present")


def test_nothing_is_missed_before_its_register_is_closed(year, mark):
    """Of three sessions that are over nothing is said yet; a mark counts at once, whatever it says."""
    found = days(year.place)
    assert [(seat.missed, seat.missing, len(seat.unsaid)) for seat in found.seats] == [(0, 0, 3), (0, 0, 3)]
    assert found.rows[0][1] == ["not_said_yet"] * 3 + ["today", "ahead", "ahead"]
    mark(1, 1, "absent")
    mark(2, 1, "present")
    mark(2, 1, "expected")
    seat = days(year.place).seats[0]
    assert (seat.missed, [one.number for one in seat.gaps], [one.number for one in seat.unsaid]) == (2, [1], [2, 3])
    close(year, 2)
    seat = days(year.place).seats[0]
    assert (seat.missed, [one.number for one in seat.unsaid]) == (4, [3])
    assert seat.marks[:3] == ["missed", "missed", "not_said_yet"]


def test_readiness_asks_who_was_there_before_it_asks_for_a_catch_up(year):
    from training.panels import training_panel
    from training.readiness import attended_enough

    def asked():
        return {one.text: one for _, one in attended_enough([year.place])}

    assert list(asked()) == [f"The school says who was at session {number}" for number in (1, 2, 3)]
    link = asked()["The school says who was at session 2"]
    assert (link.url, link.is_for_writers) == (f"/training/{year.sessions[2].pk}/claim/?place={year.place.pk}", True)
    owed = training_panel(year.cast.school, year.cast.lead).context["owed"]
    assert owed[0] == "Not said yet: who was at session 1 on 23 September."
    close(year)
    assert list(asked()) == [f"{name} makes up 2 more days of training" for name in ("Jo Pemberton", "Tomasz Wilk")]


def test_a_year_that_begins(year):
    """Nothing marked and the registers closed: three sessions are over and missed by both."""
    close(year)
    found = days(year.place)
    assert (found.halves, found.of_halves, found.words) == (0, 24, "0 of 12")
    assert [seat.missed for seat in found.seats] == [6, 6]
    assert found.rows == [
        ("Jo Pemberton", ["missed", "missed", "missed", "today", "ahead", "ahead"]),
        ("Tomasz Wilk", ["missed", "missed", "missed", "today", "ahead", "ahead"]),
    ]


def test_five_and_a_half_of_twelve(year, mark):
    present(mark, 1, 2, 3)
    mark(2, 2, "half")
    found = days(year.place)
    assert found.words == "5½ of 12"
    assert found.rows[1][1][:3] == ["present", "half", "present"]
    assert [seat.missed for seat in found.seats] == [0, 1]
    assert found.missing == 0  # a day may be missed


@pytest.mark.parametrize(
    ("states", "halves", "missed", "missing"),
    [
        (("present", "present", "present"), 6, 0, 0),
        (("absent", "present", "present"), 4, 2, 0),
        (("apologies", "half", "present"), 3, 3, 1),
        (("absent", "absent", "absent"), 0, 6, 4),
        (("half", "half", "half"), 3, 3, 1),
    ],
)
def test_what_a_seat_misses(year, mark, states, halves, missed, missing):
    for number, state in enumerate(states, 1):
        mark(number, 1, state)
    seat = days(year.place).seats[0]
    assert (seat.halves, seat.missed, seat.missing) == (halves, missed, missing)


def test_one_substitute_day_counts(year, mark):
    for number in (1, 2):
        mark(number, 1, "substitute", substitute_name="Ana Brook")
    mark(3, 1, "present")
    seat = days(year.place).seats[0]
    assert (seat.halves, seat.substituted, seat.missed) == (4, 4, 2)
    assert seat.marks[:3] == ["substitute", "substitute", "present"]


def test_the_cohort_sets_how_many_substitute_days_count(year, mark):
    year.cohort.substitute_days = Decimal("1.5")
    year.cohort.save()
    for number in (1, 2):
        mark(number, 1, "substitute", substitute_name="Ana Brook")
    assert days(year.place).seats[0].halves == 3


def test_a_catch_up_fills_the_gap(year, mark):
    mark(2, 1, "absent")
    record_catch_up(
        year.sessions[2], year.seats[0], by=year.cast.lead, on=date(2026, 1, 20), how="Recording and a talk"
    )
    seat = days(year.place).seats[0]
    assert seat.halves == 2
    assert seat.marks[1] == "caught_up"


def test_a_claim_is_not_counted_and_not_held_against_the_school(year):
    claim_attendance(year.sessions[1], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    close(year, 2, 3)
    seat = days(year.place).seats[0]
    assert (seat.halves, seat.missed, seat.claimed) == (0, 4, 1)
    assert seat.marks[0] == "present"
    confirm_claims(year.sessions[1], by=year.cast.lead)
    seat = days(year.place).seats[0]
    assert (seat.halves, seat.missed, seat.claimed) == (2, 4, 0)


def test_a_cancelled_session_counts_for_nobody(year, mark):
    present(mark, 1, 2)
    cancel_session(year.sessions[3], by=year.cast.lead, reason="Snow")
    found = days(year.place)
    assert found.words == "4 of 10"
    assert [seat.missed for seat in found.seats] == [0, 0]
    assert len(found.rows[0][1]) == 5


def test_a_late_joiner_owes_what_came_before(year):
    late = place_of(year.cast.other, year.cohort, ("Ines Farrow", "Col Drury"), since=date(2025, 12, 1))
    found = days(late)
    assert [seat.missed for seat in found.seats] == [4, 4]
    assert found.rows[0][1] == ["empty", "empty", "not_said_yet", "today", "ahead", "ahead"]


def test_a_school_that_left_owes_nothing_afterwards(year):
    year.place.left_on = date(2025, 10, 1)
    year.place.save()
    close(year)
    found = days(year.place)
    assert [seat.missed for seat in found.seats] == [2, 2]
    assert found.rows[0][1][:3] == ["missed", "empty", "empty"]


def test_an_empty_seat_is_drawn_empty(year):
    Seat.objects.create(place=year.place, number=3)
    found = days(year.place)
    assert found.of_halves == 36
    assert found.rows[2] == ("Representative 3", ["empty", "empty", "empty", "today", "ahead", "ahead"])


def test_a_seat_of_next_years_cohort_is_held_by_whoever_will_sit_on_it(year):
    """Accepted in summer for September: nobody is missing, and no senior leader either."""
    from training.board import training

    Cohort.objects.filter(pk=year.cohort.pk).update(starts_on=date(2026, 9, 1), ends_on=date(2027, 7, 16))
    SeatHolder.objects.update(from_on=date(2026, 9, 1))
    place = Place.objects.select_related("cohort", "school").get(pk=year.place.pk)
    Session.objects.all().delete()
    assert [(seat.name, seat.is_senior_leader) for seat in days(place).seats] == [
        ("Jo Pemberton", True),
        ("Tomasz Wilk", False),
    ]
    cell = training([place], year.cast.lead, date(2026, 2, 3))[place.pk]
    assert cell.flags == ()
    SeatHolder.objects.filter(name="Jo Pemberton").delete()
    flags = training([place], year.cast.lead, date(2026, 2, 3))[place.pk].flags
    assert [flag.text for flag in flags] == ["Nobody holds seat 1", "No senior leader on a seat"]


def hand_over(year):
    """Jo leaves at Christmas, and Sam takes the seat in January."""
    old = SeatHolder.objects.get(seat=year.seats[0])
    old.until_on = date(2025, 12, 31)
    old.save()
    return old, SeatHolder.objects.create(seat=year.seats[0], name="Sam Okoro", from_on=date(2026, 1, 1))


def test_own_days_follow_the_person_and_not_the_seat(year, mark):
    old, new = hand_over(year)
    for number, state in ((1, "present"), (2, "half"), (4, "present")):
        mark(number, 1, state)
    mark(3, 1, "substitute", substitute_name="Ana Brook")
    own = own_days([year.place])
    assert own[old.pk] == (3, 12)
    assert own[new.pk] == (2, 12)
    assert days(year.place).seats[0].halves == 7  # the place has the substitute's day too


def test_a_catch_up_is_the_day_of_whoever_made_it(year, mark):
    old, new = hand_over(year)
    mark(3, 1, "absent")
    record_catch_up(year.sessions[3], year.seats[0], by=year.cast.lead, on=date(2026, 1, 20), how="Recording")
    own = own_days([year.place])
    assert (own[old.pk], own[new.pk]) == ((0, 12), (2, 12))


def test_own_days_leave_out_claims_and_cancelled_sessions(year, mark):
    mark(1, 1, "present")
    claim_attendance(year.sessions[2], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    mark(3, 1, "present")
    Session.objects.filter(number=3).update(state="cancelled")
    holder = SeatHolder.objects.get(seat=year.seats[0])
    assert own_days([year.place])[holder.pk] == (2, 10)


def test_nothing_asked_for(db):
    assert days_of([]) == {}
    assert own_days([]) == {}


def test_many_places_cost_what_one_costs(year, django_assert_num_queries):
    other = place_of(year.cast.other, year.cohort, ("Ines Farrow", "Col Drury"))
    for places in ([year.place], [year.place, other]):
        with django_assert_num_queries(3):
            days_of(places)
        with django_assert_num_queries(3):
            own_days(places)
