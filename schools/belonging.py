"""What a person is at schools, for the people pages."""

from django.db.models import Q

from accounts.belonging import Holding, Line, kinds, lines
from kit.clock import today
from kit.once import once_each
from kit.wording import day_long

from .models import Assignment, Role, RoleKind, TrustViewer


@kinds.register
def roles_at_schools():
    """Headteachers, school leads and contributors of today, and who reads for a trust."""
    for kind, label in RoleKind.choices:
        current = Role.objects.current().filter(kind=kind)
        yield Holding(kind, label, Q(pk__in=current.values("user")))
    yield Holding("trust_viewer", "Trust viewer", Q(pk__in=TrustViewer.objects.current().values("user")))


@once_each
def roles_held(users):
    """{user id: every role at a school, past ones too}, in the roles' order; one query."""
    found = {}
    for role in Role.objects.filter(user__in=users).select_related("school"):
        found.setdefault(role.user_id, []).append(role)
    return found


@once_each
def assignments_of(users):
    """{user id: the schools looked after}, as assignments; one query."""
    found = {}
    for one in Assignment.objects.filter(adviser__in=users).select_related("school"):
        found.setdefault(one.adviser_id, []).append(one)
    return found


@lines.register
def lines_of_roles(users):
    """Roles at schools, assignments and trusts that are read for, those that are over marked so."""
    on = today()
    ids = [user.pk for user in users]
    for role in [role for held in roles_held(ids).values() for role in held]:
        over = role.ends_on is not None and role.ends_on < on
        words = f"{role.get_kind_display()}, {role.school}"
        until = f", until {day_long(role.ends_on)}" if over else ""
        yield Line(role.user_id, words + until, role.school.get_absolute_url(), is_over=over)
    for one in [one for looked_after in assignments_of(ids).values() for one in looked_after]:
        words = "Cover adviser" if one.is_cover else "Adviser"
        yield Line(one.adviser_id, f"{words}, {one.school}", one.school.get_absolute_url())
    for one in TrustViewer.objects.filter(user__in=users).select_related("trust"):
        over = one.until_on is not None and one.until_on <= on
        until = f", until {day_long(one.until_on)}" if over else ""
        yield Line(one.user_id, f"Trust viewer, {one.trust}{until}", is_over=over)
