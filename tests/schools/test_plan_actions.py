"""The plan's year: written, submitted, signed, returned, agreed, kept alive, reviewed, written anew."""

from datetime import date

import pytest

from audit.models import Activity
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.models import Message
from schools.actions import plan as actions
from schools.actions import plan_parts as parts
from schools.models import DevelopmentPlan, PlanState, PlanUpdate, Priority


def letters(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_starting_twice_is_one_plan(cast, frozen):
    first = actions.start_plan(cast.school, by=cast.school_lead)
    assert actions.start_plan(cast.school, by=cast.school_lead) == first
    assert DevelopmentPlan.objects.count() == 1
    assert Activity.objects.about(first).count() == 1


def test_submitting_tells_the_programme_leads(cast, at):
    plan = at("submitted")
    assert plan.state == PlanState.SUBMITTED
    assert letters("plan_submitted") == ["marian.osgood@example.org"]


def test_an_empty_plan_is_not_submitted(cast, frozen):
    plan = actions.start_plan(cast.school, by=cast.school_lead)
    with pytest.raises(Refused, match="at least one priority"):
        actions.submit_plan(plan, by=cast.school_lead)


def test_the_head_signs_before_the_lead_agrees(cast, at):
    plan = at("submitted")
    with pytest.raises(Refused, match="signs the plan before"):
        actions.agree_plan(plan, by=cast.lead)
    actions.sign_plan(plan, by=cast.headteacher, name="Helen Strand")
    actions.agree_plan(plan, by=cast.lead, review_due_on=date(2026, 2, 13))
    plan.refresh_from_db()
    assert (plan.state, plan.signed_name, plan.agreed_by) == (PlanState.AGREED, "Helen Strand", cast.lead)
    assert letters("plan_agreed") == ["helen.strand@example.org", "jo.pemberton@example.org"]  # two roles, one letter


def test_sending_back_keeps_what_was_submitted_and_the_comment(cast, at):
    plan = at("returned")
    version = plan.versions.get()
    assert (version.kind, version.comment) == ("returned", "What would a child notice?")
    assert version.content["priorities"][0]["actions"][0]["title"] == "Teach the morning script"
    assert (plan.signed_at, plan.return_comment) == (None, "What would a child notice?")
    assert letters("plan_returned") == ["helen.strand@example.org", "jo.pemberton@example.org"]


def test_agreeing_twice_is_refused(cast, at):
    plan = at("signed")
    stale = DevelopmentPlan.objects.get(pk=plan.pk)
    actions.agree_plan(plan, by=cast.lead)
    with pytest.raises(StepNotAllowed):
        actions.agree_plan(stale, by=cast.lead)
    assert plan.versions.count() == 1


def test_a_version_stays_as_it_was_agreed(cast, at):
    plan = at("agreed")
    kept = plan.versions.get().content
    actions.reopen_plan(plan, by=cast.school_lead)
    priority = plan.priorities.get()
    parts.edit_priority(priority, by=cast.school_lead, seen=plan.version, title="Changed", theme="", success="")
    actions.submit_plan(plan, by=cast.school_lead)
    actions.sign_plan(plan, by=cast.headteacher, name="Helen Strand")
    actions.agree_plan(plan, by=cast.lead)
    assert [version.number for version in plan.versions.order_by("number")] == [1, 2]
    assert plan.versions.get(number=1).content == kept
    assert kept["priorities"][0]["title"] == "Every adult greets"


def test_no_more_than_five_priorities(cast, at):
    plan = at("draft")
    for number in range(2, 6):
        parts.add_priority(plan, by=cast.school_lead, title=f"Priority {number}", theme="", success="")
    with pytest.raises(Refused, match="up to five"):
        parts.add_priority(plan, by=cast.school_lead, title="A sixth", theme="", success="")
    assert plan.priorities.count() == 5


def test_the_same_form_sent_twice_adds_one(cast, at):
    plan = at("draft")
    for _ in range(2):
        priority = parts.add_priority(plan, by=cast.school_lead, title="Lunchtime", theme="", success="")
        parts.add_action(priority, by=cast.school_lead, title="Twilight for midday staff")
    assert Priority.objects.filter(title="Lunchtime").count() == 1
    assert priority.actions.count() == 1


def test_a_number_left_free_is_used_again(cast, at):
    plan = at("draft")
    second = parts.add_priority(plan, by=cast.school_lead, title="Second", theme="", success="")
    parts.remove_priority(plan.priorities.get(number=1), by=cast.school_lead)
    third = parts.add_priority(plan, by=cast.school_lead, title="Third", theme="", success="")
    assert (second.number, third.number) == (2, 1)


def test_updates_are_dated_and_move_the_progress(cast, at):
    plan = at("agreed")
    action = plan.priorities.get().actions.get()
    for _ in range(2):
        parts.add_update(plan, by=cast.school_lead, action=action, progress="in_progress", text="Nine adults now")
    update = PlanUpdate.objects.get()
    assert (update.on, update.progress_before, update.progress, update.on_behalf) == (
        date(2026, 2, 3),
        "not_started",
        "in_progress",
        False,
    )
    action.refresh_from_db()
    assert (action.progress, action.rating) == ("in_progress", "")


def test_what_has_updates_is_not_removed(cast, at):
    plan = at("agreed")
    action = plan.priorities.get().actions.get()
    parts.add_update(plan, by=cast.school_lead, action=action, progress="in_progress", text="Begun")
    actions.reopen_plan(plan, by=cast.school_lead)
    for remove, part in ((parts.remove_action, action), (parts.remove_priority, action.priority)):
        with pytest.raises(Refused, match="they are kept"):
            remove(part, by=cast.school_lead)


def test_rating_and_review_belong_to_the_agreed_plan(cast, at):
    plan = at("agreed")
    action = plan.priorities.get().actions.get()
    parts.rate_action(action, by=cast.lead, rating="thought", why="cover falls over on Fridays")
    actions.review_plan(plan, by=cast.lead, on=date(2026, 2, 2), note="Well begun", next_on=date(2026, 6, 1))
    action.refresh_from_db()
    plan.refresh_from_db()
    assert (action.rating, action.rating_why, action.progress) == (
        "thought",
        "cover falls over on Fridays",
        "not_started",
    )
    assert (plan.reviewed_on, plan.review_due_on) == (date(2026, 2, 2), date(2026, 6, 1))


def test_what_the_lead_types_in_is_marked_and_told_once(cast, at):
    from notifications.actions import render

    plan = at("signed", by=cast.lead)
    acts = Activity.objects.about(plan).filter(by=cast.lead)
    assert set(acts.values_list("on_behalf", flat=True)) == {True}
    assert letters("entered_on_behalf") == ["helen.strand@example.org", "jo.pemberton@example.org"]
    subject, text = render(Message.objects.filter(kind="entered_on_behalf").first())
    assert subject == "Marian Osgood has typed something in for your school"
    assert "Marian Osgood submitted the development plan" in text
    assert "Helen" not in text.split("typed this in")[1].split("It is marked")[0]  # her own signature is not among them


def test_a_lead_with_a_role_at_the_school_speaks_for_herself(cast, at):
    from schools.models import Role

    Role.objects.create(user=cast.lead, school=cast.school, kind="school_lead", starts_on=date(2025, 9, 1))
    at("draft", by=cast.lead)
    assert not Activity.objects.filter(on_behalf=True).exists()
    assert letters("entered_on_behalf") == []


@pytest.mark.parametrize("kind", ["plan_submitted", "plan_returned", "plan_agreed"])
def test_letters_read_well(cast, at, kind):
    from notifications.actions import render

    at({"plan_submitted": "submitted", "plan_returned": "returned", "plan_agreed": "agreed"}[kind])
    subject, text = render(Message.objects.filter(kind=kind).first())
    assert "Heathervale Primary" in subject
    assert "This message was sent because" in text
    assert "{{" not in text
