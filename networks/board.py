"""The board's column of the networks."""

from dataclasses import replace

from cohorts.board import column

from .standing import cells_of


@column("Network", order=40)
def network(places, user, on):
    """Mentored, in a cluster, or not placed yet."""
    cells = cells_of({place.school_id for place in places}, on)
    return {
        place.pk: replace(cells[place.school_id], url="") if place.for_a_trust else cells[place.school_id]
        for place in places
    }
