"""People choose which letters reach them: on their page, by the link in a letter, by one click in the mail program."""

import re

import pytest
from casting import NOW
from django.core import mail
from django.test import Client
from django.urls import reverse

from notifications import changes
from notifications.actions import dispatch, letter
from notifications.kinds import kinds
from notifications.models import Message, MessageState, StoppedLetters
from notifications.muting import behind, choices_for, stop_path

pytestmark = pytest.mark.django_db
S = MessageState


@pytest.fixture
def remind(cast, kind):
    kind("reminding", reminder=True, group="Tried", rule="we try")
    kind("telling", group="Tried")
    kind("pressing", essential=True, group="Tried")

    def make(name, to=None, occasion="one"):
        message = letter(name, to or cast.school_lead, about=cast.school, occasion=occasion)
        message.not_before = message.planned_at = NOW
        message.save()
        return message

    return make


def state(name):
    return Message.objects.get(kind=name).state


def test_what_is_stopped_does_not_go_and_what_is_essential_does(cast, remind, frozen):
    for name in ("reminding", "telling", "pressing"):
        remind(name)
        changes.stop(cast.school_lead.email, cast.school_lead, [name])
    dispatch(NOW)
    assert {name: state(name) for name in ("reminding", "telling", "pressing")} == {
        "reminding": S.MUTED,
        "telling": S.MUTED,
        "pressing": S.SENT,
    }


def test_the_others_still_get_it(cast, remind, frozen):
    changes.stop(cast.school_lead.email, cast.school_lead, ["telling"])
    remind("telling", to=cast.headteacher)
    dispatch(NOW)
    assert state("telling") == S.SENT


def test_an_address_without_an_account_stops_too(cast, remind, frozen):
    changes.stop("Office@Heathervale.example", None, ["telling"])
    changes.stop("office@heathervale.example", None, ["telling"])
    assert StoppedLetters.objects.get().address == "office@heathervale.example"
    remind("telling", to="office@heathervale.example")
    dispatch(NOW)
    assert state("telling") == S.MUTED


def test_mails_that_may_be_stopped_say_so_to_mail_programs(cast, remind, frozen):
    remind("telling")
    remind("pressing")
    dispatch(NOW)
    by_link = {
        "List-Unsubscribe" in one.extra_headers for one in mail.outbox if "List-Unsubscribe" not in one.extra_headers
    }
    assert by_link == {False}
    (stoppable,) = [one for one in mail.outbox if "List-Unsubscribe" in one.extra_headers]
    assert stoppable.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(
        r"<http://localhost:8000(/messages/stop/\S+/)>", stoppable.extra_headers["List-Unsubscribe"]
    )[1]
    # RFC 8058: a POST without cookies, token or session
    response = Client(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert list(StoppedLetters.objects.values_list("user", "kind")) == [(cast.school_lead.pk, "telling")]


def test_a_mornings_mail_stops_the_reminders_in_it(cast, remind, kind, frozen):
    kind("duty", reminder=True, essential=True)
    remind("reminding")
    remind("duty")
    dispatch(NOW)
    (one,) = mail.outbox
    token = one.extra_headers["List-Unsubscribe"].split("/")[-2]
    assert behind(token) == ("jo.pemberton@example.org", ["reminding"])


def test_opening_the_link_changes_nothing_and_a_button_stops(cast, remind, frozen):
    address = stop_path(cast.school_lead.email, ["telling"])
    client = Client()
    page = client.get(address)
    assert "Stop “A try”?" in page.text
    assert not StoppedLetters.objects.exists()
    assert "<b>Stopped.</b>" in client.post(address, {"stop": "1"}).text
    assert StoppedLetters.objects.count() == 1
    client.post(address)  # a stray request
    assert StoppedLetters.objects.count() == 1


def test_the_link_offers_every_choice(cast, remind, frozen):
    remind("reminding", to="office@heathervale.example")
    dispatch(NOW)
    address = stop_path("office@heathervale.example", ["telling"])
    client = Client()
    assert list(client.get(address).context["form"].fields) == ["wanted_tried"]
    client.post(address, {"save": "1", "wanted_tried": ["telling"]})
    assert list(StoppedLetters.objects.values_list("address", "kind")) == [("office@heathervale.example", "reminding")]
    client.post(address, {"save": "1", "wanted_tried": ["telling", "reminding"]})
    assert not StoppedLetters.objects.exists()


def test_a_link_that_is_not_ours_opens_nothing(cast):
    good = stop_path(cast.school_lead.email, ["telling"])
    for bad in (good[:-4] + "xxx/", reverse("notifications:stop_letters", args=["a:b"])):
        assert Client().get(bad).status_code == 404


def test_the_link_stops_nothing_essential(cast, remind):
    token = stop_path(cast.school_lead.email, ["pressing", "telling", "nonsense"]).split("/")[-2]
    assert behind(token)[1] == ["telling"]


def test_ones_own_page_lists_what_concerns_one(cast, client_of, remind, frozen):
    remind("telling")
    dispatch(NOW)
    names = {choice.name for choice in choices_for(cast.school_lead.email, cast.school_lead)}
    assert {"session_coming", "plan_due", "telling"} <= names
    assert not names & {"register_not_closed", "offer_closing", "invitation", "pressing"}
    office = {choice.name for choice in choices_for(cast.lead.email, cast.lead)}
    assert "register_not_closed" in office
    assert "session_coming" not in office
    page = client_of(cast.school_lead).get(reverse("notifications:my_letters"))
    assert "Last sent 3 February 2026." in page.text


def test_ones_own_page_keeps_the_choice(cast, client_of):
    client, address = client_of(cast.school_lead), reverse("notifications:my_letters")
    fields = {
        name: [key for key, _ in field.choices] for name, field in client.get(address).context["form"].fields.items()
    }
    fields["wanted_training"].remove("session_coming")
    assert client.post(address, fields).status_code == 302
    assert list(StoppedLetters.objects.values_list("user", "kind")) == [(cast.school_lead.pk, "session_coming")]
    boxes = client.get(address).context["form"]["wanted_training"].initial
    assert "session_coming" not in boxes


def test_every_kind_has_a_heading(db):
    assert {name for name, one in kinds.items() if one.group == "Other letters"} == set()
