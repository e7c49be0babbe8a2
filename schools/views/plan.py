"""The development plan's page and its steps between the school, its head and the programme lead."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.access import everyone, guard, say
from kit.clock import today
from kit.flow import StepNotAllowed
from schools import policies
from schools.actions import plan as actions
from schools.forms.plan import AgreeForm, ReviewForm, SendBackForm, SignForm, VisionForm
from schools.models import (
    PLAN_FLOW,
    Challenge,
    DevelopmentPlan,
    PlanAction,
    PlanUpdate,
    PlanVersion,
    Priority,
    Progress,
    School,
    Visit,
)
from schools.papers import paper_of
from schools.plan_text import in_sight, side_by_side
from schools.plan_words import PROGRESS_MARKS, plan_status

from .sight import hiding

schools = School.objects.visible_to
plans = DevelopmentPlan.objects.select_related("school", "agreed_by").visible_to
versions = PlanVersion.objects.select_related("plan__school", "by").visible_to


@guard(everyone)
def plans_of_mine(request):
    """The plan of one's own school, or the word that it is not begun; the list of schools for whoever has several or none."""
    mine = list(School.objects.of(request.user).select_related("plan")[:2])
    if len(mine) != 1:
        return redirect("schools:schools")
    plan = getattr(mine[0], "plan", None)
    if plan is None and not policies.can_start_plan(request.user, mine[0]):
        return render(request, "schools/no_plan.html", {"school": mine[0]})
    return redirect(plan) if plan else redirect("schools:start_plan", mine[0].pk)


@guard(policies.can_start_plan, load=schools)
def start_plan(request, school):
    """The first page of a plan that does not exist yet."""
    if hasattr(school, "plan"):
        return redirect(school.plan)
    if request.method == "POST":
        return redirect(actions.start_plan(school, by=request.user))
    return render(request, "schools/start_plan.html", {"school": school})


@guard(everyone, load=plans)
def plan(request, plan):
    """The why, the priorities with their actions, how far they are and how it goes, and what comes next."""
    user = request.user
    priorities = list(parts_of(plan, user))
    acts = [action for priority in priorities for action in priority.actions.all()]
    mine = {name: rule(user, plan) for name, rule in RULES.items()}
    context = {
        "plan": plan,
        "school": plan.school,
        "status": plan_status(plan, user, signs=mine["sign"] and not user.is_virtual_school),
        "priorities": priorities,
        "counts": [
            (progress.label, PROGRESS_MARKS[progress], sum(act.progress == progress for act in acts))
            for progress in Progress
        ],
        "actions": acts,
        "may": mine,
        **hiding(user),
        "versions": list(PlanVersion.objects.visible_to(user).filter(plan=plan).order_by("-at", "-pk")),
        "ours": policies.holds(user, plan.school),
        "paper": paper_of(plan),
        "visits": visits_of(plan.school, user),
        "on_behalf": any(mine[name] for name in ("edit", "submit", "add_update", "reopen")) and user.sees_every_school,
    }
    context["version"] = sum(version.kind == "agreed" for version in context["versions"])
    return render(request, "schools/plan.html", context)


RULES = {
    "edit": policies.can_edit_plan,
    "submit": policies.can_submit_plan,
    "sign": policies.can_sign_plan,
    "send_back": policies.can_send_back_plan,
    "agree": policies.can_agree_plan,
    "add_update": policies.can_add_update,
    "review": policies.can_review_plan,
    "reopen": policies.can_reopen_plan,
}


def parts_of(plan, user):
    """The priorities with their actions and updates, as far as this person may see them: three queries."""

    def seen(model):
        return model.objects.all() if user.sees_every_school else model.objects.in_sight()

    updates = Prefetch("updates", seen(PlanUpdate).select_related("by"))
    return seen(Priority).filter(plan=plan).prefetch_related(
        Prefetch("actions", seen(PlanAction).prefetch_related(updates))
    )  # fmt: skip


def visits_of(school, user):
    """The latest visits that this person may read, with their challenges."""
    challenges = Challenge.objects.all() if user.sees_every_school else Challenge.objects.in_sight()
    return (
        Visit.objects.visible_to(user)
        .filter(school=school)
        .prefetch_related(Prefetch("challenges", challenges, to_attr="put"))[:5]
    )


