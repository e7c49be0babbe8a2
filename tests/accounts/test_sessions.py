"""Where somebody is signed in: in words, this browser marked, and each of the others to be ended."""

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from accounts.browsers import browser_words
from audit.models import Activity

LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINUX, "Chrome on Linux"),
        (PHONE, "Safari on an iPhone"),
        (LINUX.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64") + " Edg/142.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on a Mac"),
        (LINUX.replace("X11; Linux x86_64", "Linux; Android 15; Pixel"), "Chrome on Android"),
        ("", "A browser"),
    ],
)
def test_a_browser_in_words(line, words):
    assert browser_words(line) == words


@pytest.fixture
def both(client_of, cast):
    """The school lead's browser on the desk and the one on the phone."""
    made = []
    for line in (LINUX, PHONE):
        client = client_of(cast.school_lead)
        client.defaults["HTTP_USER_AGENT"] = line
        client.get(reverse("accounts:profile"))
        made.append((client, UserSession.objects.get(user_agent=line)))
    return made


def test_the_list_is_in_words_and_marks_this_one(both):
    (desk, here), (_, phone) = both
    html = desk.get(reverse("usersessions_list")).content.decode()
    assert "Chrome on Linux" in html and "Safari on an iPhone" in html and "Mozilla" not in html
    assert html.count("This one") == 1
    assert reverse("accounts:end_session", args=[phone.pk]) in html
    assert reverse("accounts:end_session", args=[here.pk]) not in html


def test_one_session_ends_and_the_other_goes_on(both, cast):
    (desk, _), (handset, phone) = both
    answer = desk.post(reverse("accounts:end_session", args=[phone.pk]), follow=True)
    assert "Safari on an iPhone is signed out" in answer.content.decode()
    assert handset.get(reverse("accounts:profile")).status_code == 302
    assert desk.get(reverse("accounts:profile")).status_code == 200
    assert Activity.objects.filter(by=cast.school_lead, verb="ended a session of").count() == 1


def test_nobody_ends_a_session_of_somebody_else(both, client_of, cast):
    (_, here), _ = both
    for who in (cast.lead, cast.stranger):
        assert client_of(who).post(reverse("accounts:end_session", args=[here.pk])).status_code == 404
    assert UserSession.objects.filter(pk=here.pk).exists()


def test_this_session_is_left_by_signing_out(both):
    (desk, here), _ = both
    assert desk.post(reverse("accounts:end_session", args=[here.pk])).url == reverse("account_logout")
    assert desk.get(reverse("accounts:profile")).status_code == 200
