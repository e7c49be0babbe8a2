"""The reminders of the year: a review is near, a plan is quiet, a term ends, a headteacher has not confirmed."""

from datetime import date, datetime, timedelta

import pytest
from casting import LONDON, NOW, TODAY

from cohorts.letters import confirmations_waiting
from cohorts.models import Application, ApplicationState, CohortState, PlaceState
from cohorts.plan_reminders import plans_gone_quiet, reviews_that_are_due
from cohorts.term_ends import ends_after, term_ends_near
from notifications import changes
from notifications.actions import render
from notifications.kinds import kinds
from notifications.models import Message
from schools.models import DevelopmentPlan, PlanState
from terms.models import Term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = timedelta(days=1)


@pytest.fixture
def plan(cast, place):
    return DevelopmentPlan.objects.create(school=cast.school, state=PlanState.AGREED, agreed_at=NOW, touched_at=NOW)


def told(planner, at):
    """(who, occasion) of what a planner proposes."""
    return [(message.address.split("@")[0], message.occasion) for message in planner(at)]


def kept(planner, at):
    (message, *_) = list(planner(at))
    message.save()
    return Message.objects.get(pk=message.pk)


def test_a_review_is_told_five_school_days_before(plan):
    plan.review_due_on = date(2026, 3, 3)
    plan.save()
    assert told(reviews_that_are_due, datetime(2026, 2, 23, 8, tzinfo=LONDON)) == []  # six
    occasion = f"plan:{plan.pk}:review:2026-03-03"
    at = datetime(2026, 2, 24, 8, tzinfo=LONDON)
    assert told(reviews_that_are_due, at) == [("helen.strand", occasion), ("jo.pemberton", occasion)]
    message = kept(reviews_that_are_due, at)
    assert render(message)[0] == "We go through your development plan on Tuesday 3 March 2026"
    assert kinds["plan_review_due"].wanted(message)
    DevelopmentPlan.objects.update(review_due_on=date(2026, 3, 10))
    assert not kinds["plan_review_due"].wanted(Message.objects.get(pk=message.pk))


def test_a_plan_is_quiet_after_thirty_school_days_once_until_somebody_writes(plan):
    at = NOW + 42 * DAY  # thirty school days later: Tuesday 17 March
    assert told(plans_gone_quiet, at - DAY) == []
    people = [name for name, _ in told(plans_gone_quiet, at)]
    assert people == ["helen.strand", "jo.pemberton"]
    assert told(plans_gone_quiet, at) == told(plans_gone_quiet, at + 7 * DAY)  # the same occasion: it goes once
    assert told(plans_gone_quiet, at + 120 * DAY) == []
    message = kept(plans_gone_quiet, at)
    assert "was written on Tuesday 3 February 2026" in render(message)[1]
    assert kinds["plan_gone_quiet"].wanted(message)
    DevelopmentPlan.objects.update(touched_at=at)
    assert not kinds["plan_gone_quiet"].wanted(Message.objects.get(pk=message.pk))
    assert told(plans_gone_quiet, at + DAY) == []


def test_a_draft_and_a_school_that_left_are_not_reminded(plan, place):
    at = NOW + 42 * DAY
    type(place).objects.update(state=PlaceState.DEFERRED)
    assert told(plans_gone_quiet, at) == []


def test_switched_off_is_off(plan, cast):
    for kind, step in (("plan_gone_quiet", 30), ("plan_review_due", 5)):
        changes.change_rule(kind, by=cast.lead, is_on=False, days={step: step})
    DevelopmentPlan.objects.update(review_due_on=TODAY + 2 * DAY)
    assert told(plans_gone_quiet, NOW + 42 * DAY) == told(reviews_that_are_due, NOW) == []


def terms():
    for name, first, last in (
        ("Spring 1", (1, 5), (2, 13)),
        ("Spring 2", (2, 23), (3, 27)),
        ("Summer 1", (4, 13), (5, 22)),
        ("Summer 2", (6, 1), (7, 21)),
    ):
        Term.objects.create(year="2025-26", name=name, starts_on=date(2026, *first), ends_on=date(2026, *last))


def test_a_half_term_is_no_end(db):
    assert ends_after(TODAY) == []
    terms()
    assert ends_after(TODAY) == [date(2026, 3, 27), date(2026, 7, 21)]


