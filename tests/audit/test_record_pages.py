"""The record, and taking out of sight."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actions import record
from audit.models import Activity
from schools.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast):
    from datetime import date

    return Visit.objects.create(school=cast.school, on=date(2026, 1, 20), by=cast.adviser)


def url_of(name, thing):
    return reverse(f"audit:{name}", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("administrator", 200), ("adviser", 403), ("observer", 403), ("headteacher", 403)],
)
def test_the_record_is_read_by_those_who_answer_for_the_data(cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(reverse("audit:record")).status_code == status


def test_it_is_filtered_by_person_school_and_words(cast, client_of):
    record(cast.lead, "agreed the plan of", cast.school)
    record(cast.adviser, "visited", cast.other)
    client = client_of(cast.administrator)

    def verbs(**query):
        return [one.verb for one, _ in client.get(reverse("audit:record"), query).context["rows"]]

    assert verbs() == ["visited", "agreed the plan of"]
    assert verbs(person="osgood") == ["agreed the plan of"]
    assert verbs(school="oakenfold") == ["visited"]
    assert verbs(q="plan heathervale") == ["agreed the plan of"]
    assert verbs(q="nothing") == []


def test_it_asks_as_many_questions_for_many_acts(cast, client_of):
    client = client_of(cast.lead)
    record(cast.lead, "visited", cast.school)
    client.get(reverse("audit:record"))

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("audit:record"))
        return len(asked)

    few = questions()
    for number in range(60):
        record(cast.lead, f"act {number}", cast.school if number % 2 else cast.other)
    assert questions() == few


def test_out_of_sight_needs_a_reason_and_comes_back(cast, client_of, visit):
    client = client_of(cast.administrator)
    url = url_of("take_out_of_sight", visit)
    assert "govuk-error-summary" in client.post(url, {"reason": ""}).text
    answer = client.post(url, {"reason": "It names a child", "next": "https://elsewhere.example/"})
    visit.refresh_from_db()
    assert (visit.is_hidden, visit.hidden_by, visit.hidden_reason) == (True, cast.administrator, "It names a child")
    assert "elsewhere" not in answer.url
    assert client.post(url, {"reason": "Again"}).status_code in (403, 409)
    client.post(url_of("put_back", visit), {"next": "/record/"})
    visit.refresh_from_db()
    assert (visit.is_hidden, visit.hidden_reason) == (False, "")
    assert list(Activity.objects.filter(school_key=cast.school.pk).order_by("pk").values_list("verb", "internal")) == [
        ("took out of sight", True),
        ("put back", True),
    ]


@pytest.mark.parametrize("who", ["adviser", "observer", "headteacher", "school_lead", "stranger"])
def test_nobody_else_hides_anything(cast, client_of, visit, who):
    client = client_of(getattr(cast, who))
    assert [
        client.post(url_of(name, visit), {"reason": "x"}).status_code for name in ("take_out_of_sight", "put_back")
    ] == [403, 403]
    visit.refresh_from_db()
    assert not visit.is_hidden


def test_what_cannot_be_hidden_is_not_found(cast, client_of):
    client = client_of(cast.lead)
    assert client.post(url_of("take_out_of_sight", cast.school), {"reason": "x"}).status_code == 404
    assert client.post(reverse("audit:take_out_of_sight", args=[999999, 1]), {"reason": "x"}).status_code == 404
