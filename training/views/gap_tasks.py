"""The task until the next session: said to be done, seen as a fact, taken back."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cohorts.models import SeatHolder
from cohorts.yours import places_spoken_for_by
from kit.access import guard, say
from kit.clock import today

from .. import actions
from .. import catch_up_policies as policies
from ..forms.gap_task import GapTaskForm
from ..gap_tasks import is_set, schools_tasks
from ..models import GapTaskDone, Session
from ..policies import can_see_register, markable_places

session_rows = Session.objects.select_related("cohort", "host").visible_to


def tasks_of(session, user):
    """What schools have said, each with whether the reader may say it for them; a session without a task has no such page."""
    if not is_set(session):
        raise Http404
    tasks = schools_tasks(session, user)
    mine = {place.pk for place in places_spoken_for_by(user)}
    if can_see_register(user, session):
        kept = {place.pk for place in markable_places(user, session)}
        tasks = [task for task in tasks if task.place.pk in kept | mine]
    for task in tasks:
        task.may_say = user.sees_every_school or task.place.pk in mine
    return tasks


def form_for(task, data=None):
    """The form of one school."""
    holders = SeatHolder.objects.on(today()).filter(seat__place=task.place).order_by("seat__number")
    return GapTaskForm(data, place=task.place, holders=list(holders))


def page_of(request, session, tasks, *, task=None, form=None, status=200):
    """What was said, and the form for one school."""
    context = {
        "session": session,
        "tasks": tasks,
        "number": sum(one.is_done for one in tasks),
        "several": len(tasks) > 1,
        "task": task,
        "place": task.place if task else None,
        "form": form,
        "may_hide": request.user.sees_every_school,
        "hide_type": ContentType.objects.get_for_model(GapTaskDone).pk,
    }
    return render(request, "training/gap_task.html", context, status=status)


@require_safe
@guard(policies.can_see_gap_task, load=session_rows)
def gap_task(request, session):
    """Which schools have done it, and what they say."""
    tasks = tasks_of(session, request.user)
    own = [task for task in tasks if task.may_say]
    asked = request.GET.get("place", "")
    task = next((one for one in own if str(one.place.pk) == asked), own[0] if len(own) == 1 else None)
    return page_of(request, session, tasks, task=task, form=form_for(task) if task else None)


@require_POST
@guard(policies.can_finish_gap_task, load=session_rows)
def finish_gap_task(request, session):
    """A school, or one of its representatives, has done it."""
    tasks = tasks_of(session, request.user)
    own = [task for task in tasks if task.may_say]
    task = next((one for one in own if str(one.place.pk) == request.POST.get("place", "")), None)
    if task is None:
        raise Http404
    form = form_for(task, request.POST)
    if not form.is_valid():
        return page_of(request, session, tasks, task=task, form=form, status=422)
    said = form.cleaned_data
    actions.finish_gap_task(session, task.place, by=request.user, line=said["line"], seat=said["seat"])
    say(request, "Thank you. The task is done")
    return redirect(f"{reverse('training:gap_task', args=[session.pk])}?place={task.place.pk}")


@require_POST
@guard(policies.can_undo_gap_task, load=GapTaskDone.objects.select_related("session", "place__school").visible_to)
def undo_gap_task(request, done):
    """Taken back."""
    actions.undo_gap_task(done, by=request.user)
    say(request, "Taken back")
    return redirect(f"{reverse('training:gap_task', args=[done.session_id])}?place={done.place_id}")
