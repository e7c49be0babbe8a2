"""The plan on the board, in readiness, among what is asked of people, and the reminder that it is due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cohorts.plan_reminders import plans_that_are_due
from cohorts.plan_strand import plan_agreed_and_reviewed, plan_cells, plans_for_the_lead, plans_for_the_school
from schools.actions import plan as actions
from schools.actions import plan_parts as parts
from schools.actions.visit import log_visit
from schools.models import DevelopmentPlan

TODAY = date(2026, 2, 3)


def bring(cast, state):
    """Heathervale's plan in a state."""
    plan = actions.start_plan(cast.school, by=cast.school_lead)
    if state == "draft":
        return plan
    priority = parts.add_priority(plan, by=cast.school_lead, title="Greeting", theme="", success="")
    parts.add_action(priority, by=cast.school_lead, title="Teach the script")
    actions.submit_plan(plan, by=cast.school_lead)
    if state == "returned":
        actions.send_back_plan(plan, by=cast.lead, comment="More")
    if state in ("signed", "agreed", "reviewed"):
        actions.sign_plan(plan, by=cast.headteacher, name="Helen Strand")
    if state in ("agreed", "reviewed"):
        actions.agree_plan(plan, by=cast.lead, review_due_on=date(2026, 2, 13))
    if state == "reviewed":
        actions.review_plan(plan, by=cast.lead, on=TODAY, note="Well begun")
    return plan


