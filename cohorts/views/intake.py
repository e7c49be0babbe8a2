"""Releasing the intake: preview, release, offers to the reserve; and one application read by the Virtual School."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from audit.models import Activity
from kit.access import Refused, guard, say
from kit.clock import now
from kit.wording import count

from .. import policies
from ..actions import application as application_actions
from ..actions import decision as actions
from ..actions import holding
from ..application_sections import pages_of
from ..forms.intake import DecideForm, HeadCodeForm, ReasonForm, ReleaseForm
from ..intake import release_of
from ..letters import letters_of, read_letter
from ..models import Answer, Application, Cohort, Criterion, Review
from ..parts import reading_of
from ..reviewing import figures_of, lines_of, scores_shown

cohorts = Cohort.objects.visible_to
LETTERS = 20  # to read on one page of the preview
applications = Application.objects.select_related("school__trust", "cohort", "decided_by", "place").visible_to


@require_safe
@guard(policies.can_see_intake, load=cohorts)
def preview_release(request, cohort):
    """What would go to whom, and what stands in the way."""
    may_release = policies.can_release_decisions(request.user, cohort)
    return release_page(request, cohort, ReleaseForm(), may_release)


def release_page(request, cohort, form, may_release):
    """The preview with every letter to read, some on a page."""
    release, until = release_of(cohort), actions.deadline(now(), cohort.offer_days)
    page = Paginator(list(letters_of(cohort, release, until)), LETTERS).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "release": release,
        "until": until,
        "page": page,
        "letters": [read_letter(message) for message in page],
        "may_release": may_release,
        "form": form,
    }
    return render(request, "cohorts/preview_release.html", context)


@require_POST
@guard(policies.can_release_decisions, load=cohorts)
def release_decisions(request, cohort):
    """Send them all, once, when the number typed is the number of letters."""
    form = ReleaseForm(request.POST)
    if form.is_valid():
        try:
            release = actions.release_decisions(cohort, by=request.user, letters=form.cleaned_data["letters"], at=now())
        except Refused as refusal:
            form.add_error("letters", str(refusal))
        else:
            say(request, f"{count(release.letters, 'letter is,letters are')} on the way")
            return redirect("cohorts:intake", cohort.pk)
    return release_page(request, cohort, form, may_release=True)


@require_POST
@guard(policies.can_release_decisions, load=cohorts)
def offer_reserve(request, cohort):
    """Offer a free place to the first reserve."""
    try:
        application = actions.offer_reserve(cohort, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, f"{application.school} is offered a place. The letter is on its way")
    return redirect("cohorts:intake", cohort.pk)


def start_of(application):
    """What the decision form shows first."""
    return {
        "decision": application.decision,
        "reason": application.decision_reason,
        "need_band": application.need_band,
    }


@guard(policies.can_read_application, load=applications)
def application(request, application):
    """What a school wrote, and what is held on it."""
    return reading_page(request, application)


def scores_of(user, application):
    """What reviewers scored, by criterion, and why nothing is shown."""
    criteria = list(Criterion.objects.filter(cohort=application.cohort_id))
    if not criteria:
        return {}
    scores = scores_shown(application, user)
    readings = Review.objects.filter(application=application).visible_to(user).select_related("reviewer")
    return {
        "criteria": criteria,
        "figures": figures_of(application.cohort, criteria, user, application, scores)[application.pk],
        "lines": lines_of(application, user, criteria, scores),
        "readings": readings.order_by("given_at", "pk"),
    }


def reading_page(request, application, form=None, code_form=None):
    """The lead's page of one application, with the forms this person may use."""
    may_decide = policies.can_decide_application(request.user, application)
    may_code = policies.can_confirm_by_code(request.user, application) and not application.confirmed_at
    context = {
        "application": application,
        "school": application.school,
        "parts": reading_of(application, whole=True),
        "hide": ContentType.objects.get_for_model(Answer).pk,
        "section_pages": pages_of(application),
        "form": (form or DecideForm(initial=start_of(application))) if may_decide else None,
        "code_form": (code_form or HeadCodeForm(initial={"name": application.head_name})) if may_code else None,
        "may_answer": policies.can_answer_offer_for_school(request.user, application),
        "may_withdraw": policies.can_withdraw_application(request.user, application),
        "may_write": policies.can_write_application_for_school(request.user, application)
        and application.can_be_written(now()),
        "place": getattr(application, "place", None),
        **scores_of(request.user, application),
        "history": Activity.objects.about(application).select_related("by")[:50],
    }
    return render(request, "cohorts/application.html", context)


@require_POST
@guard(policies.can_decide_application, load=applications)
def decide_application(request, application):
    """Hold one decision with its reason."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return reading_page(request, application, form=form)
    holding.decide_application(application, by=request.user, at=now(), **form.cleaned_data)
    say(request, "Held. Nothing is sent until you release the decisions")
    return redirect("cohorts:intake", application.cohort_id)


@require_POST
@guard(policies.can_confirm_by_code, load=applications)
def confirm_by_code(request, application):
    """The headteacher reads the code out on the telephone."""
    form = HeadCodeForm(request.POST)
    if form.is_valid():
        try:
            application_actions.confirm_by_code(application, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            say(request, f"Confirmed by {form.cleaned_data['name']}")
            return redirect(application)
    return reading_page(request, application, code_form=form)


@require_POST
@guard(policies.can_ask_headteacher, load=applications)
def ask_headteacher(request, application):
    """Write to the headteacher again."""
    try:
        application_actions.ask_headteacher(application, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, f"The headteacher is asked at {application.school.contact_email}")
    return redirect(application)


@guard(policies.can_withdraw_application, load=applications)
def withdraw_application(request, application):
    """The school no longer asks for a place."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        application_actions.withdraw_application(application, by=request.user, **form.cleaned_data)
        say(request, "Withdrawn. What the school wrote is kept")
        return redirect("cohorts:intake", application.cohort_id)
    return render(request, "cohorts/withdraw_application.html", {"application": application, "form": form})
