"""The reminder of a project's next step: question, first measure, write-up."""

from datetime import date, datetime

import pytest
from casting import LONDON

from action_research.models import Measure, Project
from action_research.reminders import example_of, project_steps_due
from cohorts.models import Cohort, Place
from notifications.actions import render
from notifications.kinds import kinds
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(place):
    return Project.objects.create(place=place, title="Doors", question="Do they open?", state="draft")


def morning(day, before):
    """The morning so many weekdays before a day."""
    from datetime import timedelta

    while before:
        day -= timedelta(days=1)
        before -= day.weekday() < 5
    return datetime(day.year, day.month, day.day, 8, tzinfo=LONDON)


def told(at):
    return [(message.address.split("@")[0], message.occasion) for message in project_steps_due(at)]


def kept(at):
    message = next(project_steps_due(at))
    message.save()
    return Message.objects.get(pk=message.pk)


QUESTION, MEASURE, WRITE_UP = date(2025, 12, 16), date(2026, 2, 7), date(2026, 5, 28)


def agreed():
    Project.objects.update(state="agreed", ethics_confirmed=True, anonymity_confirmed=True)


def test_each_step_is_told_five_school_days_before(project):
    occasion = f"project:{project.pk}"
    assert told(morning(QUESTION, 6)) == []
    assert told(morning(QUESTION, 5)) == [
        (name, f"{occasion}:question:{QUESTION}") for name in ("helen.strand", "jo.pemberton")
    ]
    agreed()
    assert told(morning(QUESTION, 5)) == []
    assert {one for _, one in told(morning(WRITE_UP, 5))} == {f"{occasion}:write-up:{WRITE_UP}"}
    assert {one for _, one in told(morning(MEASURE, 4))} == {f"{occasion}:first-measure:{MEASURE}"}


def test_a_step_that_is_taken_is_not_wanted(project):
    agreed()
    message = kept(morning(MEASURE, 4))
    assert render(message)[0] == "Take your first measure, by Saturday 7 February 2026"
    assert kinds["project_step_due"].wanted(message)
    Measure.objects.create(project=project, start=3)
    assert not kinds["project_step_due"].wanted(Message.objects.get(pk=message.pk))
    assert told(morning(MEASURE, 4)) == []


def test_neither_is_one_of_another_day_or_of_a_school_that_has_left(project):
    message = kept(morning(QUESTION, 5))
    Cohort.objects.update(ends_on=date(2026, 12, 18))
    assert not kinds["project_step_due"].wanted(Message.objects.get(pk=message.pk))
    Cohort.objects.update(ends_on=date(2026, 7, 17))
    assert kinds["project_step_due"].wanted(Message.objects.get(pk=message.pk))
    Place.objects.update(state="withdrawn", left_on=date(2025, 12, 1), left_reason="Staff")
    assert not kinds["project_step_due"].wanted(Message.objects.get(pk=message.pk))
    assert told(morning(QUESTION, 5)) == []


def test_a_preview_shows_the_next_step(project):
    assert example_of(project) == {
        "step": "question",
        "title": "Propose your research question",
        "on": QUESTION.isoformat(),
    }
