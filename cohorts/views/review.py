"""Reviewing: a reviewer's list and reading page; the lead's page of who reads what, and the criteria."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, guard, say
from kit.clock import now
from kit.context import Door, doors
from kit.wording import count

from .. import policies
from ..actions import review as actions
from ..forms.review import KEY, ConflictForm, CriteriaForm, GiveForm, ScoreForm, ShareForm
from ..intake import applicants
from ..models import Cohort, Criterion, Review, ReviewState
from ..parts import reading_of
from ..reviewing import Desk, is_frozen, lines_of, reviewers, scorable

PAGE = 50
cohorts = Cohort.objects.visible_to
given = Review.objects.select_related("application__school__trust", "application__cohort", "reviewer").visible_to


@doors.register
def reviews_door(request):
    """The applications somebody was given, with how many wait."""
    user = request.user
    if user.is_authenticated and policies.can_see_reviews(user):
        waiting = mine(user).waiting().count()
        return Door("Applications to read", reverse("cohorts:reviews"), position=15, count=waiting)
    return None


def mine(user):
    """What a person was given, where they may still read it; a lead can be a reviewer too."""
    return given(user).readable().filter(reviewer=user)


@require_safe
@guard(policies.can_see_reviews)
def reviews(request):
    """What a reviewer was given: what waits comes first."""
    found = mine(request.user).order_by("state", "application__cohort__decisions_on", "application__school__name", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/reviews.html", {"page": page, "waiting": mine(request.user).waiting().count()})


@require_safe
@guard(policies.can_read_review, load=given)
def review(request, review):
    """One application as its reviewer reads it, with their scores, and the others' after their own."""
    return reading_page(request, review)


def reading_page(request, review, form=None):
    """The reviewer's page: what the school wrote, and nothing that is held on it."""
    application = review.application
    scored = review.state == ReviewState.SCORED
    own = list(review.scores.select_related("criterion")) if scored else []
    if form is None and review.takes_scores:
        form = ScoreForm(criteria=Criterion.objects.filter(cohort=application.cohort), scores=own)
    waiting = mine(request.user).waiting().exclude(pk=review.pk)
    context = {
        "review": review,
        "application": application,
        "school": application.school,
        "parts": reading_of(application, addresses=False),
        "form": form,
        "key": KEY,
        "own": own,
        "lines": lines_of(application, request.user) if scored else [],
        "next": waiting.order_by("application__school__name", "pk").first() if scored else None,
    }
    return render(request, "cohorts/review.html", context)


@require_POST
@guard(policies.can_score_application, load=given)
def score_application(request, review):
    """Keep the scores and notes, whole or not at all."""
    criteria = Criterion.objects.filter(cohort=review.application.cohort)
    form = ScoreForm(request.POST, criteria=criteria)
    if form.is_valid():
        try:
            actions.score_application(review, by=request.user, scores=form.scores, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"Your scores for {review.application.school} are kept")
            return redirect(review)
    return reading_page(request, review, form=form)


@guard(policies.can_declare_conflict, load=given)
def declare_conflict(request, review):
    """Say what follows, then give the application up."""
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.declare_conflict(review, by=request.user, at=now(), **form.cleaned_data)
        say(request, f"Thank you. Somebody else reads the application of {review.application.school}")
        return redirect("cohorts:reviews")
    return render(request, "cohorts/declare_conflict.html", {"review": review, "form": form})


# --- the lead's side


@guard(policies.can_edit_criteria, load=cohorts)
def edit_criteria(request, cohort):
    """Write what applications are read for; from the first score on they are only shown."""
    criteria = list(cohort.criteria.all())
    frozen = is_frozen(cohort)
    form = CriteriaForm(request.POST or None, criteria=criteria)
    refusal = actions.FROZEN if frozen and request.method == "POST" else ""
    if request.method == "POST" and not frozen and form.is_valid():
        try:
            actions.edit_criteria(cohort, form.criteria, by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            say(request, "The criteria are kept")
            return redirect("cohorts:reviewing", cohort.pk)
    context = {"cohort": cohort, "criteria": criteria, "lines": form.lines, "frozen": frozen, "refusal": refusal}
    return render(request, "cohorts/edit_criteria.html", context)


@require_safe
@guard(policies.can_see_reviewing, load=cohorts)
def reviewing(request, cohort):
    """Who reads what, how far they are, and what was given up."""
    return desk_page(request, cohort)


def desk_page(request, cohort, form=None, share_form=None):
    """The table of applications and readers, with the forms this person may use."""
    may_give = policies.can_give_applications(request.user, cohort)
    desk = Desk.of(cohort, applicants(cohort).select_related("school", "cohort"))
    criteria = list(cohort.criteria.all())
    if may_give and criteria:
        form = form or give_form(cohort)
        share_form = share_form or ShareForm()
    shown = set(Review.objects.filter(application__cohort=cohort).visible_to(request.user).values_list("pk", flat=True))
    boxes = {box.data["value"].value: box for box in form["applications"]} if form else {}
    readings = {one.pk: [] for one in desk.applications}
    for one in desk.reviews:
        if one.application_id in readings and one.pk in shown:
            readings[one.application_id].append((one, desk.lapsed(one) if one.state == ReviewState.GIVEN else ""))
    context = {
        "cohort": cohort,
        "criteria": criteria,
        "rows": [(one, boxes.get(one.pk), readings[one.pk]) for one in desk.applications],
        "readers": desk.readers(),
        "form": form,
        "share_form": share_form,
        "may_give": may_give,
        "may_edit": policies.can_edit_criteria(request.user, cohort),
    }
    return render(request, "cohorts/reviewing.html", context)


def give_form(cohort, data=None):
    """The form that offers what can still be scored to whoever is a reviewer today."""
    return GiveForm(data, applications=scorable(cohort), reviewers=reviewers().order_by("name", "pk"))


@require_POST
@guard(policies.can_give_applications, load=cohorts)
def give_applications(request, cohort):
    """The ticked applications to the ticked people."""
    form = give_form(cohort, request.POST)
    if form.is_valid():
        try:
            number = actions.give_applications(cohort, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("reviewers", str(refusal))
        else:
            say(request, given_words(number))
            return redirect("cohorts:reviewing", cohort.pk)
    return desk_page(request, cohort, form=form)


@require_POST
@guard(policies.can_give_applications, load=cohorts)
def share_out_applications(request, cohort):
    """So many readers for each, evenly."""
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            shared = actions.share_out_applications(cohort, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("each", str(refusal))
        else:
            few = (
                f". For {count(shared.short, 'school,schools')} there were not enough reviewers" if shared.short else ""
            )
            say(request, given_words(shared.given) + few)
            return redirect("cohorts:reviewing", cohort.pk)
    return desk_page(request, cohort, share_form=form)


def given_words(number):
    """What was done, in words."""
    return f"{count(number, 'reading is,readings are')} given out" if number else "Nothing new was given out"


@require_POST
@guard(policies.can_take_back_review, load=given)
def take_back_review(request, review):
    """So that somebody else can have it."""
    actions.take_back_review(review, by=request.user)
    say(request, f"{review.reviewer} no longer reads the application of {review.application.school}")
    return redirect("cohorts:reviewing", review.application.cohort_id)
