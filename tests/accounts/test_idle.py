"""Sessions of people who are not there any more end; those of people who are go on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kit.clock import now

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:profile")


@pytest.fixture
def jo(cast, client_of, frozen):
    """Jo Pemberton, signed in at half past nine."""
    client = client_of(cast.school_lead)
    assert client.get(PAGE).status_code == 200
    return client


def test_an_hour_without_a_word_ends_the_session(jo, frozen):
    frozen.shift(timedelta(minutes=64))
    assert jo.get(PAGE).status_code == 200
    frozen.shift(timedelta(minutes=66))
    answer = jo.get(PAGE)
    assert answer.url == f"{reverse('account_login')}?next={PAGE}"
    frozen.shift(timedelta(minutes=-66))
    assert jo.get(PAGE).status_code == 302  # it has ended, whatever the clock says


def test_whoever_says_that_they_are_there_stays_all_day(jo, frozen):
    for _ in range(12):
        frozen.shift(timedelta(minutes=59))
        assert jo.get(reverse("accounts:stay_signed_in")).status_code == 204
    assert jo.get(PAGE).status_code == 200


def test_what_is_sent_too_late_changes_nothing(jo, cast, frozen):
    frozen.shift(timedelta(minutes=66))
    assert jo.post(PAGE, {"name": "Somebody else"}).status_code == 302
    cast.school_lead.refresh_from_db()
    assert cast.school_lead.name == "Jo Pemberton"


def test_how_long_is_a_setting_and_the_page_knows_it(jo, frozen, settings, client):
    settings.IDLE_MINUTES = 15
    assert 'data-aas-idle="900"' in jo.get(PAGE).text
    frozen.shift(timedelta(minutes=21))
    assert jo.get(PAGE).status_code == 302
    assert "data-aas-idle" not in client.get(reverse("account_login")).text
    assert "because nothing happened" in client.get(reverse("account_login"), {"why": "idle"}).text


def test_other_sessions_of_the_person_go_on(jo, cast, client_of, frozen):
    frozen.shift(timedelta(minutes=40))
    there = client_of(cast.school_lead)
    there.get(PAGE)
    frozen.shift(timedelta(minutes=40))
    assert (jo.get(PAGE).status_code, there.get(PAGE).status_code) == (302, 200)
    assert now().hour == 10
