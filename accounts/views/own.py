"""What people keep about themselves, and the calendar link."""

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import everyone, guard, say

from .. import actions, belonging, policies
from ..browsers import browser_words
from ..calendars import feed_url
from ..forms.own import ProfileForm

FIELDS = ("name", "job_title", "telephone", "reminders_muted")


@guard(policies.can_keep_own_profile)
def profile(request):
    """One's own account: name, letters, ways of signing in, calendar."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={field: getattr(user, field) for field in FIELDS})
    if request.method == "POST" and form.is_valid():
        actions.keep_profile(user, **form.cleaned_data)
        say(request, "Saved")
        return redirect("accounts:profile")
    context = {"form": form, "lines": belonging.lines_of([user])[user.pk], "feed": feed_url(request)}
    return render(request, "accounts/profile.html", context)


@require_POST
@guard(policies.can_keep_own_profile)
def make_calendar_link(request):
    """A new secret address for the calendar."""
    actions.make_calendar_link(request.user)
    say(request, "Your calendar link is ready. Keep it to yourself")
    return redirect("accounts:profile")


@require_POST
@guard(policies.can_keep_own_profile)
def revoke_calendar_link(request):
    """Make the address worthless."""
    actions.revoke_calendar_link(request.user)
    say(request, "The calendar link no longer works")
    return redirect("accounts:profile")


def own_sessions(user):
    """The browsers in which a person is signed in."""
    return UserSession.objects.filter(user_id=user.pk)


@require_POST
@guard(policies.can_end_session, load=own_sessions)
def end_session(request, session):
    """Sign out in another browser; in this one there is a button of its own."""
    if session.is_current():
        return redirect("account_logout")
    words = browser_words(session.user_agent)
    actions.end_session(session)
    say(request, f"{words} is signed out")
    return redirect("usersessions_list")


@require_safe
@guard(everyone)
def stay_signed_in(request):
    """Somebody is still there: that they asked is all there is to it."""
    return HttpResponse(status=204)
