"""Who may do what with self-audits and their themes, and when."""

from cohorts.models import PLACE_FLOW
from schools.policies import can_write_for_school, holds, is_assigned


def can_see_audit(user, audit):
    """Whoever it is visible to: leads and administrators, the school's adviser, the school's own people."""
    return True


def can_see_self_audit(user, place):
    """As for the audits themselves; observers and trusts see the school, and not how it looks at itself."""
    return user.sees_every_school or holds(user, place.school) or is_assigned(user, place.school)


@PLACE_FLOW.when("audit")
def can_fill_in_audit(user, place):
    """Whoever writes for the school, while it is at work in its cohort."""
    return can_write_for_school(user, place.school)


def can_see_themes(user, theme=None):
    """Leads and administrators."""
    return user.sees_every_school


def can_edit_theme(user, theme):
    """The programme lead decides what schools are asked."""
    return user.is_programme_lead


def can_add_theme(user):
    """The programme lead."""
    return user.is_programme_lead
