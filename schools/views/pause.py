"""Not this week: two buttons, on What next and on the school's page."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kit.access import guard, say
from kit.wording import day_long
from schools import policies
from schools.actions import pause as actions
from schools.models import School

schools = School.objects.visible_to


@require_POST
@guard(policies.can_pause_reminders, load=schools)
def pause_reminders(request, school):
    """A week without reminders."""
    pause = actions.pause_reminders(school, by=request.user)
    say(request, f"No reminders until {day_long(pause.until_on)}")
    return redirect(whence(request, school))


@require_POST
@guard(policies.can_resume_reminders, load=schools)
def resume_reminders(request, school):
    """Reminders again."""
    resumed = actions.resume_reminders(school, by=request.user)
    say(request, "Reminders come again from the next school morning" if resumed else "Reminders are not paused")
    return redirect(whence(request, school))


def whence(request, school):
    """Back to the list for those who pressed it there, else to the school."""
    return "cohorts:begin" if request.POST.get("from") == "list" else school.get_absolute_url()
