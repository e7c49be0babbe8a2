"""Marks, claims and sessions: what is kept, what is refused, and the trail behind."""

from datetime import date, time

import pytest

from audit.models import Activity
from cohorts.models import SeatHolder
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.models import Message
from tests.conftest import place_of
from training import actions
from training.actions.marks import Said
from training.models import Attendance, Mark, Session


def test_a_mark_is_confirmed_as_it_is_made(year, mark):
    [row] = mark(4, 1, "present")
    assert (row.state, row.halves, row.own_halves, row.confirmed_by) == ("present", 2, 2, year.cast.lead)
    assert row.holder.name == "Jo Pemberton"
    year.sessions[4].refresh_from_db()
    assert year.sessions[4].state == "open"
    assert list(Mark.objects.values_list("state", "by", "is_claim")) == [("present", year.cast.lead.pk, False)]


def test_the_same_mark_again_adds_nothing(year, mark):
    mark(4, 1, "present")
    assert mark(4, 1, "present") == []
    assert Mark.objects.count() == 1


def test_a_changed_mark_leaves_its_trail(year, mark):
    mark(4, 1, "present")
    mark(4, 1, "half")
    mark(4, 1, "expected")
    assert list(Mark.objects.values_list("state", flat=True)) == ["present", "half", "expected"]
    row = Attendance.objects.get()
    assert (row.state, row.halves, row.confirmed_at) == ("expected", 0, None)


def test_a_substitute_counts_for_the_place_only(year, mark):
    [row] = mark(4, 1, "substitute", substitute_name="Ana Brook")
    assert (row.halves, row.own_halves, row.substitute_name) == (2, 0, "Ana Brook")
    [row] = mark(4, 1, "present")
    assert (row.own_halves, row.substitute_name) == (2, "")


def test_before_the_day_only_apologies(year, mark):
    mark(5, 1, "apologies")
    with pytest.raises(Refused, match="Session 5 is on 24 March"):
        mark(5, 2, "present")
    assert Session.objects.get(number=5).state == "planned"


def test_a_late_mark_needs_a_reason(year, mark):
    actions.close_register(year.sessions[1], by=year.cast.lead)
    with pytest.raises(Refused, match="reason"):
        mark(1, 1, "present")
    mark(1, 1, "present", late_reason="The sheet was in the car")
    assert Mark.objects.get().late_reason == "The sheet was in the car"
    assert Activity.objects.filter(verb="marked late at", school_key=year.cast.school.pk).count() == 1


def test_no_mark_at_a_cancelled_session(year, mark):
    actions.cancel_session(year.sessions[1], by=year.cast.lead, reason="Snow")
    with pytest.raises(StepNotAllowed):
        mark(1, 1, "present")


def test_a_person_of_two_schools_is_marked_once_and_counted_for_each(year, mark):
    other = place_of(year.cast.other, year.cohort, ("Jo Pemberton", "Col Drury"), (year.cast.school_lead,))
    changed = mark(4, 1, "present")
    assert {row.seat.place_id for row in changed} == {year.place.pk, other.pk}
    mark(4, 1, "substitute", substitute_name="Ana Brook")
    assert Attendance.objects.get(seat__place=other).state == "present"  # a substitute stands in for one school only


def test_a_claim_waits_for_the_lead(year):
    said = [Said(year.seats[0], "present"), Said(year.seats[1], "substitute", substitute_name="Ana Brook")]
    actions.claim_attendance(year.sessions[4], year.place, said, by=year.cast.school_lead)
    assert Attendance.objects.claimed().count() == 2
    assert set(Mark.objects.values_list("is_claim", flat=True)) == {True}
    assert actions.confirm_claims(year.sessions[4], by=year.cast.lead) == 2
    assert actions.confirm_claims(year.sessions[4], by=year.cast.lead) == 0
    assert Mark.objects.filter(note="Confirmed").count() == 2


def test_a_claim_never_overwrites_what_is_confirmed(year, mark):
    mark(4, 1, "absent")
    assert (
        actions.claim_attendance(
            year.sessions[4], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead
        )
        == []
    )
    assert Attendance.objects.get().state == "absent"


