"""Who may do what with clusters, meetings and mentorings, in every state."""

import pytest
from django.urls import reverse

from networks import policies
from networks.models import Cluster, Meeting, Pairing

STAFF = {"lead", "administrator"}
CONVENE = STAFF | {"convenor"}
READERS = STAFF | {"observer"}  # of every school; advisers read the schools they look after
OURS = {"headteacher", "school_lead"}


def who(net, policy, *records):
    return {name for name in net.everybody if policy(getattr(net.cast, name), *records)}


def test_clusters_and_members(net):
    assert who(net, policies.can_create_cluster) == STAFF
    assert who(net, policies.can_edit_cluster, net.cluster) == STAFF
    assert who(net, policies.can_add_member, net.cluster) == CONVENE
    assert who(net, policies.can_end_membership, net.membership) == CONVENE
    assert who(net, policies.can_plan_meeting, net.cluster) == CONVENE
    assert who(net, policies.can_plan_meeting, net.elsewhere) == STAFF


@pytest.mark.parametrize(
    ("state", "edit", "minute", "cancel"),
    [("planned", CONVENE, CONVENE, CONVENE), ("held", set(), CONVENE, set()), ("cancelled", set(), set(), set())],
)
def test_meetings(net, state, edit, minute, cancel):
    net.held_today.state = state
    assert who(net, policies.can_edit_meeting, net.held_today) == edit
    assert who(net, policies.can_minute_meeting, net.held_today) == minute
    assert who(net, policies.can_cancel_meeting, net.held_today) == cancel


def test_nobody_minutes_what_is_still_ahead(net):
    assert who(net, policies.can_minute_meeting, net.meeting) == set()


@pytest.mark.parametrize(
    ("state", "accept", "end", "log", "share"),
    [
        ("offered", STAFF | {"mentor_lead"}, STAFF | OURS | {"mentor_lead"}, set(), OURS),
        ("active", set(), STAFF | OURS | {"mentor_lead"}, STAFF | OURS | {"mentor_lead"}, OURS),
        ("ended", set(), set(), set(), set()),
    ],
)
def test_mentorings(net, state, accept, end, log, share):
    net.pairing.state = state
    found = [
        getattr(policies, f"can_{name}")
        for name in ("accept_pairing", "end_pairing", "log_pairing_visit", "share_plan")
    ]
    assert [who(net, policy, net.pairing) for policy in found] == [accept, end, log, share]
    assert who(net, policies.can_offer_pairing, net.cast.school) == STAFF


def test_who_sees_what(net):
    def see(rows, one):
        return {name for name in net.everybody if one in rows(getattr(net.cast, name))}

    inside = READERS | OURS | {"adviser", "contributor", "convenor"}
    assert see(Cluster.objects.visible_to, net.cluster) == see(Meeting.objects.visible_to, net.meeting) == inside
    assert see(Meeting.objects.visible_to, net.foreign) == READERS | {"other_adviser", "stranger"}
    assert see(Pairing.objects.visible_to, net.pairing) == READERS | OURS | {"adviser", "contributor", "mentor_lead"}
    Meeting.objects.update(hidden_at="2026-02-01T09:00Z")
    assert see(Meeting.objects.visible_to, net.meeting) == STAFF


def test_the_door(net, client_of):
    has = {
        name
        for name in net.everybody
        if 'href="/networks/"' in client_of(getattr(net.cast, name)).get(reverse("accounts:profile")).content.decode()
    }
    assert has == set(net.everybody) - {"nobody"}


@pytest.mark.parametrize("name", ["contributor", "school_lead", "convenor", "mentor_lead"])
def test_what_is_of_others_does_not_exist(net, client_of, name):
    client = client_of(getattr(net.cast, name))
    addresses = [
        reverse(f"networks:{view}", args=[net.elsewhere.pk])
        for view in ("cluster", "edit_cluster", "add_member", "plan_meeting")
    ]
    views = ("meeting", "edit_meeting", "cancel_meeting", "minute_meeting", "meeting_calendar")
    addresses += [reverse(f"networks:{view}", args=[net.foreign.pk]) for view in views]
    addresses += [reverse("networks:end_membership", args=[net.elsewhere.memberships.get().pk])]
    if name == "convenor":
        addresses += [
            reverse(f"networks:{view}", args=[net.pairing.pk])
            for view in ("pairing", "end_pairing", "log_pairing_visit", "mentored_plan")
        ]
    assert {client.get(address).status_code for address in addresses} == {404}
    own = [reverse("networks:networks")]
    own += [] if name == "mentor_lead" else [net.cluster.get_absolute_url(), net.meeting.get_absolute_url()]
    assert not any("canary" in client.get(address).content.decode().lower() for address in own)
