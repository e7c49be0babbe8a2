"""Where every school of a cohort stands: the rows behind the board, its exports, and the flags on Today."""

from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from kit.together import read_together
from kit.wording import day_long
from notifications.models import Message
from schools.models import Role

from .board import Cell, Flag, beforehand, in_order
from .models import CommitmentAsk, Place, PlaceState
from .readiness import shortfalls


@dataclass
class Row:
    """A school's row: its place, a cell a column, and what is asked of whoever looks."""

    place: Place
    cells: list = field(default_factory=list)

    @property
    def flags(self):
        """Every flag of the row."""
        return [flag for cell in self.cells for flag in cell.flags]

    @property
    def unheard(self):
        """Why somebody of the school may not hear of the portal, in words, or nothing."""
        found = (
            ("somebody has never signed in", getattr(self.place, "has_newcomer", False)),
            ("mail was refused", getattr(self.place, "has_refusal", False)),
        )
        return " and ".join(words for words, is_so in found if is_so).capitalize()

    @property
    def is_yours(self):
        """Whether something here waits for the person who looks."""
        return any(cell.yours for cell in self.cells)


def readiness_cell(place, missing):
    """The last column: on course, or how many things are to settle; never a percentage."""
    url = place.get_absolute_url()
    if place.state == PlaceState.GRADUATED:
        return Cell("Graduated", "done", f"on {place.graduated_on:%-d %b %Y}", url)
    if place.state in (PlaceState.DEFERRED, PlaceState.WITHDRAWN):
        return Cell(place.get_state_display(), "closed", "" if place.for_a_trust else place.left_reason[:60], url)
    if not missing:
        return Cell("Ready", "full", "everything is settled", url)
    count = len(missing)
    return Cell(
        f"{count} thing{'s' if count > 1 else ''} to settle",
        "three" if count <= 2 else "half",
        missing[0].text,
        url,
        size=count,
    )


def flags_of_places(places, on):
    """{place id: flags} of what belongs to no strand: a new headteacher who has not confirmed; a trust is not told."""
    found = {place.pk: [] for place in places}
    ours = {place.pk: place for place in places if not place.for_a_trust}
    for place in ours.values():
        if place.waits_for_head:
            words = "The new headteacher has not confirmed the commitment"
            found[place.pk].append(Flag(words, place.get_absolute_url()))
        if place.state == PlaceState.CONTINUING and place.continues_until < on:
            words = f"Its extra time ended on {day_long(place.continues_until)}"
            found[place.pk].append(Flag(words, place.get_absolute_url()))
    return found


def rows_of(cohort, user, on):
    """A row a school that this person reads whole, in order of name, and the columns' headings."""
    places = places_read_by(user, on).filter(cohort=cohort)
    if user.sees_every_school:  # who can settle it
        places = with_unheard(places, on)
    return rows_for(list(places.order_by("school__name")), user, on)


def with_unheard(places, on):
    """Places that know whether their school `has_newcomer`, somebody who never signed in, and `has_refusal`, an address that refuses mail."""
    roles = Role.objects.current(on).filter(school=OuterRef("school"), user__is_active=True)
    refused = Message.objects.bounced().order_by()
    theirs = roles.annotate(address=Lower("user__email")).filter(address__in=refused.values("address"))
    offices = refused.filter(address=Lower(OuterRef("school__contact_email")))
    return places.annotate(
        has_newcomer=Exists(roles.filter(user__last_login=None)), has_refusal=Exists(theirs) | Exists(offices)
    )


def places_read_by(user, on):
    """The places of schools that this person reads whole, each knowing whether it `waits_for_head`: a new one has not confirmed."""
    asks = CommitmentAsk.objects.open().filter(place=OuterRef("pk"), from_on__lte=on)
    rows = Place.objects.read_whole_by(user).annotate(waits_for_head=Exists(asks))
    return rows.select_related("school", "cohort", "lead")


def rows_for(places, user, on):
    """A row a place, in the order they come, and the columns' headings; places come as `places_read_by`, or are for a trust."""
    columns = in_order()
    rows = {place.pk: Row(place) for place in places}
    for cells in columns:
        given = cells(places, user, on)
        for place in places:
            rows[place.pk].cells.append(given.get(place.pk, Cell("Not started")))
    missing, flags = shortfalls(places), flags_of_places(places, on)
    for place in places:
        rows[place.pk].cells.append(replace(readiness_cell(place, missing[place.pk]), flags=tuple(flags[place.pk])))
    return [*(cells.heading for cells in columns), "Readiness"], list(rows.values())


def flags_in(cohorts, user, on):
    """Pairs of school and flag over the schools of some cohorts that this person reads whole; asks only the columns that have flags."""
    rows = places_read_by(user, on).filter(cohort__in=cohorts)
    places = list(rows.order_by("-cohort__starts_on", "school__name"))
    found = {place.pk: [] for place in places}
    read_together(wanted for name in beforehand for wanted in name(places))
    for cells in in_order():
        if cells.flags:
            for place_id, cell in cells(places, user, on).items():
                found[place_id] += cell.flags
    for place_id, flags in flags_of_places(places, on).items():
        found[place_id] += flags
    return [(place.school, flag) for place in places for flag in found[place.pk]]


__all__ = ["Cell", "Flag", "Row", "flags_in", "rows_of"]
