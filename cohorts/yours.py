"""The places at work of a person's own schools, asked once a page: duties, blocks and What next all begin with them."""

from django.db.models import Q

from kit.clock import today
from kit.once import once
from schools.ties import roles_of, written_for_by

from .models import Place, SeatHolder


@once
def places_of(user):
    """The live places of the schools at which a person holds a role, in order of the school's name."""
    schools = roles_of(user)
    if not schools:
        return []
    rows = Place.objects.live().filter(school__in=schools).select_related("school", "cohort", "lead")
    return list(rows.order_by("school__name"))


def places_written_by(user):
    """Those of them for which the person writes."""
    schools = written_for_by(user)
    return [place for place in places_of(user) if place.school_id in schools]


@once
def places_spoken_for_by(user):
    """Those for which the person says who was at the training: as one who writes for the school, or from a seat of their own."""
    schools = written_for_by(user)
    rest = [place.pk for place in places_of(user) if place.school_id not in schools]
    seated = set()
    if rest:
        mine = SeatHolder.objects.filter(Q(until_on=None) | Q(until_on__gte=today()), user=user, seat__place__in=rest)
        seated = set(mine.values_list("seat__place", flat=True))
    return [place for place in places_of(user) if place.school_id in schools or place.pk in seated]
