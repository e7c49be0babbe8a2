"""Fixtures of the intake: a cohort that takes applications, and applications that are whole."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from an_application import answered, ask, saved
from casting import person
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def coming(db):
    """Cohort 2026-27: open for applications until 13 March 2026, two places, with the standard form."""
    from cohorts.models import Cohort, CohortState

    cohort = Cohort.objects.create(
        name="2026-27",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 16),
        places=2,
        applications_open_at=datetime(2026, 1, 12, 9, tzinfo=LONDON),
        applications_close_at=datetime(2026, 3, 13, 17, tzinfo=LONDON),
        decisions_on=date(2026, 3, 27),
        state=CohortState.OPEN,
    )
    return ask(cohort)


@pytest.fixture
def whole():
    """Makes applications that lack nothing: `whole(cohort, school, **changes)`, sent and confirmed unless told otherwise."""

    def make(cohort, school, **changes):
        from cohorts.models import Application

        at = timezone.now()
        facts = {
            "cohort": cohort,
            "school": school,
            "applicant_name": "Jo Pemberton",
            "applicant_email": f"jo.{school.pk}@example.org",
            "representatives": [
                {
                    "name": "Jo Pemberton",
                    "email": f"jo.{school.pk}@example.org",
                    "job_title": "Assistant head",
                    "is_senior_leader": True,
                },
                {
                    "name": "Tom Wilk",
                    "email": f"tom.{school.pk}@example.org",
                    "job_title": "Mentor",
                    "is_senior_leader": False,
                },
            ],
            "release_confirmed": True,
            "trust_agreed": True,
            "trust_agreed_by": "Priya Nair, chief executive",
            "trust_agreed_on": at.date(),
            "head_name": "Helen Strand",
            "state": "submitted",
            "submitted_at": at,
            "confirmed_at": at,
            "head_code": "123456",
        } | changes
        written = {"why_now": "Because the time is right", "current_practice": "Key adults", "see_hear_feel": "Calm"}
        texts = {key: facts.pop(key, text) for key, text in written.items()}
        return saved(answered(Application.objects.create(**facts), **texts))

    return make


@pytest.fixture
def deciding(coming):
    """The coming cohort with applications closed."""
    coming.state = "selecting"
    coming.save()
    return coming


@pytest.fixture
def three(deciding, cast, whole):
    """Three whole applications: Heathervale, Oakenfold and Whinmoor; two places."""
    from schools.models import School

    third = School.objects.create(
        name="Whinmoor Junior", urn="900216", phase="junior", contact_email="office@whinmoor.example"
    )
    return [whole(deciding, school) for school in (cast.school, cast.other, third)]


@pytest.fixture
def criteria(deciding):
    """Two criteria: readiness counts twice."""
    from cohorts.models import Criterion

    return [
        Criterion.objects.create(cohort=deciding, number=1, name="Readiness", help="Time and people", weight=2),
        Criterion.objects.create(cohort=deciding, number=2, name="Spread", weight=1),
    ]


@pytest.fixture
def second(cast):
    """Another reviewer."""
    return person("Odo Finch", is_reviewer=True)
