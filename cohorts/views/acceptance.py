"""The answer to an offer: by the school behind its link, or typed in for it by the Virtual School."""

from django.http import Http404
from django.shortcuts import redirect, render

from kit.access import Refused, everyone, guard, say
from kit.clock import now

from .. import policies
from ..actions import acceptance as actions
from ..forms.acceptance import AcceptForm, TurnDownForm
from ..models import Application, ApplicationState, SignedPaper
from ..papers import papers_shown, seal_of, texts_of

applications = Application.objects.select_related("school", "cohort", "decided_by").visible_to


def behind(token):
    """The application behind the link of an offer; the link came to the applicant and to the school's address."""
    application = Application.objects.find_for_offer(token)
    if application is None or application.state == ApplicationState.WITHDRAWN:
        raise Http404
    return application


def is_open_offer(application):
    """Whether there is an offer to answer."""
    return application.state == ApplicationState.OFFERED and application.offer_expires_at >= now()


def accept_form(request, application, on_behalf=False):
    """The form as it was sent, else with what the application says; the seal is of the wording that the page shows."""
    return AcceptForm(
        request.POST or None,
        seats=application.cohort.seats_per_place,
        people=application.representatives,
        on_behalf=on_behalf,
        initial={
            "signed_name": application.confirmed_by_name or application.head_name,
            "signed_role": "Headteacher",
            "seen": seal_of(texts_of(application.cohort)),
        },
    )


def accepted(application, form, by=None):
    """Take the place; whether it was taken. What stands in the way is said in the form."""
    try:
        actions.accept_offer(
            application,
            form.signing,
            representatives=form.representatives,
            by=by,
            at=now(),
            note=form.cleaned_data["note"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.show_again(seal_of(texts_of(application.cohort)))
        return False
    return True


def turned_down(application, form, by=None):
    """Say no; whether it was said."""
    try:
        actions.turn_down_offer(application, by=by, at=now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def page_of(application, form):
    """What both pages of an answer show."""
    is_open = is_open_offer(application)
    context = {"application": application, "form": form, "is_open": is_open}
    if is_open:
        return context | {"papers": papers_shown(application.cohort)}
    signed = SignedPaper.objects.filter(place__application=application).order_by("signed_at", "pk")
    return context | {"signed": list(signed) if application.state == ApplicationState.ACCEPTED else []}


@guard(everyone, public=True)
def answer_offer(request, token):
    """Take the place: name the representatives and sign. Opening the page changes nothing."""
    application = behind(token)
    form = accept_form(request, application)
    if request.method == "POST" and form.is_valid() and accepted(application, form):
        return redirect("cohorts:answer_offer", token)
    return render(request, "cohorts/answer_offer.html", page_of(application, form) | {"token": token})


@guard(everyone, public=True)
def turn_down_offer(request, token):
    """Say no to the place, with a word why."""
    application = behind(token)
    form = TurnDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and turned_down(application, form):
        return redirect("cohorts:answer_offer", token)
    context = page_of(application, form) | {"token": token}
    return render(request, "cohorts/turn_down_offer.html", context)


@guard(policies.can_answer_offer_for_school, load=applications)
def answer_offer_for_school(request, application):
    """Type in that the school takes its place, and who signed."""
    form = accept_form(request, application, on_behalf=True)
    if request.method == "POST" and form.is_valid() and accepted(application, form, by=request.user):
        say(request, f"Typed in for {application.school}: it has taken its place")
        return redirect(application)
    return render(request, "cohorts/answer_offer_for_school.html", page_of(application, form))


@guard(policies.can_turn_down_offer_for_school, load=applications)
def turn_down_offer_for_school(request, application):
    """Type in that the school turns the place down."""
    form = TurnDownForm(request.POST or None, on_behalf=True)
    if request.method == "POST" and form.is_valid() and turned_down(application, form, by=request.user):
        say(request, f"Typed in for {application.school}: it has turned the place down")
        return redirect(application)
    return render(request, "cohorts/turn_down_offer_for_school.html", page_of(application, form))
