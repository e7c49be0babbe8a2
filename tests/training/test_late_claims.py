"""Whoever opens "Who was there?" when the register is closed reads what it says; whoever sends too late is told so."""

import re

import pytest
from django.urls import reverse

from training.models import Attendance, Session, SessionState


@pytest.fixture
def told(client_of):
    def read(user, session, query=""):
        answer = client_of(user).get(reverse("training:claim", args=[session.pk]) + query)
        return answer, " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())

    return read


@pytest.fixture
def closed(year, mark, cast):
    """Session 2: Jo was there, Tomasz for half the day, and the register is closed."""
    mark(2, 1, "present")
    mark(2, 2, "half")
    year.place.lead = cast.lead
    year.place.save(update_fields=["lead"])
    session = year.sessions[2]
    Session.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    return session


def test_a_closed_register_says_what_it_holds_of_the_school(told, closed, cast, other_place):
    answer, words = told(cast.school_lead, closed)
    assert answer.status_code == 200
    assert "The register is closed. This is what it says." in words
    assert "Jo Pemberton Present Tomasz Wilk Half" in words
    assert "Write to Marian Osgood" in words
    assert "Ines Farrow" not in words
    assert "was not saved" not in words


def test_of_another_school_it_says_nothing(told, closed, cast, year, other_place):
    _, words = told(cast.stranger, closed, f"?place={year.place.pk}")
    assert "nothing of your school" in words
    assert "Jo Pemberton" not in words


def test_a_lead_reads_the_school_asked_for_and_goes_on_to_the_register(told, closed, cast, other_place):
    answer, words = told(cast.lead, closed, f"?place={other_place.pk}")
    assert "Ines Farrow Not marked" in words and "Jo Pemberton" not in words
    assert reverse("training:register", args=[closed.pk]) in answer.content.decode()


def test_a_cancelled_session_asks_nobody(told, closed, cast):
    Session.objects.filter(pk=closed.pk).update(state=SessionState.CANCELLED)
    assert "The session was cancelled. Nobody has to say who was there." in told(cast.school_lead, closed)[1]


@pytest.mark.parametrize("who", ["contributor", "adviser", "observer"])
def test_whoever_may_not_say_who_was_there_may_not_read_it_here(told, closed, cast, year, who):
    year.seats[1].holders.update(user=None)  # the contributor's own seat
    assert told(getattr(cast, who), closed)[0].status_code == 403


def test_what_is_sent_too_late_is_still_refused(client_of, closed, year, cast):
    sent = {"place": year.place.pk, f"state-{year.seats[0].pk}": "apologies"}
    answer = client_of(cast.school_lead).post(reverse("training:claim", args=[closed.pk]), sent)
    assert answer.status_code == 409
    assert "was not saved" in answer.content.decode()
    assert Attendance.objects.get(session=closed, seat=year.seats[0]).state == "present"


def test_another_page_that_is_opened_too_late_does_not_say_that_something_was_sent(client_of, closed, cast):
    answer = client_of(cast.lead).get(reverse("training:edit_session", args=[closed.pk]))
    assert answer.status_code == 409
    assert "This is no longer open" in answer.content.decode()
    assert "was not saved" not in answer.content.decode()
