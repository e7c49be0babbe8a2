"""Taking a place: the papers are signed as they were read, the representatives named, the rule of the senior leader checked."""

from datetime import timedelta

import pytest
from casting import acceptance_form, accepts, signs
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.paper import edit_papers
from cohorts.models import Application, Place, SeatHolder, SignedPaper
from cohorts.papers import USUAL
from kit.access import Refused
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def offered(cast, deciding, whole):
    """Heathervale has an offer until 17 February."""
    return whole(
        deciding,
        cast.school,
        state="offered",
        offer_expires_at=timezone.now() + timedelta(days=14),
        decided_by=cast.lead,
    )


def url_of(offered, name="answer_offer"):
    return reverse(f"cohorts:{name}", args=[offered.offer_token])


def test_both_papers_are_kept_as_they_were_signed(client, client_of, cast, offered):
    page = client.get(url_of(offered)).text
    assert "We release our representatives for every training day" in page
    assert Place.objects.count() == 0
    client.post(url_of(offered), acceptance_form(offered, signed_name="Helen M. Strand", signed_role="Head of school"))
    signed = SignedPaper.objects.order_by("pk")
    assert list(signed.values_list("kind", "text", "name", "role", "signed_at", "typed_in_by", "told_how")) == [
        (kind, USUAL[kind], "Helen M. Strand", "Head of school", timezone.now(), None, "")
        for kind in ("commitment", "sharing")
    ]
    edit_papers(offered.cohort, by=cast.lead, texts={"commitment": "Another promise", "sharing": USUAL["sharing"]})
    place = Place.objects.get()
    assert client.get(url_of(offered)).text.count("Signed by <b>Helen M. Strand</b>, Head of school, on Tuesday 3 February 2026") == 2  # fmt: skip
    reader = client_of(cast.headteacher)
    assert "Helen M. Strand, Head of school, 3 February 2026" in reader.get(place.get_absolute_url()).text
    paper = reader.get(signed[0].get_absolute_url()).text
    assert "We release our representatives" in paper
    assert "Another promise" not in paper
    assert client_of(cast.stranger).get(signed[0].get_absolute_url()).status_code == 404
    told = Message.objects.filter(kind="place_taken").first()
    assert (told.facts["signed_by"], told.facts["signed_as"]) == ("Helen M. Strand", "Head of school")


def test_nothing_is_signed_without_both_boxes_and_a_name(client, offered):
    data = acceptance_form(offered, signed_name="", note="We look forward to it")
    del data["signs_sharing"]
    page = client.post(url_of(offered), data).text
    assert "Tick the box to sign the information-sharing agreement" in page
    assert "Enter name of the headteacher" in page
    assert "We look forward to it" in page
    assert (Place.objects.count(), SignedPaper.objects.count()) == (0, 0)


def test_a_wording_changed_meanwhile_is_read_again_before_it_is_signed(client, cast, offered):
    data = acceptance_form(offered)
    edit_papers(offered.cohort, by=cast.lead, texts={"commitment": "Another promise", "sharing": USUAL["sharing"]})
    page = client.post(url_of(offered), data)
    assert "The wording has been changed since you opened this page" in page.text
    assert "Another promise" in page.text
    assert Place.objects.count() == 0
    client.post(url_of(offered), data | {"seen": page.context["form"]["seen"].value()})
    assert SignedPaper.objects.get(kind="commitment").text == "Another promise"


def test_the_representatives_can_be_changed_and_the_application_stays_as_it_was(client, offered):
    before = offered.representatives
    changes = {"name_2": "Amy Lorrimer", "email_2": "amy@example.org", "job_title_2": "Teacher"}
    client.post(url_of(offered), acceptance_form(offered, **changes))
    holders = SeatHolder.objects.order_by("seat__number")
    assert list(holders.values_list("name", "email", "job_title", "is_senior_leader")) == [
        ("Jo Pemberton", before[0]["email"], "Assistant head", True),
        ("Amy Lorrimer", "amy@example.org", "Teacher", False),
    ]
    assert Application.objects.get(pk=offered.pk).representatives == before


