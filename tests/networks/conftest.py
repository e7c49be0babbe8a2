"""A cluster of Heathervale's with a convenor, one of strangers, and a graduate school that could mentor."""

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from casting import NOW, TODAY, person

EVERYBODY = ("lead", "administrator", "adviser", "other_adviser", "observer", "headteacher", "school_lead", "contributor", "convenor", "mentor_lead", "stranger", "nobody")  # fmt: skip


@pytest.fixture
def graduate(cast, db):
    """Make a school that has graduated."""
    from cohorts.models import Cohort, Place
    from schools.models import School

    def make(name, **fields):
        year = {
            "starts_on": date(2023, 9, 1),
            "ends_on": date(2024, 7, 19),
            "places": 60,
            "applications_open_at": NOW - timedelta(days=1000),
            "applications_close_at": NOW - timedelta(days=940),
            "decisions_on": date(2023, 7, 1),
            "state": "closed",
        }
        cohort, _ = Cohort.objects.get_or_create(name="2023-24", defaults=year)
        school = School.objects.create(name=name, **({"phase": "primary"} | fields))
        Place.objects.create(cohort=cohort, school=school, state="graduated", graduated_on=date(2024, 7, 5))
        return school

    return make


@pytest.fixture
def net(cast, place, graduate, frozen):
    """The cast with a convenor and a mentor school, two clusters with a meeting each, and an offered pairing."""
    from networks.models import Cluster, Meeting, Membership, Pairing
    from schools.models import Role

    cast.mentor = graduate("Ravensike Primary", telephone="01632 960001")
    cast.mentor_lead, cast.convenor = person("Bea Marsh"), person("Cleo Hart")
    Role.objects.create(user=cast.mentor_lead, school=cast.mentor, kind="school_lead", starts_on=date(2023, 9, 1))
    cluster = Cluster.objects.create(name="Highmoor", convenor=cast.convenor)
    elsewhere = Cluster.objects.create(name="Canary cluster", about="canary")
    membership = Membership.objects.create(cluster=cluster, school=cast.school, since_on=date(2025, 9, 1))
    Membership.objects.create(cluster=elsewhere, school=cast.other, since_on=date(2025, 9, 1))
    return SimpleNamespace(
        cast=cast,
        everybody=EVERYBODY,
        cluster=cluster,
        elsewhere=elsewhere,
        membership=membership,
        meeting=Meeting.objects.create(
            cluster=cluster, on=date(2026, 2, 10), starts_at=time(15, 45), agenda="Fridays", host=cast.school
        ),
        held_today=Meeting.objects.create(cluster=cluster, on=TODAY, starts_at=time(8)),
        foreign=Meeting.objects.create(cluster=elsewhere, on=TODAY, starts_at=time(8), agenda="canary agenda"),
        pairing=Pairing.objects.create(mentor=cast.mentor, mentored=cast.school, note="You are close by"),
    )


@pytest.fixture
def active(net):
    """The pairing, under way."""
    from networks.actions.pairings import accept_pairing

    accept_pairing(net.pairing, by=net.cast.mentor_lead)
    return net.pairing
