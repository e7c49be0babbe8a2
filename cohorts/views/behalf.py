"""Writing an application for a silent school: the applicant's own pages, for the programme lead, signed in."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kit.access import guard

from .. import policies
from ..actions.application import CLOSED
from ..models import Application, ForSchool
from .writing import check_page, is_open, part_page, send, tasks_page

applications = Application.objects.select_related("school__trust", "cohort").visible_to


def read_it(request, application):
    """Whoever opens a page of writing after it was sent reads it."""
    return redirect(application)


def for_school(view):
    """Under the guard of each page: the lead is the `writer` of the application, as long as it can be written."""

    @wraps(view)
    def opened(request, application, **rest):
        if not is_open(application):
            messages.error(request, f"{CLOSED} Let the school in late first.")
            return redirect(application)
        application.writer = ForSchool(application, request.user)
        return view(request, application, **rest)

    return opened


@require_safe
@guard(policies.can_write_application_for_school, load=applications, late=read_it)
@for_school
def application_form_for_school(request, application):
    """The tasks."""
    return tasks_page(request, application)


@guard(policies.can_write_application_for_school, load=applications, late=read_it)
@for_school
def application_section_for_school(request, application, key):
    """One part."""
    return part_page(request, application, key)


@require_safe
@guard(policies.can_write_application_for_school, load=applications, late=read_it)
@for_school
def check_application_for_school(request, application):
    """Read it through."""
    return check_page(request, application)


@require_POST
@guard(policies.can_write_application_for_school, load=applications)
@for_school
def submit_application_for_school(request, application):
    """Send it; the headteacher confirms it as any other."""
    return send(
        request, application, sentence=f"The application of {application.school} is sent. The applicant is told"
    )
