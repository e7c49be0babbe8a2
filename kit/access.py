"""Default deny: a view without a guard is refused, except behind the doors of others, named here and pinned by a test."""

from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from .flow import StepNotAllowed
from .kept import kept_of

# Sign-in has no namespace and admin's views live in many modules, so one is known by module and the other by namespace.
SIGN_IN = ("allauth.account.", "allauth.mfa.", "allauth.usersessions.", "allauth.socialaccount.")
ADMIN = "admin"


class Refused(PermissionDenied):
    """A refusal that explains itself: its sentence is shown on the 403 page."""


def guard(policy, load=None, *, public=False, late=None):
    """Say who may use a view. `load(user)` gives the rows the person may see: another is 404, a refusal 403, too late 409.

    `load` takes the URL's `pk`; whatever else the URL captures goes on to the view, which may not use it to find records.
    `late(request, record)` answers whoever only opens a page whose step is no longer to take: by what is recorded.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            found = ()
            if load:
                found = (get_object_or_404(load(request.user), pk=kwargs.pop("pk")),)
            if not getattr(policy, "who", policy)(request.user, *found):
                raise PermissionDenied
            if not policy(request.user, *found):
                if late and request.method in ("GET", "HEAD"):
                    return late(request, *found)
                raise StepNotAllowed(*found, policy.step)
            return view(request, *found, *args, **kwargs)

        guarded.policy, guarded.load, guarded.login_required = policy, load, not public
        return guarded

    return decorate


def everyone(user, record=None):
    """Public pages: `guard(everyone, public=True)`; without `public`, anybody who has signed in."""
    return True


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever has to sign in to the sign-in page, and back from there to the page they stood on.

    A form sent after the session ended is not at an address that can be opened: they go back to the form's own page, and what
    they wrote is shown to be copied.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        came_from = request.headers.get("Referer", "")
        ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
        back = urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl() if ours else "/"
        kept = kept_of(request)
        if kept and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
            sign_in = redirect_to_login(back, self.get_login_url(view_func)).url
            return render(request, "signed_out.html", {"kept": kept, "sign_in": sign_in}, status=HTTPStatus.FORBIDDEN)
        return redirect_to_login(back, f"{resolve_url(self.get_login_url(view_func))}?why=ended")


class GuardMiddleware:
    """Stands after SignInFirst. Static files (WhiteNoise) and error pages never come here: they resolve no view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_view(self, request, view, args, kwargs):
        if not (hasattr(view, "policy") or is_a_door_of_others(view, request.resolver_match)):
            raise PermissionDenied(f"{view.__module__}.{view.__name__} declares no guard")

    def process_exception(self, request, exception):
        if isinstance(exception, StepNotAllowed):
            context = {"record": exception.record, "step": exception.name, "kept": kept_of(request)}
            return render(request, "409.html", context, status=409)
        return None


def is_a_door_of_others(view, match):
    """Sign-in and the admin have rules of their own; a test pins the routes behind each."""
    return view.__module__.startswith(SIGN_IN) or match.namespaces[:1] == [ADMIN]


def say(request, sentence):
    """Tell the person, on the next page, what has happened."""
    messages.success(request, sentence)
