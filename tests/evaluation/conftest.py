"""Fixtures of the self-audit: a cohort that asks for it, a draft application behind a proven address, and answers to give."""

from datetime import date, datetime

import pytest
from an_application import answered, saved
from casting import LONDON
from django.utils import timezone

from evaluation.models import Audit, Theme


@pytest.fixture
def coming(db):
    """Cohort 2026-27: open until 13 March 2026, and the self-audit belongs to the application."""
    from cohorts.models import Cohort

    return Cohort.objects.create(
        name="2026-27",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 16),
        applications_open_at=datetime(2026, 1, 12, 9, tzinfo=LONDON),
        applications_close_at=datetime(2026, 3, 13, 17, tzinfo=LONDON),
        decisions_on=date(2026, 3, 27),
        state="open",
        asks_for_audit=True,
    )


@pytest.fixture
def draft(coming, cast):
    """Heathervale's application, whole but for the self-audit."""
    from cohorts.models import Application

    application = Application.objects.create(
        cohort=coming,
        school=cast.school,
        applicant_name="Jo Pemberton",
        applicant_email="jo@example.org",
        representatives=[
            {"name": "Jo Pemberton", "email": "jo@example.org", "job_title": "", "is_senior_leader": True},
            {"name": "Tom Wilk", "email": "tom@example.org", "job_title": "", "is_senior_leader": False},
        ],
        release_confirmed=True,
        head_name="Helen Strand",
    )
    return saved(answered(application, why_now="Now", current_practice="Key adults", see_hear_feel="Calm"))


@pytest.fixture
def prove():
    """Lets a browser into an application, as the code does."""

    def let_in(client, application):
        session = client.session
        session["applications_proved"] = {str(application.pk): timezone.now().isoformat()}
        session.save()
        return client

    return let_in


@pytest.fixture
def posted():
    """What a form sends: every theme at a level but those in `changes`, which are by number: a level, or (level, line)."""

    def form(version=0, level=2, **changes):
        data = {"version": version}
        for theme in Theme.objects.asked():
            said = changes.get(f"t{theme.number}", level)
            chosen, line = said if isinstance(said, tuple) else (said, "")
            data |= {f"level_{theme.pk}": str(chosen or ""), f"note_{theme.pk}": line}
        return data

    return form


@pytest.fixture
def filled():
    """Makes an audit as the actions leave it: `filled(school, cohort, moment, level, **fields)`."""

    def make(school, cohort, moment="start", level=2, note="", **fields):
        from evaluation.models import Answer

        at = timezone.now()
        audit = Audit.objects.create(
            school=school, cohort=cohort, moment=moment, by_name="Jo Pemberton", completed_at=at, version=1, **fields
        )
        Answer.objects.bulk_create(
            Answer(audit=audit, theme=theme, level=level, note=note, wording=theme.wording)
            for theme in Theme.objects.asked()
        )
        return audit

    return make
