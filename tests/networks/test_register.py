"""What the networks tell the rest of the portal: the board, a school's page, Today, and how much that costs."""

from datetime import timedelta

import pytest
from casting import TODAY
from django.urls import reverse

from cohorts.today import asked_of, coming_to
from networks.board import network
from networks.models import Cluster, Meeting, Membership, Pairing
from networks.panels import network_state


def test_the_column(net, other_place, place, active, graduate, django_assert_num_queries):
    Membership.objects.filter(school=net.cast.other).delete()
    with django_assert_num_queries(2):
        cells = network([place, other_place], net.cast.lead, TODAY)
    assert [(cells[one.pk].word, cells[one.pk].mark, cells[one.pk].fresh) for one in (place, other_place)] == [
        ("Mentored", "full", "by Ravensike Primary, 3 February"),
        ("Not yet placed", "rest", ""),
    ]
    Pairing.objects.update(state="ended")
    cell = network([place], net.cast.lead, TODAY)[place.pk]
    assert (cell.word, cell.mark, cell.fresh) == ("In a cluster", "half", "Highmoor")


def test_the_school_page(net, client_of):
    assert network_state(net.cast.school, net.cast.lead).word == "In a cluster"
    for name in ("lead", "school_lead", "contributor"):
        page = client_of(getattr(net.cast, name)).get(net.cast.school.get_absolute_url()).content.decode()
        assert "Asked to be its mentor: Ravensike Primary" in page
    mentor = client_of(net.cast.mentor_lead).get(net.cast.mentor.get_absolute_url()).content.decode()
    assert "Asked to mentor Heathervale Primary" in mentor


def test_what_is_asked_of_whom(net):
    Meeting.objects.filter(pk=net.held_today.pk).update(on=TODAY - timedelta(days=5))
    asked = {
        name: [duty.title for duty in asked_of(getattr(net.cast, name), TODAY) if "/networks/" in duty.url]
        for name in ("mentor_lead", "convenor", "lead", "school_lead", "stranger")
    }
    assert asked == {
        "mentor_lead": ["Say whether your school mentors Heathervale Primary"],
        "convenor": ["Write the minutes of Highmoor"],
        "lead": [],
        "school_lead": [],
        "stranger": [],
    }
    assert "Highmoor meets" in [one.text for one in coming_to(net.cast.school_lead, TODAY)]
    assert "Highmoor meets" not in [one.text for one in coming_to(net.cast.stranger, TODAY)]


@pytest.mark.parametrize("name", ["lead", "school_lead"])
def test_the_list_costs_the_same_at_any_size(net, graduate, client_of, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(getattr(net.cast, name)), []
    client.get(reverse("networks:networks"))  # what is asked once in a process
    for size in (3, 30):
        for number in range(size):
            cluster = Cluster.objects.create(name=f"Cluster {size} {number}", convenor=net.cast.convenor)
            Membership.objects.create(cluster=cluster, school=net.cast.school, since_on=TODAY)
            Meeting.objects.create(cluster=cluster, on=TODAY, starts_at="09:00")
            Pairing.objects.create(mentor=graduate(f"School {size} {number}"), mentored=net.cast.school)
        with CaptureQueriesContext(connection) as queries:
            assert f"Cluster {size} 1" in client.get(reverse("networks:networks")).content.decode()
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.get(net.cluster.get_absolute_url())
        counts.append(len(queries))
    assert counts[:2] == counts[2:]
