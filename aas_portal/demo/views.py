"""What only the demo has: signing in as one of its people, and reading the letters that went nowhere."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.actions import came_in
from accounts.models import User
from kit.access import everyone, guard
from kit.clock import now

from .mail import letters

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def in_the_demo(user, record=None):
    """Nobody outside the demo, whatever the addresses say."""
    if not settings.DEMO:
        raise Http404
    return everyone(user)


def made_up_people(user):
    """Only people of the demo, by their persona."""
    return User.objects.filter(is_demo=True, is_active=True).exclude(persona="")


@require_POST
@guard(in_the_demo, public=True)
def sign_in(request):
    """Become one of the demo's people. A real person's account cannot be entered here."""
    person = get_object_or_404(
        made_up_people(request.user), persona=request.POST.get("persona", "").strip() or "nobody"
    )
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="demo", reauthenticated=True)
    came_in(person, at=now(), how="demo")
    asked_for = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked_for, {request.get_host()}, require_https=request.is_secure())
    return redirect(asked_for if ours else settings.LOGIN_REDIRECT_URL)


@guard(in_the_demo, public=True)
def mail(request):
    """The letters in var/mail, newest first."""
    page = Paginator(letters(), 20).get_page(request.GET.get("page"))
    return render(request, "demo/mail.html", {"page": page})
