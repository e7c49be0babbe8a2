"""What a school's page shows of its cohort: readiness, what would settle graduation, and the representatives."""

from schools.listing import graduated, joined
from schools.panels import Panel, State, is_read_whole, panels, states

from . import plan_reminders, plan_strand  # noqa: F401  the plan's column, rule, duties and reminder, registered with this app's pages
from .held_seats import held_seats
from .models import Place, PlaceState
from .readiness import read_beforehand, shortfalls
from .standing import readiness_cell


@joined.register
def at_work():
    """Schools with a live place."""
    return Place.objects.live().values("school")


@graduated.register
def have_graduated():
    """Schools that have come to the end of a year of the programme, in the portal or before it."""
    return Place.objects.filter(state=PlaceState.GRADUATED).values("school")


def place_of(school):
    """The school's live place, else its last one; asked once for one school's page."""
    if not hasattr(school, "place_shown"):
        places = list(
            Place.objects.filter(school=school).select_related("cohort", "school").order_by("-cohort__starts_on")
        )
        live = (PlaceState.ACTIVE, PlaceState.CONTINUING)
        school.place_shown = next((place for place in places if place.state in live), places[0] if places else None)
        school.missing_shown = []
        if school.place_shown and school.place_shown.state in live:
            read_beforehand([school.place_shown])
            school.missing_shown = shortfalls([school.place_shown])[school.place_shown.pk]
    return school.place_shown


@states.register
def readiness_state(school, user):
    """The last of the five words."""
    place = place_of(school)
    if place is None:
        return None
    place.for_a_trust = not is_read_whole(school, user)
    cell = readiness_cell(place, school.missing_shown)
    return State("Readiness", cell.word, cell.mark, cell.fresh, cell.url, place=90)


@panels.register
def graduation(school, user):
    """What would settle graduation, in the same sentences for the school and the lead."""
    place = place_of(school)
    if place is None or not (school.missing_shown or place.state in (PlaceState.ACTIVE, PlaceState.CONTINUING)):
        return None
    context = {"place": place, "shortfalls": school.missing_shown}
    return Panel("What would settle graduation", "cohorts/_settles_graduation.html", context, place=10, tone="tint")


@panels.register
def representatives(school, user):
    """Who holds and who held the seats, with dates."""
    place = place_of(school)
    if place is None:
        return None
    holders = []
    for seat, held in held_seats([place.pk]).get(place.pk, ()):
        for holder in reversed(held):
            holder.seat = seat
            holders.append(holder)
    return Panel(
        f"Representatives, {place.cohort}",
        "cohorts/_representatives.html",
        {"place": place, "holders": holders},
        "side",
        10,
    )
