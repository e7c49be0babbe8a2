"""Deciding on more schools than one page holds: each page holds its own choices, “the first so many” counts over all."""

import re

import pytest
from django.urls import reverse

from cohorts.models import Application
from schools.models import Phase, School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def thirty(deciding, whole):
    """Thirty schools that apply, in the order of their names; the cohort has two places."""
    schools = School.objects.bulk_create(
        School(name=f"School {n:02}", urn=f"92{n:04}", phase=Phase.PRIMARY) for n in range(30)
    )
    return [whole(deciding, school) for school in schools]


@pytest.fixture
def table(client_of, cast, deciding):
    """The page as a lead opens it."""
    return lambda query="": client_of(cast.lead).get(reverse("cohorts:intake", args=[deciding.pk]) + query)


def on(page):
    return [row["application"].school.name for row in page.context["rows"]]


def decisions():
    return list(Application.objects.order_by("pk").values_list("decision", flat=True))


def test_every_school_stands_on_one_page_with_its_number(table, thirty):
    first, second = table(), table("?page=2")
    assert (len(on(first)), len(on(second))) == (20, 10)
    assert on(first) + on(second) == [one.school.name for one in thirty] == on(table("?all=1"))
    assert '<td class="num">21</td>' in second.text
    assert "Schools 21 to 30 of 30" in second.text
    assert "30 schools have applied" in second.text
    assert [len(re.findall('<select name="decision_', page.text)) for page in (first, second)] == [20, 10]


def test_a_few_more_do_not_begin_a_page(table, thirty):
    Application.objects.filter(pk__in=[one.pk for one in thirty[23:]]).delete()
    page = table()
    assert len(on(page)) == 23
    assert "Schools 1 to" not in page.text


def test_going_on_holds_what_was_chosen_and_leaves_the_other_page_alone(client_of, cast, deciding, table, thirty):
    client = client_of(cast.lead)
    second = reverse("cohorts:hold_decisions", args=[deciding.pk]) + "?sort=arrival&page=2"
    client.post(second, {f"decision_{thirty[25].pk}": "reserve", f"was_decision_{thirty[25].pk}": ""})
    assert "Hold and go on to page 2" in table().text
    assert "Hold and go on" not in table("?page=2").text
    hold = reverse("cohorts:hold_decisions", args=[deciding.pk]) + "?sort=arrival"
    sent = {f"decision_{thirty[0].pk}": "offer", f"was_decision_{thirty[0].pk}": "", "then": "next"}
    page = client.post(hold, sent, follow=True)
    assert page.redirect_chain[-1][0].endswith("?sort=arrival&page=2")
    assert on(page)[0] == "School 20"
    assert [(n, held) for n, held in enumerate(decisions()) if held] == [(0, "offer"), (25, "reserve")]
    assert (page.context["held"]["offers"], page.context["held"]["undecided"]) == (1, 28)


def test_the_first_so_many_are_counted_over_the_pages_and_the_ticked_stay_on_theirs(client_of, cast, deciding, thirty):
    client = client_of(cast.lead)
    many = reverse("cohorts:hold_many", args=[deciding.pk]) + "?sort=arrival&page=2"
    client.post(many, {"together": "reserve", "which": "first", "first": "24"})
    assert decisions() == ["reserve"] * 24 + [""] * 6
    page = client.post(many, {"together": "offer", "which": "ticked", "picked": [thirty[29].pk]}, follow=True)
    assert decisions() == ["reserve"] * 24 + [""] * 5 + ["offer"]
    assert page.redirect_chain[-1][0].endswith("&page=2")
    wrong = client.post(many, {"together": "offer", "which": "ticked"})
    assert "Tick at least one school" in wrong.text
    assert on(wrong)[0] == "School 20"


def test_the_figures_beside_the_table_are_of_every_page(client_of, cast, deciding, thirty):
    Application.objects.filter(pk=thirty[0].pk).update(decision="offer")
    balance = reverse("cohorts:intake_balance", args=[deciding.pk])
    chosen = {f"decision_{thirty[25].pk}": "offer", f"was_decision_{thirty[25].pk}": ""}
    assert client_of(cast.lead).get(balance, chosen).context["held"]["offers"] == 2


def test_the_need_of_one_page_is_kept_on_the_way_to_the_next(client_of, cast, deciding, thirty):
    address = reverse("cohorts:enter_need", args=[deciding.pk]) + "?sort=arrival&enter=need"
    sent = {f"need_{thirty[3].pk}": "higher", f"was_need_{thirty[3].pk}": "", "then": "next"}
    page = client_of(cast.lead).post(address, sent, follow=True)
    assert page.redirect_chain[-1][0].endswith("enter=need&page=2")
    assert Application.objects.get(pk=thirty[3].pk).need_band == "higher"
