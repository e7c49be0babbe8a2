"""Single sign-on through OpenID Connect, against a provider of the tests' own."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/council/login/"
CALLBACK = "/accounts/oidc/council/login/callback/"


def walk(client):
    """Press the button, come back from the provider; the last answer."""
    assert "Ashenshire Council" in client.get(reverse("account_login")).text
    sent = client.post(LOGIN)
    asked = parse_qs(urlsplit(sent.url).query)
    assert (asked["client_id"], asked["code_challenge_method"]) == (["portal"], ["S256"])
    return client.get(CALLBACK, {"code": "a-code", "state": asked["state"][0]})


def signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_a_person_with_an_account_comes_in(cast, provider):
    client = Client()
    assert walk(client).url == reverse("cohorts:begin")
    assert signed_in(client)
    assert provider.asked[0]["code"] == ["a-code"]
    assert "code_verifier" in provider.asked[0]
    assert walk(Client()).url == reverse("cohorts:begin")  # and again, now known by their number


def test_an_address_that_nobody_has_checked_opens_nothing(cast, provider):
    provider.claims["email_verified"] = False
    client = Client()
    walk(client)
    assert not signed_in(client)


def test_somebody_without_an_account_gets_none(cast, provider):
    provider.claims |= {"email": "stranger@elsewhere.example", "sub": "person-2"}
    client = Client()
    answer = walk(client)
    if answer.status_code == 302:
        answer = client.get(answer.url)
    assert "by invitation" in answer.text
    assert not signed_in(client)
    assert not User.objects.filter(email="stranger@elsewhere.example").exists()


def test_a_disabled_account_stays_shut(cast, provider):
    User.objects.filter(pk=cast.school_lead.pk).update(is_active=False)
    client = Client()
    walk(client)
    assert not signed_in(client)


def test_a_forged_way_back_opens_nothing(cast, provider):
    client = Client()
    client.post(LOGIN)
    answer = client.get(CALLBACK, {"code": "a-code", "state": "made-up"})
    assert "Signing in did not work" in answer.text
    assert not signed_in(client)


def test_a_leader_sets_up_a_second_step_all_the_same(db, provider):
    User.objects.create_user("jo.pemberton@example.org", name="A Lead", is_programme_lead=True)
    client = Client()
    walk(client)
    assert client.get(reverse("accounts:people")).url == reverse("mfa_index")
