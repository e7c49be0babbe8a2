"""A place goes on longer, later, not at all and again: the school is told, its days count, and nothing is rewritten."""

from datetime import date, timedelta

import pytest
from casting import TODAY, place_of
from django.db import IntegrityError, transaction
from django.urls import reverse

from cohorts.actions.standing import continue_place, defer_place, rejoin_place, withdraw_place
from cohorts.intake import free_places
from cohorts.models import Place, PlaceState, SeatHolder
from cohorts.standing import flags_in
from cohorts.today import asked_of
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.actions import render
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def back(place, cast, into, **rest):
    return rejoin_place(place, by=cast.lead, into=into, **{"from_on": TODAY, "note": "", "on": TODAY} | rest)


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def everybody(cast):
    return sorted([cast.headteacher.email, cast.school_lead.email, "office@heathervale.example"])


def test_more_time_is_given_with_its_reason_and_told(client_of, cast, place):
    client, url = client_of(cast.lead), reverse("cohorts:continue_place", args=[place.pk])
    data = {"reason": "The project needs the summer"} | day("until", date(2026, 2, 3))
    assert "Enter a day after today" in client.post(url, data).text
    client.post(url, data | day("until", date(2026, 12, 18)))
    place.refresh_from_db()
    assert (place.state, place.continues_until) == (PlaceState.CONTINUING, date(2026, 12, 18))
    assert "More time until 18 December 2026: The project needs the summer" in client.get(place.get_absolute_url()).text
    assert told("place_continues") == everybody(cast)
    client.post(url, data | day("until", date(2027, 2, 12)))
    place.refresh_from_db()
    assert place.continues_until == date(2027, 2, 12)


def test_when_the_extra_time_is_over_the_lead_is_asked(cast, place):
    continue_place(place, by=cast.lead, until=date(2026, 2, 10), reason="Snow", on=TODAY)
    later = date(2026, 2, 11)
    assert "Decide how Heathervale Primary goes on" not in [duty.title for duty in asked_of(cast.lead, TODAY)]
    assert "Decide how Heathervale Primary goes on" in [duty.title for duty in asked_of(cast.lead, later)]
    flags = [flag.text for _, flag in flags_in([place.cohort], cast.lead, later)]
    assert "Its extra time ended on 10 February 2026" in flags


