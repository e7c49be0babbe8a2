"""What next says each duty once: where its act is."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from action_research.models import Project
from schools.models import DevelopmentPlan
from training import actions
from training.actions.marks import Said
from training.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def parts_of(user, client_of):
    """{heading: its text} of the panels of What next, and the line under the greeting as "head"."""
    page = client_of(user).get(reverse("cohorts:what_next")).text
    found = {"head": re.search(r'aas-pagehead__sub">(.*?)</p>', page, re.DOTALL)[1]}
    for section in re.findall(r"<section.*?</section>", page.split("<main", 1)[1], re.DOTALL):
        heading = strip_tags(re.search(r"<h2.*?</h2>", section, re.DOTALL)[0])
        found[heading] = " ".join(strip_tags(section).split())
    return found


@pytest.fixture
def missed(cast, cohort, place):
    """Sessions 1 to 3 are closed; Tomasz Wilk missed two days, nobody has said who is at today's, which sets a task."""
    for number in (1, 2, 3):
        session = cohort.sessions.get(number=number)
        for seat in place.seats.all():
            state = "absent" if seat.number == 2 and number < 3 else "present"
            actions.mark_seat(session, Said(seat, state), by=cast.lead)
    Session.objects.filter(number__in=(1, 2, 3)).update(state="closed", closed_at="2026-01-05T16:00Z")
    Session.objects.filter(number=4).update(gap_task="Map your key adults")
    return place


def test_days_claims_and_tasks_of_training_are_said_once(cast, missed, client_of):
    for user in (cast.headteacher, cast.school_lead, cast.contributor):
        parts = parts_of(user, client_of)
        said = " ".join(parts.values())
        assert said.count("Who was at session 4?") == 1
        assert "Say who was at session 4" not in said
        assert "The school says who was at session 4" not in said
        assert said.count("session 1: Tomasz Wilk") == said.count("session 2: Tomasz Wilk") == 1
        assert "makes up" not in said
        assert "to make up:" not in said
        assert said.count("Map your key adults") == 1
        assert said.count("Do the task from session 4") == 1
        assert "What is asked of you above, and then:" in parts["What would settle graduation"]


def test_what_is_done_in_a_block_is_still_counted(cast, missed, client_of):
    parts = parts_of(cast.contributor, client_of)
    assert parts["head"] == "4 things are asked of you."  # the claim, two days to make up, the task
    assert parts["Then"].count("session") == 3


def test_who_is_asked_for_nothing_reads_what_is_owed(cast, missed, client_of):
    missed.seats.get(number=2).holders.update(user=None)
    parts = parts_of(cast.contributor, client_of)
    assert "Tomasz Wilk has 2 days to make up" in parts["Your training days"]
    assert "Tomasz Wilk makes up one more day of training" in parts["What would settle graduation"]
    assert "Before then: Map your key adults" in parts["Session 5: Behaviour as communication"]


@pytest.mark.parametrize(
    ("plan", "duty", "sentence"),
    [
        (None, "Start your development plan", "The school writes its development plan"),
        ({"state": "draft"}, "Go on with your development plan", "The plan is submitted and agreed"),
        ({"state": "returned"}, "Look at the comment on your plan", "The plan is submitted and agreed"),
    ],
)
def test_the_plan_is_asked_once(cast, place, client_of, plan, duty, sentence):
    if plan is not None:
        DevelopmentPlan.objects.create(school=cast.school, **plan)
    writes, adds = parts_of(cast.school_lead, client_of), parts_of(cast.contributor, client_of)
    assert duty in writes["Then"]
    assert sentence not in " ".join(writes.values())
    assert duty not in " ".join(adds.values())
    assert sentence in adds["What would settle graduation"]


def test_the_project_is_asked_once_and_a_measure_is_another_duty(cast, cohort, place, client_of):
    project = Project.objects.create(place=place, title="T", question="Q?", state="draft")
    parts = parts_of(cast.school_lead, client_of)
    assert "Propose your research question" in parts["Then"]
    assert "proposes its research question" not in " ".join(parts.values())
    Project.objects.update(state="agreed", ethics_confirmed=True, anonymity_confirmed=True)
    parts = parts_of(cast.school_lead, client_of)
    assert "Take your first measure" in parts["Then"]
    assert "The project is written up" in parts["What would settle graduation"]  # not asked for before it is near
    type(cohort).objects.update(ends_on=date(2026, 4, 20))
    parts = parts_of(cast.school_lead, client_of)
    assert "Write up your project" in parts["Then"]
    assert "The project is written up" not in " ".join(parts.values())
    assert project.place == place


def test_where_all_that_is_left_is_asked_above_nothing_else_is_listed(cast, cohort, place, client_of):
    type(cohort).objects.update(needs_presentation=False, needs_audit=False, needs_project=False)
    parts = parts_of(cast.school_lead, client_of)
    assert (
        parts["What would settle graduation"]
        == "What would settle graduation What is asked of you above is all that is left."
    )
