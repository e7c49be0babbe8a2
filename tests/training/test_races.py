"""Two people at the same register: every mark has its line in the trail, and no seat has two rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connection

from kit.access import Refused
from kit.flow import StepNotAllowed
from training import actions
from training.actions.marks import Said
from training.door import seats_of
from training.models import Attendance, Mark, Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races"), pytest.mark.slow]


def at_once(work, given):
    """Run `work` in threads, each with its own connection; refusals come back as None."""

    def one(value):
        try:
            return work(value)
        except (Refused, StepNotAllowed):
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, given))


def test_many_marks_of_one_seat(year):
    said = ["present", "half", "absent", "apologies"] * 4
    at_once(lambda state: actions.mark_seat(year.sessions[4], Said(year.seats[0], state), by=year.cast.lead), said)
    row = Attendance.objects.get()
    trail = list(Mark.objects.order_by("pk").values_list("state", flat=True))
    assert row.state == trail[-1]
    assert all(before != after for before, after in zip(trail, trail[1:], strict=False))


def test_the_same_sheet_sent_eight_times(year):
    sheet = [Said(seat, "present") for seat in year.seats]
    changed = at_once(lambda _: len(actions.mark_seats(year.sessions[4], sheet, by=year.cast.lead)), range(8))
    assert sorted(changed) == [0] * 7 + [2]
    assert (Attendance.objects.count(), Mark.objects.count()) == (2, 2)


def test_the_button_at_the_door_pressed_eight_times(year):
    mine, session = year.cast.school_lead, year.sessions[4]
    holders = seats_of(mine, session)
    changed = at_once(lambda _: len(actions.sign_in_at_door(session, holders, by=mine)), range(8))
    assert sorted(changed) == [0] * 7 + [1]
    assert (Attendance.objects.count(), Mark.objects.count()) == (1, 1)


def test_claims_while_the_lead_marks(year):
    def say(number):
        if number % 2:
            return actions.claim_attendance(
                year.sessions[4], year.place, [Said(year.seats[0], "absent")], by=year.cast.school_lead
            )
        return actions.mark_seat(year.sessions[4], Said(year.seats[0], "present"), by=year.cast.lead)

    at_once(say, range(10))
    row = Attendance.objects.get()
    assert (row.state, row.confirmed_by) == ("present", year.cast.lead)


def test_closed_once_and_nothing_after(year):
    closed = at_once(lambda _: actions.close_register(year.sessions[4], by=year.cast.lead) or "closed", range(8))
    assert closed.count("closed") == 1
    assert (
        at_once(
            lambda _: actions.mark_seat(year.sessions[4], Said(year.seats[0], "present"), by=year.cast.lead), range(4)
        )
        == [None] * 4
    )
    assert Attendance.objects.count() == 0


def test_two_people_plan_the_same_year(year):
    Session.objects.all().delete()
    line = {
        "number": 1,
        "title": "Why attachment",
        "on": date(2026, 9, 23),
        "starts_at": time(9, 15),
        "ends_at": time(15, 30),
    }
    made = at_once(lambda _: len(actions.create_sessions(year.cohort, by=year.cast.lead, sessions=[line])), range(6))
    assert made == [1] * 6
    assert Session.objects.count() == 1
