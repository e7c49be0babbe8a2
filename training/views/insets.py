"""Training held in schools: the log, how far it reached, and the reach of a cohort's schools."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from audit.actions import record
from cohorts.models import Cohort, Place
from kit.access import guard, say
from kit.clock import today
from kit.tables.exports import table_response
from schools.models import School
from schools.views.sight import hiding

from .. import policies
from ..actions import inset as actions
from ..forms.inset import HEADS, InsetForm, StaffForm
from ..models import Audience, Inset, InsetKind, Session
from ..reach import reach_of

schools = School.objects.read_whole_by
inset_rows = Inset.objects.select_related("school", "session", "by").visible_to
PAGE, REACH_PAGE = 20, 100
LONGEST_EXPORT = 5000


@require_safe
@guard(policies.can_see_insets, load=schools)
def insets(request, school):
    """The log of a school, newest first, with its reach."""
    user, sight = request.user, hiding(request.user)
    if sight["may_hide"]:
        from django.contrib.contenttypes.models import ContentType

        sight["hide_type"] = ContentType.objects.get_for_model(Inset).pk
    context = {
        "school": school,
        "reach": reach_of([school])[school.pk],
        "page": Paginator(inset_rows(user).filter(school=school), PAGE).get_page(request.GET.get("page")),
        "may_log": policies.can_log_inset(user, school),
        "may_count": policies.can_count_staff(user, school),
        **sight,
    }
    return render(request, "training/insets.html", context)


def sessions_for(school, inset=None):
    """The training days that something can pass on: those of the school's cohorts that have begun, and the one it names."""
    cohorts = Place.objects.filter(school=school).values("cohort")
    offered = Q(cohort__in=cohorts, on__lte=today())
    if inset and inset.session_id:
        offered |= Q(pk=inset.session_id)
    return Session.objects.held().filter(offered).order_by("-on", "number")


@guard(policies.can_log_inset, load=schools)
def log_inset(request, school):
    """What was held, for whom, how many came."""
    sessions = sessions_for(school)
    initial = {"on": today(), "kind": InsetKind.TWILIGHT}
    if not request.user.is_virtual_school:
        initial["ran_by"] = request.user.name
    asked = request.GET.get("session", "")
    if asked.isdecimal() and len(asked) < 19 and (session := sessions.filter(pk=asked).first()):
        initial |= {"session": session.pk, "title": session.title}
    form = InsetForm(request.POST or None, sessions=sessions, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.log_inset(school, by=request.user, **form.cleaned_data)
        say(request, "It is in the log")
        return redirect("training:insets", school.pk)
    return form_page(request, "training/log_inset.html", school, form)


@guard(policies.can_change_inset, load=inset_rows)
def edit_inset(request, inset):
    """Put right what was logged."""
    names = [name for name in InsetForm.base_fields if name != "session"]
    initial = {name: getattr(inset, name) or None for name in names} | {"session": inset.session_id}
    form = InsetForm(request.POST or None, sessions=sessions_for(inset.school, inset), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit_inset(inset, by=request.user, **form.cleaned_data)
        say(request, "It is changed in the log")
        return redirect(inset)
    return form_page(request, "training/edit_inset.html", inset.school, form, inset=inset)


def form_page(request, template, school, form, **more):
    """The page with the form, the boxes for the people in a group of their own."""
    context = {"school": school, "form": form, "heads": [form[name] for name in HEADS], **more}
    return render(request, template, context, status=422 if form.errors else 200)


@guard(policies.can_change_inset, load=inset_rows)
def remove_inset(request, inset):
    """Out of the log, after a question."""
    if request.method == "POST":
        actions.remove_inset(inset, by=request.user)
        say(request, "It is out of the log")
        return redirect("training:insets", inset.school_id)
    return render(request, "training/remove_inset.html", {"inset": inset, "school": inset.school})


@guard(policies.can_count_staff, load=schools)
def count_staff(request, school):
    """How many people there are, so that the reach is of something."""
    kept = getattr(school, "staff_numbers", None)
    initial = {name: kept.people(name) for name in StaffForm.base_fields} if kept else {}
    form = StaffForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.count_staff(school, by=request.user, **form.cleaned_data)
        say(request, "The numbers are kept")
        return redirect("training:insets", school.pk)
    context = {"school": school, "form": form, "kept": kept}
    return render(request, "training/count_staff.html", context, status=422 if form.errors else 200)


LOG_HEADER = ("Date", "What", "Kind", *Audience.labels, "Department", "Minutes", "Who ran it", "Passes on")


def log_row(inset):
    """A training as a line of a table."""
    heads = [inset.people(audience) for audience in Audience]
    passes_on = str(inset.session) if inset.session else ""
    return (
        inset.on,
        inset.title,
        inset.get_kind_display(),
        *heads,
        inset.department,
        inset.minutes,
        inset.ran_by,
        passes_on,
    )


def kind_of(request):
    """The kind of table that was asked for."""
    return "xlsx" if request.GET.get("as") == "xlsx" else "csv"


@require_safe
@guard(policies.can_see_insets, load=schools)
def export_insets(request, school):
    """A school's log as a table."""
    rows = [log_row(inset) for inset in inset_rows(request.user).in_sight().filter(school=school)[:LONGEST_EXPORT]]
    record(request.user, "exported the training log of", school)
    return table_response(f"training-in-school-{school.name}", LOG_HEADER, rows, kind_of(request))


def places_in(user, cohort):
    """The places of a cohort that a person reads whole, by the name of the school: nobody is ranked."""
    places = Place.objects.read_whole_by(user).taking_a_place().filter(cohort=cohort)
    return list(places.select_related("school").order_by("school__name"))


@require_safe
@guard(policies.can_see_reach, load=Cohort.objects.visible_to)
def cohort_reach(request, cohort):
    """How far the training of a cohort's schools has come in each of them."""
    places = places_in(request.user, cohort)
    page = Paginator(places, REACH_PAGE, orphans=REACH_PAGE // 5).get_page(request.GET.get("page"))
    reach = reach_of([place.school_id for place in page])
    context = {"cohort": cohort, "page": page, "rows": [(place, reach[place.school_id]) for place in page]}
    return render(request, "training/cohort_reach.html", context)


@require_safe
@guard(policies.can_see_reach, load=Cohort.objects.visible_to)
def export_reach(request, cohort):
    """The same as a table: of how many it is certain, of how many in all."""
    places = places_in(request.user, cohort)
    reach = reach_of([place.school_id for place in places])
    header = ["School", "Trainings in twelve months", "Staff reached, at least", "Staff"]
    for audience in Audience:
        header += [
            f"{audience.label}, at least",
            *([] if audience == Audience.PARENTS else [f"{audience.label} in all"]),
        ]
    rows = []
    for place in places:
        one = reach[place.school_id]
        of = {reached.audience: reached for reached in one.audiences}
        cells = [place.school.name, one.times, one.staff.people, one.staff.of or None]
        for audience in Audience:
            found = of.get(audience)
            cells.append(found.people if found else 0)
            if audience != Audience.PARENTS:
                cells.append(found.of if found and found.of else None)
        rows.append(cells)
    record(request.user, "exported the whole-staff reach of", cohort)
    return table_response(f"whole-staff-reach-{cohort.name}", header, rows, kind_of(request))
