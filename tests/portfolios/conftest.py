"""A school that is ready, one that is not, and the programme's name on the paper."""

from datetime import date, datetime

import pytest
from casting import LONDON


@pytest.fixture
def programme(db):
    from cohorts.models import ProgrammeSettings

    return ProgrammeSettings.objects.update_or_create(
        pk=1,
        defaults={
            "organisation": "Ashenshire Virtual School",
            "signatory_name": "Hugh Lacey",
            "signatory_role": "Head",
        },
    )[0]


def attend(place, sessions, by, state="present"):
    """Everybody of a place was at these sessions."""
    from training.models import HALVES, Attendance

    for seat in place.seats.all():
        holder = seat.holders.get(until_on=None)
        for session in sessions:
            halves = HALVES.get(state, 0)
            Attendance.objects.update_or_create(
                session=session,
                seat=seat,
                defaults={
                    "holder": holder,
                    "state": state,
                    "halves": halves,
                    "own_halves": halves,
                    "marked_by": by,
                    "confirmed_by": by,
                    "confirmed_at": datetime(2026, 7, 1, tzinfo=LONDON),
                },
            )


@pytest.fixture
def ready(cast, cohort, place, programme):
    """Heathervale with nothing left to settle."""
    from action_research.models import Project, ProjectState
    from schools.models import DevelopmentPlan, PlanState

    moment = datetime(2026, 5, 1, tzinfo=LONDON)
    cohort.sessions.update(state="closed", closed_at=moment)
    attend(place, cohort.sessions.all(), cast.lead)
    DevelopmentPlan.objects.create(
        school=cast.school,
        state=PlanState.AGREED,
        agreed_at=moment,
        agreed_by=cast.lead,
        signed_at=moment,
        reviewed_on=date(2026, 5, 2),
    )
    Project.objects.create(
        place=place, state=ProjectState.APPROVED, approved_at=moment, approved_by=cast.lead, question="Why?", title="T"
    )
    return place
