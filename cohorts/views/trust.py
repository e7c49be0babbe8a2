"""Your trust: where somebody who reads for a trust begins."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kit.access import guard
from kit.clock import today
from kit.context import Door, doors
from schools.models import School, Trust
from schools.ties import ties_of, trusts_of

from .. import standing
from ..models import Place
from ..policies import can_see_your_trust

PAGE, NAMED = 20, 200


@doors.register
def trust_door(request):
    """For whoever reads for a trust; leads and administrators see every school anyway."""
    user = request.user
    if user.is_authenticated and not user.sees_every_school and ties_of(request).to_a_trust:
        return Door("Your trust", reverse("cohorts:your_trust"), position=12)
    return None


@require_safe
@guard(can_see_your_trust)
def your_trust(request):
    """The schools that have agreed, with the state of each strand in words, and the names of those that have not."""
    user = request.user
    agreed = School.objects.read_for_a_trust_by(user)
    trusts = list(Trust.objects.filter(pk__in=trusts_of(user)))
    page = Paginator(agreed.select_related("trust").order_by("trust__name", "name", "pk"), PAGE)
    page = page.get_page(request.GET.get("page"))
    headings, rows = rows_of(page.object_list, user)
    others = School.objects.open().filter(trust__in=trusts).exclude(pk__in=agreed)
    context = {
        "trusts": trusts,
        "page": page,
        "headings": headings,
        "rows": rows,
        "others": others.select_related("trust").order_by("trust__name", "name", "pk")[:NAMED],
        "other_number": others.count(),
    }
    return render(request, "cohorts/your_trust.html", context)


def rows_of(schools, user):
    """Pairs of school and cells; without cells a school that has never had a place. And the headings of the cells."""
    schools = list(schools)
    found = {}
    for place in Place.objects.filter(school__in=schools).select_related("school", "cohort").order_by("joined_on"):
        before = found.get(place.school_id)
        if before is None or not before.is_at_work:  # the place at work, else the last one
            found[place.school_id] = place
        place.for_a_trust = True
    headings, rows = standing.rows_for(list(found.values()), user, today())
    # A flag asks somebody of the Virtual School to look; it is not for others.
    cells = {row.place.school_id: [replace(cell, flags=(), yours=False) for cell in row.cells] for row in rows}
    return headings, [(school, found.get(school.pk), cells.get(school.pk)) for school in schools]
