"""What every request of a signed-in person goes through: the second factor for those who need one, and when they were last seen."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect

from kit.clock import now

DOORS = ("allauth.account.", "allauth.mfa.", "allauth.usersessions.")


class SecondFactorMiddleware:
    """Sends a person who needs a second factor and has none to the page where they set one up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not (user.is_authenticated and user.needs_second_factor):
            return None
        if view.__module__.startswith(DOORS) or not getattr(view, "login_required", True):
            return None
        return None if is_mfa_enabled(user) else redirect("mfa_index")


class LastSeenMiddleware:
    """Keeps the list of sessions fresh to five minutes, and ends a session of which nothing was heard for too long.

    allauth's own list would write on every request. Because of the five minutes nobody is signed out too early, and the
    page's own warning and sign-out come before.
    """

    EVERY = 300  # seconds

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.session_key and self.is_idle(request):
            logout(request)
        response = self.get_response(request)
        if request.session.session_key and request.user.is_authenticated:
            at = now()
            if at.timestamp() - request.session.get("seen", 0) > self.EVERY:
                request.session["seen"] = int(at.timestamp())
                UserSession.objects.create_from_request(request)
        return response

    def is_idle(self, request):
        """Whether this session was last heard of longer ago than people may be away."""
        seen = request.session.get("seen")
        return bool(seen) and now().timestamp() - seen > settings.IDLE_MINUTES * 60 + self.EVERY
