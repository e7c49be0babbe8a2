"""Registers: marked with one tap a person, confirmed, closed and exported."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.access import Refused, guard, say
from kit.clock import now, today
from kit.tables.exports import table_response
from kit.wording import count

from .. import actions, policies
from ..actions.together import marked_together
from ..forms import CatchUpForm, MarkForm, ReasonForm, RegisterForm
from ..models import Session, SessionState
from ..register import register_of, tally_of
from .attendance import kind_of

A_PAGE, FEW = 15, 2  # schools: the usual cohort of 17 stands on one page, and no page outgrows a telephone's patience
session_rows = Session.objects.select_related("cohort", "host", "closed_by").visible_to


def register_to_take(session, user):
    """The rows whose marks a person keeps."""
    return register_of(session, user, policies.markable_places(user, session))


def pages_of(parts):
    """The register school by school, so many a page."""
    return Paginator(parts, A_PAGE, orphans=FEW)


def page_numbers(parts):
    """{seat's key: the number of the page on which it stands}."""
    return {row.seat.pk: page.number for page in pages_of(parts) for part in page for row in part.rows}


def register_page(request, session, *, status=200, **more):
    """The page of the register that is asked for; the figures over it are of the whole."""
    context = shown(session, request.user, **more)
    parts, first = context["parts"], context["first"]
    context["page"] = pages_of(parts).get_page(request.GET.get("page"))
    context["first_page"] = page_numbers(parts)[first.seat.pk] if first else None
    if context["may_mark_all"]:
        context["together"] = marked_together(session, request.user).count()
    return render(request, "training/register.html", context, status=status)


def shown(session, user, **more):
    """What every page of a register is given."""
    parts = more.pop("parts", None) or register_to_take(session, user)
    return {
        "session": session,
        "parts": parts,
        "tally": tally_of(parts),
        "at": now(),
        "on": today(),
        "is_closed": session.state == SessionState.CLOSED,
        "may_mark": policies.can_mark(user, session),
        "may_show_code": policies.can_show_door_code(user, session),
        "may_close": policies.can_close_register(user, session) and session.on <= today(),
        "may_reopen": policies.can_reopen_register(user, session),
        "may_catch_up": policies.can_record_catch_up(user, session),
        "may_type": policies.can_type_sheet(user, session),
        "may_mark_all": policies.can_mark_all_present(user, session) and session.on <= today(),
        "first": next((row for part in parts for row in part.rows if row.is_waiting), None),
        **more,
    }


@guard(policies.can_see_register, load=session_rows)
def register(request, session):
    """Everybody expected, school by school."""
    return register_page(request, session)


@require_POST
@guard(policies.can_mark, load=session_rows)
def mark_seat(request, session):
    """One tap: the mark is kept, and the row comes back."""
    form = MarkForm(request.POST, parts=register_to_take(session, request.user))
    if not form.is_valid():
        raise Refused("This mark cannot be kept now. Open the register again.")
    said = form.said()
    actions.mark_seat(session, said, by=request.user)
    context = shown(session, request.user)
    row = next(row for part in context["parts"] for row in part.rows if row.seat.pk == said.seat.pk)
    if not request.headers.get("HX-Request"):
        return back(session, page_numbers(context["parts"])[row.seat.pk], f"#seat-{said.seat.pk}")
    context["row"] = row
    if context["may_mark_all"]:
        context["together"] = marked_together(session, request.user).count()
    return render(request, "training/_marked.html", context)


def back(session, page, anchor=""):
    """To the page of the register where somebody was."""
    where = f"?page={page}" if str(page) not in ("", "1") else ""
    return redirect(f"{reverse('training:register', args=[session.pk])}{where}{anchor}")


@require_POST
@guard(policies.can_mark, load=session_rows)
def save_register(request, session):
    """The whole page at once, as it is sent without scripts; and one claim confirmed by its own button."""
    user = request.user
    parts = register_to_take(session, user)
    form = RegisterForm(request.POST, parts, needs_reason=session.state == SessionState.CLOSED)
    if not form.is_valid:
        return register_page(request, session, status=422, parts=parts, errors=form.errors, sent=request.POST)
    if form.marks:
        changed = actions.mark_seats(session, form.marks, by=user, late_reason=form.reason)
        say(request, count(len(changed), "mark kept,marks kept,Nothing was changed"))
    if request.POST.get("confirm"):
        actions.confirm_claims(session, by=user, seats=form.pressed("confirm"), seen=request.POST.getlist("claim"))
    parts_page = pages_of(parts).get_page(request.GET.get("page"))
    return back(session, parts_page.number, form.anchor)


@guard(policies.can_confirm_claims, load=session_rows)
def confirm_claims(request, session):
    """All claims of a session on one page, confirmed together: those that the page showed."""
    parts = register_to_take(session, request.user)
    claims = [row for part in parts for row in part.rows if row.is_claim]
    if request.method == "POST":
        seen = request.POST.getlist("claim")
        number = actions.confirm_claims(session, by=request.user, seats=[row.seat for row in claims], seen=seen)
        say(request, f"{count(number, 'claim,claims')} confirmed" if number else "There was nothing to confirm")
        if any(row.claim not in seen for row in claims):
            messages.warning(request, "Schools have said more meanwhile. Read it before you confirm it.")
            return redirect("training:confirm_claims", session.pk)
        return redirect("training:register", session.pk)
    return render(request, "training/confirm_claims.html", {"session": session, "claims": claims})


@guard(policies.can_close_register, load=session_rows)
def close_register(request, session):
    """Closed after a look at those who are not marked and at the claims that are confirmed with it."""
    actions.not_closed_before_its_day(session)
    came_in = False
    if request.method == "POST":
        try:
            actions.close_register(session, by=request.user, seen=request.POST.getlist("claim"))
        except actions.ClaimsCameIn:
            came_in = True
        else:
            say(request, f"The register of session {session.number} is closed")
            return redirect("training:register", session.pk)
    context = shown(session, request.user)
    rows = [row for part in context["parts"] for row in part.rows]
    stands = page_numbers(context["parts"])
    context |= {
        "waiting": [(row, stands[row.seat.pk]) for row in rows if row.is_waiting],
        "claims": [row for row in rows if row.is_claim],
    }
    return render(
        request, "training/close_register.html", context | {"came_in": came_in}, status=409 if came_in else 200
    )


@guard(policies.can_reopen_register, load=session_rows)
def reopen_register(request, session):
    """Open a closed register again, with a reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen_register(session, by=request.user, **form.cleaned_data)
        say(request, "The register is open again")
        return redirect("training:register", session.pk)
    return render(request, "training/reopen_register.html", {"session": session, "form": form})


@guard(policies.can_record_catch_up, load=session_rows)
def record_catch_up(request, session):
    """A missed day that was made up for, signed off."""
    parts = register_to_take(session, request.user)
    form = CatchUpForm(request.POST or None, parts=parts, initial={"seat": request.GET.get("seat")})
    if request.method == "POST" and form.is_valid():
        actions.record_catch_up(
            session,
            form.cleaned_data["seat"],
            by=request.user,
            on=form.cleaned_data["on"],
            how=form.cleaned_data["how"],
        )
        say(request, "The catch-up is signed off")
        return redirect("training:register", session.pk)
    return render(request, "training/record_catch_up.html", {"session": session, "form": form})


@guard(policies.can_see_register, load=session_rows)
def export_register(request, session):
    """One session's register as a table."""
    header = (
        "School",
        "Representative",
        "Name",
        "Mark",
        "Half days",
        "Confirmed",
        "Substitute",
        "Caught up on",
        "How",
        "Note",
    )
    rows = []
    for part in register_to_take(session, request.user):
        for row in part.rows:
            mark = row.mark
            rows.append(
                (
                    part.place.school.name,
                    row.seat.number,
                    row.holder.name if row.holder else "",
                    mark.get_state_display() if row.is_marked else "",
                    row.halves,
                    bool(mark and mark.confirmed_at),
                    mark.substitute_name if mark else "",
                    mark.caught_up_on if mark else None,
                    mark.caught_up_how if mark else "",
                    mark.note if mark else "",
                )
            )
    return table_response(f"register-session-{session.number}-{session.cohort.name}", header, rows, kind_of(request))
