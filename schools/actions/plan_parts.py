"""What a plan consists of: priorities, actions, the dated updates on them and the rating set at a review."""

from django.db import transaction
from django.db.models import Max

from audit.actions import record
from kit.access import Refused
from kit.clock import now, today
from schools.models import PLAN_FLOW, PlanAction, PlanUpdate, Priority
from schools.models.plan import MOST_PRIORITIES
from schools.policies import speaks_for_school

from .behalf import record_for_school

TOO_MANY = "A plan has up to five priorities. Change one of them, or remove one first."


@transaction.atomic
def add_priority(plan, *, by, title, theme, success):
    """Add one of up to five priorities; the same form sent twice adds one."""
    PLAN_FLOW.take(
        "revise", plan, touched_at=now()
    )  # holds the plan's row: whoever adds at the same time counts after us
    taken = list(plan.priorities.all())
    for priority in taken:
        if (priority.title, priority.theme, priority.success) == (title, theme, success):
            return priority
    free = sorted(set(range(1, MOST_PRIORITIES + 1)) - {priority.number for priority in taken})
    if not free:
        raise Refused(TOO_MANY)
    priority = Priority.objects.create(plan=plan, number=free[0], title=title, theme=theme, success=success)
    record_for_school(by, "added a priority to", plan, school=plan.school, priority=priority.pk)
    return priority


@transaction.atomic
def edit_priority(priority, *, by, seen, title, theme, success):
    """Change a priority's words. Refused when somebody has changed the plan since `seen`."""
    plan = priority.plan
    PLAN_FLOW.take("revise", plan, seen=seen, touched_at=now())
    priority.title, priority.theme, priority.success = title, theme, success
    priority.save(update_fields=["title", "theme", "success"])
    record_for_school(by, "changed a priority of", plan, school=plan.school, priority=priority.pk)


@transaction.atomic
def remove_priority(priority, *, by):
    """Take a priority out of the draft, unless there are updates on it: those are kept."""
    plan = priority.plan
    PLAN_FLOW.take("revise", plan, touched_at=now())
    if PlanUpdate.objects.filter(action__priority=priority).exists():
        raise Refused(
            "There are updates on this priority, and they are kept. Say that its actions are stopped instead."
        )
    record_for_school(by, "removed a priority from", plan, school=plan.school)
    priority.delete()


@transaction.atomic
def add_action(priority, *, by, **particulars):
    """Add an action to a priority; the same form sent twice adds one."""
    plan = priority.plan
    PLAN_FLOW.take("revise", plan, touched_at=now())
    if same := priority.actions.filter(**particulars).first():
        return same
    number = (priority.actions.aggregate(last=Max("number"))["last"] or 0) + 1
    action = PlanAction.objects.create(priority=priority, number=number, **particulars)
    record_for_school(by, "added an action to", plan, school=plan.school, action=action.pk)
    return action


@transaction.atomic
def edit_action(action, *, by, seen, **particulars):
    """Change an action's particulars. Refused when somebody has changed the plan since `seen`."""
    plan = action.plan
    PLAN_FLOW.take("revise", plan, seen=seen, touched_at=now())
    for name, value in particulars.items():
        setattr(action, name, value)
    action.save(update_fields=[*particulars])
    record_for_school(by, "changed an action of", plan, school=plan.school, action=action.pk)


@transaction.atomic
def remove_action(action, *, by):
    """Take an action out of the draft, unless there are updates on it: those are kept."""
    plan = action.plan
    PLAN_FLOW.take("revise", plan, touched_at=now())
    if action.updates.exists():
        raise Refused("There are updates on this action, and they are kept. Say that it is stopped instead.")
    record_for_school(by, "removed an action from", plan, school=plan.school)
    action.delete()


@transaction.atomic
def add_update(plan, *, by, action, progress, text="", on=None):
    """Note, dated, how an action of an agreed plan has moved. The same words sent twice on a day are one update."""
    PLAN_FLOW.take("update", plan, touched_at=now())
    action = PlanAction.objects.get(pk=action.pk, priority__plan=plan)
    on = on or today()
    if same := action.updates.filter(by=by, on=on, text=text, progress=progress).first():
        return same
    update = PlanUpdate.objects.create(
        action=action,
        by=by,
        on_behalf=speaks_for_school(by, plan.school),
        on=on,
        text=text,
        progress=progress,
        progress_before=action.progress,
    )
    if action.progress != progress:
        action.progress = progress
        action.save(update_fields=["progress"])
    record_for_school(
        by, "updated", plan, school=plan.school, action=action.pk, progress=progress, before=update.progress_before
    )
    return update


@transaction.atomic
def rate_action(action, *, by, rating, why):
    """Set how an action is going, as agreed with the school at a review."""
    plan = action.plan
    PLAN_FLOW.take("review", plan)
    action.rating, action.rating_why = rating, why
    action.save(update_fields=["rating", "rating_why"])
    record(by, "rated an action of", plan, action=action.pk, rating=rating)
