"""Mentoring: the nearest of the same phase first, at most two, an answer, visits, and a plan that is shared or not."""

import pytest
from django.urls import reverse

from audit.models import Activity
from kit.access import Refused
from kit.clock import now
from networks.actions import pairings as actions
from networks.models import Pairing, PairingVisit
from networks.suggestions import suggestions
from notifications.actions import render
from notifications.models import Message
from schools.models import DevelopmentPlan, PlanVersion

VISIT = {"on_day": "2", "on_month": "2", "on_year": "2026", "note": "We stood at the gate together"}


def at(school, easting, northing):
    school.easting, school.northing = easting, northing
    school.save()
    return school


def test_the_nearest_of_the_same_phase_with_room(net, graduate, cast):
    at(cast.school, 400000, 500000)
    near = at(graduate("Near Primary"), 403000, 504000)
    at(graduate("Nearest Secondary", phase="secondary"), 400100, 500000)
    at(graduate("Far Primary"), 450000, 500000)
    graduate("Unmapped Primary")
    busy = at(graduate("Busy Primary"), 400200, 500000)
    for name in ("One", "Two"):
        Pairing.objects.create(mentor=busy, mentored=graduate(f"{name} Primary", status="closed"))
    found = suggestions(cast.school)
    assert [one.school.name for one in found] == [
        "Near Primary",
        "Far Primary",
        "Unmapped Primary",
        "Nearest Secondary",
    ]
    assert (found[0].km, found[0].why) == (5.0, "5.0 km away, primary too, graduated 2024, free")
    with pytest.raises(Refused):
        actions.offer_pairing(cast.school, by=cast.lead, mentor=busy)
    with pytest.raises(Refused):
        actions.offer_pairing(near, by=cast.lead, mentor=cast.other)  # has not graduated
    with pytest.raises(Refused):
        actions.offer_pairing(near, by=cast.lead, mentor=near)


def test_a_school_is_asked_once_and_says_yes(net, client_of):
    cast = net.cast
    address = reverse("networks:offer_pairing", args=[cast.other.pk])
    assert "Ravensike Primary" in client_of(cast.lead).get(address).content.decode()
    assert (
        client_of(cast.lead).post(address, {"mentor": cast.mentor.pk, "note": "Stonebeck is not far"}).status_code
        == 302
    )
    assert client_of(cast.lead).post(address, {"mentor": cast.mentor.pk}).status_code == 422
    letter = Message.objects.get(kind="pairing_offered")
    assert letter.recipient == cast.mentor_lead
    assert "Stonebeck is not far" in render(letter)[1]
    pairing = Pairing.objects.get(mentored=cast.other)
    assert client_of(cast.mentor_lead).post(reverse("networks:accept_pairing", args=[pairing.pk])).status_code == 302
    assert client_of(cast.lead).post(reverse("networks:accept_pairing", args=[pairing.pk])).status_code == 409
    assert Message.objects.get(kind="pairing_accepted").recipient == cast.stranger


def test_the_lead_types_the_answer_in(net, client_of):
    client_of(net.cast.lead).post(reverse("networks:accept_pairing", args=[net.pairing.pk]))
    assert Activity.objects.about(net.pairing).get(verb="accepted").on_behalf
    assert Message.objects.get(kind="entered_on_behalf").recipient == net.cast.mentor_lead


def test_visits_are_logged_once_from_either_side(active, net, client_of):
    address = reverse("networks:log_pairing_visit", args=[active.pk])
    for _ in range(2):
        assert client_of(net.cast.mentor_lead).post(address, VISIT).status_code == 302
    assert client_of(net.cast.school_lead).post(address, VISIT | {"note": "They came to us"}).status_code == 302
    assert client_of(net.cast.lead).post(address, VISIT | {"note": "Told by telephone"}).status_code == 302
    assert client_of(net.cast.school_lead).post(address, VISIT | {"on_year": "2027"}).status_code == 422
    assert [visit.on_behalf for visit in active.visits.order_by("pk")] == [False, False, True]
    PairingVisit.objects.filter(note="They came to us").update(hidden_at=now())
    shown = {
        name: client_of(getattr(net.cast, name)).get(active.get_absolute_url()).content.decode()
        for name in ("mentor_lead", "lead")
    }
    assert ("They came to us" in shown["mentor_lead"], "They came to us" in shown["lead"]) == (False, True)
    assert "2 visits" not in shown["mentor_lead"]


def test_it_ends_with_a_reason_and_nothing_is_shared_any_more(active, net, client_of):
    actions.share_plan(active, by=net.cast.school_lead, shares=True)
    address = reverse("networks:end_pairing", args=[active.pk])
    assert client_of(net.cast.school_lead).post(address, {"reason": ""}).status_code == 422
    assert client_of(net.cast.school_lead).post(address, {"reason": "The year is over"}).status_code == 302
    active.refresh_from_db()
    assert (active.state, active.shares_plan) == ("ended", False)
    assert "The year is over" in client_of(net.cast.mentor_lead).get(active.get_absolute_url()).content.decode()
    assert client_of(net.cast.mentor_lead).get(reverse("networks:mentored_plan", args=[active.pk])).status_code == 404


def test_the_plan_is_read_only_while_it_is_shared(active, net, client_of):
    plan = DevelopmentPlan.objects.create(school=net.cast.school, vision="A draft that nobody reads")
    PlanVersion.objects.create(plan=plan, number=1, kind="agreed", content={"vision": "A calm start", "priorities": []})
    PlanVersion.objects.create(
        plan=plan, number=2, kind="returned", comment="internal canary", content={"vision": "canary", "priorities": []}
    )
    address, share = (reverse(f"networks:{name}", args=[active.pk]) for name in ("mentored_plan", "share_plan"))
    mentor = client_of(net.cast.mentor_lead)
    assert mentor.get(address).status_code == 404
    assert client_of(net.cast.lead).post(share, {"shares": "yes"}).status_code == 403
    assert client_of(net.cast.school_lead).post(share, {"shares": "yes"}).status_code == 302
    page = mentor.get(address).content.decode()
    assert "A calm start" in page
    assert "canary" not in page
    assert "A draft" not in page
    assert {name for name in net.everybody if client_of(getattr(net.cast, name)).get(address).status_code == 200} == {
        "mentor_lead"
    }
    client_of(net.cast.school_lead).post(share, {"shares": "no"})
    assert mentor.get(address).status_code == 404


def test_refused_posts_change_nothing(net, client_of):
    before = Activity.objects.count()
    sent = {
        "accept_pairing": {},
        "end_pairing": {"reason": "x"},
        "log_pairing_visit": VISIT,
        "share_plan": {"shares": "yes"},
    }
    may = {
        "accept_pairing": {"mentor_lead"},
        "end_pairing": {"mentor_lead", "school_lead", "headteacher"},
        "share_plan": {"school_lead", "headteacher"},
    }
    for name in net.everybody:
        client = client_of(getattr(net.cast, name))
        for view, data in sent.items():
            if name in ("lead", "administrator") and view != "share_plan":
                continue
            if name not in may.get(view, ()):
                assert client.post(reverse(f"networks:{view}", args=[net.pairing.pk]), data).status_code in (
                    403,
                    404,
                    409,
                ), (name, view)
        if name not in ("lead", "administrator"):
            refused = client.post(
                reverse("networks:offer_pairing", args=[net.cast.other.pk]), {"mentor": net.cast.mentor.pk}
            )
            assert refused.status_code in (403, 404)
    net.pairing.refresh_from_db()
    assert (net.pairing.state, Activity.objects.count(), Pairing.objects.count()) == ("offered", before, 1)