def test_a_school_speaks_for_its_own_seats_only(year, other_place):
    foreign = other_place.seats.first()
    with pytest.raises(Refused):
        actions.claim_attendance(year.sessions[4], year.place, [Said(foreign, "absent")], by=year.cast.school_lead)


def test_a_claim_typed_in_by_the_lead_is_marked_and_told(year):
    actions.claim_attendance(year.sessions[4], year.place, [Said(year.seats[0], "present")], by=year.cast.lead)
    assert Activity.objects.get(verb="said who was at").on_behalf
    assert Message.objects.filter(kind="entered_on_behalf").count() == 2  # the headteacher and the school lead


def test_closing_confirms_what_schools_said(year):
    actions.claim_attendance(year.sessions[4], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    actions.close_register(year.sessions[4], by=year.cast.lead)
    row = Attendance.objects.get()
    assert row.confirmed_by == year.cast.lead
    assert (year.sessions[4].state, year.sessions[4].closed_by_id) == ("closed", year.cast.lead.pk)
    with pytest.raises(StepNotAllowed):
        actions.close_register(year.sessions[4], by=year.cast.lead)
    with pytest.raises(StepNotAllowed):
        actions.claim_attendance(
            year.sessions[4], year.place, [Said(year.seats[1], "present")], by=year.cast.school_lead
        )


def test_reopening_keeps_the_reason(year):
    actions.close_register(year.sessions[1], by=year.cast.lead)
    actions.reopen_register(year.sessions[1], by=year.cast.lead, reason="A page was missing")
    session = Session.objects.get(number=1)
    assert (session.state, session.closed_at, session.reopened_reason) == ("open", None, "A page was missing")


def test_a_catch_up_lies_in_the_past(year):
    with pytest.raises(Refused):
        actions.record_catch_up(
            year.sessions[1], year.seats[0], by=year.cast.lead, on=date(2026, 3, 1), how="Recording"
        )
    actions.record_catch_up(year.sessions[1], year.seats[0], by=year.cast.lead, on=date(2026, 1, 9), how="Recording")
    row = Attendance.objects.get()
    assert (row.state, row.halves, row.own_halves, row.caught_up_how) == ("caught_up", 2, 2, "Recording")


def test_a_moved_session_is_told_once_to_each(year):
    SeatHolder.objects.filter(name="Tomasz Wilk").update(user=None, email="tomasz.wilk@elsewhere.example")
    actions.edit_session(year.sessions[5], by=year.cast.lead, on=date(2026, 3, 26))
    told = Message.objects.filter(kind="session_moved")
    assert set(told.values_list("address", flat=True)) == {
        "jo.pemberton@example.org",
        "helen.strand@example.org",
        "tomasz.wilk@elsewhere.example",
    }
    assert told.count() == 3
    assert year.sessions[5].calendar_sequence == 1


def test_other_changes_are_kept_quietly(year):
    actions.edit_session(year.sessions[5], by=year.cast.lead, trainer="Gwen Tarrant", host=year.cast.school)
    assert Message.objects.filter(kind="session_moved").count() == 3  # a host is a place
    Message.objects.all().delete()
    actions.edit_session(year.sessions[5], by=year.cast.lead, trainer="Dr Priya Raman")
    assert Message.objects.count() == 0
    assert actions.edit_session(year.sessions[5], by=year.cast.lead, trainer="Dr Priya Raman").calendar_sequence == 2


def test_the_years_sessions_are_made_once(year):
    year.cohort.sessions.all().delete()
    line = {
        "number": 1,
        "title": "Why attachment",
        "on": date(2026, 9, 23),
        "starts_at": time(9, 15),
        "ends_at": time(15, 30),
    }
    actions.create_sessions(year.cohort, by=year.cast.lead, sessions=[line])
    actions.create_sessions(year.cohort, by=year.cast.lead, sessions=[line | {"title": "Attachment"}])
    assert list(year.cohort.sessions.values_list("number", "title")) == [(1, "Attachment")]
