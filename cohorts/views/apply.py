"""Applying, without an account: find your school, prove your address, write, check, send; the headteacher confirms.

Everything here is found by a signed token, and what an applicant wrote is shown only after the code sent to their address.
"""

from datetime import datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, everyone, guard, say
from kit.clock import now
from kit.context import Door, doors
from schools.models import School

from ..actions import application as actions
from ..actions.applicant import prove_address as prove
from ..actions.applicant import send_code
from ..forms.apply import BeginForm, CodeForm, FindApplicationForm, FindSchoolForm, SignForm
from ..models import Application, ApplicationState, Cohort, CohortState, Colleague, Writer
from ..parts import reading_of

PROVED, LASTS, MOST = "applications_proved", timedelta(hours=4), 20


@doors.register
def programme_door(request):
    """The first page, for visitors."""
    if request.user.is_authenticated:
        return None
    return Door("The programme", reverse("cohorts:home"), position=10)


@require_safe
@guard(everyone, public=True)
def home(request):
    """What the programme is, and how to apply."""
    cohorts = list(Cohort.objects.taking_applications(now()).order_by("applications_close_at"))
    before = Cohort.objects.exclude(state=CohortState.DRAFT).exclude(pk__in=[one.pk for one in cohorts]).first()
    applied = Application.objects.counting().filter(cohort=before).count() if before else 0
    # fewer than there were places: others came another way, and the number would say nothing of one's chances
    context = {"open": cohorts, "applied_before": applied if before and applied >= before.places else 0}
    return render(request, "cohorts/home.html", context)


def cohort_taking(pk):
    """A cohort that is open to the public; a draft does not exist."""
    return get_object_or_404(Cohort.objects.exclude(state=CohortState.DRAFT), pk=pk)


@require_safe
@guard(everyone, public=True)
def apply(request, cohort_pk):
    """Find your school."""
    cohort = cohort_taking(cohort_pk)
    form = FindSchoolForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = list(School.objects.open().search(words)[: MOST + 1]) if words else []
    context = {
        "cohort": cohort,
        "form": form,
        "words": words,
        "schools": found[:MOST],
        "more": len(found) > MOST,
        "is_open": cohort.takes_applications(now()),
    }
    return render(request, "cohorts/apply.html", context)


@guard(everyone, public=True)
def begin_application(request, cohort_pk, school_pk):
    """Who are you? A code goes to the address."""
    cohort = cohort_taking(cohort_pk)
    school = get_object_or_404(School.objects.open(), pk=school_pk)
    form = BeginForm(request.POST or None)
    context = {"cohort": cohort, "school": school, "form": form, "is_open": cohort.takes_applications(now())}
    if request.method == "POST" and form.is_valid():
        try:
            application = actions.begin_application(cohort, school, at=now(), **form.cleaned_data)
        except Refused:
            context["is_open"] = False
        except actions.AlreadyBegun as begun:
            context["begun_by"] = begun.application.applicant_name[:1].upper()
        else:
            return redirect("cohorts:prove_address", application.applicant_token)
    return render(request, "cohorts/begin_application.html", context)


@guard(everyone, public=True)
def find_application(request, cohort_pk):
    """A new link for somebody who has lost theirs; the answer is the same whether there is an application or not."""
    cohort = cohort_taking(cohort_pk)
    form = FindApplicationForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent:
        for writer in writers_at(cohort, form.cleaned_data["email"].lower()):
            send_code(writer, at=now())
    return render(request, "cohorts/find_application.html", {"cohort": cohort, "form": form, "sent": sent})


def writers_at(cohort, email):
    """Who writes from an address on applications of a cohort: applicants and colleagues."""
    found = Application.objects.filter(cohort=cohort).exclude(state=ApplicationState.WITHDRAWN)
    mine = [Writer(one) for one in found.filter(applicant_email=email)[:5]]
    asked = Colleague.objects.current().filter(email=email, application__in=found).select_related("application")
    return mine + [Writer(one.application, one) for one in asked[:5]]


# --- behind a writer's token


def by_token(token):
    """The application behind a link, the applicant's or a colleague's, with `writer`, whose link it is; otherwise 404."""
    application, colleague = Application.objects.find(token), None
    if application is None and (colleague := Colleague.objects.find(token)):
        application = colleague.application
    if application is None or application.state == ApplicationState.WITHDRAWN:
        raise Http404
    application.writer = Writer(application, colleague)
    return application


def has_proved(request, application):
    """Whether this browser gave the code of this writer within the last hours."""
    given = request.session.get(PROVED, {}).get(application.writer.key)
    return bool(given) and datetime.fromisoformat(given) > now() - LASTS


def behind_code(view):
    """For pages behind a link, under their guard: the application with its `writer`, once the code was given in this browser."""

    @wraps(view)
    def opened(request, token, **rest):
        application = by_token(token)
        if not has_proved(request, application):
            return redirect("cohorts:prove_address", token)
        return view(request, application, **rest)

    return opened


@guard(everyone, public=True)
def prove_address(request, token):
    """Type in the code."""
    application = by_token(token)
    writer, form = application.writer, CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            prove(writer, code=form.cleaned_data["code"], at=now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session[PROVED] = request.session.get(PROVED, {}) | {writer.key: now().isoformat()}
            return redirect("cohorts:application_form", token)
    sent = bool(writer.row.code_digest) and writer.row.code_expires_at > now()
    context = {"application": application, "token": token, "form": form, "sent": sent or form.is_bound}
    return render(request, "cohorts/prove_address.html", context)


@require_POST
@guard(everyone, public=True)
def resume_application(request, token):
    """Send a new code."""
    if send_code(by_token(token).writer, at=now()):
        say(request, "A code is on its way")
    else:
        messages.info(request, "We sent a code a moment ago. Give it a minute to arrive")
    return redirect("cohorts:prove_address", token)


# --- the headteacher


@guard(everyone, public=True)
def confirm_application(request, token):
    """Opening the page changes nothing: mail scanners open links. The name and the button sign."""
    application = Application.objects.find_for_head(token)
    if application is None or application.state == ApplicationState.WITHDRAWN:
        raise Http404
    form = SignForm(request.POST or None, initial={"name": application.head_name})
    if request.method == "POST" and not application.confirmed_at and form.is_valid():
        actions.confirm_application(application, name=form.cleaned_data["name"], how="link", at=now())
        say(request, "Thank you. The application is confirmed")
        return redirect("cohorts:confirm_application", token)
    context = {"application": application, "parts": reading_of(application), "form": form}
    return render(request, "cohorts/confirm_application.html", context)
