"""What ties the person who asks to schools: for the navigation and the page one begins at, asked at most once a request."""

from django.db import models
from django.utils.functional import cached_property

from kit.once import once

from .models import Assignment, Role, RoleKind, TrustViewer

WRITERS = frozenset((RoleKind.HEADTEACHER, RoleKind.SCHOOL_LEAD))


ADVISER, TRUST = "adviser", "trust"


@once
def held_by(user):
    """Everything a person holds today, as pairs of (what, id of the school or trust): roles, assignments, trusts; one query."""
    if not (user.is_authenticated and user.is_active):
        return []
    what, of = models.F("kind"), models.F("school_id")
    roles = Role.objects.current().filter(user=user).annotate(what=what, of=of)
    schools = Assignment.objects.filter(adviser=user).annotate(what=models.Value(ADVISER), of=of)
    trusts = TrustViewer.objects.current().filter(user=user).annotate(what=models.Value(TRUST), of=models.F("trust_id"))
    rows = [one.order_by().values_list("what", "of") for one in (roles, schools, trusts)]
    return list(rows[0].union(*rows[1:]).order_by())


def roles_of(user):
    """{school id: kinds} of the roles that a person holds today."""
    held = {}
    for what, school_id in held_by(user):
        if what in RoleKind.values:
            held.setdefault(school_id, set()).add(what)
    return held


def written_for_by(user):
    """The ids of the schools for which a person writes: as headteacher or school lead."""
    return {school_id for school_id, kinds in roles_of(user).items() if kinds & WRITERS}


def assigned_to(user):
    """The ids of the schools that an adviser looks after."""
    return {school_id for what, school_id in held_by(user) if what == ADVISER}


def trusts_of(user):
    """The ids of the trusts for which a person reads today."""
    return {trust_id for what, trust_id in held_by(user) if what == TRUST}


class Ties:
    """A person's ties of today, each asked when it is first needed."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def to_a_school(self):
        """Whether they hold a role at a school."""
        return bool(roles_of(self.user))

    @cached_property
    def to_a_trust(self):
        """Whether they read for a trust."""
        return bool(trusts_of(self.user))


def ties_of(request):
    """The ties of the person who asks, kept for the request."""
    if not hasattr(request, "ties"):
        request.ties = Ties(request.user)
    return request.ties
