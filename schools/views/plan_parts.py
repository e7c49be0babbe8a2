"""What a plan consists of: priorities, actions, updates and ratings."""

from django.shortcuts import redirect, render

from kit.access import guard, say
from kit.flow import StepNotAllowed
from schools import policies
from schools.actions import plan_parts as actions
from schools.forms.plan import ActionForm, PriorityForm, RatingForm, UpdateForm
from schools.models import PlanAction, Priority
from schools.models.plan import MOST_PRIORITIES

from .plan import conflict, plans

priorities = Priority.objects.select_related("plan__school").visible_to
plan_actions = PlanAction.objects.select_related("priority__plan__school").visible_to

PARTICULARS = ("title", "owner", "starts_on", "due_on", "resources", "evidence", "monitored_by")


@guard(policies.can_edit_plan, load=plans)
def add_priority(request, plan):
    """One of up to five; the sixth is told why not."""
    is_full = plan.priorities.count() >= MOST_PRIORITIES
    form = PriorityForm(request.POST or None, initial={"seen": plan.version})
    if request.method == "POST" and form.is_valid() and not is_full:
        actions.add_priority(plan, by=request.user, **form.words())
        say(request, "The priority is added. Now add what will be done for it.")
        return redirect(plan)
    context = {"plan": plan, "school": plan.school, "form": form, "is_full": is_full, "too_many": actions.TOO_MANY}
    return render(
        request, "schools/add_priority.html", context, status=409 if is_full and request.method == "POST" else 200
    )


@guard(policies.can_edit_priority, load=priorities)
def edit_priority(request, priority):
    """Change its words."""
    plan = priority.plan
    words = {name: getattr(priority, name) for name in ("title", "theme", "success")}
    form = PriorityForm(request.POST or None, initial={"seen": plan.version, **words})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_priority(priority, by=request.user, seen=form.cleaned_data["seen"], **form.words())
        except StepNotAllowed:
            return conflict(request, plan, form, plans(request.user), lambda plan: plan.priorities.get(pk=priority.pk))
        say(request, "The priority is saved")
        return redirect(priority)
    return render(
        request, "schools/edit_priority.html", {"plan": plan, "school": plan.school, "priority": priority, "form": form}
    )


@guard(policies.can_edit_priority, load=priorities)
def remove_priority(request, priority):
    """Take it out of the draft, after a question."""
    plan = priority.plan
    if request.method == "POST":
        actions.remove_priority(priority, by=request.user)
        say(request, "The priority is removed")
        return redirect(plan)
    return render(request, "schools/remove_priority.html", {"plan": plan, "school": plan.school, "priority": priority})


@guard(policies.can_add_action, load=priorities)
def add_action(request, priority):
    """What will be done, by whom, by when."""
    plan = priority.plan
    form = ActionForm(request.POST or None, initial={"seen": plan.version})
    if request.method == "POST" and form.is_valid():
        action = actions.add_action(priority, by=request.user, **form.words())
        say(request, "The action is added")
        return redirect(action)
    return render(
        request, "schools/add_action.html", {"plan": plan, "school": plan.school, "priority": priority, "form": form}
    )


@guard(policies.can_edit_action, load=plan_actions)
def edit_action(request, action):
    """Change its particulars."""
    plan = action.plan
    words = {name: getattr(action, name) for name in PARTICULARS}
    form = ActionForm(request.POST or None, initial={"seen": plan.version, **words})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_action(action, by=request.user, seen=form.cleaned_data["seen"], **form.words())
        except StepNotAllowed:
            return conflict(request, plan, form, plans(request.user), lambda _: PlanAction.objects.get(pk=action.pk))
        say(request, "The action is saved")
        return redirect(action)
    return render(
        request, "schools/edit_action.html", {"plan": plan, "school": plan.school, "action": action, "form": form}
    )


@guard(policies.can_edit_action, load=plan_actions)
def remove_action(request, action):
    """Take it out of the draft, after a question."""
    plan = action.plan
    if request.method == "POST":
        actions.remove_action(action, by=request.user)
        say(request, "The action is removed")
        return redirect(plan)
    return render(request, "schools/remove_action.html", {"plan": plan, "school": plan.school, "action": action})


@guard(policies.can_add_update, load=plans)
def add_update(request, plan):
    """One line on how an action has moved; `?action=` has it chosen already."""
    choices = (
        PlanAction.objects.in_sight()
        .filter(priority__plan=plan, priority__hidden_at=None)
        .order_by("priority__number", "number")
    )
    chosen = next((action for action in choices if str(action.pk) == request.GET.get("action")), None)
    first = {"action": chosen, "progress": chosen.progress} if chosen else {}
    form = UpdateForm(request.POST or None, actions=choices, initial=first)
    if request.method == "POST" and form.is_valid():
        update = actions.add_update(plan, by=request.user, **form.cleaned_data)
        say(request, "The update is added")
        return redirect(update)
    return render(
        request, "schools/add_update.html", {"plan": plan, "school": plan.school, "form": form, "chosen": chosen}
    )


@guard(policies.can_rate_action, load=plan_actions)
def rate_action(request, action):
    """How it is going, as agreed at the review."""
    form = RatingForm(request.POST or None, initial={"rating": action.rating, "why": action.rating_why})
    if request.method == "POST" and form.is_valid():
        actions.rate_action(action, by=request.user, **form.cleaned_data)
        say(request, "The rating is saved")
        return redirect(action)
    return render(
        request,
        "schools/rate_action.html",
        {"plan": action.plan, "school": action.plan.school, "action": action, "form": form},
    )