def test_more_time_has_its_day(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(state=PlaceState.CONTINUING)


def test_a_deferred_school_keeps_a_place_until_it_comes(cast, place, coming):
    assert free_places(coming) == 2
    defer_place(place, by=cast.lead, to=coming, reason="Building works", on=TODAY)
    assert free_places(coming) == 1
    assert told("place_deferred") == everybody(cast)
    type(coming).objects.filter(pk=coming.pk).update(state="selecting")
    duty = next(duty for duty in asked_of(cast.lead, TODAY) if duty.title.startswith("Take Heathervale"))
    assert duty.url == reverse("cohorts:rejoin_place", args=[place.pk])
    new = back(place, cast, coming)
    assert free_places(coming) == 1
    assert not any(duty.title.startswith("Take Heathervale") for duty in asked_of(cast.lead, TODAY))
    place.refresh_from_db()
    assert (place.state, new.came_from, new.state, new.joined_on) == ("deferred", place, "active", coming.starts_on)
    kept = SeatHolder.objects.filter(seat__place=new).order_by("seat__number")
    assert list(kept.values_list("name", "user", "is_senior_leader", "from_on", "until_on")) == [
        ("Jo Pemberton", cast.school_lead.pk, True, coming.starts_on, None),
        ("Tomasz Wilk", cast.contributor.pk, False, coming.starts_on, None),
    ]
    assert SeatHolder.objects.filter(seat__place=place).count() == 2


def test_no_school_is_deferred_to_a_full_cohort(cast, place, coming):
    type(coming).objects.filter(pk=coming.pk).update(places=1)
    third = type(cast.school).objects.create(name="Whinmoor Junior", urn="900216", phase="junior")
    place_of(third, coming, ("A", "B"))
    with pytest.raises(Refused, match=r"Every place of 2026-27 is taken, on offer or kept"):
        defer_place(place, by=cast.lead, to=coming, reason="Building works", on=TODAY)
    place.refresh_from_db()
    assert place.state == PlaceState.ACTIVE


def test_a_school_comes_back_to_its_own_place(client_of, cast, place):
    withdraw_place(place, by=cast.lead, reason="New head", on=TODAY)
    assert told("place_withdrawn") == everybody(cast)
    url = reverse("cohorts:rejoin_place", args=[place.pk])
    page = client_of(cast.lead).get(url).text
    assert "2025-26, its own place" in page
    data = {"into": place.cohort_id, "note": "Welcome back"} | day("from_on", TODAY)
    client_of(cast.lead).post(url, data)
    place.refresh_from_db()
    assert (place.state, place.left_on, place.left_reason) == (PlaceState.ACTIVE, None, "")
    assert Place.objects.count() == 1
    assert told("place_rejoined") == everybody(cast)
    assert client_of(cast.lead).post(url, data).status_code == 409


def test_one_live_place_a_school(cast, place, coming):
    withdraw_place(place, by=cast.lead, reason="New head", on=TODAY)
    new = back(place, cast, coming)
    place = Place.objects.get(pk=place.pk)
    with pytest.raises(Refused, match="has come back already"):
        back(place, cast, place.cohort)
    withdraw_place(new, by=cast.lead, reason="Again", on=TODAY)
    with pytest.raises(Refused, match="has come back already"):
        back(place, cast, coming)
    assert back(new, cast, coming) == new
    with pytest.raises(StepNotAllowed):
        back(new, cast, coming)


def test_a_full_or_ended_cohort_takes_nobody_back(cast, place, coming, cohort):
    withdraw_place(place, by=cast.lead, reason="New head", on=TODAY)
    type(cohort).objects.filter(pk=cohort.pk).update(places=1)
    third = type(cast.school).objects.create(name="Whinmoor Junior", urn="900216", phase="junior")
    place_of(third, cohort, ("A", "B"))
    with pytest.raises(Refused, match="Every place of 2025-26"):
        back(place, cast, cohort)
    type(cohort).objects.filter(pk=cohort.pk).update(places=9, state="closing")
    with pytest.raises(Refused, match="coming to its end"):
        back(place, cast, cohort)


@pytest.mark.parametrize("kind", ["place_withdrawn", "place_deferred", "place_continues", "place_rejoined"])
def test_every_letter_can_be_written(cast, place, coming, kind):
    if kind == "place_continues":
        continue_place(place, by=cast.lead, until=date(2026, 12, 18), reason="The project", on=TODAY)
    elif kind == "place_withdrawn":
        withdraw_place(place, by=cast.lead, reason="The project", on=TODAY)
    else:
        defer_place(place, by=cast.lead, to=coming, reason="The project", on=TODAY)
        if kind == "place_rejoined":
            back(place, cast, coming, note="The project")
    subject, text = render(Message.objects.filter(kind=kind).first())
    assert "Heathervale Primary" in subject
    assert "The project" in text
    assert "/places/" in text


MAY = {"lead": 200, "administrator": 403, "adviser": 403, "headteacher": 403, "stranger": 404}


@pytest.mark.parametrize("who", MAY)
def test_who_gives_more_time_and_takes_back(client_of, cast, place, who):
    client = client_of(getattr(cast, who))
    assert client.get(reverse("cohorts:continue_place", args=[place.pk])).status_code == MAY[who]
    withdraw_place(place, by=cast.lead, reason="New head", on=TODAY - timedelta(days=1))
    assert client.get(reverse("cohorts:rejoin_place", args=[place.pk])).status_code == MAY[who]
