"""Before the release: every letter to read, in the very words in which it goes, and nothing of it seen by a school."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.actions import decision as actions
from cohorts.actions import holding
from cohorts.models import Application
from notifications.actions import dispatch
from notifications.models import Message
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SECRET = "canary reason"


def hold(three, cast, *decisions):
    for application, decision in zip(three, decisions, strict=True):
        reason = "Too far from a cluster" if decision == "not_offered" else ""
        holding.decide_application(
            application, by=cast.lead, at=timezone.now(), decision=decision, reason=reason, need_band=""
        )


def release(cohort, cast, letters=6):
    return actions.release_decisions(cohort, by=cast.lead, letters=letters, at=timezone.now())


def test_the_preview_shows_every_letter_and_the_release_sends_those_very_words(
    client_of, cast, deciding, three, mailoutbox
):
    hold(three, cast, "offer", "reserve", "not_offered")
    page = client_of(cast.lead).get(reverse("cohorts:preview_release", args=[deciding.pk]))
    assert page.text.count("<details") == 1 + 6  # the menu, and every letter
    for _, school, address, _, _ in page.context["letters"]:
        assert f", to {school}, {address}</span>" in page.text
    assert "yours is number 1 on the reserve list" in page.text
    assert "Too far from a cluster" in page.text
    assert "Please tell us by Tuesday 17 February 2026" in page.text
    assert Message.objects.count() == 0
    assert set(Application.objects.values_list("state", "offer_expires_at", "reserve_rank")) == {
        ("submitted", None, None)
    }
    release(deciding, cast)
    dispatch(timezone.now())
    sent = sorted((mail.to[0], mail.subject, mail.body.strip()) for mail in mailoutbox)
    assert sorted((address, subject, text.strip()) for _, _, address, subject, text in page.context["letters"]) == sent


def test_the_preview_is_read_page_by_page_at_the_same_cost(client_of, cast, deciding, three, whole):
    client, url = client_of(cast.lead), reverse("cohorts:preview_release", args=[deciding.pk])
    hold(three, cast, "offer", "reserve", "not_offered")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(20):
        whole(deciding, School.objects.create(name=f"School {number}", urn=f"9003{number:02}"), decision="reserve")
    with CaptureQueriesContext(connection) as many:
        page = client.get(url)
    assert (len(page.context["letters"]), page.context["page"].paginator.count) == (20, 26)
    assert len(many) <= len(few)
    last = client.get(url, {"page": 2})
    assert "yours is number 21 on the reserve list" in last.text


def test_whoever_comes_later_on_the_list_is_told_the_place_behind_those_who_wait(
    cast, deciding, three, whole, mailoutbox
):
    hold(three, cast, "reserve", "reserve", "reserve")
    release(deciding, cast)
    actions.offer_reserve(deciding, by=cast.lead, at=timezone.now())
    fourth = whole(deciding, School.objects.create(name="Yarrow Bank", urn="900399"), decision="reserve")
    actions.release_decisions(deciding, by=cast.lead, letters=1, at=timezone.now())
    fourth.refresh_from_db()
    dispatch(timezone.now())
    (mail,) = [mail for mail in mailoutbox if "Yarrow Bank" in mail.subject]
    assert (fourth.position, "yours is number 3 on the reserve list" in mail.body) == (3, True)


@pytest.mark.parametrize("who", ["headteacher", "school_lead", "contributor", "observer", "reviewer"])
def test_no_page_of_anybody_else_differs_by_what_is_held(client_of, cast, deciding, three, place, who):
    """Whatever is held, ordered or undone: the school's page, its lists and the record read as before."""
    person = getattr(cast, who)
    type(person).objects.filter(pk=person.pk).update(calendar_token=f"{who}-feed")
    client = client_of(person)
    urls = [
        cast.school.get_absolute_url(), reverse("cohorts:what_next"), reverse("cohorts:today"),
        reverse("cohorts:current_board"), reverse("cohorts:reviews"), reverse("training:feed", args=[f"{who}-feed"]), reverse("audit:record"), three[0].get_absolute_url(), place.get_absolute_url(),
    ]  # fmt: skip

    def read():
        return [(answer.status_code, told(answer)) for answer in (client.get(url, follow=True) for url in urls)]

    read()  # from now on the menu knows how much waits
    before = read()
    holding.decide_application(
        three[0], by=cast.lead, at=timezone.now(), decision="not_offered", reason=SECRET, need_band="higher"
    )
    holding.hold_decisions(deciding, {three[1].pk: "reserve"}, by=cast.lead, at=timezone.now())
    after = read()
    assert after == before
    assert any(status == 200 for status, _ in after)


def told(answer):
    """A page's content without what differs each time."""
    return re.sub(r'DTSTAMP:\S+|name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", answer.text)


def test_the_applicants_own_pages_say_nothing_of_what_is_held(client, cast, deciding, three):
    token = three[0].applicant_token
    session = client.session
    session["applications_proved"] = {str(three[0].pk): timezone.now().isoformat()}
    session.save()
    urls = [
        reverse("cohorts:application_form", args=[token]),
        reverse("cohorts:answer_offer", args=[three[0].offer_token]),
    ]
    urls.append(reverse("cohorts:confirm_application", args=[three[0].head_token]))
    before = [told(client.get(url)) for url in urls]
    assert "We decide by" in before[0]
    hold(three, cast, "offer", "offer", "reserve")
    assert [told(client.get(url)) for url in urls] == before
    holding.decide_application(
        three[0], by=cast.lead, at=timezone.now(), decision="not_offered", reason=SECRET, need_band="higher"
    )
    assert [told(client.get(url)) for url in urls] == before
