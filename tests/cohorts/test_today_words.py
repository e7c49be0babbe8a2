"""The words of Today and What next: dates of another year carry it, and whoever only reads is not told to act."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from cohorts.today import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        ({"due_on": date(2026, 2, 13)}, "<b>Friday</b> 13 February"),
        ({"due_on": date(2027, 1, 6)}, "<b>Wednesday</b> 6 January 2027"),
        ({"due_on": date(2026, 1, 30)}, "<b>4 days ago</b> 30 January"),
        ({"due_on": date(2025, 12, 12)}, "<b>12 December 2025</b>"),
        ({"since_on": date(2025, 12, 12)}, "<b>Since</b> 12 December 2025"),
        ({"since_on": date(2026, 1, 30)}, "<b>4 days ago</b> since 30 January"),
    ],
)
def test_when_something_is_asked(duty, words):
    page = render_to_string("cohorts/_asks.html", {"asks": [Duty("Agree the plan", "/", **duty)], "on": TODAY})
    when = page[page.index("aas-ask__when") :].split("</div>")[0]
    assert when.split(">", 1)[1].strip() == words


def test_whoever_only_reads_is_offered_sight_not_acts(cast, place, client_of):
    place.seats.get(number=1).holders.update(is_senior_leader=False)
    pages = {who: client_of(getattr(cast, who)).get(reverse("cohorts:today")).text for who in ("lead", "observer")}
    assert "Settle it" in pages["lead"]
    assert "Settle it" not in pages["observer"]
    assert "See it" in pages["observer"]
    assert "Waiting for you" not in pages["observer"]
    assert "Plans to agree" not in pages["observer"]
    assert f'href="{reverse("cohorts:current_board")}">board</a> says where every school stands' in pages["observer"]
