"""The cohorts: listed, planned, changed, copied, and taken through their year."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from kit.access import Refused, guard, say
from kit.clock import now
from kit.context import Door, doors

from .. import copying, policies
from ..actions import cohort as actions
from ..forms.cohort import CohortForm, CopyCohortForm
from ..intake import free_places, missing_to_start
from ..models import Application, ApplicationState, Cohort, PlaceState

cohorts_of = Cohort.objects.visible_to


@doors.register
def cohorts_door(request):
    """For those who see every cohort."""
    if request.user.is_authenticated and policies.can_see_cohorts(request.user):
        return Door("Cohorts", reverse("cohorts:cohorts"), position=30)
    return None


@guard(policies.can_see_cohorts)
def cohorts(request):
    """Every cohort, the newest first."""
    live = Q(taken__state__in=(PlaceState.ACTIVE, PlaceState.CONTINUING))
    found = cohorts_of(request.user).annotate(at_work=Count("taken", filter=live)).order_by("-starts_on")
    applied = dict(
        Application.objects.counting()
        .values_list("cohort")
        .annotate(number=Count("pk"))
        .values_list("cohort", "number")
    )
    rows = [(one, applied.get(one.pk, 0)) for one in found]
    context = {"rows": rows, "may_create": policies.can_create_cohort(request.user)}
    return render(request, "cohorts/cohorts.html", context)


STEPS = (
    ("open_cohort", "Open for applications", policies.can_open_cohort),
    ("select_cohort", "Close applications and decide", policies.can_select_cohort),
    ("run_cohort", "Start the year", policies.can_run_cohort),
    ("close_cohort", "Close the cohort", policies.can_close_cohort),
)


@guard(policies.can_see_cohorts, load=cohorts_of)
def cohort(request, cohort):
    """One cohort: its facts, its state, and the ways on."""
    states = dict(
        Application.objects.filter(cohort=cohort).values_list("state").annotate(number=Count("pk")).order_by()
    )
    missing = missing_to_start(cohort, now()) if policies.can_run_cohort(request.user, cohort) else []
    context = {
        "cohort": cohort,
        "steps": [
            (reverse(f"cohorts:{name}", args=[cohort.pk]), words)
            for name, words, may in STEPS
            if may(request.user, cohort) and not (name == "run_cohort" and missing)
        ],
        "missing": missing,
        "may_edit": policies.can_edit_cohort(request.user, cohort),
        "may_copy": policies.can_copy_cohort(request.user, cohort),
        "may_see_intake": policies.can_see_intake(request.user, cohort),
        "applications": [(ApplicationState(state).label, number) for state, number in sorted(states.items())],
        "free": free_places(cohort),
        "at_work": cohort.taken.live().count(),
    }
    return render(request, "cohorts/cohort.html", context)


@guard(policies.can_create_cohort)
def create_cohort(request):
    """Plan a year; its sessions come next."""
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.create_cohort(by=request.user, **form.facts)
        say(request, f"Cohort {made} is a draft. Nobody can apply until you open it")
        try:
            return redirect("training:plan_sessions", made.pk)
        except NoReverseMatch:
            return redirect("cohorts:cohort", made.pk)
    return render(request, "cohorts/create_cohort.html", {"form": form})


@guard(policies.can_edit_cohort, load=cohorts_of)
def edit_cohort(request, cohort):
    """Change dates, places and the rule."""
    form = CohortForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_cohort(cohort, by=request.user, **form.facts)
        except Refused as refusal:
            form.add_error("places", str(refusal))
        else:
            say(request, "Saved")
            return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/edit_cohort.html", {"form": form, "cohort": cohort})


@guard(policies.can_copy_cohort, load=cohorts_of)
def copy_cohort(request, cohort):
    """Another year's cohort from this one: each date as it is proposed, to be looked through and changed before it is made."""
    moves = copying.proposals(cohort)
    form = CopyCohortForm(request.POST or None, moves=moves, initial={"name": copying.year_after(cohort.name)})
    if request.method == "POST" and "check" not in request.POST and form.is_valid():
        copy = actions.copy_cohort(cohort, by=request.user, name=form.cleaned_data["name"], days=form.days)
        say(request, f"Cohort {copy} is a draft. Nobody can apply and nothing is mailed until you open it")
        return redirect("cohorts:cohort", copy.pk)
    days = form.days
    warnings = copying.warnings_of([move.thing for move in moves.values()], days)
    lines = [
        (form[key], [*(move.notes if days[key] == move.day else ()), *warnings.get(key, ())])
        for key, move in moves.items()
    ]
    own, others = lines[: sum(key in copying.OWN for key in moves)], lines[sum(key in copying.OWN for key in moves) :]
    context = {
        "form": form,
        "cohort": cohort,
        "parts": [("The cohort’s own dates", own), ("What is dated in its year", others)],
        "noted": sum(bool(notes) for _, notes in lines),
    }
    return render(request, "cohorts/copy_cohort.html", context)


@require_POST
@guard(policies.can_open_cohort, load=cohorts_of)
def open_cohort(request, cohort):
    """Draft to open."""
    actions.open_cohort(cohort, by=request.user)
    say(request, "Schools can apply within the window")
    return redirect("cohorts:cohort", cohort.pk)


@require_POST
@guard(policies.can_select_cohort, load=cohorts_of)
def select_cohort(request, cohort):
    """Open to deciding."""
    actions.select_cohort(cohort, by=request.user)
    say(request, "Applications are closed")
    return redirect("cohorts:intake", cohort.pk)


@require_POST
@guard(policies.can_run_cohort, load=cohorts_of)
def run_cohort(request, cohort):
    """Deciding to running."""
    try:
        actions.run_cohort(cohort, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, "The year has started")
    return redirect("cohorts:cohort", cohort.pk)


@require_POST
@guard(policies.can_close_cohort, load=cohorts_of)
def close_cohort(request, cohort):
    """The end of the year."""
    try:
        actions.close_cohort(cohort, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, "The cohort is closed")
    return redirect("cohorts:cohort", cohort.pk)
