"""The networks on a school's page: its state in words, its clusters and its mentorings."""

from cohorts.panels import place_of
from kit.clock import today
from kit.together import rows
from schools.panels import Panel, State, beforehand, is_read_whole, panels, states
from schools.policies import holds

from . import policies
from .models import Cluster, Meeting, MeetingState, Membership
from .standing import cells_of, memberships_of, pairings_of
from .yours import tied


@rows
def meetings_ahead_at(school_id, on):
    """The planned meetings of a school's clusters, the soonest first."""
    mine = Membership.objects.current(on).filter(school=school_id)
    ahead = Meeting.objects.in_sight().filter(
        state=MeetingState.PLANNED, on__gte=on, cluster__in=mine.values("cluster")
    )
    return ahead.order_by("on", "starts_at")


@beforehand.register
def network_here(school, user):
    """What the panel and the state below read, and the navigation."""
    on = today()
    yield memberships_of.later([school.pk], on)
    yield pairings_of.later([school.pk])
    yield meetings_ahead_at.later(school.pk, on)
    if not user.is_virtual_school:
        yield tied.later(user)


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
    clusters = [one.cluster for one in memberships_of([school.pk], on)]
    for cluster in clusters:
        cluster.ahead = [one for one in meetings_ahead_at(school.pk, on) if one.cluster_id == cluster.pk]
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
