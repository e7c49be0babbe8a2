"""Invitations: how they let somebody in, and how they say that they do not."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Invitation, User
from kit.access import Refused
from kit.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(cast):
    actions.invite_person("nadia.fell@example.org", "Nadia Fell", by=cast.lead, is_adviser=True)
    return Invitation.objects.get()


def link_of(invitation):
    return reverse("accounts:accept_invitation", args=[invitation.token])


def test_opening_the_link_changes_nothing_and_the_button_signs_in(invitation):
    client = Client()
    assert client.get(link_of(invitation)).status_code == 200
    assert Invitation.objects.get().accepted_at is None
    answer = client.post(link_of(invitation), {"name": "Nadia Fell-Hart", "password": ""})
    nadia = User.objects.get(email="nadia.fell@example.org")
    assert answer.url == reverse("cohorts:begin")
    assert (nadia.name, nadia.has_usable_password(), nadia.emailaddress_set.get().verified) == (
        "Nadia Fell-Hart",
        False,
        True,
    )
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_password_must_hold_and_then_works(invitation):
    client = Client()
    assert "too short" in client.post(link_of(invitation), {"name": "Nadia", "password": "short"}).text
    client.post(link_of(invitation), {"name": "Nadia", "password": "three warm words by the door"})
    other = Client()
    answer = other.post(
        reverse("account_login"), {"login": "nadia.fell@example.org", "password": "three warm words by the door"}
    )
    assert answer.url == reverse("cohorts:begin")


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [
        ({"accepted_at": now()}, "This invitation has been used"),
        ({"revoked_at": now()}, "This invitation was withdrawn"),
        ({"expires_at": now() - timedelta(minutes=1)}, "This invitation has run out"),
    ],
)
def test_a_link_that_does_not_open_says_why(invitation, fate, sentence):
    Invitation.objects.update(**fate)
    for answer in (Client().get(link_of(invitation)), Client().post(link_of(invitation), {"name": "Nadia"})):
        assert (answer.status_code, sentence in answer.text) == (410, True)
    assert User.objects.get(email="nadia.fell@example.org").last_login is None


def test_a_broken_link_says_so():
    assert "This link is not whole" in Client().get(reverse("accounts:accept_invitation", args=["nonsense"])).text


def test_a_link_works_once(invitation):
    actions.accept_invitation(invitation, name="Nadia", at=now())
    assert Client().post(link_of(invitation), {"name": "Mallory"}).status_code == 410


def test_inviting_somebody_who_has_an_account_adds_the_role_and_sends_nothing(cast):
    User.objects.filter(pk=cast.school_lead.pk).update(last_login=now())
    jo = actions.invite_person("JO.Pemberton@example.org", "Another Name", by=cast.lead, is_observer=True)
    assert (jo, jo.name, jo.is_observer, Invitation.objects.count()) == (cast.school_lead, "Jo Pemberton", True, 0)


def test_a_disabled_account_is_not_invited(cast):
    cast.school_lead.roles.all().delete()
    actions.disable_person(cast.school_lead, by=cast.lead)
    with pytest.raises(Refused):
        actions.invite_person(cast.school_lead.email, by=cast.lead)


def test_the_command_prints_the_first_link_of_an_empty_portal(capsys, db):
    call_command("invite", "first@example.org", role="lead", name="Marian Osgood")
    path = capsys.readouterr().out.strip().partition("8000")[2]
    client = Client()
    answer = client.post(path, {"name": "Marian Osgood", "password": ""})
    assert User.objects.get().is_programme_lead
    assert answer.url == reverse("mfa_index")  # a real lead sets up a second step before anything else
    assert client.get(reverse("accounts:people")).url == reverse("mfa_index")
    with pytest.raises(CommandError):
        call_command("invite", "not-an-address", role="lead")


def test_a_leader_is_let_through_once_a_second_step_is_set_up(db):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    lead = User.objects.create_user("lead@example.org", name="A Lead", is_programme_lead=True)
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("accounts:people")).status_code == 302
    secret = generate_totp_secret()
    stored = TOTP.activate(lead, secret).instance
    assert secret not in str(stored.data)
    assert client.get(reverse("accounts:people")).status_code == 200
