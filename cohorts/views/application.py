"""Writing an application, behind the code: the tasks, a page for each part, colleagues, checking and sending."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, everyone, guard, say
from kit.clock import now

from ..actions import applicant
from ..actions import application as actions
from ..forms.application import ColleagueForm, TakeOffForm
from ..forms.apply import WithdrawForm
from ..models import APPLICATION_FLOW
from ..parts import reading_of
from .apply import behind_code
from .writing import check_page, is_open, part_page, send, tasks_page


def start_page(application):
    """Where everything of an application begins."""
    return redirect(application.writer.tasks_url)


@require_safe
@guard(everyone, public=True)
@behind_code
def application_form(request, application):
    """The tasks of a draft, with who wrote last; what was sent is read here."""
    writer = application.writer
    context = {
        "token": writer.token,
        "may_withdraw": writer.is_applicant and APPLICATION_FLOW.allows("withdraw", application),
    }
    if is_open(application):
        return tasks_page(request, application, **context)
    context |= {"application": application, "writer": writer, "parts": reading_of(application)}
    return render(request, "cohorts/application_sent.html", context)


@guard(everyone, public=True)
@behind_code
def application_section(request, application, key):
    """One part of it."""
    return part_page(request, application, key) if is_open(application) else start_page(application)


@require_safe
@guard(everyone, public=True)
@behind_code
def check_application(request, application):
    """Read it through before it goes."""
    return check_page(request, application) if is_open(application) else start_page(application)


@require_POST
@guard(everyone, public=True)
@behind_code
def submit_application(request, application):
    """Send it."""
    return send(request, application, sentence="Your application is sent")


@guard(everyone, public=True)
@behind_code
def withdraw_own_application(request, application):
    """The applicant takes it back; a school may begin anew while the window is open."""
    if not application.writer.is_applicant:
        return start_page(application)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_application(application, reason=form.cleaned_data["reason"])
        say(request, f"The application of {application.school} is withdrawn")
        return redirect("cohorts:home")
    context = {"application": application, "token": application.writer.token, "form": form}
    context["may_withdraw"] = APPLICATION_FLOW.allows("withdraw", application)
    return render(request, "cohorts/withdraw_own_application.html", context)


# --- colleagues


@guard(everyone, public=True)
@behind_code
def invite_colleague(request, application):
    """Who writes on it; the applicant asks others by name and address."""
    token = application.writer.token
    if not (is_open(application) and application.writer.is_applicant):
        return start_page(application)
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
@behind_code
def take_colleague_off(request, application):
    """Their link opens nothing any more."""
    form = TakeOffForm(request.POST, application=application)
    if application.writer.is_applicant and form.is_valid():
        colleague = form.cleaned_data["colleague"]
        applicant.take_colleague_off(colleague, at=now())
        say(request, f"{colleague.name} no longer writes on the application. What they wrote stays")
    return redirect("cohorts:invite_colleague", application.writer.token)
