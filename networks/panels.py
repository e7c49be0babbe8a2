"""The networks on a school's page: its state in words, its clusters and its mentorings."""

from django.db.models import Prefetch, prefetch_related_objects

from cohorts.panels import place_of
from kit.clock import today
from schools.panels import Panel, State, is_read_whole, panels, states
from schools.policies import holds

from . import policies
from .models import Cluster, Meeting, MeetingState
from .standing import cells_of, memberships_of, pairings_of


@states.register
def network_state(school, user):
    """Mentored, in a cluster, or not placed yet."""
    cell = cells_of([school.pk])[school.pk]
    if cell.mark == "rest" and place_of(school) is None:
        return None
    url = cell.url if is_read_whole(school, user) else ""
    return State("Network", cell.word, cell.mark, cell.fresh, url, place=40)


@panels.register
def network_panel(school, user):
    """The clusters with their next meeting, and the mentorings on either side."""
    on = today()
    ahead = Meeting.objects.in_sight().filter(state=MeetingState.PLANNED, on__gte=on).order_by("on", "starts_at")
    clusters = [one.cluster for one in memberships_of([school.pk], on)]
    prefetch_related_objects(clusters, Prefetch("meetings", ahead, to_attr="ahead"))
    pairings = pairings_of([school.pk])
    if not clusters and not pairings and place_of(school) is None:
        return None
    context = {
        "school_id": school.pk,
        "clusters": clusters,
        "pairings": pairings,
        "open_to_me": {one.pk for one in clusters}
        if user.is_virtual_school or holds(user, school)
        else set(
            Cluster.objects.visible_to(user).filter(pk__in=[one.pk for one in clusters]).values_list("pk", flat=True)
        ),
        "may_open_pairings": is_read_whole(school, user),
        "may_offer": policies.can_offer_pairing(user, school)
        and not any(one.mentored_id == school.pk for one in pairings),
    }
    return Panel("Network", "networks/_panel.html", context, "side", 50)
