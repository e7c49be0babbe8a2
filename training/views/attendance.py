"""Attendance at a glance: a cohort's seats by sessions, and a person's own record."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cohorts.models import Cohort, SeatHolder
from kit.access import everyone, guard
from kit.clock import today
from kit.pdf.download import pdf_response
from kit.tables.exports import table_response

from .. import policies
from ..attendance import KEY, SIGNS, drawing, grid_of, table_of
from ..printing import attendance_pdf, record_pdf
from ..records import own_record, record_for

SCHOOLS_A_PAGE = 20  # some 40 kB


@require_safe
@guard(policies.can_see_attendance, load=Cohort.objects.visible_to)
def attendance(request, cohort):
    """Every representative by session."""
    grid = grid_of(cohort, request.user)
    only_owing = request.GET.get("show") == "owing"
    parts = Paginator(grid.owing if only_owing else grid.parts, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "grid": grid,
        "parts": parts,
        "on": today(),
        "only_owing": only_owing,
        "key": [(drawing(name), SIGNS[name][2]) for name in KEY],
        "opens_registers": request.user.sees_every_school or request.user.is_adviser,
        "opens_records": not request.user.is_observer or request.user.sees_every_school,
    }
    return render(request, "training/attendance.html", context)


@require_safe
@guard(policies.can_see_attendance, load=Cohort.objects.visible_to)
def export_attendance(request, cohort):
    """The same as a table for a spreadsheet, or on paper with `?as=pdf`."""
    grid, name = grid_of(cohort, request.user), f"attendance-{slugify(cohort.name)}"
    if request.GET.get("as") == "pdf":
        return pdf_response(name, attendance_pdf(cohort, grid))
    return table_response(name, *table_of(grid), kind_of(request))


def kind_of(request):
    """The kind of table asked for."""
    return "xlsx" if request.GET.get("as") == "xlsx" else "csv"


@require_safe
@guard(everyone)
def own_attendance(request):
    """My own days, whichever schools I represented."""
    return answer(request, own_record(request.user), is_own=True)


@require_safe
@guard(policies.can_see_attendance_record, load=SeatHolder.objects.select_related("seat__place__school").visible_to)
def attendance_record(request, holder):
    """A representative's days, for whoever looks after the school or writes for it."""
    return answer(request, record_for(request.user, holder), holder=holder)


def answer(request, record, **more):
    """The record as a page, or on paper with `?as=pdf`."""
    if request.GET.get("as") == "pdf":
        return pdf_response(f"attendance-{slugify(record.name)}", record_pdf(record))
    return render(request, "training/attendance_record.html", {"record": record, **more})
