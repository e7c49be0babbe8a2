"""The page on which a year's sessions get their days."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Activity
from kit.access import Refused
from notifications.models import Message
from schools.models import InsetDay, School
from terms.models import BankHoliday, Term
from tests.conftest import place_of
from training import actions
from training.models import Session

ASKED = {
    "first_on_day": "1", "first_on_month": "4", "first_on_year": "2026", "weekdays": ["1"], "pattern": "weeks", "every": "6",
    "number": "8", "starts_at": "9.30am", "ends_at": "3pm", "venue": "Stonebeck Hall",
}  # fmt: skip


@pytest.fixture
def page(year, client_of):
    """The planning page as the lead asks for it: `page(**query)`."""
    address = reverse("training:plan_sessions", args=[year.cohort.pk])
    return lambda **asked: client_of(year.cast.lead).get(address, asked)


def lines(answer):
    return {line.number: line for line in answer.context["lines"]}


def boxes(form):
    """What a form's boxes say, as a browser sends them."""
    sent = {}
    for field in form:
        value = field.value()
        if field.name == "on":
            sent |= {f"{field.html_name}_{part}": str(getattr(value, part)) if value else "" for part in ("day", "month", "year")}  # fmt: skip
        else:
            sent[field.html_name] = "" if value is None else str(value)
    return sent


def test_a_year_has_as_many_lines_as_the_cohort_says(year, page):
    assert sorted(lines(page())) == [1, 2, 3, 4, 5, 6]
    type(year.cohort).objects.update(sessions_planned=7)
    assert sorted(lines(page())) == [1, 2, 3, 4, 5, 6, 7]
    assert sorted(lines(page(more=1))) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_only_what_has_no_day_is_proposed_and_nothing_is_kept(year, page):
    InsetDay.objects.create(school=year.cast.school, day=date(2026, 5, 19))
    answer = page(**ASKED)
    found = lines(answer)
    assert {number: line.proposal.on for number, line in found.items() if line.proposal} == {
        7: date(2026, 4, 7),
        8: date(2026, 5, 19),
    }
    assert "19 May 2026 is an INSET day at Heathervale Primary." in answer.text
    assert found[8].warnings == ["19 May 2026 is an INSET day at Heathervale Primary."]
    assert Session.objects.count() == 6
    assert [found[7].form[name].value() for name in ("venue", "title")] == ["Stonebeck Hall", ""]


def test_a_proposal_is_changed_and_kept(year, page, client_of):
    answer = page(**ASKED)
    sent = {}
    for line in lines(answer).values():
        sent |= boxes(line.form)
    sent |= {
        "7-title": "A seventh day",
        "8-title": "An eighth",
        "8-on_day": "21",
        "8-starts_at": "10am",
        "8-capacity": "1",
    }
    query = answer.wsgi_request.get_full_path()
    kept = client_of(year.cast.lead).post(query, sent)
    assert kept.status_code == 302
    made = Session.objects.filter(number__gt=6).values_list("number", "title", "on", "capacity", "venue")
    assert list(made) == [
        (7, "A seventh day", date(2026, 4, 7), None, "Stonebeck Hall"),
        (8, "An eighth", date(2026, 5, 21), 1, "Stonebeck Hall"),
    ]
    assert Message.objects.filter(kind="session_moved").count() == 0  # the other six stand as they were
    again = page()
    assert "The room of session 8 holds 1 person, and 2 are expected." in again.text
    assert lines(again)[8].warnings == ["The room of session 8 holds 1 person, and 2 are expected."]


def test_what_is_wrong_with_the_wish_is_said(year, page):
    answer = page(**ASKED | {"weekdays": [], "every": "0", "ends_at": "9am"})
    assert "Choose an answer" in answer.text
    assert "Enter 1 or more" in answer.text
    assert "Enter a time after the start" in answer.text
    assert answer.text.startswith("<!DOCTYPE html>")


def test_terms_that_are_not_known_are_said(year, page):
    answer = page(**ASKED | {"pattern": "per_term", "every": "2"})
    assert "No days can be proposed." in answer.text


def test_before_any_school_has_a_place_the_places_are_counted(year, page):
    year.place.delete()
    Session.objects.filter(number=5).update(capacity=33)
    assert "The room of session 5 holds 33 people, and 34 are expected." in page().text


