"""What ties a person to the networks, asked once a page: their door and what is asked of them begin with it."""

from dataclasses import dataclass

from django.db.models import Exists

from accounts.models import User
from kit.together import rows
from schools.ties import written_for_by

from .models import Cluster, Meeting, MeetingState, Pairing, PairingState


@dataclass(frozen=True)
class Ties:
    """Whether there is a cluster they convene, a cluster or mentoring they may see, and a mentoring offered to a school of theirs."""

    convenes: bool
    belongs: bool
    is_asked: bool


@rows
def tied(user):
    """The person, with what ties them."""
    seen = Exists(Cluster.objects.visible_to(user)) | Exists(Pairing.objects.visible_to(user))
    offered = Pairing.objects.filter(state=PairingState.OFFERED, mentor__in=written_for_by(user))
    return User.objects.filter(pk=user.pk).annotate(
        convenes=Exists(Cluster.objects.filter(convenor=user)), belongs=seen, is_asked=Exists(offered)
    )


def ties_of(user):
    """A person's ties, in one query."""
    (row,) = tied(user)
    return Ties(row.convenes, row.belongs, row.is_asked)


@rows
def meetings_near(user, since, on, most=6):
    """The planned meetings that a person convened from a day on, and the next ones they may see, in order; one query."""
    planned = Meeting.objects.in_sight().filter(state=MeetingState.PLANNED)
    past = planned.filter(cluster__convenor=user, on__gte=since, on__lt=on)
    ahead = planned.visible_to(user).filter(on__gte=on).order_by("on", "starts_at", "pk")
    near = Meeting.objects.filter(pk__in=past.values("pk")) | Meeting.objects.filter(pk__in=ahead.values("pk")[:most])
    return near.select_related("cluster").order_by("on", "starts_at", "pk")
