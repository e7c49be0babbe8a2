"""The list of clusters and mentorings, a cluster's page, and who belongs to it."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q
from django.shortcuts import redirect, render
from django.urls import reverse

from cohorts.models import Place
from kit.access import everyone, guard, say
from kit.clock import today
from kit.context import Door, doors
from networks import policies
from networks.actions import clusters as actions
from networks.forms import ClusterForm, EndMembershipForm, MemberForm, SchoolSearchForm
from networks.models import Cluster, Meeting, MeetingState, Membership, Pairing, PairingState
from networks.yours import ties_of
from schools.models import School

clusters = Cluster.objects.select_related("convenor").visible_to
memberships = Membership.objects.select_related("cluster", "school").visible_to
SHOWN, ROWS = 20, 200


@doors.register
def networks_door(request):
    """For the Virtual School, convenors, and the people of schools in a cluster or a mentoring."""
    user = request.user
    if not user.is_authenticated:
        return None
    if not user.is_virtual_school and not ties_of(user).belongs:
        return None
    return Door("Networks", reverse("networks:networks"), position=60)


def meetings_in_sight(user):
    """The meetings as far as this person may see them."""
    return Meeting.objects.all() if user.sees_every_school else Meeting.objects.in_sight()


@guard(everyone)
def networks(request):
    """Every cluster and mentoring that this person may see."""
    user, on = request.user, today()
    ahead = meetings_in_sight(user).filter(state=MeetingState.PLANNED, on__gte=on).order_by("on", "starts_at")
    found = clusters(user).prefetch_related(
        Prefetch("memberships", Membership.objects.current(on), to_attr="members_now"),
        Prefetch("meetings", ahead, to_attr="ahead"),
    )
    pairings = (
        Pairing.objects.visible_to(user)
        .select_related("mentor", "mentored")
        .annotate(visited=Count("visits", filter=Q(visits__hidden_at=None)))
    )
    context = {
        "clusters": found[:ROWS],
        "pairings": pairings.exclude(state=PairingState.ENDED).order_by("mentored__name", "pk")[:ROWS],
        "ended": pairings.filter(state=PairingState.ENDED).order_by("-ended_on")[:SHOWN],
        "unplaced": without_mentor()[:SHOWN] if policies.can_offer_pairing(user) else [],
        "may_create": policies.can_create_cluster(user),
    }
    return render(request, "networks/networks.html", context)


def without_mentor():
    """Schools at work in their cohort that no school mentors or is asked to."""
    mentored = Pairing.objects.at_work().values("mentored")
    return (
        School.objects.filter(pk__in=Place.objects.live().values("school"))
        .exclude(pk__in=mentored)
        .order_by("name", "pk")
    )


@guard(everyone, load=clusters)
def cluster(request, cluster):
    """Who belongs to it, when it meets next, and what was said before."""
    user, on = request.user, today()
    meetings = list(meetings_in_sight(user).filter(cluster=cluster).select_related("host", "cluster")[:60])
    members = list(Membership.objects.filter(cluster=cluster).select_related("school"))
    now_in = [one for one in members if one.since_on <= on and (one.until_on is None or one.until_on >= on)]
    context = {
        "cluster": cluster,
        "members": now_in,
        "earlier": [one for one in members if one not in now_in],
        "open_to_me": set(
            School.objects.visible_to(user)
            .filter(pk__in=[one.school_id for one in members])
            .values_list("pk", flat=True)
        ),
        "ahead": sorted(
            (one for one in meetings if one.state == MeetingState.PLANNED), key=lambda one: (one.on, one.starts_at)
        ),
        "past": [one for one in meetings if one.state != MeetingState.PLANNED],
        "on": on,
        "may_edit": policies.can_edit_cluster(user, cluster),
        "may_convene": policies.can_add_member(user, cluster),
        **hiding(user, Meeting),
    }
    return render(request, "networks/cluster.html", context)


def hiding(user, model):
    """Whether this person may take texts out of sight, and the number by which the one act knows their kind."""
    if not user.sees_every_school:
        return {"may_hide": False}
    return {"may_hide": True, "hide_type": ContentType.objects.get_for_model(model).pk}


@guard(policies.can_create_cluster)
def create_cluster(request):
    """A new cluster."""
    form = ClusterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cluster = actions.create_cluster(by=request.user, **form.cleaned_data)
        say(request, "The cluster is there. Add its schools next")
        return redirect(cluster)
    return render(request, "networks/create_cluster.html", {"form": form}, status=422 if form.errors else 200)


@guard(policies.can_edit_cluster, load=clusters)
def edit_cluster(request, cluster):
    """Its name, what it is about, who convenes it."""
    initial = {name: getattr(cluster, name) for name in ClusterForm.base_fields}
    form = ClusterForm(request.POST or None, initial=initial, cluster=cluster)
    if request.method == "POST" and form.is_valid():
        actions.edit_cluster(cluster, by=request.user, **form.cleaned_data)
        say(request, "Saved")
        return redirect(cluster)
    return render(
        request, "networks/edit_cluster.html", {"form": form, "cluster": cluster}, status=422 if form.errors else 200
    )


def candidates(chosen_from, words):
    """The schools to show: those that are looked for, else those that know the programme."""
    if words:
        return list(chosen_from.search(words)[:SHOWN])
    return list(chosen_from.filter(pk__in=Place.objects.values("school"))[:SHOWN])


@guard(policies.can_add_member, load=clusters)
def add_member(request, cluster):
    """A school joins: one of the programme, past or present, or another that is invited."""
    words = request.GET.get("q", "")[:80]
    now_in = Membership.objects.filter(cluster=cluster, until_on=None).values("school")
    chosen_from = School.objects.open().exclude(pk__in=now_in)
    shown = candidates(chosen_from, words)
    form = MemberForm(request.POST or None, chosen_from=chosen_from, shown=shown, initial={"since_on": today()})
    if request.method == "POST" and form.is_valid():
        school = form.cleaned_data["school"]
        actions.add_member(cluster, school, by=request.user, since_on=form.cleaned_data["since_on"])
        say(request, f"{school} belongs to {cluster}")
        return redirect(cluster)
    context = {
        "form": form,
        "cluster": cluster,
        "search": SchoolSearchForm(initial={"q": words}),
        "shown": shown,
        "words": words,
    }
    return render(request, "networks/add_member.html", context, status=422 if form.errors else 200)


@guard(policies.can_end_membership, load=memberships)
def end_membership(request, membership):
    """A school leaves the cluster."""
    form = EndMembershipForm(request.POST or None, since_on=membership.since_on, initial={"until_on": today()})
    if request.method == "POST" and form.is_valid():
        actions.end_membership(membership, by=request.user, **form.cleaned_data)
        say(request, f"{membership.school} has left {membership.cluster}")
        return redirect(membership.cluster)
    context = {"form": form, "membership": membership, "cluster": membership.cluster}
    return render(request, "networks/end_membership.html", context, status=422 if form.errors else 200)
