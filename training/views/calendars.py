"""Shared calendars: the page that shows the address and says who can read it, and the feed behind it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cohorts.models import Cohort
from kit.access import everyone, guard, say
from schools.calendars import dates_of
from schools.models import School

from .. import actions
from .. import calendar_policies as policies
from ..calendars import entries_of_cohort, feed_response, in_order, since
from ..models import CalendarLink


def page_of(request, of, kind, *, name, may_make):
    """The address, if there is one, and what can be done with it."""
    link = CalendarLink.objects.standing().filter(**{kind: of}).select_related("made_by").first()
    address = request.build_absolute_uri(reverse("training:shared_feed", args=[link.token])) if link else ""
    context = {
        "of": of,
        "kind": kind,
        "name": name,
        "link": link,
        "address": address,
        "may_make": may_make,
        "renew_url": reverse(f"training:renew_{kind}_calendar", args=[of.pk]),
        "stop_url": reverse(f"training:stop_{kind}_calendar", args=[of.pk]),
    }
    response = render(request, "training/shared_calendar.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@guard(policies.can_see_school_calendar, load=School.objects.read_whole_by)
def school_calendar(request, school):
    """For everybody at a school."""
    may_make = policies.can_make_school_calendar(request.user, school)
    return page_of(request, school, "school", name=school.name, may_make=may_make)


@require_safe
@guard(policies.can_see_cohort_calendar, load=Cohort.objects.visible_to)
def cohort_calendar(request, cohort):
    """For the Virtual School."""
    may_make = policies.can_make_cohort_calendar(request.user, cohort)
    return page_of(request, cohort, "cohort", name=f"cohort {cohort.name}", may_make=may_make)


@require_POST
@guard(policies.can_make_school_calendar, load=School.objects.read_whole_by)
def renew_school_calendar(request, school):
    """A new address; the one before opens nothing."""
    return renewed(request, school, "school")


@require_POST
@guard(policies.can_make_cohort_calendar, load=Cohort.objects.visible_to)
def renew_cohort_calendar(request, cohort):
    """A new address; the one before opens nothing."""
    return renewed(request, cohort, "cohort")


def renewed(request, of, kind):
    """Made, and shown."""
    actions.make_shared_calendar(of, by=request.user)
    say(request, "The calendar has a new address. One that was there before no longer works")
    return redirect(f"training:{kind}_calendar", of.pk)


@require_POST
@guard(policies.can_make_school_calendar, load=School.objects.read_whole_by)
def stop_school_calendar(request, school):
    """The address opens nothing any more."""
    return stopped(request, school, "school")


@require_POST
@guard(policies.can_make_cohort_calendar, load=Cohort.objects.visible_to)
def stop_cohort_calendar(request, cohort):
    """The address opens nothing any more."""
    return stopped(request, cohort, "cohort")


def stopped(request, of, kind):
    """Ended, and said."""
    actions.stop_shared_calendar(of, by=request.user)
    say(request, "The calendar address no longer works")
    return redirect(f"training:{kind}_calendar", of.pk)


@require_safe
@guard(everyone, public=True)
def shared_feed(request, token):
    """A school's or a cohort's calendar; whoever has the secret address reads it, until it is made anew."""
    link = CalendarLink.objects.standing().filter(token=token).select_related("school", "cohort").first()
    if link is None:
        raise Http404
    if link.cohort:
        return feed_response(entries_of_cohort(link.cohort), f"Training, cohort {link.cohort.name}")
    return feed_response(in_order(dates_of([link.school_id], since())), f"Training, {link.school.name}")
