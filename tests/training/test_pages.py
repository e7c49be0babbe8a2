"""Registers, claims, sessions and calendars as people use them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.actions.profile import make_calendar_link
from tests.conftest import place_of
from training.models import Attendance, Session


def url(name, session, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"training:{name}", args=[session.pk]) + (f"?{asked}" if asked else "")


@pytest.fixture
def lead(year, client_of):
    return client_of(year.cast.lead)


@pytest.fixture
def school(year, client_of):
    return client_of(year.cast.school_lead)


def claims_shown(client, year):
    """The claims of session 4 as the page of its register sends them."""
    page = client.get(url("register", year.sessions[4])).content.decode()
    return re.findall(r'name="claim" value="([^"]+)"', page)


def states():
    return dict(Attendance.objects.values_list("seat__number", "state"))


def test_one_tap(year, lead):
    seat = year.seats[0]
    answer = lead.post(
        url("mark_seat", year.sessions[4]), {"seat": seat.pk, "state": "present"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 of 2 marked." in page
    assert f'id="seat-{seat.pk}"' in page
    assert "<html" not in page
    assert states() == {1: "present"}


def test_one_tap_without_scripts_goes_back_to_the_row(year, lead):
    answer = lead.post(url("mark_seat", year.sessions[4]), {"seat": year.seats[0].pk, "state": "absent"})
    assert answer["Location"] == f"{url('register', year.sessions[4])}#seat-{year.seats[0].pk}"


def test_a_foreign_seat_cannot_be_tapped(year, other_place, client_of):
    adviser = client_of(year.cast.adviser)
    foreign = other_place.seats.first()
    answer = adviser.post(url("mark_seat", year.sessions[4]), {"seat": foreign.pk, "state": "present"})
    assert answer.status_code == 403
    assert states() == {}


def test_an_adviser_takes_the_rows_of_their_schools(year, other_place, client_of):
    page = client_of(year.cast.adviser).get(url("register", year.sessions[4])).content.decode()
    assert "Jo Pemberton" in page
    assert "Ines Farrow" not in page


def test_an_adviser_marks_nothing_for_a_school_of_their_own(year, other_place, client_of):
    """Somebody may be adviser of one school and on the staff of another: there they claim, and others confirm."""
    from schools.models import Role

    user, session, seat = year.cast.other_adviser, year.sessions[4], year.seats[0]
    Role.objects.create(user=user, school=year.cast.school, kind="school_lead", starts_on=date(2025, 9, 1))
    client = client_of(user)
    page = client.get(url("register", session)).content.decode()
    assert ("Ines Farrow" in page, "Jo Pemberton" in page) == (True, False)
    assert client.post(url("mark_seat", session), {"seat": seat.pk, "state": "present"}).status_code == 403
    client.post(url("save_register", session), {f"state-{seat.pk}": "present"})
    assert states() == {}
    sent = {"place": year.place.pk, f"state-{seat.pk}": "present"}
    assert client.post(url("claim", session), sent).status_code == 302
    client.post(url("confirm_claims", session))
    assert Attendance.objects.get(seat=seat).confirmed_at is None


def test_the_whole_page_is_saved_at_once(year, lead):
    one, two = (seat.pk for seat in year.seats)
    lead.post(url("save_register", year.sessions[4]), {f"state-{one}": "half", f"substitute-{two}": "Ana Brook"})
    assert states() == {1: "half", 2: "substitute"}


def test_two_people_save_the_same_page(year, lead, mark):
    """What the second sender never touched stays as the first has left it."""
    one, two = (seat.pk for seat in year.seats)
    mark(4, 1, "present")
    sent = {f"seen-{one}": "expected", f"seen-{two}": "expected", f"state-{two}": "absent"}
    lead.post(url("save_register", year.sessions[4]), sent)
    assert states() == {1: "present", 2: "absent"}


def test_a_mark_is_taken_back(year, lead, mark):
    mark(4, 1, "present")
    lead.post(
        url("save_register", year.sessions[4]), {"clear": year.seats[0].pk, f"state-{year.seats[0].pk}": "present"}
    )
    assert states() == {1: "expected"}


def test_a_closed_register_asks_for_a_reason(year, lead):
    lead.post(url("close_register", year.sessions[1]))
    sent = {f"state-{year.seats[0].pk}": "present"}
    answer = lead.post(url("save_register", year.sessions[1]), sent)
    assert answer.status_code == 422
    assert "Say why you change a closed register" in answer.content.decode()
    lead.post(url("save_register", year.sessions[1]), sent | {"late_reason": "Found the sheet"})
    assert states() == {1: "present"}


def test_closing_shows_who_is_not_marked(year, lead, mark):
    mark(4, 1, "present")
    page = lead.get(url("close_register", year.sessions[4])).content.decode()
    assert "1 person is not marked" in page
    assert "Tomasz Wilk" in page
    assert "Jo Pemberton</a>" not in page


def test_a_school_says_who_was_there(year, school, lead):
    one, two = (seat.pk for seat in year.seats)
    page = school.get(url("claim", year.sessions[4])).content.decode()
    assert "Who was at session 4?" in page
    answer = school.post(
        url("claim", year.sessions[4]), {"place": year.place.pk, f"state-{one}": "present", f"state-{two}": "apologies"}
    )
    assert answer["Location"] == reverse("cohorts:what_next")
    assert Attendance.objects.claimed().count() == 2
    assert "Claimed, not confirmed" in lead.get(url("register", year.sessions[4])).content.decode()
    lead.post(
        url("save_register", year.sessions[4]),
        {"confirm": one, f"state-{one}": "present", f"state-{two}": "apologies", "claim": claims_shown(lead, year)},
    )
    assert Attendance.objects.claimed().count() == 1
    lead.post(url("confirm_claims", year.sessions[4]), {"claim": claims_shown(lead, year)})
    assert Attendance.objects.claimed().count() == 0


def test_a_substitute_needs_a_name(year, school):
    answer = school.post(
        url("claim", year.sessions[4]), {"place": year.place.pk, f"state-{year.seats[0].pk}": "substitute"}
    )
    assert answer.status_code == 422
    assert "Enter the name of the substitute for Jo Pemberton" in answer.content.decode()
    assert states() == {}


def test_apologies_in_advance(year, school):
    one, two = (seat.pk for seat in year.seats)
    school.post(
        url("claim", year.sessions[5]),
        {"place": year.place.pk, f"state-{one}": "expected", f"state-{two}": "apologies"},
    )
    assert states() == {2: "apologies"}
    school.post(url("claim", year.sessions[5]), {"place": year.place.pk, f"state-{one}": "present"})
    assert states() == {2: "apologies"}


def test_a_school_does_not_speak_for_another(year, other_place, school):
    foreign = other_place.seats.first()
    answer = school.post(url("claim", year.sessions[4]), {"place": other_place.pk, f"state-{foreign.pk}": "absent"})
    assert answer.status_code == 200
    assert "For which school do you speak?" in answer.content.decode()
    assert states() == {}


def test_the_lead_chooses_for_whom_to_speak(year, other_place, lead):
    page = lead.get(url("claim", year.sessions[4])).content.decode()
    assert "Oakenfold School" in page
    page = lead.get(url("claim", year.sessions[4], place=other_place.pk)).content.decode()
    assert "Ines Farrow" in page
    assert "typed in by Marian Osgood for the school" in page


def test_a_catch_up_is_signed_off(year, lead):
    sent = {"seat": year.seats[1].pk, "on_day": "20", "on_month": "1", "on_year": "2026", "how": "Recording"}
    assert lead.post(url("record_catch_up", year.sessions[2]), sent).status_code == 302
    assert states() == {2: "caught_up"}
    answer = lead.post(url("record_catch_up", year.sessions[2]), sent | {"on_year": "2027"})
    assert "Enter today or a day in the past" in answer.content.decode()


def test_six_sessions_on_one_page(year, lead):
    year.cohort.sessions.all().delete()
    address = reverse("training:plan_sessions", args=[year.cohort.pk])
    assert "Behaviour as communication" in lead.get(address).content.decode()
    sent = {}
    for number in range(1, 7):
        sent |= {
            f"{number}-title": f"Day {number}",
            f"{number}-starts_at": "9.15am",
            f"{number}-ends_at": "3.30pm",
            f"{number}-on_day": "25",
            f"{number}-on_month": str(number),
            f"{number}-on_year": "2026",
        }
    lead.post(address, sent)
    assert list(year.cohort.sessions.values_list("number", "on"))[0] == (1, date(2026, 1, 25))
    assert year.cohort.sessions.count() == 6
    page = lead.get(address).content.decode()
    assert "25 January 2026: it is at the weekend." in page
    answer = lead.post(address, sent | {"1-ends_at": "9am"})
    assert "Enter a time after the start of session 1" in answer.content.decode()


def test_every_page_opens(year, other_place, lead, school, client_of):
    for name in (
        "session",
        "edit_session",
        "cancel_session",
        "register",
        "confirm_claims",
        "close_register",
        "print_register",
        "record_catch_up",
        "claim",
    ):
        assert lead.get(url(name, year.sessions[4])).status_code == 200, name
    lead.post(url("close_register", year.sessions[1]))
    assert lead.get(url("reopen_register", year.sessions[1])).status_code == 200
    lead.post(url("reopen_register", year.sessions[1]), {"reason": "A page was missing"})
    assert Session.objects.get(number=1).state == "open"
    for client in (lead, school, client_of(year.cast.observer), client_of(year.cast.contributor)):
        assert client.get(reverse("training:sessions")).status_code == 200
        assert client.get(url("session", year.sessions[4])).status_code == 200
    assert school.get(url("register", year.sessions[4])).status_code == 403
    lead.post(url("cancel_session", year.sessions[4]), {"reason": "Snow"})
    assert "This session was cancelled" in school.get(url("session", year.sessions[4])).content.decode()
    assert lead.get(url("close_register", year.sessions[4])).status_code == 409


def test_today_and_what_next(year, lead, school):
    page = lead.get(reverse("cohorts:today")).content.decode()
    assert "Take the register for session 4" in page
    assert "Close the register for session 1" in page
    page = school.get(reverse("cohorts:what_next")).content.decode()
    assert "Who was at session 4?" in page
    assert "Say who was at session 1" in page
    assert "Session 5: Behaviour as communication" in page
    assert "makes up" not in page
    Session.objects.filter(number__in=(1, 2, 3)).update(state="closed", closed_at="2026-01-05T16:00Z")
    page = school.get(reverse("cohorts:what_next")).content.decode()
    assert "Make up session 1: Jo Pemberton" in page


def test_the_board_and_the_schools_page(year, lead, mark):
    for number in (1, 2, 3):
        mark(number, 1, "present")
    Session.objects.filter(number__in=(1, 2, 3)).update(state="closed", closed_at="2026-01-05T16:00Z")
    assert "<b>3</b> of 12" in lead.get(reverse("cohorts:board", args=[year.cohort.pk])).content.decode()
    page = lead.get(year.cast.school.get_absolute_url()).content.decode()
    assert "3 of 12" in page
    assert "Tomasz Wilk has 3 days to make up" in page


def test_the_feed_is_secret(year, client_of):
    visitor = client_of()
    make_calendar_link(year.cast.school_lead)
    address = reverse("training:feed", args=[year.cast.school_lead.calendar_token])
    text = visitor.get(address).content.decode()
    assert text.count("BEGIN:VEVENT") == 7  # six sessions, and the day on which the plan is due
    assert "DTSTART:20260609T081500Z" in text  # summer time
    assert "DTSTART:20260203T091500Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    make_calendar_link(year.cast.school_lead)
    assert visitor.get(address).status_code == 404
    make_calendar_link(year.cast.stranger)
    assert (
        visitor.get(reverse("training:feed", args=[year.cast.stranger.calendar_token]))
        .content.decode()
        .count("BEGIN:VEVENT")
        == 0
    )


def test_a_cancelled_session_is_cancelled_in_the_calendar(year, lead):
    lead.post(url("cancel_session", year.sessions[5]), {"reason": "Snow"})
    text = lead.get(url("session_calendar", year.sessions[5])).content.decode()
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text


def test_tables(year, lead, other_place, client_of, mark):
    mark(1, 1, "present")
    text = lead.get(url("export_register", year.sessions[1])).content.decode("utf-8-sig")
    assert '"Heathervale Primary","1","Jo Pemberton","Present","2","Yes"' in text
    address = reverse("training:export_attendance", args=[year.cohort.pk])
    text = client_of(year.cast.adviser).get(address).content.decode("utf-8-sig")
    assert '"Jo Pemberton","present","not said yet","not said yet","today","ahead","ahead","1.0","1.0","12.0"' in text
    assert "Oakenfold" not in text
    assert lead.get(f"{address}?as=xlsx").content[:2] == b"PK"


def test_a_faulty_substitute_loses_nothing_that_was_typed(year, lead, school):
    first, second = year.seats
    sent = {
        f"state-{first.pk}": "half",
        f"seen-{first.pk}": "expected",
        f"state-{second.pk}": "absent",
        f"substitute-{second.pk}": "x" * 151,
    }
    answer = lead.post(url("save_register", year.sessions[4]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert states() == {}
    assert f'id="m{first.pk}-ha" name="state-{first.pk}" value="half" checked' in page
    assert "x" * 151 in page
    assert f'<a href="#substitute-{second.pk}">Enter no more than 150 characters</a>' in page
    answer = school.post(
        url("claim", year.sessions[4]),
        {"place": year.place.pk, f"state-{first.pk}": "half", f"state-{second.pk}": "substitute"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="half" checked' in page
    assert 'value="substitute" checked' in page
    assert "Enter the name of the substitute for Tomasz Wilk" in page


def test_enter_saves_and_confirms_nobody(year, lead):
    page = lead.get(url("register", year.sessions[4])).content.decode()
    form = page[page.index('id="register"') :]
    assert form[form.index("<button") :].startswith(
        '<button class="govuk-visually-hidden" type="submit" tabindex="-1" aria-hidden="true">Save'
    )


def test_the_register_is_downloaded_by_whoever_sees_it(year, client_of):
    assert client_of(year.cast.observer).get(url("export_register", year.sessions[1])).status_code == 403
    assert client_of(year.cast.school_lead).get(url("export_register", year.sessions[1])).status_code == 403


def test_flags_say_why(year, cohort, mark):
    from training.board import training

    def flags():
        return [flag.text for flag in training([year.place], year.cast.lead, date(2026, 2, 3))[year.place.pk].flags]

    for number in (1, 2):
        mark(number, 1, "present")
        mark(number, 2, "absent")
    mark(3, 1, "present")
    mark(3, 2, "present")
    assert flags() == ["Tomasz Wilk owes a catch-up for session 1"]
    year.seats[0].holders.update(until_on=date(2026, 1, 12))
    assert flags() == ["Nobody holds seat 1", "Tomasz Wilk owes a catch-up for session 1", "No senior leader on a seat"]


@pytest.mark.parametrize(
    "name",
    ["register", "session", "close_register", "print_register", "export_register", "sessions", "export_attendance"],
)
def test_a_register_of_many_schools_costs_what_one_of_few_costs(year, lead, name, mark, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from schools.models import School

    monkeypatch.setattr(
        "kit.context.ways", lambda request: {"nav": [], "account": [], "footer": []}
    )  # the frame is counted elsewhere
    address = (
        reverse("training:sessions")
        if name == "sessions"
        else reverse(f"training:{name}", args=[(year.cohort if name == "export_attendance" else year.sessions[4]).pk])
    )
    mark(4, 1, "present")
    counts = []
    for size in (1, 12):
        for number in range(size):
            school = School.objects.create(name=f"School {size} {number}")
            place_of(school, year.cohort, (f"Ann {number}", f"Bo {number}"))
        lead.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    most = 16 if name == "session" else 12  # the day's page holds its register, materials, pack, reflections and task
    assert counts[0] <= most, [query["sql"][:200] for query in queries]
