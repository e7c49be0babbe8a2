"""The development plan's steps: start, revise, submit, sign, send back, agree, review, reopen."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from kit.access import Refused
from kit.clock import now
from notifications.actions import notify
from schools.models import PLAN_FLOW, DevelopmentPlan, PlanVersion
from schools.plan_text import frozen

from .behalf import record_for_school, writers_of


@transaction.atomic
def start_plan(school, *, by, due_on=None):
    """The school's plan; an empty draft if there is none yet."""
    plan, is_new = DevelopmentPlan.objects.get_or_create(school=school, defaults={"due_on": due_on})
    if is_new:
        record_for_school(by, "started", plan, school=school)
    return plan


@transaction.atomic
def edit_plan(plan, *, by, vision, seen):
    """Change the why. Refused when somebody has changed the plan since `seen`."""
    PLAN_FLOW.take("revise", plan, seen=seen, vision=vision, touched_at=now())
    record_for_school(by, "changed the why of", plan, school=plan.school)


@transaction.atomic
def submit_plan(plan, *, by):
    """Hand the plan to the headteacher for signing and to the programme lead."""
    if not plan.priorities.in_sight().filter(actions__hidden_at=None, actions__isnull=False).exists():
        raise Refused("A plan is submitted with at least one priority that has an action. Add one first.")
    PLAN_FLOW.take("submit", plan, submitted_by=by, submitted_at=now(), return_comment="", touched_at=now())
    activity = record_for_school(by, "submitted", plan, school=plan.school)
    for lead in programme_leads():
        notify("plan_submitted", lead, about=plan, occasion=f"activity:{activity.pk}")


@transaction.atomic
def sign_plan(plan, *, by, name):
    """The headteacher's signature; on a school's behalf `name` says who has signed. Signing twice changes nothing."""
    if plan.signed_at is not None:
        return
    PLAN_FLOW.take("sign", plan, signed_by=by, signed_name=name, signed_at=now())
    record_for_school(by, "signed", plan, school=plan.school, name=name)


@transaction.atomic
def send_back_plan(plan, *, by, comment):
    """Return the plan with a comment; what was submitted is kept as it was."""
    content = frozen(plan)
    PLAN_FLOW.take("send_back", plan, return_comment=comment)
    keep_version(plan, "returned", content, by=by, comment=comment)
    activity = record(by, "returned", plan)
    tell(plan, "plan_returned", activity, comment=comment)


@transaction.atomic
def agree_plan(plan, *, by, review_due_on=None):
    """Freeze this version as the agreed plan and tell the school."""
    if plan.signed_at is None:
        raise Refused("The headteacher signs the plan before it is agreed.")
    PLAN_FLOW.take("agree", plan, agreed_by=by, agreed_at=now(), review_due_on=review_due_on)
    version = keep_version(plan, "agreed", frozen(plan), by=by)
    activity = record(by, "agreed", plan, version=version.number)
    tell(plan, "plan_agreed", activity, version=version.number)


@transaction.atomic
def review_plan(plan, *, by, on, note, next_on=None):
    """Note that lead and school went through the plan together, what came of it, and when they meet again."""
    PLAN_FLOW.take("review", plan, reviewed_on=on, review_note=note, review_due_on=next_on)
    record(by, "reviewed", plan, on=on.isoformat())


@transaction.atomic
def reopen_plan(plan, *, by):
    """Open the agreed plan for its next version; the agreed one stays among the versions."""
    PLAN_FLOW.take("reopen", plan, touched_at=now())
    record_for_school(by, "reopened", plan, school=plan.school)


def keep_version(plan, kind, content, *, by, comment=""):
    """Keep the whole plan as it stands."""
    number = PlanVersion.objects.filter(plan=plan, kind=kind).count() + 1
    return PlanVersion.objects.create(plan=plan, kind=kind, number=number, content=content, by=by, comment=comment)


def tell(plan, kind, activity, **facts):
    """Write to everybody who writes for the school."""
    for person in writers_of(plan.school):
        notify(kind, person, about=plan, occasion=f"activity:{activity.pk}", **facts)


def programme_leads():
    """Who is told that a plan waits."""
    return User.objects.active().filter(is_programme_lead=True)
