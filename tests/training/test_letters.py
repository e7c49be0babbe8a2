"""Letters about sessions: when they are planned, to whom, and what they say."""

from datetime import date, datetime, timedelta

import pytest

from cohorts.models import SeatHolder
from notifications.actions import dispatch, plan, render
from notifications.kinds import kinds
from notifications.models import Message
from terms.models import Term
from tests.conftest import LONDON, NOW
from training import actions
from training.models import Session

PEOPLE = {"jo.pemberton@example.org", "tomasz.wilk@example.org"}  # the representatives; a headteacher is not bothered


def planned(kind, at):
    plan(at)
    return Message.objects.filter(kind=kind)


@pytest.mark.parametrize(
    ("days", "occasion"),
    [(20, "14-days-before"), (12, "14-days-before"), (11, "7-days-before"), (4, "7-days-before"), (1, "1-days-before")],
)
def test_three_reminders_counted_in_school_days(year, days, occasion):
    at = NOW + timedelta(days=49 - days)  # session 5 is 49 days ahead, on a Tuesday
    found = planned("session_coming", at)
    assert set(found.values_list("address", flat=True)) == PEOPLE
    assert {message.occasion.rsplit(":", 1)[1] for message in found} == {occasion}
    assert planned("session_coming", at).count() == 2  # planned again adds nothing


def test_nothing_too_early_nor_on_the_day_nor_at_the_weekend(year):
    for days in (21, 10, 9, 3, 2, 0):
        assert planned("session_coming", NOW + timedelta(days=49 - days)).count() == 0


def test_reminders_wait_for_half_past_seven(year):
    early = NOW.replace(hour=7, minute=29) + timedelta(days=42)
    assert planned("session_coming", early).count() == 0
    assert planned("session_coming", early + timedelta(minutes=1)).count() == 2


def test_a_mondays_reminder_goes_on_friday_and_one_after_the_holiday_before_it(year):
    Session.objects.filter(number=5).update(on=date(2026, 3, 23))
    assert (
        planned("session_coming", NOW + timedelta(days=45))
        .get(address="jo.pemberton@example.org")
        .occasion.endswith(":1-days-before")
    )
    Term.objects.create(year="2025-26", name="Spring 2", starts_on=date(2026, 2, 23), ends_on=date(2026, 3, 27))
    Term.objects.create(year="2025-26", name="Summer 1", starts_on=date(2026, 4, 13), ends_on=date(2026, 5, 22))
    Session.objects.filter(number=5).update(on=date(2026, 4, 13))
    found = planned("session_coming", datetime(2026, 3, 27, 8, tzinfo=LONDON)).filter(facts__on="2026-04-13")
    assert {message.occasion.rsplit(":", 1)[1] for message in found} == {"1-days-before"}
    assert (
        planned("session_coming", datetime(2026, 4, 6, 8, tzinfo=LONDON))
        .filter(occasion__endswith=":7-days-before")
        .count()
        == 0
    )


def test_nobody_who_has_left_the_seat_is_reminded(year, mailoutbox):
    at = NOW + timedelta(days=42)
    planned("session_coming", at)
    SeatHolder.objects.filter(name="Tomasz Wilk").update(until_on=NOW.date())
    dispatch(at)
    assert [mail.to for mail in mailoutbox] == [["jo.pemberton@example.org"]]


def test_the_letter_has_the_calendar_entry(year):
    message = planned("session_coming", NOW + timedelta(days=42)).first()
    subject, text = render(message)
    assert subject == "Session 5 is on Tuesday 24 March 2026"
    assert "9.15am to 3.30pm, at Larkstone Hall" in text
    assert "sent because you are a representative of your school and a training day is near" in text
    assert "Stop letters like this one, or choose which reach you: http://localhost:8000/messages/stop/" in text
    content, mime = kinds["session_coming"].attachments(message)["session.ics"]
    assert b"SUMMARY:Session 5: Behaviour as communication" in content
    assert mime.startswith("text/calendar")


def test_a_reminder_of_a_moved_session_is_not_sent(year, mailoutbox):
    at = NOW + timedelta(days=42)
    planned("session_coming", at)
    actions.edit_session(year.sessions[5], by=year.cast.lead, on=year.sessions[5].on + timedelta(days=40))
    dispatch(at)
    assert {mail.subject for mail in mailoutbox} == {"Session 5 has changed: please look at the day and place"}
    assert len(mailoutbox[0].attachments) == 1


def test_a_cancelled_session_is_told(year, mailoutbox):
    actions.cancel_session(year.sessions[5], by=year.cast.lead, reason="The hall is flooded.")
    dispatch(NOW)
    assert len(mailoutbox) == 3
    assert "The hall is flooded." in mailoutbox[0].body


def test_an_open_register_is_told_to_the_lead_until_it_is_closed(year, mailoutbox):
    at = NOW + timedelta(days=1)
    found = planned("register_not_closed", at)
    assert list(found.values_list("address", flat=True)) == ["marian.osgood@example.org"]
    actions.close_register(year.sessions[4], by=year.cast.lead)
    dispatch(at)
    assert not [mail for mail in mailoutbox if "marian.osgood@example.org" in mail.to]
