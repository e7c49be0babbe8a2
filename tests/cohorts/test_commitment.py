"""A new headteacher confirms the commitment again: asked by letter, shown until done, typed in where they are silent."""

from datetime import date, timedelta

import pytest
from casting import TODAY, signs
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cohorts.actions.paper import sign_commitment
from cohorts.actions.standing import withdraw_place
from cohorts.models import CommitmentAsk, SignedPaper
from cohorts.standing import flags_in
from cohorts.today import asked_of
from kit.access import Refused
from notifications.actions import plan
from notifications.kinds import kinds
from notifications.models import Message
from schools.actions.people import change_headteacher, change_role, invite_colleague
from schools.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def follow(cast, on=TODAY, email="new.head@example.org", name="Rosa Merton"):
    """A new headteacher of Heathervale."""
    return change_headteacher(cast.school, by=cast.lead, email=email, name=name, on=on)


@pytest.fixture
def asked(cast, place):
    """Rosa Merton is headteacher from today, and asked."""
    follow(cast)
    return CommitmentAsk.objects.get()


def form(ask, **changes):
    signing = signs(ask.place.cohort)
    return {"agrees": "on", "signed_name": "Rosa Merton", "signed_role": "Headteacher", "seen": signing.seen} | changes


def test_opening_the_link_signs_nothing_and_the_button_does(client, cast, asked):
    url = reverse("cohorts:sign_commitment", args=[asked.token])
    assert "You are asked to confirm it as the new headteacher" in client.get(url).text
    assert SignedPaper.objects.count() == 0
    assert "Tick the box to sign the commitment" in client.post(url, form(asked, agrees="")).text
    client.post(url, form(asked))
    client.post(url, form(asked, signed_name="Somebody Else"))
    paper = SignedPaper.objects.get()
    assert (paper.kind, paper.name, paper.role, paper.typed_in_by) == ("commitment", "Rosa Merton", "Headteacher", None)
    asked.refresh_from_db()
    assert (asked.state, asked.paper) == ("signed", paper)
    assert "Signed by <b>Rosa Merton</b>" in client.get(url).text
    assert client.get(reverse("cohorts:sign_commitment", args=["made-up"])).status_code == 404


def test_it_is_asked_until_done_on_the_board_and_in_what_next(client_of, cast, place, asked):
    rosa = User.objects.get(email="new.head@example.org")
    titles = [duty.title for duty in asked_of(rosa, TODAY)]
    assert "Confirm the commitment of Heathervale Primary" in titles
    flag = "The new headteacher has not confirmed the commitment"
    assert flag in [one.text for _, one in flags_in([place.cohort], cast.lead, TODAY)]
    assert flag in client_of(cast.lead).get(reverse("cohorts:board", args=[place.cohort_id])).text
    assert "The new headteacher is asked to confirm the commitment" in client_of(cast.lead).get(place.get_absolute_url()).text  # fmt: skip
    later = TODAY + timedelta(days=14)
    assert any("the new headteacher of Heathervale Primary" in duty.title for duty in asked_of(cast.lead, later))
    sign_commitment(asked, signs(place.cohort, name="Rosa Merton"), at=timezone.now())
    assert "Confirm the commitment of Heathervale Primary" not in [duty.title for duty in asked_of(rosa, TODAY)]
    assert flag not in [one.text for _, one in flags_in([place.cohort], cast.lead, TODAY)]


def test_the_letter_goes_on_their_first_morning_and_only_while_it_is_wanted(cast, place):
    first = date(2026, 4, 13)
    follow(cast, on=first)
    letter = Message.objects.get(kind="commitment_wanted")
    assert (letter.address, timezone.localtime(letter.not_before).date()) == ("new.head@example.org", first)
    assert timezone.localtime(letter.not_before).hour == 7
    assert kinds["commitment_wanted"].wanted(letter)
    assert asked_of(User.objects.get(email="new.head@example.org"), TODAY) == []
    withdraw_place(place, by=cast.lead, reason="Closing", on=TODAY)
    assert not kinds["commitment_wanted"].wanted(Message.objects.get(pk=letter.pk))