@guard(policies.can_edit_plan, load=plans)
def edit_plan(request, plan):
    """Change the why."""
    form = VisionForm(request.POST or None, initial={"vision": plan.vision, "seen": plan.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_plan(plan, by=request.user, seen=form.cleaned_data["seen"], **form.words())
        except StepNotAllowed:
            return conflict(request, plan, form, plans(request.user), lambda fresh: fresh)
        say(request, "The why is saved")
        return redirect(plan)
    return render(request, "schools/edit_plan.html", {"plan": plan, "school": plan.school, "form": form})


def conflict(request, plan, form, rows, part_of):
    """Somebody was quicker: show what is saved now beside what was typed, and let the person decide (409).

    `part_of` finds in the plan, read again, what the form was about; a plan that is closed by now is refused in its own words.
    """
    fresh = get_object_or_404(rows, pk=plan.pk)
    if not PLAN_FLOW.allows("revise", fresh):
        raise StepNotAllowed(fresh, "revise")
    part = part_of(fresh)
    rows = [
        (field.label, shown(getattr(part, field.name)), shown(form.cleaned_data[field.name]))
        for field in form
        if not field.is_hidden
    ]
    form.data = form.data.copy()
    form.data["seen"] = fresh.version  # sending it again is now a choice, made in sight of both
    context = {
        "plan": fresh,
        "school": fresh.school,
        "form": form,
        "rows": rows,
        "differs": any(a != b for _, a, b in rows),
    }
    return render(request, "schools/plan_conflict.html", context, status=409)


def shown(value):
    """A value as a line of text."""
    return "" if value is None else str(value)


@require_POST
@guard(policies.can_submit_plan, load=plans)
def submit_plan(request, plan):
    """Hand it in."""
    actions.submit_plan(plan, by=request.user)
    say(request, "The plan is submitted. The headteacher signs it, then the programme lead reads it.")
    return redirect(plan)


@guard(policies.can_sign_plan, load=plans)
def sign_plan(request, plan):
    """The headteacher presses the button; the Virtual School writes down who has signed on paper."""
    for_school = policies.speaks_for_school(request.user, plan.school)
    form = SignForm(request.POST or None, initial={"name": plan.school.head_name}) if for_school else None
    if request.method == "POST" and (form is None or form.is_valid()):
        name = form.cleaned_data["name"] if form else request.user.name
        actions.sign_plan(plan, by=request.user, name=name)
        say(request, f"Signed by {name}")
        return redirect(plan)
    return render(request, "schools/sign_plan.html", {"plan": plan, "school": plan.school, "form": form})


@guard(policies.can_send_back_plan, load=plans)
def send_back_plan(request, plan):
    """Return it with a comment."""
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.send_back_plan(plan, by=request.user, **form.cleaned_data)
        say(request, "The plan is returned with your comment")
        return redirect(plan)
    return render(request, "schools/send_back_plan.html", {"plan": plan, "school": plan.school, "form": form})


@guard(policies.can_agree_plan, load=plans)
def agree_plan(request, plan):
    """Agree it, and say when it is reviewed."""
    form = AgreeForm(request.POST or None, initial={"review_due_on": AgreeForm.suggestion()})
    if request.method == "POST" and form.is_valid():
        actions.agree_plan(plan, by=request.user, **form.cleaned_data)
        say(request, "Plan agreed. The school has been told.")
        return redirect(plan)
    return render(request, "schools/agree_plan.html", {"plan": plan, "school": plan.school, "form": form})


@guard(policies.can_review_plan, load=plans)
def review_plan(request, plan):
    """Note what a review found."""
    form = ReviewForm(request.POST or None, initial={"on": today(), "next_on": AgreeForm.suggestion()})
    if request.method == "POST" and form.is_valid():
        actions.review_plan(plan, by=request.user, **form.cleaned_data)
        say(request, "The review is noted")
        return redirect(plan)
    return render(request, "schools/review_plan.html", {"plan": plan, "school": plan.school, "form": form})


@guard(policies.can_reopen_plan, load=plans)
def reopen_plan(request, plan):
    """Begin the next version; the agreed one stays."""
    if request.method == "POST":
        actions.reopen_plan(plan, by=request.user)
        say(request, "The plan is open for its next version")
        return redirect(plan)
    return render(request, "schools/reopen_plan.html", {"plan": plan, "school": plan.school})


@guard(everyone, load=versions)
def plan_version(request, version):
    """The whole plan as it was agreed or returned."""
    # Somebody who reads for a trust sees the agreed versions also while the plan itself is being written again.
    plan = plans(request.user).filter(pk=version.plan_id).first()
    context = {"version": version, "plan": plan, "school": version.plan.school, "content": in_sight(version)}
    return render(request, "schools/plan_version.html", context)


@guard(everyone, load=plans)
def compare_plans(request, plan):
    """Two versions side by side; the last two unless others are chosen."""
    kept = list(PlanVersion.objects.visible_to(request.user).filter(plan=plan).order_by("-at", "-pk"))
    by_pk = {str(version.pk): version for version in kept}
    new = by_pk.get(request.GET.get("new"), kept[0] if kept else None)
    old = by_pk.get(request.GET.get("old"), next((one for one in kept if one != new), None))
    context = {"plan": plan, "school": plan.school, "kept": kept, "old": old, "new": new}
    if old and new:
        context["rows"] = side_by_side(in_sight(old), in_sight(new))
        context["only"] = request.GET.get("only") == "changed"
    return render(request, "schools/compare_plans.html", context)
