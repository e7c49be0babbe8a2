"""Mentoring between two schools: the offer, its page, the visits, and the plan that is shared."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kit.access import everyone, guard, say
from kit.clock import today
from networks import policies
from networks.actions import pairings as actions
from networks.forms import EndPairingForm, OfferForm, PairingVisitForm
from networks.models import Pairing, PairingVisit
from networks.suggestions import possible_mentors, suggestions
from schools.actions.behalf import writers_of
from schools.models import DevelopmentPlan, PlanVersion, School
from schools.plan_text import in_sight

from .clusters import hiding

schools = School.objects.visible_to
pairing_rows = Pairing.objects.select_related("mentor", "mentored").prefetch_related(
    "mentor__roles__user", "mentored__roles__user"
)
pairings = pairing_rows.visible_to
shared = pairing_rows.shared_with
MAY = ("accept_pairing", "end_pairing", "log_pairing_visit", "share_plan")


@guard(policies.can_offer_pairing, load=schools)
def offer_pairing(request, school):
    """Ask a graduate school to mentor this one: the nearest of its phase come first."""
    shown = suggestions(school)
    form = OfferForm(request.POST or None, chosen_from=possible_mentors(school), shown=shown)
    if request.method == "POST" and form.is_valid():
        pairing = actions.offer_pairing(school, by=request.user, **form.cleaned_data)
        say(request, f"{pairing.mentor} is asked")
        return redirect(pairing)
    context = {"form": form, "school": school, "shown": shown}
    return render(request, "networks/offer_pairing.html", context, status=422 if form.errors else 200)


@guard(everyone, load=pairings)
def pairing(request, pairing):
    """Who mentors whom, since when, the visits, and whether the plan is shared."""
    user = request.user
    mine = {school.pk for school in (pairing.mentor, pairing.mentored) if policies.holds(user, school)}
    context = {
        "pairing": pairing,
        "visits": PairingVisit.objects.visible_to(user).filter(pairing=pairing).select_related("by")[:60],
        "people": [
            (school, word, writers_of(school))
            for school, word in ((pairing.mentor, "Mentor school"), (pairing.mentored, "Mentored school"))
        ],
        "open_to_me": set(
            School.objects.visible_to(user)
            .filter(pk__in=(pairing.mentor_id, pairing.mentored_id))
            .values_list("pk", flat=True)
        ),
        "may": {name: getattr(policies, f"can_{name}")(user, pairing) for name in MAY},
        "may_read_plan": Pairing.objects.shared_with(user).filter(pk=pairing.pk).exists(),
        "speaks_for": user.sees_every_school and pairing.mentor_id not in mine,
        "has_plan": DevelopmentPlan.objects.filter(school=pairing.mentored_id).exists(),
        **hiding(user, PairingVisit),
    }
    return render(request, "networks/pairing.html", context)


@require_POST
@guard(policies.can_accept_pairing, load=pairings)
def accept_pairing(request, pairing):
    """Say yes."""
    actions.accept_pairing(pairing, by=request.user)
    say(request, f"Thank you. {pairing.mentored} is told")
    return redirect(pairing)


@guard(policies.can_end_pairing, load=pairings)
def end_pairing(request, pairing):
    """It is over, or the answer is no."""
    form = EndPairingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_pairing(pairing, by=request.user, **form.cleaned_data)
        say(request, "It has ended. What was written stays")
        return redirect(pairing)
    return render(
        request, "networks/end_pairing.html", {"form": form, "pairing": pairing}, status=422 if form.errors else 200
    )


@guard(policies.can_log_pairing_visit, load=pairings)
def log_pairing_visit(request, pairing):
    """When, and what each school took from it."""
    form = PairingVisitForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        actions.log_pairing_visit(pairing, by=request.user, **form.cleaned_data)
        say(request, "The visit is kept")
        return redirect(pairing)
    return render(
        request,
        "networks/log_pairing_visit.html",
        {"form": form, "pairing": pairing},
        status=422 if form.errors else 200,
    )


@require_POST
@guard(policies.can_share_plan, load=pairings)
def share_plan(request, pairing):
    """Let the mentor read the plan, or no longer."""
    shares = request.POST.get("shares") == "yes"
    actions.share_plan(pairing, by=request.user, shares=shares)
    say(request, f"{pairing.mentor} can read your plan" if shares else "Your plan is your own again")
    return redirect(pairing)


@guard(policies.can_read_mentored_plan, load=shared)
def mentored_plan(request, pairing):
    """The plan as it was last agreed, for the mentor to read; nothing of it changes here."""
    version = (
        PlanVersion.objects.filter(plan__school=pairing.mentored_id, kind="agreed").order_by("-number", "-pk").first()
    )
    context = {"pairing": pairing, "version": version, "content": in_sight(version) if version else None}
    return render(request, "networks/mentored_plan.html", context)
