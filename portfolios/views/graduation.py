"""Graduation: who is ready, many at once, in running order; and each school's names."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cohorts.actions.graduation import NotReady
from cohorts.actions.graduation import note_presentation as note
from cohorts.actions.graduation import order_celebration as order
from cohorts.actions.graduation import proof_names as proof
from cohorts.models import Cohort, Place, SeatHolder
from cohorts.readiness import shortfalls
from kit.access import guard, say
from kit.clock import today

from .. import policies
from ..actions.certificates import graduate_schools as graduate
from ..forms import GraduateForm, NamesForm, PresentationForm

cohorts = Cohort.objects.visible_to
places = Place.objects.select_related("cohort", "school").visible_to


def rows_of(cohort, user, posted=None):
    """A row a school: what is left to settle, whether its names are checked, what was ticked."""
    posted = posted or {}
    found = list(
        places(user).filter(cohort=cohort).order_by("running_order", "school__name").prefetch_related("certificates")
    )
    missing = shortfalls([place for place in found if place.state in ("active", "continuing")])
    ticked = set(posted.getlist("place")) if posted else set()
    return [
        {
            "place": place,
            "missing": missing.get(place.pk, []),
            "can": place.state in ("active", "continuing"),
            "ticked": str(place.pk) in ticked,
            "reason": posted.get(f"reason_{place.pk}", ""),
            "turn": posted.get(f"order_{place.pk}", place.running_order or ""),
        }
        for place in found
    ]


@guard(policies.can_see_graduation, load=cohorts)
def graduation(request, cohort):
    """Who is ready to graduate, in running order."""
    form = GraduateForm(initial={"on": min(cohort.celebration_on or today(), today())})
    return page(request, cohort, form)


def page(request, cohort, form, rows=None, problem=None, status=200):
    rows = rows or rows_of(cohort, request.user)
    context = {
        "cohort": cohort,
        "form": form,
        "rows": rows,
        "problem": problem,
        "turn_errors": [row for row in rows if "turn_error" in row],
        "ready": sum(row["can"] and not row["missing"] for row in rows),
        "graduated": sum(row["place"].state == "graduated" for row in rows),
        "may_graduate": policies.can_graduate_schools(request.user, cohort),
    }
    return render(request, "portfolios/graduation.html", context, status=status)


@require_POST
@guard(policies.can_graduate_schools, load=cohorts)
def graduate_schools(request, cohort):
    """Graduate the ticked schools, all or none."""
    rows = rows_of(cohort, request.user, request.POST)
    chosen = [row for row in rows if row["ticked"] and row["can"]]
    unchecked = [row["place"].school for row in chosen if row["place"].names_proofed_at is None]
    form = GraduateForm(request.POST, unchecked=unchecked)
    if not form.is_valid():
        return page(request, cohort, form, rows, status=422)
    if not chosen:
        form.add_error(None, ValidationError("Tick at least one school that is still at work"))
        return page(request, cohort, form, rows, status=422)
    reasons = {row["place"].pk: row["reason"] for row in chosen}
    chosen_places = [row["place"] for row in chosen]
    try:
        made = graduate(chosen_places, by=request.user, on=form.cleaned_data["on"], reasons=reasons)
    except NotReady as stop:
        form.add_error(
            None, f"{stop.place.school} has {len(stop.missing)} to settle: give a reason beside it, or leave it out"
        )
        return page(request, cohort, form, rows, problem=stop.place, status=422)
    say(
        request,
        f"{len(chosen)} {'school has' if len(chosen) == 1 else 'schools have'} graduated, and {len(made)} certificates are issued.",
    )
    return redirect("portfolios:graduation", cohort.pk)


@require_POST
@guard(policies.can_order_celebration, load=cohorts)
def order_celebration(request, cohort):
    """Set the running order of the celebration from the numbers typed beside the schools."""
    rows, numbers, taken = rows_of(cohort, request.user, request.POST), {}, {}
    for row in rows:
        place, text = row["place"], str(row["turn"]).strip()
        if not text:
            continue
        if not (text.isdecimal() and 0 < int(text) < 1000):
            row["turn_error"] = "Enter a whole number from 1 to 999"
        elif int(text) in taken:
            row["turn_error"] = f"{taken[int(text)]} has turn {int(text)}. Enter another number"
        else:
            numbers[place.pk], taken[int(text)] = int(text), place.school.name
    if any("turn_error" in row for row in rows):
        return page(request, cohort, GraduateForm(initial={"on": today()}), rows, status=422)
    order([row["place"] for row in rows], by=request.user, numbers=numbers)
    say(request, "The running order is kept. The print file follows it.")
    return redirect("portfolios:graduation", cohort.pk)


@guard(policies.can_proof_names, load=places)
def proof_names(request, place):
    """The school checks how its names will print."""
    holders = list(SeatHolder.objects.filter(seat__place=place).order_by("seat__number", "from_on"))
    initial = {
        "school_name": place.name_on_certificate or place.school.name,
        "why": place.certificate_why,
        "see_hear_feel": place.see_hear_feel_end,
    }
    form = NamesForm(request.POST or None, holders=holders, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = form.cleaned_data
        proof(
            place,
            by=request.user,
            school_name=done["school_name"],
            people=form.people,
            why=done["why"],
            see_hear_feel=done["see_hear_feel"],
        )
        say(request, "The names are checked. They will print as you wrote them.")
        return redirect(place)
    return render(
        request, "portfolios/proof_names.html", {"place": place, "form": form}, status=422 if form.errors else 200
    )


@guard(policies.can_note_presentation, load=places)
def note_presentation(request, place):
    """The lead notes that the school presented its work."""
    form = PresentationForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        note(place, by=request.user, on=form.cleaned_data["on"])
        say(request, f"{place.school} presented its work.")
        return redirect(place)
    return render(
        request, "portfolios/note_presentation.html", {"place": place, "form": form}, status=422 if form.errors else 200
    )
