"""The board: a row a school, a cell a strand, and why."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from audit.actions import record
from kit.access import guard
from kit.clock import today
from kit.tables.exports import table_response

from .. import standing, year
from ..forms.board import BoardFilter
from ..models import Cohort
from ..policies import can_see_board

ROWS = 20
VIEWS = (("", "All"), ("yours", "Waiting for you"), ("flag", "With a flag"))
UNHEARD = ("unheard", "People not reached")  # for those who can settle it
FIXED = ("School", "Phase", "District", "State")


@guard(can_see_board)
def current_board(request):
    """The board of the cohort at work, else of the newest one, else the page that begins one; filter and order go along."""
    cohorts = Cohort.objects.visible_to(request.user)
    cohort = cohorts.live().first() or cohorts.first()
    if not cohort:
        return redirect("cohorts:cohorts")
    return redirect(f"{cohort.get_absolute_url()}?{request.GET.urlencode()}".rstrip("?"))


@guard(can_see_board, load=Cohort.objects.visible_to)
def board(request, cohort):
    """Where every school stands, and why."""
    on = today()
    headings, rows = standing.rows_of(cohort, request.user, on)
    form, kept, shown = chosen_of(request.GET, rows)
    rows_a_page = max(len(shown), 1) if request.GET.get("all") else ROWS  # on one page to be printed
    context = {
        "cohort": cohort,
        "headings": headings,
        "form": form,
        "page": Paginator(shown, rows_a_page).get_page(request.GET.get("page")),
        "figures": figures(rows),
        "views": [(name, label, len(kept[name])) for name, label in views_of(request.user)],
        "view": request.GET.get("view", ""),
        "year": year.strip(cohort, on),
        "on": on,
        "others": Cohort.objects.visible_to(request.user).exclude(pk=cohort.pk)[:8],
    }
    return render(request, "cohorts/board.html", context)


def views_of(user):
    """The views of the board that a person has."""
    return (*VIEWS, UNHEARD) if user.sees_every_school else VIEWS


def chosen_of(asked, rows):
    """The filter, what each view of it holds, and the rows of the view that is asked for, in their order."""
    form = BoardFilter(asked, rows=rows)
    chosen = form.choose(rows)
    kept = {
        "": chosen,
        "yours": [row for row in chosen if row.is_yours],
        "flag": [row for row in chosen if row.flags],
        "unheard": [row for row in chosen if row.unheard],
    }
    return form, kept, kept.get(asked.get("view", ""), chosen)


def figures(rows):
    """The four figures of the strip."""
    states = {}
    for row in rows:
        states[row.place.get_state_display().lower()] = states.get(row.place.get_state_display().lower(), 0) + 1
    settled = sum(row.cells[-1].word in ("Ready", "Graduated") for row in rows)
    return {
        "schools": len(rows),
        "states": ", ".join(f"{count} {state}" for state, count in states.items()) or "no school has accepted yet",
        "yours": sum(row.is_yours for row in rows),
        "flagged": sum(bool(row.flags) for row in rows),
        "flags": sum(len(row.flags) for row in rows),
        "settled": settled,
    }


@guard(can_see_board, load=Cohort.objects.visible_to)
def export_board(request, cohort):
    """The board as a table, with the schools and the order that are shown: `?as=xlsx` for Excel, CSV otherwise."""
    headings, rows = standing.rows_of(cohort, request.user, today())
    *_, rows = chosen_of(request.GET, rows)
    settles = request.user.sees_every_school
    header = [*FIXED, *(UNHEARD[1:] if settles else ())]
    header += [part for heading in headings for part in (heading, f"{heading}: detail", f"{heading}: flags")]
    lines = [
        [
            row.place.school.name,
            row.place.school.get_phase_display(),
            row.place.school.district,
            row.place.get_state_display(),
            *((row.unheard,) if settles else ()),
            *(
                part
                for cell in row.cells
                for part in (cell.of or cell.word, cell.fresh, "; ".join(flag.text for flag in cell.flags))
            ),
        ]
        for row in rows
    ]
    record(request.user, "exported the board of", cohort)
    return table_response(f"board-{cohort.name}", header, lines, "xlsx" if request.GET.get("as") == "xlsx" else "csv")
