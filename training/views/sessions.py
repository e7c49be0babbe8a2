"""The year's sessions: listed, planned, changed, cancelled, and in everybody's calendar."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from cohorts.models import Cohort, CohortState, Place
from kit.access import everyone, guard
from kit.clock import today
from kit.context import Door, doors

from .. import policies
from ..after import after_the_day
from ..calendars import calendar_response, entries_for, feed_response
from ..days import days_of
from ..gap_tasks import is_set, schools_tasks
from ..maps import map_link
from ..models import Attendance, Material, Session, SessionState
from ..register import register_of, tally_of
from ..warnings import capacity_warning, day_warnings

AS_SHOWN = {
    CohortState.RUNNING: 0,
    CohortState.CLOSING: 0,
    CohortState.CLOSED: 2,
}  # the year at work, those to come, those that are over

session_rows = Session.objects.select_related("cohort", "host").visible_to


@doors.register
def training_door(request):
    """Sessions and registers, for everybody with something to see."""
    user = request.user
    if user.is_authenticated and policies.can_see_sessions(user):
        return Door(
            "Training", reverse("training:sessions"), position=30, current=request.path.startswith("/training/")
        )
    return None


@guard(policies.can_see_sessions)
def sessions(request):
    """The sessions of every cohort a person has to do with, the current year first."""
    user, on = request.user, today()
    cohorts = sorted(Cohort.objects.visible_to(user), key=lambda cohort: AS_SHOWN.get(cohort.state, 1))
    rows = {cohort.pk: [] for cohort in cohorts}
    for session in Session.objects.filter(cohort__in=cohorts).select_related("host").order_by("number"):
        rows[session.cohort_id].append(session)
    claims = set(
        Attendance.objects.visible_to(user)
        .claimed()
        .filter(session__cohort__in=cohorts)
        .exclude(session__state=SessionState.CLOSED)
        .values_list("session", flat=True)
    )
    mine = (
        []
        if user.is_virtual_school
        else list(
            Place.objects.read_whole_by(user)
            .filter(cohort__in=cohorts)
            .select_related("school", "cohort")
            .order_by("school__name")
        )
    )
    days = days_of(mine) if mine else {}
    context = {
        "years": [(cohort, rows[cohort.pk]) for cohort in cohorts],
        "claims": claims,
        "mine": [(place, days[place.pk]) for place in mine],
        "on": on,
        "sees_register": user.sees_every_school or user.is_adviser,
        "may_plan": user.sees_every_school,
    }
    return render(request, "training/sessions.html", context)


@guard(everyone, load=session_rows)
def session(request, session):
    """One training day: when, where, what to bring, and how its register stands."""
    user = request.user
    sees_register = policies.can_see_register(user, session)
    parts = register_of(session, user)
    claimable = not sees_register and policies.can_claim(user, session)
    at_work = [part.place for part in parts if part.place.is_at_work]
    tasks = schools_tasks(session, user, at_work) if is_set(session) else ()
    context = {
        "session": session,
        "on": today(),
        "after": after_the_day(session, user),
        "parts": parts,
        "tally": tally_of(parts),
        "sees_register": sees_register,
        "may_edit": policies.can_edit_session(user, session),
        "may_claim": claimable and any(row.is_waiting or row.is_claim for part in parts for row in part.rows),
        "may_claim_for": user.sees_every_school and policies.can_claim(user, session),
        "may_show_code": sees_register and policies.can_show_door_code(user, session),
        "may_cancel": policies.can_cancel_session(user, session),
        "may_reopen": policies.can_reopen_register(user, session),
        "warnings": warnings_of(session, user),
        "map": map_link(session),
        "tasks": tasks,
        "tasks_done": sum(task.is_done for task in tasks),
        "may_hold": policies.can_hold_on_another_day(user, session),
        "may_ring": sees_register and session.alarm > 0,
        **materials_of(session, user),
        "may_say_needs": policies.can_say_needs(user, session),
        "may_see_needs": policies.can_see_needs(user, session),
    }
    return render(request, "training/session.html", context)


def warnings_of(session, user):
    """What speaks against the room, and against the day while it is ahead, for whoever can settle it."""
    if not user.sees_every_school:
        return []
    days = [session.on] if policies.is_ahead(session) and session.on > today() else []
    against = day_warnings(session.cohort, days).get(session.on, [])
    return [*against, *filter(None, [capacity_warning(session)])]


def materials_of(session, user):
    """What there is to read before the day, and what belongs to the day itself."""
    seen = list(Material.objects.visible_to(user).filter(session=session))
    return {
        "reading": [one for one in seen if one.is_before],
        "materials": [one for one in seen if not one.is_before],
        "may_keep_materials": policies.can_keep_materials(user, session),
    }


@guard(everyone, load=session_rows)
def session_calendar(request, session):
    """The session as a calendar entry."""
    return calendar_response([session])


@guard(everyone, public=True)
def feed(request, token):
    """A person's training days as a calendar; whoever has the secret address reads it, until it is made anew."""
    user = User.objects.filter(calendar_token=token, is_active=True).first() if token else None
    if user is None:
        raise Http404
    return feed_response(entries_for(user), "Training")
