"""A cohort of 200 schools asks the database no more than one of 17, on any page of a cohort or of a session; no page outgrows 60 kB."""

from datetime import date, time, timedelta

import pytest
from casting import NOW, place_of
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

SMALL, LARGE = 17, 200
OF_A_COHORT = ("cohorts/<int:pk>/", "board/<int:pk>/", "training/cohorts/<int:pk>/")
OF_A_SESSION = ("training/<int:pk>/",)
MOST = 17  # queries on any of them
BYTES = 60 * 1024
FOR_PAPER = ("training:print_register",)  # a sheet is printed whole: nobody prints one page after another


def addresses(beginnings, patterns=None, route="", name=""):
    """The URL names below some beginnings that take one record, as `app:name`."""
    for item in get_resolver().url_patterns if patterns is None else patterns:
        path = route + str(item.pattern)
        if not isinstance(item, URLPattern):
            yield from addresses(beginnings, item.url_patterns, path, f"{item.namespace}:" if item.namespace else name)
        elif path.startswith(beginnings) and path.count("<") == 1 and item.name:
            yield f"{name}{item.name}"


def schools_of(first, number):
    """So many schools more, each with two representatives and an application in the coming cohort."""
    from schools.models import Phase, School

    return School.objects.bulk_create(
        School(name=f"School {n:03}", urn=f"91{n:04}", phase=Phase.PRIMARY, town="Highmoor", district="Vale")
        for n in range(first, first + number)
    )


def grow(cohort, coming, first, number):
    """Schools at work in the cohort, marked on every day that is over, and as many that apply for the coming one."""
    from cohorts.models import Application, ApplicationState, Place, Seat, SeatHolder
    from training.models import Attendance, MarkState

    schools = schools_of(first, number)
    places = Place.objects.bulk_create(
        Place(cohort=cohort, school=school, joined_on=cohort.starts_on) for school in schools
    )
    seats = Seat.objects.bulk_create(Seat(place=place, number=n) for place in places for n in (1, 2))
    SeatHolder.objects.bulk_create(
        SeatHolder(seat=seat, name=f"Rep {seat.pk}", email=f"r{seat.pk}@example.org", is_senior_leader=seat.number == 1, from_on=cohort.starts_on)
        for seat in seats
    )  # fmt: skip
    over = cohort.sessions.filter(on__lt=timezone.localdate())
    Attendance.objects.bulk_create(
        Attendance(session=session, seat=seat, state=MarkState.PRESENT, halves=2, own_halves=2, confirmed_at=NOW)
        for session in over
        for seat in seats
    )
    Application.objects.bulk_create(
        Application(
            cohort=coming,
            school=school,
            applicant_name="Somebody",
            applicant_email=f"a{school.pk}@example.org",
            state=ApplicationState.SUBMITTED,
            submitted_at=NOW,
        )
        for school in schools
    )


@pytest.fixture
def two_cohorts(cast, frozen):
    """One in mid-year and one that decides, both without schools so far."""
    from cohorts.models import Cohort
    from training.models import Session

    made = [
        Cohort.objects.create(
            name=name,
            starts_on=date(year, 9, 1),
            ends_on=date(year + 1, 7, 17),
            places=LARGE,
            applications_open_at=NOW - timedelta(days=100),
            applications_close_at=NOW - timedelta(days=10),
            decisions_on=date(2026, 3, 1),
            state=state,
        )
        for name, year, state in (("Large", 2025, "running"), ("Coming", 2026, "selecting"))
    ]
    days = (date(2025, 10, 7), date(2025, 12, 2), date(2026, 2, 3), date(2026, 3, 10))
    for number, day in enumerate(days, 1):
        Session.objects.create(
            cohort=made[0], number=number, title=f"Day {number}", on=day, starts_at=time(9), ends_at=time(15)
        )
    place_of(cast.school, made[0], ["Jo Pemberton", "Tomasz Wilk"], since=made[0].starts_on)
    return made


def pages(client, cohorts):
    """{(page, which): (queries, bytes)} of every page of a cohort or session that can be read."""
    found = {}
    records = [(name, cohort.name, cohort.pk) for name in addresses(OF_A_COHORT) for cohort in cohorts]
    records += [(name, one.number, one.pk) for name in addresses(OF_A_SESSION) for one in cohorts[0].sessions.all()]
    records += [
        (name, "", None) for name in ("cohorts:today", "cohorts:current_board", "training:sessions", "cohorts:cohorts")
    ]
    for name, which, pk in records:
        address = reverse(name, args=[pk] if pk else [])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, follow=False)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[name, which] = (len(queries), len(answer.content))
    return found


def test_a_large_cohort_asks_no_more(cast, client_of, two_cohorts):
    running, coming = two_cohorts
    client = client_of(cast.lead)
    grow(running, coming, 0, SMALL)
    small = pages(client, two_cohorts)
    grow(running, coming, SMALL, LARGE - SMALL)
    large = pages(client, two_cohorts)
    assert len(small) > 25
    assert {
        page: (small[page][0], asked) for page, (asked, _) in large.items() if page in small and asked > small[page][0]
    } == {}
    assert {page: size for page, (_, size) in large.items() if size > BYTES and page[0] not in FOR_PAPER} == {}
    assert {page: asked for page, (asked, _) in large.items() if asked > MOST and page[0] != "cohorts:today"} == {}
