"""Visits: what was said at a school, who reads it, and the school's answers."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect, render

from kit.access import everyone, guard, say
from kit.clock import today
from schools import policies
from schools.actions import visit as actions
from schools.actions.behalf import writers_of
from schools.forms.visit import CHALLENGES, AnswerForm, VisitForm
from schools.models import Challenge, School, Visit

from .sight import hiding

schools = School.objects.visible_to
visit_rows = Visit.objects.select_related("school", "by").visible_to
challenge_rows = Challenge.objects.select_related("visit__school", "visit__by", "replied_by").visible_to


@guard(everyone, load=schools)
def visits(request, school):
    """Every visit to a school that this person may read."""
    seen = Challenge.objects.all() if request.user.sees_every_school else Challenge.objects.in_sight()
    rows = visit_rows(request.user).filter(school=school).prefetch_related(Prefetch("challenges", seen, to_attr="put"))
    context = {
        "school": school,
        "page": Paginator(rows, 20).get_page(request.GET.get("page")),
        "may_log": policies.can_log_visit(request.user, school),
    }
    return render(request, "schools/visits.html", context)


@guard(policies.can_log_visit, load=schools)
def log_visit(request, school):
    """Keep what was said."""
    may_be_internal = policies.can_see_internal(request.user, school)
    form = VisitForm(request.POST or None, may_be_internal=may_be_internal, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        visit = actions.log_visit(
            school,
            by=request.user,
            is_internal=said["readers"] == "internal",
            challenges=form.challenges(),
            **{name: said[name] for name in ("on", "kind", "people", "support", "agreed")},
        )
        say(request, "The visit is logged")
        return redirect(visit)
    pairs = [(form[f"challenge_{number}"], form[f"follow_up_{number}"]) for number in CHALLENGES]
    return render(request, "schools/log_visit.html", {"school": school, "form": form, "pairs": pairs})


@guard(everyone, load=visit_rows)
def visit(request, visit):
    """Support, challenge and what was agreed; the surface says who reads it."""
    user = request.user
    seen = Challenge.objects.all() if user.sees_every_school else Challenge.objects.in_sight()
    context = {
        "visit": visit,
        "school": visit.school,
        "challenges": seen.filter(visit=visit).select_related("replied_by"),
        "readers": [] if visit.is_internal else writers_of(visit.school),
        "may_answer": not visit.is_internal and policies.can_write_for_school(user, visit.school),
        "may_open": visit.is_internal and policies.can_open_visit(user, visit),
        **hiding(user),
    }
    return render(request, "schools/visit.html", context)


@guard(policies.can_open_visit, load=visit_rows)
def open_visit(request, visit):
    """Let the school read an internal record, after a question."""
    if request.method == "POST":
        actions.open_visit(visit, by=request.user)
        say(request, f"{visit.school} can read this record now")
        return redirect(visit)
    return render(request, "schools/open_visit.html", {"visit": visit, "school": visit.school})


@guard(policies.can_answer_challenge, load=challenge_rows)
def answer_challenge(request, challenge):
    """The school's reply."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_challenge(challenge, by=request.user, **form.cleaned_data)
        say(request, "Your reply is sent")
        return redirect(challenge)
    context = {"challenge": challenge, "visit": challenge.visit, "school": challenge.visit.school, "form": form}
    return render(request, "schools/answer_challenge.html", context)