def test_after_ten_school_days_of_silence_one_reminder_goes(asked, frozen):
    frozen.shift(timedelta(days=13))
    plan(timezone.now())
    assert Message.objects.filter(kind="commitment_wanted_waits").count() == 0
    frozen.shift(timedelta(days=1))
    plan(timezone.now())
    plan(timezone.now())
    assert Message.objects.filter(kind="commitment_wanted_waits").values_list("address", flat=True)[0] == "new.head@example.org"  # fmt: skip
    assert Message.objects.filter(kind="commitment_wanted_waits").count() == 1


def test_the_virtual_school_types_it_in_once(client_of, cast, place, asked):
    url = reverse("cohorts:sign_commitment_for_school", args=[asked.pk])
    for other in (cast.headteacher, cast.adviser):
        assert client_of(other).post(url, form(asked, told_how="By telephone")).status_code == 403
    assert client_of(cast.stranger).get(url).status_code == 404
    client = client_of(cast.administrator)
    assert "How did the school tell you?" in client.get(url).text
    client.post(url, form(asked, told_how="By telephone"))
    paper = SignedPaper.objects.get()
    assert (paper.typed_in_by, paper.told_how) == (cast.administrator, "By telephone")
    assert client.post(url, form(asked, told_how="By telephone")).status_code == 409
    told = Message.objects.about(paper).filter(kind="entered_on_behalf").values_list("address", flat=True)
    assert sorted(told) == sorted([cast.school_lead.email, cast.headteacher.email, "new.head@example.org"])


def test_writing_again_is_once_a_day(client_of, cast, asked):
    url = reverse("cohorts:remind_new_headteacher", args=[asked.pk])
    for _ in range(2):
        client_of(cast.lead).post(url)
    assert Message.objects.filter(kind="commitment_wanted").count() == 2
    assert client_of(cast.school_lead).post(url).status_code == 403


def test_another_headteacher_overtakes_and_the_same_one_is_not_asked_twice(cast, place, asked):
    follow(cast)
    assert CommitmentAsk.objects.count() == 1
    follow(cast, email="second@example.org", name="Second Head")
    assert list(CommitmentAsk.objects.order_by("pk").values_list("head__name", "state")) == [
        ("Rosa Merton", "overtaken"),
        ("Second Head", "open"),
    ]
    with pytest.raises(Exception, match="cannot sign now"):
        sign_commitment(CommitmentAsk.objects.get(state="overtaken"), signs(place.cohort), at=timezone.now())


def test_every_way_to_become_headteacher_asks(cast, place):
    invite_colleague(cast.school, by=cast.lead, email="a@example.org", name="A", job_title="", kind="headteacher")
    role = Role.objects.get(user=cast.contributor, school=cast.school)
    change_role(role, by=cast.lead, kind="headteacher", on=TODAY)
    assert list(CommitmentAsk.objects.order_by("pk").values_list("head__email", "state")) == [
        ("a@example.org", "overtaken"),
        (cast.contributor.email, "open"),
    ]


def test_a_school_without_a_live_place_is_not_asked(cast, place):
    withdraw_place(place, by=cast.lead, reason="Closing", on=TODAY)
    follow(cast)
    assert (CommitmentAsk.objects.count(), Message.objects.filter(kind="commitment_wanted").count()) == (0, 0)


def test_who_has_left_meanwhile_signs_nothing(cast, place, asked):
    withdraw_place(place, by=cast.lead, reason="Closing", on=TODAY)
    with pytest.raises(Refused, match="no longer at work"):
        sign_commitment(asked, signs(place.cohort), at=timezone.now())
    assert SignedPaper.objects.count() == 0
