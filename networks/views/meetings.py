"""Meetings of a cluster: planned, changed, cancelled, minuted, and put into one's calendar."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kit.access import everyone, guard, say
from networks import policies
from networks.actions import meetings as actions
from networks.calendars import calendar_response
from networks.forms import MeetingForm, MinutesForm
from networks.models import Meeting, MeetingAttendance, Membership
from schools.models import School

from .clusters import clusters, hiding

meetings = Meeting.objects.select_related("cluster__convenor", "host").visible_to


def members_on(cluster, day, *more):
    """The schools that belong to a cluster on a day, and `more` schools by number."""
    now_in = Membership.objects.current(day).filter(cluster=cluster).values("school")
    return School.objects.filter(Q(pk__in=now_in) | Q(pk__in=[pk for pk in more if pk])).order_by("name", "pk")


def seen_in(request):
    """The version that a form was filled in on."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else -1


def form_page(request, template, form, cluster, meeting=None):
    """A form about a meeting, again with what was typed where something was wrong."""
    context = {"form": form, "cluster": cluster, "meeting": meeting}
    return render(request, template, context, status=422 if form.errors else 200)


@guard(everyone, load=meetings)
def meeting(request, meeting):
    """When, where, who came, what was said and agreed."""
    user = request.user
    names = ("edit_meeting", "cancel_meeting", "minute_meeting")
    context = {
        "meeting": meeting,
        "cluster": meeting.cluster,
        "attendance": MeetingAttendance.objects.filter(meeting=meeting)
        .select_related("school")
        .order_by("school__name"),
        "may": {name: getattr(policies, f"can_{name}")(user, meeting) for name in names},
        **hiding(user, Meeting),
    }
    return render(request, "networks/meeting.html", context)


@guard(policies.can_plan_meeting, load=clusters)
def plan_meeting(request, cluster):
    """The next meeting."""
    form = MeetingForm(request.POST or None, members=members_on(cluster, None))
    if request.method == "POST" and form.is_valid():
        meeting = actions.plan_meeting(cluster, by=request.user, **form.cleaned_data)
        say(request, "The meeting is planned. Everybody is written to a week before")
        return redirect(meeting)
    return form_page(request, "networks/plan_meeting.html", form, cluster)


@guard(policies.can_edit_meeting, load=meetings)
def edit_meeting(request, meeting):
    """Another day, another place, another agenda."""
    initial = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
    form = MeetingForm(
        request.POST or None, members=members_on(meeting.cluster, None, meeting.host_id), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        actions.edit_meeting(meeting, by=request.user, seen=seen_in(request), **form.cleaned_data)
        say(request, "Saved")
        return redirect(meeting)
    return form_page(request, "networks/edit_meeting.html", form, meeting.cluster, meeting)


@guard(policies.can_cancel_meeting, load=meetings)
def cancel_meeting(request, meeting):
    """It does not take place, after a question."""
    if request.method == "POST":
        actions.cancel_meeting(meeting, by=request.user)
        say(request, "The meeting is cancelled, and everybody is told")
        return redirect(meeting)
    return render(request, "networks/cancel_meeting.html", {"meeting": meeting, "cluster": meeting.cluster})


@guard(policies.can_minute_meeting, load=meetings)
def minute_meeting(request, meeting):
    """Who came, what was said, what was agreed."""
    came = dict(MeetingAttendance.objects.filter(meeting=meeting).values_list("school", "people"))
    schools = members_on(meeting.cluster, meeting.on, meeting.host_id, *came)
    initial = {"came": [*came], "minutes": meeting.minutes, "agreed": meeting.agreed}
    form = MinutesForm(request.POST or None, schools=schools, people=came, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("minutes", "agreed")}
        actions.minute_meeting(meeting, by=request.user, seen=seen_in(request), present=form.present(), **said)
        say(request, "The minutes are kept, and everybody in the cluster can read them")
        return redirect(meeting)
    return form_page(request, "networks/minute_meeting.html", form, meeting.cluster, meeting)


@require_safe
@guard(everyone, load=meetings)
def meeting_calendar(request, meeting):
    """The meeting as a calendar entry."""
    return calendar_response(meeting)
