"""Whom the portal does not reach: shown on the records, listed, and settled."""

from smtplib import SMTPRecipientsRefused

import pytest
from casting import NOW, person
from django.urls import reverse

from accounts import actions
from accounts.models import Invitation, User
from audit.models import Activity
from kit.access import Refused
from notifications.actions import dispatch, letter, notify
from notifications.models import Message, MessageState

pytestmark = pytest.mark.django_db


def refused(to, about, occasion="one", fault="550 No such user here", **rest):
    message = letter("plan_agreed", to, about=about, occasion=occasion, **rest)
    message.state, message.fault = MessageState.REFUSED, fault
    message.save()
    return message


def arrived(to, about, occasion):
    message = letter("plan_agreed", to, about=about, occasion=occasion)
    message.state, message.sent_at = MessageState.SENT, NOW
    message.save()


@pytest.fixture
def newcomer(cast):
    """Invited at a wrong address, and never here."""
    return actions.invite_person("nadia@exmaple.org", "Nadia Fell", by=cast.lead, school=cast.school)


def answering(monkeypatch, code):
    def refuse(self, *args, **kwargs):
        raise SMTPRecipientsRefused({"jo.pemberton@example.org": (code, b"5.1.1 No such user")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


@pytest.mark.parametrize(("code", "state"), [(550, MessageState.REFUSED), (451, MessageState.QUEUED)])
def test_what_the_server_says_for_good_is_believed_at_once(cast, frozen, monkeypatch, code, state):
    answering(monkeypatch, code)
    notify("wording_tested", cast.school_lead, about=cast.school, occasion="one", subject="a", text="b")
    dispatch(NOW)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.fault) == (state, 1, f"{code} 5.1.1 No such user")


def test_an_address_is_refused_until_a_later_letter_arrives(cast):
    refused(cast.school_lead, cast.school)
    last = refused(cast.school_lead, cast.school, "two")
    refused(cast.headteacher, cast.school)
    arrived(cast.headteacher, cast.school, "later")
    addresses = [cast.school_lead.email.upper(), cast.headteacher.email, "", "nobody@example.org"]
    assert Message.objects.refusals_at(addresses) == {cast.school_lead.email: last}


def test_it_stands_on_the_persons_page_with_the_act_that_settles_it(cast, client_of, newcomer):
    refused(newcomer, cast.school)
    page = client_of(cast.administrator).get(newcomer.get_absolute_url()).text
    assert "550 No such user here" in page
    assert "Mail refused" in page
    assert reverse("accounts:change_address", args=[newcomer.pk]) in page
    User.objects.filter(pk=newcomer.pk).update(last_login=NOW)
    page = client_of(cast.administrator).get(newcomer.get_absolute_url()).text
    assert "change the address on their own account page" in page
    assert reverse("accounts:change_address", args=[newcomer.pk]) not in page


def test_it_stands_in_the_schools_list_of_people(cast, client_of):
    refused(cast.contributor, cast.school)
    address = reverse("schools:people", args=[cast.school.pk])
    page = client_of(cast.headteacher).get(address).text
    assert page.count("Mail to them was refused") == 1
    assert "Tell the Virtual School the right address." in page
    assert "Never signed in" in page
    assert cast.contributor.get_absolute_url() not in page
    assert cast.contributor.get_absolute_url() in client_of(cast.lead).get(address).text


def test_it_stands_on_the_schools_place(cast, client_of, place):
    refused(cast.contributor, cast.school)
    User.objects.filter(pk=cast.school_lead.pk).update(last_login=NOW)
    page = client_of(cast.lead).get(place.get_absolute_url()).text
    assert page.count("Mail to them was refused") == 1
    assert "Never signed in" not in page
    assert cast.contributor.get_absolute_url() in page


def test_the_list_of_those_not_reached(cast, client_of, newcomer):
    User.objects.exclude(pk=newcomer.pk).update(last_login=NOW)
    refused(newcomer, cast.school)
    refused("office@heathervale.example", cast.school, school=cast.school)
    client = client_of(cast.administrator)
    response = client.get(reverse("accounts:not_reached"))
    rows = [(message.address, school and school[0]) for message, school in response.context["letters"]]
    assert rows == [("office@heathervale.example", "Heathervale Primary"), ("nadia@exmaple.org", None)]
    assert [one.name for one, _ in response.context["rows"]] == ["Nadia Fell"]
    assert f"Check the address at {cast.school}" in response.text
    assert "Not reached: 3" in client.get(reverse("accounts:people")).text


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_costs_the_same_for_many(cast, client_of, django_assert_max_num_queries, many):
    for number in range(many):
        one = person(f"Newcomer {number}")
        refused(one, cast.school, school=cast.school)
    client = client_of(cast.lead)
    client.get(reverse("accounts:not_reached"))
    with django_assert_max_num_queries(16):
        client.get(reverse("accounts:not_reached"))


def test_who_may(cast, client_of, newcomer):
    pages = (reverse("accounts:not_reached"), reverse("accounts:change_address", args=[newcomer.pk]))
    for who, statuses in {
        "lead": (200, 200), "administrator": (200, 200), "adviser": (403, 404), "observer": (403, 404), "headteacher": (403, 404),
    }.items():  # fmt: skip
        client = client_of(getattr(cast, who))
        assert tuple(client.get(page).status_code for page in pages) == statuses, who


def test_a_wrong_address_is_put_right_and_the_person_invited_there(cast, client_of, newcomer, mailoutbox):
    old = Invitation.objects.get()
    address = reverse("accounts:change_address", args=[newcomer.pk])
    assert client_of(cast.administrator).post(address, {"email": "Nadia@Example.org"}).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.email == "nadia@example.org"
    old.refresh_from_db()
    assert old.revoked_at
    letters = Message.objects.filter(kind="invitation").order_by("pk")
    assert [(one.address, one.school_key) for one in letters] == [
        ("nadia@exmaple.org", cast.school.pk),
        ("nadia@example.org", cast.school.pk),
    ]
    note = Activity.objects.get(verb="changed the address of")
    assert (note.by, note.details) == (
        cast.administrator,
        {"before": "nadia@exmaple.org", "after": "nadia@example.org"},
    )


def test_an_address_that_is_anothers_is_refused(cast, client_of, newcomer):
    address = reverse("accounts:change_address", args=[newcomer.pk])
    response = client_of(cast.lead).post(address, {"email": cast.school_lead.email})
    assert response.context["form"].errors == {"email": ["Somebody else has an account with this address."]}
    newcomer.refresh_from_db()
    assert newcomer.email == "nadia@exmaple.org"


def test_nobody_takes_over_an_account_by_its_address(cast, client_of):
    User.objects.filter(pk=cast.school_lead.pk).update(last_login=NOW)
    cast.school_lead.refresh_from_db()
    address = reverse("accounts:change_address", args=[cast.school_lead.pk])
    assert client_of(cast.administrator).post(address, {"email": "mine@example.org"}).status_code == 403
    with pytest.raises(Refused, match="own account page"):
        actions.change_address(cast.school_lead, by=cast.administrator, email="mine@example.org")
