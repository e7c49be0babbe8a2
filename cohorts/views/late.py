"""A school let in after the window, by the lead alone."""

from django.shortcuts import redirect, render

from kit.access import Refused, guard, say
from kit.clock import now, today
from kit.wording import day
from schools.models import School

from .. import policies
from ..actions import late as actions
from ..forms.apply import FindSchoolForm
from ..forms.late import LateForm
from ..models import Application, ApplicationState, Cohort

cohorts = Cohort.objects.visible_to
MOST = 15  # schools shown of a search


@guard(policies.can_begin_late_application, load=cohorts)
def begin_late_application(request, cohort):
    """Find the school or its draft, say who writes and until when."""
    find = FindSchoolForm(request.GET or None)
    words = find.cleaned_data["q"] if find.is_bound and find.is_valid() else ""
    drafts = Application.objects.filter(cohort=cohort, state=ApplicationState.DRAFT).values("school")
    begun = list(School.objects.filter(pk__in=drafts).order_by("name")[:MOST])
    found = list(School.objects.open().search(words)[:MOST]) if words else []
    sent = request.POST.get("school", "")
    chosen = list(School.objects.open().filter(pk=sent)) if sent.isdecimal() else []
    shown = list(dict.fromkeys([*chosen, *found, *begun]))
    form = LateForm(request.POST or None, shown=shown, begun={one.pk for one in begun}, on=today())
    if request.method == "POST" and form.is_valid():
        try:
            application = actions.begin_late_application(cohort, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("school", str(refusal))
        else:
            say(
                request,
                f"{application.school} is told. It can send its application until {day(application.late_until)}",
            )
            return redirect(application)
    context = {"cohort": cohort, "find": find, "words": words, "shown": shown, "form": form}
    context["is_open"] = cohort.takes_applications(now())
    return render(request, "cohorts/begin_late_application.html", context)