def test_ten_school_days_before_a_term_ends_a_school_hears_what_is_missing(place):
    terms()
    at = datetime(2026, 3, 13, 8, tzinfo=LONDON)
    assert told(term_ends_near, at - DAY) == []
    occasion = f"place:{place.pk}:term-end:2026-03-27"
    assert told(term_ends_near, at) == [("helen.strand", occasion), ("jo.pemberton", occasion)]
    message = kept(term_ends_near, at)
    subject, text = render(message)
    assert subject == "Heathervale Primary: what graduation still needs"
    assert "The term ends on Friday 27 March 2026." in text
    assert "- The school writes its development plan.\n" in text
    assert kinds["readiness_at_term_end"].wanted(message)
    type(place).objects.update(state=PlaceState.GRADUATED, graduated_on=TODAY)
    assert not kinds["readiness_at_term_end"].wanted(Message.objects.get(pk=message.pk))


@pytest.fixture
def application(cast, cohort):
    type(cohort).objects.update(state=CohortState.SELECTING)
    return Application.objects.create(
        cohort=cohort, school=cast.other, applicant_name="Ines Farrow", applicant_email="ines@example.org",
        state=ApplicationState.SUBMITTED, submitted_at=NOW, head_code="ABC123",
    )  # fmt: skip


@pytest.mark.parametrize(("days", "step"), [(6, None), (7, "5"), (13, "5"), (14, "10"), (40, None)])
def test_a_headteacher_who_has_not_confirmed_is_asked_twice(application, days, step):
    found = told(confirmations_waiting, NOW + days * DAY)
    assert found == ([("office", f"application:{application.pk}:head-waits:{step}")] if step else [])


def test_a_headteacher_who_has_confirmed_is_left_alone(application):
    message = kept(confirmations_waiting, NOW + 7 * DAY)
    assert message.address == "office@oakenfold.example"
    assert application.head_token in render(message)[1]
    assert kinds["head_confirmation_waits"].wanted(message)
    Application.objects.update(confirmed_at=NOW, confirmed_how="link")
    assert not kinds["head_confirmation_waits"].wanted(Message.objects.get(pk=message.pk))
    assert told(confirmations_waiting, NOW + 7 * DAY) == []


def test_an_application_closing_is_also_told_to_the_school_where_the_lead_wants_it(cast, cohort):
    from cohorts.letters import drafts_closing

    type(cohort).objects.update(state=CohortState.OPEN, applications_close_at=NOW + 2 * DAY)
    Application.objects.create(cohort=cohort, school=cast.other, applicant_name="Ines", applicant_email="Ines@example.org", proved_at=NOW)  # fmt: skip
    assert [name for name, _ in told(drafts_closing, NOW)] == ["ines"]
    changes.change_rule("application_closing", by=cast.lead, is_on=True, days={3: 3}, audience="school")
    assert [name for name, _ in told(drafts_closing, NOW)] == ["ines", "office"]


def test_an_application_closing_is_told_to_all_who_write_it_each_with_their_own_link(cast, cohort):
    from cohorts.letters import drafts_closing
    from cohorts.models import Colleague

    type(cohort).objects.update(state=CohortState.OPEN, applications_close_at=NOW + 2 * DAY)
    draft = Application.objects.create(cohort=cohort, school=cast.other, applicant_name="Ines", applicant_email="ines@example.org", proved_at=NOW)  # fmt: skip
    maya, *_ = [
        Colleague.objects.create(application=draft, name=name, email=f"{name.lower()}@example.org", **facts)
        for name, facts in (("Maya", {"proved_at": NOW}), ("Ada", {}), ("Tom", {"proved_at": NOW, "removed_at": NOW}))
    ]
    assert [name for name, _ in told(drafts_closing, NOW)] == [
        "ines",
        "maya",
    ]  # not who never came, nor who was taken off
    for message in drafts_closing(NOW):
        message.save()
    mine, theirs = Message.objects.filter(kind="application_closing").order_by("address")
    assert (theirs.name, theirs.address) == ("Maya", "maya@example.org")
    assert draft.applicant_token in render(mine)[1] and maya.token not in render(mine)[1]
    assert maya.token in render(theirs)[1] and draft.applicant_token not in render(theirs)[1]
    wanted = kinds["application_closing"].wanted
    assert (wanted(mine), wanted(theirs)) == (True, True)
    Colleague.objects.filter(pk=maya.pk).update(removed_at=NOW)
    mine, theirs = Message.objects.filter(kind="application_closing").order_by("address")
    assert (wanted(mine), wanted(theirs)) == (True, False)
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    assert not wanted(Message.objects.filter(kind="application_closing").first())
    changes.change_rule("application_closing", by=cast.lead, is_on=True, days={3: 3}, audience="school")
    Application.objects.update(state=ApplicationState.DRAFT)
    Colleague.objects.filter(pk=maya.pk).update(
        removed_at=None, email="office@oakenfold.example"
    )  # the school's own too
    assert [name for name, _ in told(drafts_closing, NOW)] == ["ines", "office"]
