"""Writing an application, behind the code: the tasks, a page for each part, colleagues, checking and sending."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, everyone, guard, say
from kit.clock import now

from ..actions import applicant
from ..actions import application as actions
from ..forms.application import ColleagueForm, TakeOffForm, form_of
from ..forms.apply import WithdrawForm
from ..models import APPLICATION_FLOW, ApplicationState
from ..parts import no_longer_asked, part_of, reading_of, tasks_of
from ..questions import missing_from
from .apply import by_token, has_proved

OWN = ("school", "representatives", "release", "trust", "headteacher")


def is_open(application):
    """Whether it can still be written."""
    return application.state == ApplicationState.DRAFT and application.can_be_written(now())


def start_page(token):
    """Where everything of an application begins."""
    return redirect("cohorts:application_form", token)


@require_safe
@guard(everyone, public=True)
def application_form(request, token):
    """The tasks of a draft, with who wrote last; what was sent is read here."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    context = {
        "application": application,
        "token": token,
        "writer": application.writer,
        "may_withdraw": application.writer.is_applicant and APPLICATION_FLOW.allows("withdraw", application),
    }
    if not is_open(application):
        return render(request, "cohorts/application_sent.html", context | {"parts": reading_of(application)})
    tasks = list(tasks_of(application, token))
    context |= {"tasks": tasks, "done": sum(one["is_done"] for one in tasks), "writers": application.writers}
    return render(request, "cohorts/application_form.html", context)


@guard(everyone, public=True)
def application_section(request, token, key):
    """One part: written, saved, and come back to. Whoever saves second sees both texts."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    if not is_open(application):
        return start_page(token)
    part = part_of(application, key)
    if part is None:
        raise Http404
    form = form_of(part, application, request.POST or None)
    context = {"application": application, "token": token, "part": part, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_part(
                application, key, seen=form.cleaned_data["version"], writer=application.writer.name, at=now(),
                facts=form.facts, answers=form.answers,
            )  # fmt: skip
        except actions.SavedMeanwhile:
            return section_page(request, context | changed_meanwhile(token, key, form), status=409)
        say(request, f"Saved: {part.title}")
        return start_page(token)
    return section_page(request, context)


def changed_meanwhile(token, key, form):
    """What stands there now and who wrote it; the button then saves over it, because the person has seen both."""
    application = by_token(token)
    part = part_of(application, key)
    saved = part.saved(application)
    return {"theirs": part.summary(application), "saved": saved, "form": form.onto(saved.version if saved else 0)}


def section_page(request, context, status=200):
    """The page of a part, with what belongs to it alone."""
    part, application = context["part"], context["application"]
    context.setdefault("saved", part.saved(application))
    if part.key == "school":
        context["facts"] = part.facts(application)
    context["kind"] = part.key if part.key in OWN else "questions"
    return render(request, "cohorts/application_section.html", context, status=status)


@require_safe
@guard(everyone, public=True)
def check_application(request, token):
    """Read it through before it goes, with a way back to each part."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    if not is_open(application):
        return start_page(token)
    context = {
        "application": application,
        "token": token,
        "parts": reading_of(application, token),
        "missing": missing_from(application),
        "unasked": no_longer_asked(application),
    }
    return render(request, "cohorts/check_application.html", context)


@require_POST
@guard(everyone, public=True)
def submit_application(request, token):
    """Send it."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    try:
        actions.submit_application(application, at=now(), writer=application.writer.name)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("cohorts:check_application", token)
    say(request, "Your application is sent")
    return start_page(token)


@guard(everyone, public=True)
def withdraw_own_application(request, token):
    """The applicant takes it back; a school may begin anew while the window is open."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    if not application.writer.is_applicant:
        return start_page(token)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_application(application, reason=form.cleaned_data["reason"])
        say(request, f"The application of {application.school} is withdrawn")
        return redirect("cohorts:home")
    context = {"application": application, "token": token, "form": form}
    context["may_withdraw"] = APPLICATION_FLOW.allows("withdraw", application)
    return render(request, "cohorts/withdraw_own_application.html", context)


# --- colleagues


@guard(everyone, public=True)
def invite_colleague(request, token):
    """Who writes on it; the applicant asks others by name and address."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    if not (is_open(application) and application.writer.is_applicant):
        return start_page(token)
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            colleague = applicant.invite_colleague(application, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            say(request, f"A letter with a link goes to {colleague.name}")
            return redirect("cohorts:invite_colleague", token)
    context = {"application": application, "token": token, "form": form, "writers": application.writers}
    return render(request, "cohorts/invite_colleague.html", context)


@require_POST
@guard(everyone, public=True)
def take_colleague_off(request, token):
    """Their link opens nothing any more."""
    application = by_token(token)
    if not has_proved(request, application):
        return redirect("cohorts:prove_address", token)
    form = TakeOffForm(request.POST, application=application)
    if application.writer.is_applicant and form.is_valid():
        colleague = form.cleaned_data["colleague"]
        applicant.take_colleague_off(colleague, at=now())
        say(request, f"{colleague.name} no longer writes on the application. What they wrote stays")
    return redirect("cohorts:invite_colleague", token)
