"""The board in another order than by name, and on one page for the printer."""

import pytest
from django.urls import reverse

from cohorts import standing
from cohorts.board import Cell, Flag
from cohorts.forms.board import BoardFilter
from cohorts.models import Place, PlaceState
from cohorts.views import board
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def row(name, *, yours=False, flags=0, days=0, settle=0, state=PlaceState.ACTIVE):
    place = Place(school=School(name=name, district="Highmoor", phase="primary"), state=state)
    training = Cell(
        "", rows=(("Seat 1", ()),), size=days, yours=yours, flags=tuple(Flag(str(number)) for number in range(flags))
    )
    return standing.Row(place, [training, Cell("", size=settle)])


ROWS = [
    row("Ash", days=6, settle=1),
    row("Birch", days=2, settle=4, flags=1),
    row("Cedar", days=6, settle=2, yours=True),
    row("Elm", settle=0, state=PlaceState.WITHDRAWN),
    row("Fir", days=5, settle=4, flags=2),
]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Ash", "Birch", "Cedar", "Elm", "Fir"]),
        ("waiting", ["Cedar", "Fir", "Birch", "Ash", "Elm"]),
        ("days", ["Birch", "Fir", "Ash", "Cedar", "Elm"]),
        ("readiness", ["Birch", "Fir", "Cedar", "Ash", "Elm"]),
        ("merit", ["Ash", "Birch", "Cedar", "Elm", "Fir"]),
    ],
)
def test_schools_stand_in_the_order_asked_for(order, names):
    form = BoardFilter({"order": order}, rows=ROWS)
    assert [one.place.school.name for one in form.choose(ROWS)] == names


def test_the_order_holds_with_the_districts_and_views(cast, place, other_place, cohort, client_of):
    client, url = client_of(cast.lead), reverse("cohorts:board", args=[cohort.pk])
    page = client.get(url, {"order": "readiness", "district": cast.school.district}).text
    assert '<option value="readiness" selected>' in page
    assert "order=readiness" in page.split('class="aas-views"')[1].split("</nav>")[0]


def test_every_school_comes_on_one_page_to_print(cast, place, other_place, cohort, client_of, monkeypatch):
    monkeypatch.setattr(board, "ROWS", 1)
    client, url = client_of(cast.lead), reverse("cohorts:board", args=[cohort.pk])
    first = client.get(url, {"order": "days"}).text
    assert (first.count('<th scope="row">'), "data-aas-print" in first) == (1, False)
    assert 'href="?order=days&amp;all=1"' in first
    whole = client.get(url, {"all": "1"}).text
    assert (whole.count('<th scope="row">'), "data-aas-print" in whole) == (2, True)


def test_the_way_to_the_current_board_keeps_what_was_asked(cast, cohort, client_of):
    client, url = client_of(cast.lead), reverse("cohorts:current_board")
    assert client.get(url).url == cohort.get_absolute_url()
    assert client.get(url, {"view": "flag"}).url == f"{cohort.get_absolute_url()}?view=flag"


def test_the_export_has_the_schools_and_the_order_that_are_shown(cast, place, other_place, cohort, client_of):
    client, page = client_of(cast.lead), reverse("cohorts:board", args=[cohort.pk])
    asked = f"?district={cast.school.district}&q=heather&order=days"
    link = reverse("cohorts:export_board", args=[cohort.pk])
    assert f'href="{link}{asked}"'.replace("&", "&amp;") in client.get(page + asked).text
    lines = client.get(link + asked).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0].strip('"') for line in lines[1:]] == [cast.school.name]
    assert len(client.get(link).content.decode("utf-8-sig").splitlines()) == 3
