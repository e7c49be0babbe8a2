"""The board says which schools have people whom the portal does not reach."""

import csv
import io

import pytest
from casting import NOW
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cohorts import standing
from notifications.actions import letter
from notifications.models import MessageState
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def everybody_here(cast, place, other_place):
    User.objects.update(last_login=NOW)
    return cast


def refused(to, about, occasion="one", state=MessageState.REFUSED):
    message = letter("plan_agreed", to, about=about, occasion=occasion)
    message.state, message.fault = state, "550 No such user"
    if state == MessageState.SENT:
        message.sent_at = NOW
    message.save()


def unheard(cohort, user):
    return {row.place.school.name: row.unheard for row in standing.rows_of(cohort, user, NOW.date())[1]}


def test_only_what_holds_is_said_and_only_of_the_school_it_concerns(everybody_here, cohort):
    cast, reached = everybody_here, {"Heathervale Primary": "", "Oakenfold School": ""}
    assert unheard(cohort, cast.lead) == reached
    User.objects.filter(pk=cast.contributor.pk).update(last_login=None)
    assert unheard(cohort, cast.lead) == reached | {"Heathervale Primary": "Somebody has never signed in"}
    refused(cast.stranger, cast.other)
    School.objects.filter(pk=cast.school.pk).update(contact_email="Office@Heathervale.example")
    refused("office@heathervale.example", cast.school)
    assert unheard(cohort, cast.lead) == {
        "Heathervale Primary": "Somebody has never signed in and mail was refused",
        "Oakenfold School": "Mail was refused",
    }
    refused(cast.stranger, cast.other, "two", MessageState.SENT)  # one arrived later
    User.objects.filter(pk=cast.contributor.pk).update(is_active=False)
    assert unheard(cohort, cast.lead) == reached | {"Heathervale Primary": "Mail was refused"}


def test_the_board_leads_to_the_list_and_has_a_view_of_it(everybody_here, cohort, client_of):
    cast = everybody_here
    User.objects.filter(pk=cast.contributor.pk).update(last_login=None)
    address = reverse("cohorts:board", args=[cohort.pk])
    client = client_of(cast.lead)
    page = client.get(address, {"view": "unheard"}).text
    assert ("Heathervale Primary" in page, "Oakenfold School" in page) == (True, False)
    assert f'href="{reverse("accounts:not_reached")}"' in page
    observer = client_of(cast.observer)  # who can settle nothing of it
    assert not any(words in observer.get(address).text for words in ("never signed in", "not reached", "not-reached"))
    assert "not reached" not in observer.get(reverse("cohorts:export_board", args=[cohort.pk])).content.decode()
    rows = csv.DictReader(
        io.StringIO(client.get(reverse("cohorts:export_board", args=[cohort.pk])).content.decode("utf-8-sig"))
    )
    assert {row["School"]: row["People not reached"] for row in rows} == {
        "Heathervale Primary": "Somebody has never signed in",
        "Oakenfold School": "",
    }


def test_it_takes_no_query_of_its_own(everybody_here, cohort):
    cast = everybody_here
    standing.rows_of(cohort, cast.lead, NOW.date())
    with CaptureQueriesContext(connection) as queries:
        standing.rows_of(cohort, cast.lead, NOW.date())
    assert len([one for one in queries if "notifications_message" in one["sql"]]) == 1
    assert "cohorts_place" in next(one["sql"] for one in queries if "notifications_message" in one["sql"])