def test_without_a_senior_leader_the_page_says_where(client, offered):
    data = acceptance_form(offered)
    del data["is_senior_leader_1"]
    page = client.post(url_of(offered), data).text
    assert 'href="#id_is_senior_leader_1"' in page
    assert "has to be a senior leader" in page
    people = [person | {"is_senior_leader": False} for person in offered.representatives]
    with pytest.raises(Refused, match="senior leader"):
        accepts(offered, representatives=people)
    assert Place.objects.count() == 0


def test_one_person_is_not_named_twice(client, offered):
    same = offered.representatives[0]["email"]
    page = client.post(url_of(offered), acceptance_form(offered, email_2=same)).text
    assert "each representative has their own" in page
    with pytest.raises(Refused, match="of their own"):
        accepts(offered, representatives=[offered.representatives[0]] * 2)


def test_turning_down_asks_for_a_word_why(client, offered):
    url = url_of(offered, "turn_down_offer")
    assert "Enter a word why" in client.post(url, {"note": " "}).text
    assert Application.objects.get(pk=offered.pk).state == "offered"
    client.post(url, {"note": "A new building first"})
    offered.refresh_from_db()
    assert (offered.state, offered.answer_note) == ("turned_down", "A new building first")


def test_the_virtual_school_types_it_in_and_says_how_it_was_told(client_of, cast, offered):
    url = reverse("cohorts:answer_offer_for_school", args=[offered.pk])
    client = client_of(cast.administrator)
    assert "Enter an answer" in client.post(url, acceptance_form(offered)).text
    client.post(url, acceptance_form(offered, told_how="Helen Strand on the telephone"))
    signed = SignedPaper.objects.filter(place__school=cast.school)
    assert set(signed.values_list("typed_in_by", "told_how", "name")) == {
        (cast.administrator.pk, "Helen Strand on the telephone", "Helen Strand")
    }
    page = client.get(signed[0].get_absolute_url()).text
    assert "Typed in by Colin Batts, as the school told it: Helen Strand on the telephone." in page


def test_the_virtual_school_turns_down_for_a_school(client_of, cast, offered):
    url = reverse("cohorts:turn_down_offer_for_school", args=[offered.pk])
    assert client_of(cast.adviser).post(url, {"note": "No", "told_how": "By letter"}).status_code in (403, 404)
    client_of(cast.lead).post(url, {"note": "New head", "told_how": "By letter"})
    offered.refresh_from_db()
    assert (offered.state, offered.answer_note) == ("turned_down", "New head")
    assert client_of(cast.lead).post(url, {"note": "Again", "told_how": "By letter"}).status_code == 409


def test_after_the_deadline_nothing_is_signed(client, offered, frozen):
    frozen.shift(timedelta(days=15))
    page = client.post(url_of(offered), acceptance_form(offered)).text
    assert "was open until Tuesday 17 February 2026" in page
    with pytest.raises(Refused, match="was open until"):
        accepts(offered)
    assert SignedPaper.objects.count() == 0


def test_the_lead_words_the_papers_of_one_cohort(client_of, cast, offered, cohort):
    url = reverse("cohorts:edit_papers", args=[offered.cohort_id])
    texts = {"commitment": "We promise.\r\n\r\nWe mean it.", "sharing": USUAL["sharing"]}
    assert client_of(cast.headteacher).post(url, texts).status_code in (403, 404)
    client_of(cast.lead).post(url, texts)
    assert list(offered.cohort.papers.values_list("kind", "text")) == [("commitment", "We promise.\n\nWe mean it.")]
    assert cohort.papers.count() == 0
    client_of(cast.lead).post(url, dict(USUAL))
    assert offered.cohort.papers.count() == 0


def test_whose_hand_it_is_stands_in_the_record(cast, offered):
    place = accepts(offered, by=cast.lead, signing=signs(offered.cohort, told_how="By telephone"))
    assert place.signed_papers.count() == 2
