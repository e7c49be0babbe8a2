"""The one cast of people in every test, and the school year they are in."""

import os
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from casting import BACKEND, LONDON, NOW, TODAY, person, place_of
from django.test import Client

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # live_server beside the browser's own event loop


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that empty the tables come last, the longest of them first: sorted by pytest-django, and mixed again by pytest's
    own grouping of what shares a browser. What migrations put there would be gone for everybody after them."""

    def place_in_line(item):
        marker, fixtures = item.get_closest_marker("django_db"), getattr(item, "fixturenames", [])
        asks = marker and marker.kwargs.get("transaction")
        empties = asks or {"transactional_db", "live_server"}.intersection(fixtures)
        return (1, not item.get_closest_marker("slow")) if empties else (0, False)

    items.sort(key=place_in_line)


@pytest.fixture(scope="session", autouse=True)
def short_connections():
    """The portal that browsers speak to lets go of its database after each request: every socket a browser keeps open is a
    thread, and PostgreSQL would run out of places for them."""
    from django.db import connections

    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Files and mail of a test stay with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def frozen():
    """Tuesday 3 February 2026, 9.30am in London."""
    import time_machine

    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db):
    """Everybody: the Virtual School, the people of Heathervale Primary, a stranger from Oakenfold School, and somebody of a
    trust, to which a school belongs by the fixture `agreed`."""
    from schools.models import Assignment, Phase, Role, RoleKind, School, Trust, TrustViewer

    since = date(2025, 9, 1)
    school = School.objects.create(name="Heathervale Primary", urn="900214", phase=Phase.PRIMARY, town="Highmoor", la_code="999", contact_email="office@heathervale.example")  # fmt: skip
    other = School.objects.create(name="Oakenfold School", urn="900215", phase=Phase.SECONDARY, town="Stonebeck", la_code="999", contact_email="office@oakenfold.example")  # fmt: skip
    everybody = SimpleNamespace(
        school=school,
        other=other,
        lead=person("Marian Osgood", is_programme_lead=True),
        administrator=person("Colin Batts", is_administrator=True),
        adviser=person("Dr Priya Raman", is_adviser=True),
        other_adviser=person("Gwen Tarrant", is_adviser=True),
        observer=person("Hugh Lacey", is_observer=True),
        reviewer=person("Nerys Alderton", is_reviewer=True, job_title="Foster carer"),
        headteacher=person("Helen Strand"),
        school_lead=person("Jo Pemberton", job_title="Assistant head"),
        contributor=person("Tomasz Wilk", job_title="Learning mentor"),
        stranger=person("Ines Farrow"),
        nobody=person("Lee Nowhere"),
        trust_viewer=person("Nell Ashdown", job_title="Director of inclusion"),
        trust=Trust.objects.create(uid="90001", name="Three Becks Learning Trust"),
    )
    for user, kind, at in (
        (everybody.headteacher, RoleKind.HEADTEACHER, school),
        (everybody.headteacher, RoleKind.SCHOOL_LEAD, school),  # two roles in one school: nothing may double
        (everybody.school_lead, RoleKind.SCHOOL_LEAD, school),
        (everybody.contributor, RoleKind.CONTRIBUTOR, school),
        (everybody.stranger, RoleKind.SCHOOL_LEAD, other),
    ):
        Role.objects.create(user=user, school=at, kind=kind, starts_on=since)
    Assignment.objects.create(adviser=everybody.adviser, school=school)
    Assignment.objects.create(adviser=everybody.other_adviser, school=other)
    TrustViewer.objects.create(user=everybody.trust_viewer, trust=everybody.trust, since_on=since)
    return everybody


@pytest.fixture
def agreed(cast):
    """Heathervale belongs to the cast's trust, and its headteacher has agreed that the trust reads."""
    from schools.models import TrustAgreement

    cast.school.trust = cast.trust
    cast.school.save(update_fields=["trust"])
    return TrustAgreement.objects.create(
        school=cast.school,
        trust=cast.trust,
        agreed_by=cast.headteacher,
        agreed_name="Helen Strand",
        agreed_at=datetime(2026, 1, 12, 9, tzinfo=LONDON),
    )


@pytest.fixture
def cohort(db):
    """The running cohort 2025-26 with its six sessions, three of them past on 3 February 2026."""
    from cohorts.models import Cohort, CohortState
    from training.models import Session

    made = Cohort.objects.create(
        name="2025-26",
        starts_on=date(2025, 9, 1),
        ends_on=date(2026, 7, 17),
        places=17,
        applications_open_at=datetime(2025, 3, 1, 9, tzinfo=LONDON),
        applications_close_at=datetime(2025, 5, 23, 17, tzinfo=LONDON),
        decisions_on=date(2025, 6, 20),
        plan_due_on=date(2025, 12, 12),
        state=CohortState.RUNNING,
    )
    days = (date(2025, 9, 23), date(2025, 11, 11), date(2025, 12, 9), TODAY, date(2026, 3, 24), date(2026, 6, 9))
    titles = (
        "Why attachment",
        "The developing brain",
        "Key adults",
        "Emotion coaching",
        "Behaviour as communication",
        "What we found",
    )
    Session.objects.bulk_create(
        Session(
            cohort=made,
            number=number,
            title=title,
            on=on,
            starts_at=time(9, 15),
            ends_at=time(15, 30),
            venue="Larkstone Hall",
        )
        for number, (title, on) in enumerate(zip(titles, days, strict=True), 1)
    )
    return made


@pytest.fixture
def place(cast, cohort):
    """Heathervale's place: Jo Pemberton and Tomasz Wilk."""
    return place_of(cast.school, cohort, ("Jo Pemberton", "Tomasz Wilk"), (cast.school_lead, cast.contributor))


@pytest.fixture
def other_place(cast, cohort):
    """Oakenfold's place, for what must not leak."""
    return place_of(cast.other, cohort, ("Ines Farrow", "Col Drury"), (cast.stranger,))


@pytest.fixture
def client_of():
    """A signed-in browser for a person; None is a visitor."""

    def make(user=None):
        client = Client()
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    return make


@pytest.fixture
def tomorrow():
    return TODAY + timedelta(days=1)