def test_the_room_gets_too_small_when_representatives_grow(year, client_of):
    from training.today import registers_due, rooms_too_small

    Session.objects.filter(number=5).update(capacity=2)
    assert list(rooms_too_small(year.cast.lead, date(2026, 2, 3))) == []
    place_of(year.cast.other, year.cohort, ("Ines Farrow",))
    [duty] = rooms_too_small(year.cast.lead, date(2026, 2, 3))
    assert duty.why == "The room of session 5 holds 2 people, and 3 are expected."
    assert list(rooms_too_small(year.cast.adviser, date(2026, 2, 3))) == []
    assert registers_due(year.cast.lead, date(2026, 2, 3))[0]  # the other duties stand beside it


# --- taken back


def test_a_planned_session_is_taken_back(year, client_of):
    address = reverse("training:remove_session", args=[year.sessions[6].pk])
    assert "Nobody has been written to about it" in client_of(year.cast.lead).get(address).text
    answer = client_of(year.cast.lead).post(address)
    assert answer.url == reverse("training:plan_sessions", args=[year.cohort.pk])
    assert list(year.cohort.sessions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Activity.objects.get(verb="removed").subject == "Session 6: What we found"


def test_a_session_with_a_mark_or_a_letter_stays(year, mark, client_of):
    mark(5, 1, "apologies")
    with pytest.raises(Refused, match="Somebody is marked for session 5"):
        actions.remove_session(year.sessions[5], by=year.cast.lead)
    actions.edit_session(year.sessions[6], by=year.cast.lead, on=date(2026, 6, 10))
    address = reverse("training:remove_session", args=[year.sessions[6].pk])
    assert "Cancel it instead, so that they are told" in client_of(year.cast.lead).get(address).text
    assert client_of(year.cast.lead).post(address).status_code == 403
    assert client_of(year.cast.headteacher).post(address).status_code == 403
    actions.close_register(year.sessions[1], by=year.cast.lead)
    closed = reverse("training:remove_session", args=[year.sessions[1].pk])
    assert client_of(year.cast.lead).post(closed).status_code == 409
    assert year.cohort.sessions.count() == 6


# --- what speaks against a day stays on the session's page


@pytest.fixture
def against(year, other_place):
    """Session 5 (24 March) falls into a holiday and onto an INSET day of Oakenfold; a school outside the cohort has one too."""
    day, outside = year.sessions[5].on, School.objects.create(name="Whinmoor Junior")
    Term.objects.create(year="2025-26", name="Spring 2", starts_on=date(2026, 2, 23), ends_on=date(2026, 3, 20))
    Term.objects.create(year="2025-26", name="Summer 1", starts_on=date(2026, 4, 13), ends_on=date(2026, 5, 22))
    for school in (year.cast.other, outside):
        InsetDay.objects.create(school=school, day=day)
    return year.sessions[5]


HOLIDAY = "24 March 2026: it falls in a school holiday."
INSET = "24 March 2026 is an INSET day at Oakenfold School."


def test_a_clash_of_the_day_stands_on_the_page_for_whoever_can_settle_it(year, against, client_of):
    def shown(who):
        text = client_of(getattr(year.cast, who)).get(against.get_absolute_url()).text
        return HOLIDAY in text, INSET in text, "Whinmoor" in text

    assert shown("lead") == shown("administrator") == (True, True, False)
    for who in ("adviser", "observer", "school_lead", "stranger"):
        assert shown(who) == (False, False, False), who
    BankHoliday.objects.create(day=against.on, name="A day off")
    assert (
        "24 March 2026: it is a bank holiday (A day off)."
        in client_of(year.cast.lead).get(against.get_absolute_url()).text
    )


@pytest.mark.parametrize("over", [{"on": date(2026, 2, 3)}, {"state": "cancelled", "cancelled_reason": "Snow"}])
def test_a_day_that_has_come_or_is_cancelled_is_no_clash(year, against, client_of, over):
    InsetDay.objects.create(school=year.cast.other, day=date(2026, 2, 3))
    Session.objects.filter(pk=against.pk).update(**over)
    text = client_of(year.cast.lead).get(against.get_absolute_url()).text
    assert ("school holiday" in text, "INSET day" in text) == (False, False)


def test_a_clash_costs_the_same_at_any_number_of_schools(year, against, client_of):
    client, address = client_of(year.cast.lead), against.get_absolute_url()

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = asked()
    for number in range(6):
        school = School.objects.create(name=f"School {number}")
        place_of(school, year.cohort, (f"Ann {number}",))
        InsetDay.objects.create(school=school, day=against.on)
    assert (asked(), few <= 16) == (few, True)
