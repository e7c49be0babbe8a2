"""How schools stand in the networks, for the board and a school's page alike."""

from datetime import date

from django.db.models import Q

from cohorts.board import Cell
from kit.clock import today
from kit.together import rows
from kit.wording import day_month

from .models import Membership, Pairing, PairingState


@rows
def memberships_of(schools, on):
    """Where these schools (ids) belong on a day, in order of the cluster's name."""
    found = Membership.objects.current(on).filter(school__in=schools).select_related("cluster")
    return found.order_by("cluster__name", "pk")


@rows
def pairings_of(schools):
    """The mentorings at work of these schools (ids), on either side."""
    sides = Q(mentor__in=schools) | Q(mentored__in=schools)
    return Pairing.objects.at_work().filter(sides).select_related("mentor", "mentored")


def cells_of(schools, on=None):
    """A cell for each of these school ids: mentored, in a cluster, or not placed yet; two queries."""
    schools, on = sorted(schools), on or today()
    cells = dict.fromkeys(schools, Cell("Not yet placed", "rest"))
    for member in reversed(memberships_of(schools, on)):  # the first by name stays
        cells[member.school_id] = Cell("In a cluster", "half", member.cluster.name, member.cluster.get_absolute_url())
    active = [one for one in pairings_of(schools) if one.state == PairingState.ACTIVE and one.mentored_id in cells]
    for pairing in sorted(active, key=lambda one: (one.active_from or date.min, one.pk)):
        since = f", {day_month(pairing.active_from)}" if pairing.active_from else ""
        cells[pairing.mentored_id] = Cell("Mentored", "full", f"by {pairing.mentor}{since}", pairing.get_absolute_url())
    return cells
