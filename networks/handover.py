"""What stands with a person in networks, and how it passes on: the clusters they convene."""

from accounts.handover import Work, works
from kit.wording import count

from .actions.clusters import edit_cluster
from .forms import possible_convenors
from .models import Cluster


@works.register
def clusters(leaver):
    """The clusters somebody convenes: another convenor, or none for now."""
    mine = list(Cluster.objects.filter(convenor=leaver).order_by("name"))
    if mine:
        yield Work(
            "clusters",
            f"Convenes {count(mine, 'cluster,clusters')}",
            lambda taker, by: convened_by(mine, taker, by),
            [(cluster.name, cluster.get_absolute_url()) for cluster in mine],
            takers=possible_convenors(),
            end=lambda by: convened_by(mine, None, by),
            end_words="Nobody yet: the clusters have no convenor",
        )


def convened_by(clusters, person, by):
    """Each on the record of its cluster."""
    for cluster in clusters:
        edit_cluster(cluster, by=by, convenor=person)