STATES = {  # state: what the lead's board says, what readiness says, what is asked of lead, school lead and headteacher
    None: ("Not started", "The school writes its development plan", [], ["Start your development plan"], ["Start your development plan"]),
    "draft": ("Draft", "The plan is submitted and agreed", [], ["Go on with your development plan"], ["Go on with your development plan"]),
    "returned": ("Returned", "The plan is submitted and agreed", [], ["Look at the comment on your plan and submit it again"], ["Look at the comment on your plan and submit it again"]),
    "submitted": ("Submitted", "The headteacher signs the plan", [], [], ["Sign the development plan"]),
    "signed": ("Waiting for you", "The programme lead agrees the plan", ["Agree or return the plan from Heathervale Primary"], [], []),
    "agreed": ("Agreed", "The plan is reviewed once, by 13 February", ["Review the plan with Heathervale Primary"], [], []),
    "reviewed": ("Agreed", None, [], [], []),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_one_state_is_said_alike_everywhere(cast, place, frozen, state):
    word, shortfall, lead, school_lead, head = STATES[state]
    if state:
        bring(cast, state)
    assert plan_cells([place], cast.lead, TODAY)[place.pk].word == word
    assert [found.text for _, found in plan_agreed_and_reviewed([place])] == ([shortfall] if shortfall else [])
    assert [duty.title for duty in plans_for_the_lead(cast.lead, TODAY)] == lead
    assert [duty.title for duty in plans_for_the_school(cast.school_lead, TODAY)] == school_lead
    assert [duty.title for duty in plans_for_the_school(cast.headteacher, TODAY)] == head
    for who in ("contributor", "stranger", "adviser"):
        assert [*plans_for_the_school(getattr(cast, who), TODAY), *plans_for_the_lead(getattr(cast, who), TODAY)] == []


def test_flags_say_why(cast, place, frozen):
    bring(cast, "draft")
    assert [flag.text for flag in plan_cells([place], cast.lead, TODAY)[place.pk].flags] == [
        "The plan was due 12 December"
    ]
    DevelopmentPlan.objects.all().delete()
    plan = bring(cast, "agreed")
    frozen.shift(timedelta(days=60))
    assert [flag.text for flag in plan_cells([place], cast.lead, date(2026, 4, 4))[place.pk].flags] == [
        "A review was due 13 February"
    ]
    DevelopmentPlan.objects.filter(pk=plan.pk).update(review_due_on=None)
    assert [flag.text for flag in plan_cells([place], cast.lead, date(2026, 4, 4))[place.pk].flags] == [
        "Untouched for 42 school days"
    ]


@pytest.mark.parametrize("state", ["deferred", "withdrawn", "graduated"])
def test_a_school_that_is_not_at_work_owes_no_plan(cast, place, frozen, state):
    bring(cast, "draft")
    place.state = state
    assert plan_cells([place], cast.lead, TODAY)[place.pk].flags == ()


def test_a_challenge_is_asked_of_the_school_and_then_of_whoever_put_it(cast, place, frozen):
    bring(cast, "reviewed")
    log_visit(
        cast.school, by=cast.adviser, on=date(2026, 1, 14), kind="visit", people="", support="Walked", agreed="",
        is_internal=False, challenges=[("What would a child say?", date(2026, 2, 13))],
    )  # fmt: skip
    (duty,) = plans_for_the_school(cast.school_lead, TODAY)
    assert (duty.title, duty.due_on) == ("Answer the question from Dr Priya Raman", date(2026, 2, 13))
    assert list(plans_for_the_lead(cast.adviser, TODAY)) == []
    late = date(2026, 2, 16)
    assert [duty.title for duty in plans_for_the_lead(cast.adviser, late)] == [
        "Ask Heathervale Primary about the challenge you put"
    ]
    assert [flag.text for flag in plan_cells([place], cast.lead, late)[place.pk].flags] == [
        "A reply was due 13 February"
    ]


@pytest.mark.parametrize("many", [1, 12])
def test_the_board_costs_the_same_for_many(cast, cohort, frozen, django_assert_num_queries, many):
    from cohorts.models import Place
    from schools.models import School

    places = []
    for number in range(many):
        school = School.objects.create(name=f"School {number}")
        places.append(Place.objects.create(cohort=cohort, school=school))
        actions.start_plan(school, by=cast.lead)
    with django_assert_num_queries(2):
        plan_cells(places, cast.lead, TODAY)
    with django_assert_num_queries(1):
        list(plan_agreed_and_reviewed(places))
    with django_assert_num_queries(2):
        list(plans_for_the_lead(cast.lead, TODAY))


def at(day, hour=8):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/London"))


def occasions(moment):
    return sorted({letter.occasion.rsplit(":", 1)[1] for letter in plans_that_are_due(moment)})


def test_the_plan_is_asked_for_ten_and_two_school_days_before(cast, place):
    assert occasions(at(date(2025, 11, 27))) == []  # eleven school days before Friday 12 December
    assert occasions(at(date(2025, 11, 28), 7)) == []
    assert occasions(at(date(2025, 11, 28))) == ["10"]
    assert occasions(at(date(2025, 11, 29))) == []  # a Saturday
    assert occasions(at(date(2025, 12, 10))) == ["2"]
    assert occasions(at(date(2025, 12, 12))) == []
    assert (
        len(list(plans_that_are_due(at(date(2025, 12, 10))))) == 2
    )  # the head with two roles once, and the school lead


def test_a_plan_handed_in_is_not_asked_for(cast, place):
    bring(cast, "submitted")
    assert occasions(at(date(2025, 12, 10))) == []


def test_the_reminder_reads_well_and_is_not_sent_in_vain(cast, place):
    from notifications.actions import plan, render
    from notifications.kinds import kinds
    from notifications.models import Message

    plan(at(date(2025, 12, 10)))
    message = Message.objects.filter(kind="plan_due").first()
    subject, text = render(message)
    assert subject == "Your development plan is due on Friday 12 December 2025"
    assert f"/schools/{cast.school.pk}/plan/start/" in text
    assert kinds["plan_due"].wanted(message)
    bring(cast, "submitted")
    assert not kinds["plan_due"].wanted(Message.objects.get(pk=message.pk))


def test_the_school_page_shows_the_cohort_s_part(cast, place, client_of, frozen):
    page = client_of(cast.school_lead).get(f"/schools/{cast.school.pk}/").content.decode()
    assert "The school writes its development plan." in page
    assert "Tomasz Wilk" in page
    assert "senior leader" in page
