"""The school says who was there, or who cannot come."""

from django.shortcuts import redirect, render
from django.urls import reverse

from kit.access import guard, say
from kit.clock import today

from .. import actions, policies
from ..forms import PlaceForm, RegisterForm
from ..models import MarkState, Session
from ..register import rows_of

session_rows = Session.objects.select_related("cohort", "host").visible_to


def part_of(session, place):
    """The rows of one school."""
    [part] = rows_of(session, type(place).objects.filter(pk=place.pk))
    return part


def claim_of(session, place, part=None):
    """What `_claim.html` shows: the rows of one school with the bar of a claim."""
    part = part or part_of(session, place)
    ahead = session.on > today()
    words = {MarkState.EXPECTED: "Coming", MarkState.APOLOGIES: "Cannot come"} if ahead else {
        MarkState.PRESENT: "There",
        MarkState.HALF: "Half day",
        MarkState.SUBSTITUTE: "Substitute",
        MarkState.APOLOGIES: "Away",
    }  # fmt: skip
    for row in part.rows:
        usual = MarkState.EXPECTED if ahead else MarkState.PRESENT
        chosen = row.chosen if row.chosen in words else usual
        if row.holder is None and not row.is_marked and row.typed is None:
            chosen = ""
        row.choices = [
            (state.value, label, state == chosen, state == MarkState.APOLOGIES)
            for state, label in words.items()
            if row.holder or state in (MarkState.SUBSTITUTE,)
        ]
        row.is_settled = row.is_marked and not row.is_claim
    lead = place.lead.first_name if place.lead else "the programme lead"
    return {
        "session": session,
        "place": place,
        "part": part,
        "ahead": ahead,
        "lead": lead,
        "on": today(),
        "is_open": any(not row.is_settled for row in part.rows),
    }


def recorded(request, session):
    """Whoever follows the link of a letter when the register is closed reads what it says of their schools."""
    places = policies.claimable_places(request.user, session).select_related("school", "lead", "cohort")
    asked = request.GET.get("place") or ""
    if asked.isdecimal():
        places = places.filter(pk=asked)
    parts = rows_of(session, places)
    return render(request, "training/recorded.html", {"session": session, "parts": parts})


@guard(policies.can_claim, load=session_rows, late=recorded)
def claim(request, session):
    """Two taps: who was there, sent to the lead; before the day, who cannot come."""
    user = request.user
    places = policies.claimable_places(user, session).select_related("school", "lead", "cohort")
    asked = request.POST.get("place") or request.GET.get("place") or ""
    only = places[:2]
    choose = PlaceForm({"place": asked or (only[0].pk if len(only) == 1 else "")}, places=places)
    if not choose.is_valid():
        return render(request, "training/choose_place.html", {"session": session, "form": PlaceForm(places=places)})
    place = choose.cleaned_data["place"]
    part, errors = part_of(session, place), {}
    if request.method == "POST":
        form = RegisterForm(request.POST, [part], for_claim=True)
        if form.is_valid:
            actions.claim_attendance(session, place, form.marks, by=user)
            say(request, f"Sent. {place.lead.first_name if place.lead else 'The programme lead'} confirms it")
            return redirect(
                "cohorts:what_next" if not user.is_virtual_school else reverse("training:session", args=[session.pk])
            )
        errors = form.errors
    block = claim_of(session, place, part) | {"errors": errors}
    context = {"session": session, "place": place, "the_claim": block, "several": len(only) > 1}
    return render(request, "training/claim.html", context, status=422 if errors else 200)
