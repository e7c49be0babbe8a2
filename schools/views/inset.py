"""INSET days: on a school's own page, and for many schools from one table."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import guard, say
from kit.clock import today
from kit.together import rows
from kit.wording import count, day
from schools import policies
from schools.actions import inset as actions
from schools.forms.inset import InsetDaysForm, InsetTableForm
from schools.inset_reading import as_text
from schools.models import InsetDay, School
from schools.panels import Panel, beforehand, is_read_whole, panels

LONGEST_LIST, SOON = 100, 3


@rows
def insets_ahead(school_id, on):
    """The next days on which a school is shut for training."""
    return InsetDay.objects.filter(school=school_id, day__gte=on)[:SOON]


@beforehand.register
def insets_here(school, user):
    """What the panel below reads."""
    return [insets_ahead.later(school.pk, today())] if is_read_whole(school, user) else ()


@panels.register
def inset_panel(school, user):
    """At the side of a school's page: when it is shut for training next."""
    if not is_read_whole(school, user):
        return None
    ahead = insets_ahead(school.pk, today())
    may_add = policies.can_add_inset_days(user, school)
    if not (ahead or may_add):
        return None
    context = {"school": school, "ahead": ahead, "may_add": may_add}
    return Panel("INSET days", "schools/_inset_panel.html", context, column="side", place=90)


@require_safe
@guard(policies.can_see_inset_days, load=School.objects.visible_to)
def inset_days(request, school):
    """A school's INSET days to come and past, and a form for more where the person writes for it."""
    may_add = policies.can_add_inset_days(request.user, school)
    known = InsetDay.objects.filter(school=school)
    context = {
        "school": school,
        "ahead": known.filter(day__gte=today()),
        "past": known.filter(day__lt=today()).order_by("-day")[:LONGEST_LIST],
        "may_add": may_add,
        "form": InsetDaysForm(school=school) if may_add else None,
    }
    return render(request, "schools/inset_days.html", context)


@guard(policies.can_add_inset_days, load=School.objects.visible_to)
def add_inset_days(request, school):
    """Several days at once."""
    form = InsetDaysForm(request.POST or None, school=school)
    if request.method == "POST" and form.is_valid():
        new = actions.add_inset_days(school, by=request.user, rows=form.rows)
        say(request, f"{count(new, 'INSET day,INSET days')} added" if new else "These days were known already")
        return redirect("schools:inset_days", school.pk)
    context = {"school": school, "form": form}
    return render(request, "schools/add_inset_days.html", context, status=422 if form.errors else 200)


@require_POST
@guard(policies.can_remove_inset_day, load=InsetDay.objects.select_related("school").visible_to)
def remove_inset_day(request, inset):
    """The school is open after all."""
    actions.remove_inset_day(inset, by=request.user)
    say(request, f"{day(inset.day)} is no INSET day any more")
    return redirect("schools:inset_days", inset.school_id)


@guard(policies.can_import_inset_days)
def import_inset_days(request):
    """A table of many schools: first what it would bring, then the act; all of it or nothing."""
    form = InsetTableForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "schools/import_inset_days.html", {"form": form}, status=422 if form.errors else 200)
    read = form.read()
    if read.errors or "confirmed" not in request.POST:
        context = {
            "form": form,
            "read": read,
            "text": as_text(read.rows),
            "new": [row for row in read.rows if not row.is_known],
            "shown": read.rows[:LONGEST_LIST],
            "schools": len({row.school.pk for row in read.rows}),
        }
        return render(request, "schools/import_inset_days.html", context, status=422 if read.errors else 200)
    new, known = actions.import_inset_days(read.rows, by=request.user)
    say(request, f"{count(new, 'INSET day,INSET days')} added, {known} known already")
    return redirect("schools:schools")
