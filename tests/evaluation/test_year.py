"""The audits of a school's year: who reads and writes them, what stands beside what, and what graduation asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Activity
from cohorts.models import Cohort, Place
from cohorts.readiness import shortfalls
from evaluation.models import Audit
from evaluation.year import completed_moments, year_of
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

# who: (reads the page of the place, reads one audit, fills one in)
RULES = {
    "lead": (200, 200, 200),
    "administrator": (200, 200, 200),
    "adviser": (200, 200, 403),
    "other_adviser": (404, 404, 404),
    "observer": (403, 404, 403),
    "headteacher": (200, 200, 200),
    "school_lead": (200, 200, 200),
    "contributor": (200, 200, 403),
    "stranger": (404, 404, 404),
    "reviewer": (404, 404, 404),
    "trust_viewer": (403, 404, 403),
}


def fill_url(place, moment="mid_year"):
    return reverse("evaluation:fill_in_audit", args=[place.pk, moment])


@pytest.mark.parametrize("who", RULES)
def test_who_reads_and_who_fills_in(client_of, cast, agreed, place, filled, who):
    audit = filled(cast.school, place.cohort)
    client = client_of(getattr(cast, who))
    found = tuple(
        client.get(url).status_code
        for url in (reverse("evaluation:self_audit", args=[place.pk]), audit.get_absolute_url(), fill_url(place))
    )
    assert found == RULES[who]


def test_the_school_page_shows_it_to_those_who_may_read(client_of, cast, agreed, place, filled):
    filled(cast.school, place.cohort, note="We are kinder than we are planned")
    told = {
        who: "How the school sees itself" in client_of(getattr(cast, who)).get(cast.school.get_absolute_url()).text
        for who in ("lead", "adviser", "school_lead", "contributor", "observer", "trust_viewer")
    }
    assert told == {"lead": True, "adviser": True, "school_lead": True, "contributor": True, "observer": False, "trust_viewer": False}  # fmt: skip


def test_a_school_lead_looks_again_and_a_dip_is_dashed_not_red(client_of, cast, place, filled, posted):
    filled(cast.school, place.cohort, level=2)
    client = client_of(cast.school_lead)
    page = reverse("evaluation:self_audit", args=[place.pk])
    assert client.post(fill_url(place), posted(level=3, t1=(1, "We had not looked closely"))).url == page
    audit = Audit.objects.get(moment="mid_year")
    assert (audit.by, audit.on_behalf, audit.completed_at is not None) == (cast.school_lead, False, True)
    assert [row.cells for row in year_of(place).rows[:2]] == [
        [("Emerging", "quarter"), ("Not yet", "rest")],
        [("Emerging", "quarter"), ("Developing", "three")],
    ]
    shown = client.get(page).text
    assert ("stroke-dasharray" in shown, "“We had not looked closely”" in shown) == (True, True)
    assert ("red" in year_of(place).chart(), "#d4351c" in shown) == (False, False)


def test_typed_in_for_a_school_it_is_marked_and_the_school_told(client_of, cast, place, posted):
    client_of(cast.lead).post(fill_url(place, "start"), posted())
    audit = Audit.objects.get()
    assert (audit.by, audit.on_behalf) == (cast.lead, True)
    act = Activity.objects.about(audit).get()
    assert (act.act, act.on_behalf) == ("filled in the self-audit of Heathervale Primary, at the start", True)
    told = Message.objects.filter(kind="entered_on_behalf").values_list("address", flat=True)
    assert sorted(told) == ["helen.strand@example.org", "jo.pemberton@example.org"]


def test_two_people_of_a_school_never_lose_text(client_of, cast, place, posted):
    client_of(cast.headteacher).post(fill_url(place), posted(t1=(2, "The head’s line")))
    answer = client_of(cast.school_lead).post(fill_url(place), posted(t1=(3, "The lead’s line")))
    assert answer.status_code == 409
    assert ("“The head’s line”" in answer.text, "The lead’s line</textarea>" in answer.text) == (True, True)
    assert Audit.objects.get().version == 1


def test_the_start_that_came_with_the_application_cannot_be_written_again(
    client_of, cast, place, draft, filled, posted
):
    Place.objects.filter(pk=place.pk).update(application=draft)
    filled(cast.school, draft.cohort, application=draft)
    client, page = client_of(cast.school_lead), reverse("evaluation:self_audit", args=[place.pk])
    assert client.get(fill_url(place, "start")).url == page
    assert client.post(fill_url(place, "start"), posted()).url == page
    assert Audit.objects.count() == 1
    assert f'href="{fill_url(place, "start")}"' not in client.get(page).text


def test_nothing_is_filled_in_once_the_school_has_left(client_of, cast, place, posted):
    Place.objects.filter(pk=place.pk).update(state="withdrawn", left_reason="Moved")
    assert client_of(cast.school_lead).post(fill_url(place), posted()).status_code == 409
    assert Audit.objects.count() == 0


def test_a_school_put_off_brings_its_start_and_nothing_else(cast, place, coming, filled):
    filled(cast.school, place.cohort, level=1)
    filled(cast.school, place.cohort, moment="mid_year", level=2)
    Place.objects.filter(pk=place.pk).update(state="deferred", deferred_to=coming)
    later = Place.objects.create(school=cast.school, cohort=coming)
    assert [one.moment for one in year_of(later).audits] == ["start"]
    assert completed_moments([later]) == {later.pk: {"start"}}
    filled(cast.school, coming, level=3)
    assert [one.cohort for one in year_of(later).audits] == [coming]


def test_graduation_asks_for_both_ends_where_the_cohort_does(client_of, cast, place, other_place, draft, filled):
    filled(cast.other, place.cohort, moment="end_of_year")
    both = Place.objects.select_related("school", "cohort")
    assert not any("self-audit" in one.text for one in shortfalls(both.all())[place.pk])
    Cohort.objects.update(needs_audit=True)

    def asked(of):
        return [(one.text, one.url) for one in shortfalls(both.all())[of.pk] if "self-audit" in one.text]

    start = ("The school fills in its self-audit of the start of the year", fill_url(place, "start"))
    end = ("The school fills in its self-audit of the end of the year", fill_url(place, "end_of_year"))
    assert (asked(place), len(asked(other_place))) == ([start, end], 1)
    Place.objects.filter(pk=place.pk).update(application=draft)
    filled(cast.school, draft.cohort, application=draft)
    assert asked(place) == [end]
    half = filled(cast.school, place.cohort, moment="end_of_year")
    Audit.objects.filter(pk=half.pk).update(completed_at=None)
    assert asked(place) == [end]


def test_the_rule_costs_the_same_for_many_schools(cast, place, other_place, filled):
    Cohort.objects.update(needs_audit=True)
    filled(cast.school, place.cohort)

    def cost(places):
        with CaptureQueriesContext(connection) as queries:
            completed_moments(places)
        return len(queries)

    assert cost([place]) == cost([place, other_place]) == 1
