"""Signing in at the door: the code for whoever takes the register, and the page that it opens."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import everyone, guard, say
from kit.clock import now
from kit.wording import clock

from .. import actions, knocks, policies
from ..door import (
    address_of,
    at_door,
    door_state,
    hours_of,
    in_threes,
    seats_by_name,
    seats_of,
    session_behind,
    square_code,
)
from ..forms import DoorCodeForm, DoorNameForm
from ..models import Session

session_rows = Session.objects.select_related("cohort", "host").visible_to


@require_safe
@guard(policies.can_show_door_code, load=session_rows)
def door_code(request, session):
    """The square code and the letters for the door, to be shown or printed."""
    context = {
        "session": session,
        "square": square_code(session),
        "code": in_threes(session.door_code),
        "address": address_of(session),
        "typed_at": address_of(session).split("://", 1)[-1].removesuffix(f"{session.door_code}/"),
        "hours": hours_of(session),
    }
    return render(request, "training/door_code.html", context)


@require_POST
@guard(policies.can_show_door_code, load=session_rows)
def renew_door_code(request, session):
    """A new code in place of the one that went too far."""
    actions.renew_door_code(session, by=request.user)
    say(request, "This is the new code. The one before no longer works: take its sheet down")
    return redirect("training:door_code", session.pk)


@require_safe
@guard(everyone, public=True)
def find_door(request):
    """Where the code on the door is typed in."""
    form = DoorCodeForm(request.GET) if "code" in request.GET else DoorCodeForm()
    if form.is_valid():
        return redirect("training:sign_in_at_door", form.cleaned_data["code"])
    return render(request, "training/find_door.html", {"form": form}, status=422 if form.errors else 200)


@guard(everyone, public=True)
def sign_in_at_door(request, code):
    """One button for whoever holds a seat. Opening the page changes nothing, and no name is shown to whoever has only the code."""
    if knocks.are_too_many(request, "code"):
        context = {"form": DoorCodeForm(), "too_many": True}
        return render(request, "training/find_door.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    session = session_behind(code)
    if session is None:
        knocks.count_one(request, "code")
        form = DoorCodeForm({"code": code[:20]})
        if form.is_valid():
            form.add_error("code", "No session has this code. Look at the door again: there may be a new one")
        return render(request, "training/find_door.html", {"form": form}, status=404)
    context = {"session": session, "state": door_state(session, now()), "hours": hours_of(session)}
    if context["state"] != "open":
        status = 200 if request.method in ("GET", "HEAD") else 409
        return render(request, "training/sign_in_at_door.html", context, status=status)
    answer = by_account if request.user.is_authenticated else by_name
    return answer(request, session, context)


def by_account(request, session, context):
    """Somebody who has signed in is known by their account, and sees their own seats."""
    holders = seats_of(request.user, session)
    seats = at_door(session, holders)
    if request.method == "POST" and holders:
        if any(seat.can_sign_in for seat in seats):
            actions.sign_in_at_door(session, holders, by=request.user)
            say(request, f"Thank you. You are signed in to session {session.number} at {clock(now())}")
        return redirect("training:sign_in_at_door", session.door_code)
    context |= {"seats": seats, "can_sign_in": any(seat.can_sign_in for seat in seats)}
    return render(request, "training/sign_in_at_door.html", context, status=403 if request.method == "POST" else 200)


def by_name(request, session, context):
    """Everybody else writes their own name; the answer says nothing of them that they did not write."""
    form = DoorNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if knocks.are_too_many(request, "name"):
            form.add_error("name", "Too many names did not fit. Ask whoever takes the register to mark you")
        elif holders := seats_by_name(name, session):
            if any(seat.can_sign_in or seat.is_there for seat in at_door(session, holders)):
                actions.sign_in_at_door(session, holders, by=None)
                say(request, f"Thank you, {name}. You are signed in to session {session.number}")
            else:
                messages.warning(request, f"{name}, please ask whoever takes the register to mark you.")
            return redirect("training:sign_in_at_door", session.door_code)
        else:
            knocks.count_one(request, "name")
            form.add_error(
                "name",
                "We cannot place this name. Write it as your school gave it to us, or ask whoever takes the register",
            )
    context["form"] = form
    return render(request, "training/sign_in_at_door.html", context, status=422 if form.errors else 200)
