"""Who is written to about a cluster."""

from accounts.models import User
from schools.models import Role

from .models import Membership


def people_of(cluster, on=None):
    """Headteachers and leads of the member schools, and the convenor; each once."""
    members = Membership.objects.current(on).filter(cluster=cluster).values("school")
    writers = Role.objects.current(on).writers().filter(school__in=members).values("user")
    people = User.objects.filter(pk__in=writers) | User.objects.filter(pk=cluster.convenor_id, is_active=True)
    return list(people.distinct().order_by("name", "pk"))


def schools_of(cluster, on=None):
    """The member school somebody writes for, by person; none for whoever writes for several, whom no school's pause concerns."""
    members = Membership.objects.current(on).filter(cluster=cluster).values("school")
    found = {}
    for user, school in Role.objects.current(on).writers().filter(school__in=members).values_list("user", "school"):
        found.setdefault(user, set()).add(school)
    return {user: next(iter(schools)) for user, schools in found.items() if len(schools) == 1}
