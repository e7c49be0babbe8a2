"""One session changed, moved or cancelled, and the ring-round after it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from cohorts.models import CohortState
from kit.access import guard, say
from kit.wording import clock, day

from .. import actions, policies
from ..audience import people_of
from ..forms import AnotherDayForm, CallForm, ReasonForm, SessionForm
from ..models import Material, Session, SessionState
from ..ringing import ring_rows
from ..warnings import capacity_warning, day_warnings

session_rows = Session.objects.select_related("cohort", "host").visible_to
A_PAGE, FEW = 30, 5  # people to ring, each with a form


def said_of(session, was, words):
    """What has happened to a session that was on a day, and what speaks against the one it is on."""
    warnings = day_warnings(session.cohort, [session.on]).get(session.on, [])
    dated = Material.objects.opening_with(session).count() if session.on != was else 0
    which = "The opening day of a material" if dated == 1 else f"The opening days of {dated} materials"
    openings = f"{which} moved with it." if dated else ""
    return " ".join(filter(None, [words, openings, *warnings, capacity_warning(session)]))


def told_of(session):
    """How many people get a letter when a session is moved or cancelled; nobody while the cohort is a draft."""
    return 0 if session.cohort.state == CohortState.DRAFT else len(people_of(session))


def against(request, session, form):
    """What speaks against a new day of which everybody would be told, until the person has read it and sends the form again."""
    on, is_told = form.cleaned_data["on"], session.cohort.state != CohortState.DRAFT
    stays = on == session.on and session.state != SessionState.CANCELLED
    if stays or not is_told or request.POST.get("despite") == on.isoformat():
        return []
    return day_warnings(session.cohort, [on]).get(on, [])


@guard(policies.can_edit_session, load=session_rows)
def edit_session(request, session):
    """Change what is said of a session; a new day, time or place is told to everybody."""
    form, warnings = SessionForm(request.POST or None, session=session, user=request.user), []
    if request.method == "POST" and form.is_valid() and not (warnings := against(request, session, form)):
        was = session.on
        actions.edit_session(session, by=request.user, **form.cleaned_data)
        say(request, said_of(session, was, "The session is kept."))
        return redirect(session)
    return render(request, "training/edit_session.html", {"session": session, "form": form, "against": warnings})


@guard(policies.can_cancel_session, load=session_rows)
def cancel_session(request, session):
    """The session is not held, for a reason that everybody is told; then the numbers to ring."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_session(session, by=request.user, **form.cleaned_data)
        say(request, f"Session {session.number} is cancelled, and everybody is told")
        return redirect("training:ring_round", session.pk)
    context = {"session": session, "form": form, "told": told_of(session)}
    return render(request, "training/cancel_session.html", context)


@guard(policies.can_hold_on_another_day, load=session_rows)
def hold_on_another_day(request, session):
    """A new day instead of none; also for a session that was cancelled."""
    form, warnings = AnotherDayForm(request.POST or None, session=session), []
    if request.method == "POST" and form.is_valid() and not (warnings := against(request, session, form)):
        was = session.on
        actions.hold_on_another_day(session, by=request.user, **form.cleaned_data)
        say(request, said_of(session, was, f"Session {session.number} is on {day(session.on)}, and everybody is told."))
        return redirect("training:ring_round", session.pk)
    context = {"session": session, "form": form, "against": warnings, "told": told_of(session)}
    return render(request, "training/hold_on_another_day.html", context)


@guard(policies.can_ring_round, load=session_rows)
def ring_round(request, session):
    """Everybody to telephone after a change, ticked off by whoever rings: all staff see the same list."""
    rows = ring_rows(session, request.user)
    if request.method == "POST":
        form = CallForm(request.POST, rows=rows)
        if not form.is_valid():
            messages.warning(request, " ".join(error for errors in form.errors.values() for error in errors))
            return redirect(request.get_full_path())
        row = form.row
        theirs = actions.note_call(session, row.place, row.holder, by=request.user, **form.facts)
        if theirs:
            by = theirs.by or "Somebody"
            messages.warning(
                request, f"{by} rang {row.name} at {clock(theirs.at)}: {theirs.get_outcome_display().lower()}."
            )
        return redirect(f"{request.get_full_path()}#{row.key}")
    told = sum(row.is_told for row in rows)
    a_page, few = (max(len(rows), 1), 0) if request.GET.get("all") else (A_PAGE, FEW)  # on one page to be printed
    page = Paginator(rows, a_page, orphans=few).get_page(request.GET.get("page"))
    unreached = sum(bool(row.unreached) and not row.is_told for row in rows)
    context = {"session": session, "rows": rows, "page": page, "told": told, "left": len(rows) - told}
    context["unreached"] = unreached
    return render(request, "training/ring_round.html", context)
