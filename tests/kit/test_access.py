"""What somebody meets whose request came too late, without a session, or to an address that takes no such request."""

import pytest
from django.urls import reverse

LONG = "Quieter coats and bags, and fewer tears at the gate."


@pytest.fixture
def lines(client):
    """What a page says, tags taken out."""
    from django.utils.html import strip_tags

    return lambda answer: " ".join(strip_tags(answer.content.decode()).split())


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(client, db):
    page, button = reverse("accounts:profile") + "?tab=2", reverse("accounts:make_calendar_link")
    answer = client.post(button, HTTP_REFERER=f"http://testserver{page}")
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?why=ended&next=/people/me/%3Ftab%3D2"
    assert "so it was not saved" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/people/me/", "javascript:alert(1)"])
def test_nobody_is_sent_back_to_elsewhere(client, db, referer):
    answer = client.post(reverse("accounts:make_calendar_link"), HTTP_REFERER=referer)
    assert answer.url == f"{reverse('account_login')}?why=ended&next=/"


def test_a_page_asked_for_without_a_session_is_gone_to_after_signing_in(client, db):
    page = reverse("accounts:profile")
    assert client.get(page).url == f"{reverse('account_login')}?next={page}"


def test_what_was_written_when_the_session_had_ended_is_shown_to_be_copied(client, db, lines):
    page = reverse("accounts:profile")
    sent = {"comment_2": f"{LONG} <b>", "name": "Jo", "password": "a very long password of many words"}
    answer = client.post(page, sent, HTTP_REFERER=f"http://testserver{page}")
    assert answer.status_code == 403
    assert f"Comment {LONG} &lt;b&gt;" in lines(answer)
    assert "long password" not in lines(answer)
    assert f'href="{reverse("account_login")}?next={page}"' in answer.content.decode()


def test_what_a_script_sends_is_answered_by_the_redirect_it_knows(client, db):
    answer = client.post(reverse("accounts:profile"), {"comment": LONG}, headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 302


def test_an_address_that_only_takes_a_button_has_a_page(client_of, cast, lines):
    answer = client_of(cast.school_lead).get(reverse("accounts:make_calendar_link"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is no page here" in lines(answer)
    assert "Nothing has been changed" in lines(answer)
