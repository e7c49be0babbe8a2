"""Signing in: code, password, constant answers, sessions, signing out; and every page in our look."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Invitation, User
from audit.models import Activity
from kit.clock import now
from notifications.actions import dispatch
from notifications.models import Message

pytestmark = pytest.mark.django_db
PASSWORD = "three warm words by the door"


@pytest.fixture
def jo(cast):
    cast.school_lead.set_password(PASSWORD)
    cast.school_lead.save()
    return cast.school_lead


def code_in(mailoutbox):
    dispatch(now())
    return re.search(r"^    (\S+)$", "\n".join(letter.body for letter in mailoutbox), re.MULTILINE)[1]


def test_a_code_by_mail_signs_in(jo, mailoutbox):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "Jo.Pemberton@example.org"})
    assert "jo.pemberton@example.org" in client.get(reverse("account_confirm_login_code")).text.lower()
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox)})
    assert answer.url == reverse("cohorts:begin")
    assert Activity.objects.get(verb="signed in").by == jo
    assert Message.objects.get().body == ""  # the code is not kept


def test_the_page_says_how_long_a_code_is(jo, mailoutbox):
    client = Client()
    assert "eight letters and figures" in client.get(reverse("account_request_login_code")).text
    client.post(reverse("account_request_login_code"), {"email": jo.email})
    assert len(code_in(mailoutbox).replace("-", "")) == 8


def test_a_wrong_code_does_not(jo, mailoutbox):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": jo.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    assert "govuk-error-summary" in answer.text
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_a_password_signs_in_and_the_address_is_kept_from_the_first_step(jo):
    client = Client()
    step = client.post(reverse("account_login"), {"email": jo.email})
    assert f'value="{jo.email}"' in step.text
    assert "govuk-error-summary" not in step.text
    assert client.post(reverse("account_login"), {"login": jo.email, "password": PASSWORD}).url == reverse(
        "cohorts:begin"
    )


@pytest.mark.parametrize(
    ("name", "field"), [("account_request_login_code", "email"), ("account_reset_password", "email")]
)
def test_nothing_says_whether_an_account_exists(jo, name, field, mailoutbox):
    def walk(address):
        client = Client()
        first = client.post(reverse(name), {field: address})
        second = client.get(first.url)
        return first.status_code, first.url, second.status_code, second.text.replace(address, "ADDRESS")

    def steady(answer):
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer[3]), answer[:3]

    assert steady(walk(jo.email)) == steady(walk("nobody.here@example.org"))
    dispatch(now())
    assert sorted(letter.to[0] for letter in mailoutbox) == ["jo.pemberton@example.org", "nobody.here@example.org"]
    assert "There is no account with this address" in next(
        one.body for one in mailoutbox if one.to == ["nobody.here@example.org"]
    )


def test_a_wrong_password_and_an_unknown_address_read_the_same(jo):
    answers = [
        re.findall(
            r'<li><a href="#[^"]*">([^<]+)',
            Client().post(reverse("account_login"), {"login": address, "password": "x"}).text,
        )
        for address in (jo.email, "nobody.here@example.org")
    ]
    assert answers[0] == answers[1] != []


def test_a_disabled_person_gets_no_code(cast, jo, mailoutbox):
    actions.hand_over(jo, by=cast.lead, to=cast.headteacher, disable=True)
    mailoutbox.clear()
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": jo.email})
    dispatch(now())
    assert not [letter for letter in mailoutbox if re.search(r"^    \S+$", letter.body, re.MULTILINE)]


def test_somebody_whose_invitation_ran_out_does_not_come_in_by_a_code(cast, mailoutbox):
    nadia = actions.invite_person("nadia@example.org", "Nadia Fell", by=cast.lead, is_adviser=True)
    Invitation.objects.update(revoked_at=now())
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": nadia.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox)})
    assert answer.status_code == 410
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_a_code_uses_up_an_open_invitation(cast, mailoutbox):
    nadia = actions.invite_person("nadia@example.org", "Nadia Fell", by=cast.lead, is_adviser=True)
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": nadia.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox)})
    assert Invitation.objects.get().accepted_at
    assert User.objects.get(pk=nadia.pk).emailaddress_set.get().verified


def test_signing_out_is_a_post(jo, client_of):
    client = client_of(jo)
    assert "Do you want to sign out" in client.get(reverse("account_logout")).text
    assert client.get(reverse("accounts:profile")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_other_sessions_are_listed_and_ended(jo, client_of):
    here, there = client_of(jo), client_of(jo)
    for client in (here, there):
        client.get(reverse("accounts:profile"))
    page = here.get(reverse("usersessions_list")).text
    assert page.count("This one") == 1
    here.post(reverse("usersessions_list"))
    assert (here.get(reverse("accounts:profile")).status_code, there.get(reverse("accounts:profile")).status_code) == (
        200,
        302,
    )


def test_nobody_signs_up(client):
    answer = client.get(reverse("account_signup"))
    assert "Accounts come by invitation" in answer.text
    client.post(reverse("account_signup"), {"email": "me@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_the_demo_does_not_exist_outside_the_demo(client):
    assert client.post("/demo/sign-in/", {"persona": "lead"}).status_code == 404
    assert client.get("/demo/mail/").status_code == 404
    assert "Look round as somebody" not in client.get(reverse("account_login")).text


OPEN = ("account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done", "account_signup", "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error")  # fmt: skip
OWN = ("account_email", "account_set_password", "account_change_password", "account_logout", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "usersessions_list", "socialaccount_connections", "account_reauthenticate")  # fmt: skip


@pytest.mark.parametrize("name", OPEN + OWN)
def test_every_page_of_sign_in_wears_our_look(cast, client_of, name):
    user = cast.contributor if name in OWN else None
    if name in ("account_change_password", "account_reauthenticate"):
        user = cast.headteacher
        user.set_password(PASSWORD)
        user.save()
    client = client_of(user)
    if user and user.has_usable_password():
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert 'class="govuk-template"' in answer.text
    assert answer.text.count("<h1") == 1
    assert "style=" not in answer.text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", answer.text)
