"""A place through its year: representatives follow one another, schools leave, go on later, get lead and cover."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cohorts.models import Cohort, Place, PlaceState, SeatHolder
from notifications.models import Message
from schools.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def newcomer(**changes):
    return {
        "last_day_day": "31",
        "last_day_month": "12",
        "last_day_year": "2025",
        "from_on_day": "5",
        "from_on_month": "1",
        "from_on_year": "2026",
        "name": "Amy Lorrimer",
        "email": "amy@example.org",
        "job_title": "Teacher",
    } | changes


def holders(seat):
    return list(SeatHolder.objects.filter(seat=seat).order_by("from_on").values_list("name", "from_on", "until_on"))


def test_a_hand_over_keeps_both_rows(client_of, cast, place):
    seat = place.seats.get(number=2)
    client_of(cast.school_lead).post(reverse("cohorts:change_representative", args=[seat.pk]), newcomer())
    assert holders(seat) == [
        ("Tomasz Wilk", date(2025, 9, 1), date(2025, 12, 31)),
        ("Amy Lorrimer", date(2026, 1, 5), None),
    ]
    amy = SeatHolder.objects.get(name="Amy Lorrimer").user
    assert Role.objects.filter(user=amy, school=cast.school).values_list("kind", flat=True)[0] == "contributor"
    assert Message.objects.filter(kind="invitation", address="amy@example.org").count() == 1
    page = client_of(cast.school_lead).get(place.get_absolute_url()).content.decode()
    assert "Before: Tomasz Wilk, 1 September 2025 to 31 December 2025" in page


def test_without_a_senior_leader_the_page_warns(client_of, cast, place):
    seat = place.seats.get(number=1)
    client = client_of(cast.lead)
    page = client.post(
        reverse("cohorts:change_representative", args=[seat.pk]), newcomer(), follow=True
    ).content.decode()
    assert "No senior leader is among the representatives" in page
    told = Message.objects.filter(kind="entered_on_behalf").values_list("address", flat=True)
    assert sorted(told) == sorted([cast.headteacher.email, cast.school_lead.email])


def test_the_newcomer_begins_after_the_leaver_ends(client_of, cast, place):
    seat = place.seats.get(number=2)
    changes = newcomer(from_on_day="31", from_on_month="12", from_on_year="2025")
    page = client_of(cast.lead).post(reverse("cohorts:change_representative", args=[seat.pk]), changes).content.decode()
    assert "Enter a day after the last day of the one who leaves" in page
    assert len(holders(seat)) == 1


ACTS = ("withdraw_place", "defer_place", "cover_place")
MAY = {  # reads the place, changes representatives, withdraws, defers, names cover
    "lead": (200, 200, 200, 200, 200),
    "administrator": (200, 200, 403, 403, 200),
    "adviser": (200, 403, 403, 403, 403),
    "other_adviser": (404, 404, 404, 404, 404),
    "observer": (200, 403, 403, 403, 403),
    "headteacher": (200, 200, 403, 403, 403),
    "school_lead": (200, 200, 403, 403, 403),
    "contributor": (200, 403, 403, 403, 403),
    "stranger": (404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_do_what_with_a_place(client_of, cast, place, other_place, who):
    client, seat = client_of(getattr(cast, who)), place.seats.get(number=1)
    urls = [place.get_absolute_url(), reverse("cohorts:change_representative", args=[seat.pk])]
    urls += [reverse(f"cohorts:{name}", args=[place.pk]) for name in ACTS]
    assert tuple(client.get(url).status_code for url in urls) == MAY[who]


@pytest.mark.parametrize("who", [who for who, may in MAY.items() if may[1] != 200])
def test_a_refused_change_changes_nothing(client_of, cast, place, who):
    seat = place.seats.get(number=2)
    client_of(getattr(cast, who)).post(reverse("cohorts:change_representative", args=[seat.pk]), newcomer())
    assert len(holders(seat)) == 1
    assert Message.objects.count() == 0


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_school_leaves_with_its_reason_once(client_of, cast, place):
    client, url = client_of(cast.lead), reverse("cohorts:withdraw_place", args=[place.pk])
    assert "Enter" in client.post(url, day("on", date(2026, 2, 3))).content.decode()
    client.post(url, {"reason": "New head"} | day("on", date(2026, 2, 3)))
    place.refresh_from_db()
    assert (place.state, place.left_on, place.left_reason) == (PlaceState.WITHDRAWN, date(2026, 2, 3), "New head")
    assert client.post(url, {"reason": "Again"} | day("on", date(2026, 2, 3))).status_code == 409
    seat = place.seats.get(number=2)
    assert client.post(reverse("cohorts:change_representative", args=[seat.pk]), newcomer()).status_code == 409
    assert len(holders(seat)) == 1


def test_a_school_goes_on_in_a_later_cohort_only(client_of, cast, place, coming):
    earlier = Cohort.objects.create(
        name="2024-25",
        starts_on=date(2024, 9, 1),
        ends_on=date(2025, 7, 1),
        applications_open_at=coming.applications_open_at - timedelta(days=700),
        applications_close_at=coming.applications_close_at - timedelta(days=700),
        decisions_on=date(2024, 6, 1),
    )
    client, url = client_of(cast.lead), reverse("cohorts:defer_place", args=[place.pk])
    assert '<option value="" selected>Choose a cohort</option>' in client.get(url).content.decode()
    data = {"reason": "Building works"} | day("on", date(2026, 2, 3))
    client.post(url, data | {"to": earlier.pk})
    assert Place.objects.get(pk=place.pk).state == PlaceState.ACTIVE
    client.post(url, data | {"to": coming.pk})
    place.refresh_from_db()
    assert (place.state, place.deferred_to) == (PlaceState.DEFERRED, coming)


def test_lead_and_cover_are_two_people(client_of, cast, place):
    client, url = client_of(cast.administrator), reverse("cohorts:cover_place", args=[place.pk])
    client.post(url, {"lead": cast.lead.pk, "cover": cast.lead.pk})
    client.post(url, {"lead": cast.lead.pk, "cover": cast.stranger.pk})
    assert Place.objects.get(pk=place.pk).lead is None
    client.post(url, {"lead": cast.lead.pk, "cover": cast.adviser.pk})
    place.refresh_from_db()
    assert (place.lead, place.cover) == (cast.lead, cast.adviser)


def test_the_schools_page_says_what_would_settle_graduation(client_of, cast, place):
    page = client_of(cast.school_lead).get(cast.school.get_absolute_url()).content.decode()
    assert "What would settle graduation" in page
    assert "Readiness" in page
