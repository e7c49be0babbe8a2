"""The first visit: an invitation is accepted, or says why it cannot be."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect, render

from kit.access import everyone, guard
from kit.clock import now

from .. import actions
from ..forms.own import JoinForm
from ..models import Invitation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@guard(everyone, public=True)
def accept_invitation(request, token):
    """Opening the link changes nothing, for mail scanners open links; the button uses it up and signs in."""
    invitation = Invitation.objects.behind(token)
    at = now()
    if invitation is None or not invitation.is_open(at) or not invitation.user.is_active:
        return render(
            request,
            "accounts/invitation_closed.html",
            {"invitation": invitation, "why": why_not(invitation, at)},
            status=410,
        )
    user = invitation.user
    form = JoinForm(request.POST or None, user=user, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        user = actions.accept_invitation(invitation, at=at, **form.cleaned_data)
        login(request, user, backend=BACKEND)
        record_authentication(
            request, user, method="invitation", reauthenticated=True
        )  # or the second factor asks them to sign in again
        actions.came_in(user, at=at, how="invitation")
        return redirect("mfa_index" if user.needs_second_factor else settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/accept_invitation.html", {"form": form, "invitation": invitation})


def why_not(invitation, at):
    """Why a link does not open: broken, disabled, used, withdrawn or expired."""
    if invitation is None:
        return "broken"
    if not invitation.user.is_active:
        return "withdrawn"
    if invitation.accepted_at:
        return "used"
    return "withdrawn" if invitation.revoked_at else "expired"
