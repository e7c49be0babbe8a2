"""Everything that changes a cluster and who belongs to it."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import today
from kit.flow import StepNotAllowed
from networks.models import Cluster, Membership


@transaction.atomic
def create_cluster(*, by, **values):
    """A new cluster."""
    cluster = Cluster.objects.create(**values)
    record(by, "created", cluster)
    return cluster


@transaction.atomic
def edit_cluster(cluster, *, by, **values):
    """Change its name, what it is about, or who convenes it."""
    before = cluster.convenor
    for name, value in values.items():
        setattr(cluster, name, value)
    cluster.save(update_fields=list(values))
    told = {"convenor": str(cluster.convenor or "nobody")} if cluster.convenor != before else {}
    record(by, "changed", cluster, **told)


@transaction.atomic
def add_member(cluster, school, *, by, since_on):
    """A school joins. Once at a time: asked twice, it joins once."""
    Cluster.objects.select_for_update().get(pk=cluster.pk)  # the second of two at once waits here and finds the first
    now_member = Membership.objects.filter(cluster=cluster, school=school, until_on=None).first()
    if now_member:
        return now_member
    membership = Membership.objects.create(cluster=cluster, school=school, since_on=since_on)
    record(by, "joined", cluster, school=school, since=since_on.isoformat())
    return membership


@transaction.atomic
def end_membership(membership, *, by, until_on=None):
    """A school leaves; what it was part of stays."""
    until_on = until_on or today()
    if until_on < membership.since_on:
        raise Refused("A school cannot leave before it joined.")
    if not Membership.objects.filter(pk=membership.pk, until_on=None).update(until_on=until_on):
        raise StepNotAllowed(membership, "end")
    membership.until_on = until_on
    record(by, "left", membership.cluster, school=membership.school, until=until_on.isoformat())
