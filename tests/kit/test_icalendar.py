"""Calendar files: what a calendar reads back is what was meant, whatever people typed."""

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from kit.icalendar import Entry, calendar, calendar_response

pytestmark = pytest.mark.django_db  # who calls people together stands in the settings of the programme


def entry(**rest):
    meant = {
        "key": "session-7",
        "title": "Session 2: The developing brain",
        "on": date(2026, 2, 3),
        "starts_at": time(9, 15),
        "ends_at": time(15, 30),
        "sequence": 3,
        "path": "/sessions/7/",
        **rest,
    }
    return Entry(**meant)


def read(content):
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_an_entry_is_read_back_whole(settings):
    settings.SITE_URL = "https://aas.example:8443"
    content = calendar([entry(place="Larkstone Hall, Highmoor", notes="Bring the plan;\nlunch is there")], room="Training", name="Training")  # fmt: skip
    whole, event = Calendar.from_ical(content), read(content)
    assert {name: str(whole[name]) for name in ("PRODID", "METHOD", "VERSION", "X-WR-CALNAME")} == {
        "PRODID": "-//Attachment Aware Schools//Training//EN",
        "METHOD": "PUBLISH",
        "VERSION": "2.0",
        "X-WR-CALNAME": "Training",
    }
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("session-7@aas.example", 3, "CONFIRMED")
    assert event["URL"] == "https://aas.example:8443/sessions/7/"
    assert (event["SUMMARY"], event["LOCATION"]) == ("Session 2: The developing brain", "Larkstone Hall, Highmoor")
    assert event["DESCRIPTION"] == "Bring the plan;\nlunch is there"
    assert event.start == datetime(2026, 2, 3, 9, 15, tzinfo=UTC)


def test_a_london_summer_is_an_hour_ahead():
    event = read(calendar([entry(on=date(2026, 6, 9))], room="Training"))
    assert (event.start, event.end) == (
        datetime(2026, 6, 9, 8, 15, tzinfo=UTC),
        datetime(2026, 6, 9, 14, 30, tzinfo=UTC),
    )


def test_what_is_empty_is_left_out_and_a_cancelled_day_says_so():
    event = read(calendar([entry(is_cancelled=True)], room="Training"))
    assert event["STATUS"] == "CANCELLED"
    assert {"LOCATION", "DESCRIPTION"}.isdisjoint(event)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a, b; c\\n d", None),
        ("END:VEVENT\r\nBEGIN:VALARM", "END:VEVENT\nBEGIN:VALARM"),
        ("é" * 200, None),
        ('"quoted": and a\ttab', None),
        ("bell\x07 and \x0bescape\x1b", "bell and escape"),
    ],
)
def test_nothing_typed_can_break_a_line_or_end_an_entry(typed, meant):
    content = calendar([entry(title=typed, notes=typed)], room="Training")
    event = read(content)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (meant or typed, meant or typed)
    assert [name for name, _ in event.property_items()].count("END") == 1
    lines = content.split(b"\r\n")
    assert (max(map(len, lines)) <= 75, b"\n" not in b"".join(lines), lines[-1]) == (True, True, b"")


def test_many_entries_are_one_calendar():
    content = calendar([entry(key=f"session-{number}") for number in range(60)], room="Training")
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 60
    response = calendar_response(content, "training.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="training.ics"'
    assert response["Cache-Control"] == "private, no-cache"
