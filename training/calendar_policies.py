"""Who may read and make the shared calendars."""

from schools.policies import WRITERS, holds


def can_see_school_calendar(user, school):
    """The school's own people, whatever their role, leads and administrators."""
    return user.sees_every_school or holds(user, school)


def can_make_school_calendar(user, school):
    """Whoever writes for the school, leads and administrators."""
    return user.sees_every_school or holds(user, school, *WRITERS)


def can_see_cohort_calendar(user, cohort):
    """The Virtual School, for the cohorts that each of them sees."""
    return user.is_virtual_school


def can_make_cohort_calendar(user, cohort):
    """Leads and administrators."""
    return user.sees_every_school
