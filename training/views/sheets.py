"""The sheet of a session: printed, signed, typed back; everybody present at once; and the trail behind every mark."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import guard, say
from kit.clock import now
from kit.pdf.download import pdf_response
from kit.wording import count

from .. import actions, policies
from ..forms import SheetForm
from ..forms.sheet import letter_of
from ..models import Session, SessionState
from ..printing import numbered, sheet_pdf
from ..trail import trail_of
from .registers import register_to_take, shown

session_rows = Session.objects.select_related("cohort", "host", "closed_by").visible_to
MARKS_A_PAGE = 50
SCHOOLS_A_PAGE, FEW = 40, 5  # lines to type are short: a large cohort's sheet has several pages too


@require_safe
@guard(policies.can_see_register, load=session_rows)
def print_register(request, session):
    """The sheet for the door: names, and room for a signature; on paper with `?as=pdf`."""
    context = shown(session, request.user)
    numbered(context["parts"])
    if request.GET.get("as") == "pdf":
        return pdf_response(f"sheet-session-{session.number}", sheet_pdf(session, context["parts"]))
    return render(request, "training/print_register.html", context)


@guard(policies.can_type_sheet, load=session_rows)
def type_sheet(request, session):
    """The signed sheet typed back on one page, in its own order."""
    user, closed = request.user, session.state == SessionState.CLOSED
    parts = numbered(register_to_take(session, user))
    errors, pages = {}, Paginator(parts, SCHOOLS_A_PAGE, orphans=FEW)
    page = pages.get_page(request.GET.get("page"))
    if request.method == "POST":
        form = SheetForm(request.POST, parts, needs_reason=closed)
        if form.is_valid:
            changed = actions.mark_seats(session, form.marks, by=user, late_reason=form.reason) if form.marks else ()
            say(request, count(len(changed), "mark kept,marks kept,Nothing was changed"))
            if page.has_next():
                return redirect(f"{request.path}?page={page.next_page_number()}")
            return redirect("training:register", session.pk)
        errors = form.errors
    for row in (row for part in page for row in part.rows):
        row.letter = letter_of(row) if row.typed is None else row.typed
        row.seen = row.seen or letter_of(row)
    context = {
        "session": session,
        "page": page,
        "errors": errors,
        "is_closed": closed,
        "reason": request.POST.get("late_reason", ""),
        "total": sum(len(part.rows) for part in parts),
    }
    return render(request, "training/type_sheet.html", context, status=422 if errors else 200)


@require_POST
@guard(policies.can_mark_all_present, load=session_rows)
def mark_all_present(request, session):
    """Everybody expected of whom nothing is said; it can be undone from the register."""
    waiting = [row.seat for part in register_to_take(session, request.user) for row in part.rows if row.is_waiting]
    changed = actions.mark_all_present(session, waiting, by=request.user)
    say(request, count(len(changed), "person marked present,people marked present,Nobody was left to mark"))
    return redirect("training:register", session.pk)


@require_POST
@guard(policies.can_mark_all_present, load=session_rows)
def undo_all_present(request, session):
    """Take one's own latest "all present" back."""
    number = actions.undo_all_present(session, by=request.user)
    say(request, f"{count(number, 'mark,marks')} taken back" if number else "There was nothing to take back")
    return redirect("training:register", session.pk)


@require_safe
@guard(policies.can_see_trail, load=session_rows)
def register_trail(request, session):
    """Every mark of a register ever made, with who and when, newest first; of one seat with `?seat=`."""
    marks, seat = trail_of(session, request.user, request.GET.get("seat", ""))
    page = Paginator(marks, MARKS_A_PAGE).get_page(request.GET.get("page"))
    context = {"session": session, "marks": page, "seat": seat, "at": now()}
    return render(request, "training/register_trail.html", context)
