"""Clusters and meetings through their pages: every act, and what refused people leave unchanged."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Activity
from networks.actions import meetings as actions
from networks.letters import meetings_coming
from networks.models import Cluster, Meeting, Membership
from notifications.actions import plan, render
from notifications.kinds import kinds
from notifications.models import Message

CLUSTER = {"name": "Stonebeck", "kind": "theme", "about": "Transitions"}
MEETING = {
    "on_day": "3",
    "on_month": "3",
    "on_year": "2026",
    "starts_at": "3.45pm",
    "ends_at": "5pm",
    "venue": "Library",
    "agenda": "Greetings",
}
MINUTES = {"minutes": "Four schools spoke", "agreed": "Swap visits", "version": "1"}


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_cluster_is_made_and_given_a_convenor(net, client_of):
    lead = client_of(net.cast.lead)
    assert lead.post(reverse("networks:create_cluster"), CLUSTER).status_code == 302
    made = Cluster.objects.get(name="Stonebeck")
    changed = CLUSTER | {"convenor": net.cast.stranger.pk}
    assert lead.post(reverse("networks:edit_cluster", args=[made.pk]), changed).status_code == 302
    made.refresh_from_db()
    assert made.convenor == net.cast.stranger
    assert "already" in lead.post(reverse("networks:create_cluster"), CLUSTER | {"name": "stonebeck"}).content.decode()
    assert (
        lead.post(
            reverse("networks:edit_cluster", args=[made.pk]), changed | {"convenor": net.cast.nobody.pk}
        ).status_code
        == 422
    )


def test_a_school_joins_and_leaves(net, client_of):
    client, address = client_of(net.cast.convenor), reverse("networks:add_member", args=[net.cluster.pk])
    assert "Oakenfold School" in client.get(address, {"q": "oaken"}).content.decode()
    joining = {"school": net.cast.other.pk, **day("since_on", date(2026, 2, 1))}
    for _ in range(2):
        client.post(address, joining)
    membership = Membership.objects.get(cluster=net.cluster, school=net.cast.other)
    assert client_of(net.cast.stranger).get(net.cluster.get_absolute_url()).status_code == 200
    leave = reverse("networks:end_membership", args=[membership.pk])
    assert client.post(leave, day("until_on", date(2026, 1, 1))).status_code == 422
    assert client.post(leave, day("until_on", date(2026, 2, 2))).status_code == 302
    assert client_of(net.cast.stranger).get(net.cluster.get_absolute_url()).status_code == 404
    assert "Earlier members" in client.get(net.cluster.get_absolute_url()).content.decode()


def test_a_meeting_is_planned_once_changed_and_cancelled(net, client_of):
    client = client_of(net.cast.convenor)
    for _ in range(2):
        assert client.post(reverse("networks:plan_meeting", args=[net.cluster.pk]), MEETING).status_code == 302
    meeting = Meeting.objects.get(agenda="Greetings")
    edit = reverse("networks:edit_meeting", args=[meeting.pk])
    assert client.post(edit, MEETING | {"venue": "Hall", "version": "1"}).status_code == 302
    late = client_of(net.cast.lead).post(edit, MEETING | {"agenda": "What somebody typed meanwhile", "version": "1"})
    assert (late.status_code, "What somebody typed meanwhile" in late.content.decode()) == (409, True)
    calendar = client.get(reverse("networks:meeting_calendar", args=[meeting.pk])).content.decode()
    assert "DTSTART:20260303T154500Z" in calendar
    assert "SEQUENCE:2" in calendar
    assert client.post(reverse("networks:cancel_meeting", args=[meeting.pk])).status_code == 302
    letter = Message.objects.filter(kind="meeting_cancelled").first()
    assert "STATUS:CANCELLED" in kinds["meeting_cancelled"].attachments(letter)["meeting.ics"][0].decode()
    assert client.post(edit, MEETING).status_code == 409


@pytest.mark.parametrize("wrong", [{"on_year": "2020"}, {"ends_at": "3pm"}, {"starts_at": ""}])
def test_a_meeting_that_cannot_be(net, client_of, wrong):
    response = client_of(net.cast.convenor).post(
        reverse("networks:plan_meeting", args=[net.cluster.pk]), MEETING | wrong
    )
    assert (response.status_code, Meeting.objects.filter(agenda="Greetings").exists()) == (422, False)


def test_minutes_say_who_came_and_go_out_once(net, client_of):
    client, address = client_of(net.cast.convenor), reverse("networks:minute_meeting", args=[net.held_today.pk])
    sent = MINUTES | {"came": [net.cast.school.pk], f"people_{net.cast.school.pk}": "Jo and Tomasz"}
    assert "Which schools came?" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent | {"version": "2", "agreed": "Swap two visits"}).status_code == 302
    page = client_of(net.cast.contributor).get(net.held_today.get_absolute_url()).content.decode()
    assert all(words in page for words in ("Four schools spoke", "Swap two visits", "Jo and Tomasz"))
    letters = Message.objects.filter(kind="minutes_out")
    assert sorted(letters.values_list("address", flat=True)) == [
        "cleo.hart@example.org",
        "helen.strand@example.org",
        "jo.pemberton@example.org",
    ]
    assert "Swap two visits" in render(letters[0])[1]


def test_everybody_is_written_to_a_week_before(net):
    from kit.clock import now

    for _ in range(2):
        plan(now())
    letters = Message.objects.filter(kind="meeting_coming")
    assert sorted(letters.values_list("address", flat=True)) == [
        "cleo.hart@example.org",
        "helen.strand@example.org",
        "jo.pemberton@example.org",
    ]
    subject, text = render(letters[0])
    assert subject == "Highmoor meets on Tuesday 10 February 2026"
    assert "Fridays" in text
    assert "BEGIN:VEVENT" in kinds["meeting_coming"].attachments(letters[0])["meeting.ics"][0].decode()
    actions.edit_meeting(net.meeting, by=net.cast.convenor, seen=1, on=date(2026, 2, 9))
    assert not kinds["meeting_coming"].wanted(letters[0])
    assert len({letter.occasion for letter in meetings_coming(now())}) == 1


def test_a_hidden_meeting_is_gone_everywhere(net, client_of):
    from kit.clock import now

    Meeting.objects.filter(cluster=net.cluster).update(hidden_at=now())
    client = client_of(net.cast.convenor)
    assert "Fridays" not in client.get(net.cluster.get_absolute_url()).content.decode()
    assert "Out of sight" in client_of(net.cast.lead).get(net.cluster.get_absolute_url()).content.decode()
    assert [message for message in meetings_coming(now()) if message.address] == []


def test_refused_posts_change_nothing(net, client_of):
    acts = [
        ("create_cluster", (), CLUSTER, {"lead", "administrator"}),
        ("edit_cluster", (net.cluster.pk,), CLUSTER, {"lead", "administrator"}),
        (
            "add_member",
            (net.cluster.pk,),
            {"school": net.cast.other.pk, **day("since_on", date(2026, 2, 1))},
            {"lead", "administrator", "convenor"},
        ),
        (
            "end_membership",
            (net.membership.pk,),
            day("until_on", date(2026, 2, 2)),
            {"lead", "administrator", "convenor"},
        ),
        ("plan_meeting", (net.cluster.pk,), MEETING, {"lead", "administrator", "convenor"}),
        ("edit_meeting", (net.meeting.pk,), MEETING | {"version": "1"}, {"lead", "administrator", "convenor"}),
        ("cancel_meeting", (net.meeting.pk,), {}, {"lead", "administrator", "convenor"}),
        ("minute_meeting", (net.held_today.pk,), MINUTES, {"lead", "administrator", "convenor"}),
    ]
    before = Activity.objects.count()
    for name in net.everybody:
        client = client_of(getattr(net.cast, name))
        for view, args, sent, may in acts:
            if name not in may:
                assert client.post(reverse(f"networks:{view}", args=args), sent).status_code in (403, 404)
    assert (
        Activity.objects.count(),
        Cluster.objects.count(),
        Membership.objects.filter(until_on=None).count(),
        Meeting.objects.filter(state="planned").count(),
    ) == (before, 2, 2, 3)
