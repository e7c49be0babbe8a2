"""Who may do what with a project, and when."""

from functools import wraps

from schools.models import RoleKind
from schools.policies import can_see_exact_counts, can_write_for_school, holds, is_assigned, reads_whole

from .models import PROJECT_FLOW


def can_see_project(user, project):
    """Whoever sees the school."""
    return True


def can_start_project(user, place):
    """Whoever writes for the school."""
    return can_write_for_school(user, place.school)


@PROJECT_FLOW.when("revise")
def can_edit_project(user, project):
    """Whoever writes for the school, until the write-up is handed in."""
    return can_write_for_school(user, project.place.school)


def of_its_project(policy):
    """The same rule for a part of a project, so that the guard still tells "not you" from "not now"."""

    @wraps(policy)
    def about_the_part(user, part):
        return policy(user, part.project)

    about_the_part.who = lambda user, part: policy.who(user, part.project)
    about_the_part.step = policy.step
    return about_the_part


can_edit_measure = can_edit_cycle = of_its_project(can_edit_project)


@PROJECT_FLOW.when("add_evidence")
def can_add_evidence(user, project):
    """Whoever writes for the school, and its contributors."""
    school = project.place.school
    return can_write_for_school(user, school) or holds(user, school, RoleKind.CONTRIBUTOR)


def can_see_evidence(user, evidence):
    """Whoever sees the project and reads the school whole: the rows that are loaded say so."""
    return True


def can_see_exact_values(user, project):
    """The Virtual School's staff and the school itself; observers and trusts are not shown numbers below 5."""
    return can_see_exact_counts(user, project.place.school)


def can_read_all_of_project(user, project):
    """Whoever reads the school whole: findings before they are handed in, evidence and comments, too."""
    return reads_whole(user, project.place.school)


def can_add_comment(user, project):
    """The programme lead, the school's adviser, and those who write for the school."""
    school = project.place.school
    return can_write_for_school(user, school) or is_assigned(user, school)


@PROJECT_FLOW.when("propose")
def can_propose_project(user, project):
    """Whoever writes for the school."""
    return can_write_for_school(user, project.place.school)


@PROJECT_FLOW.when("agree_question")
def can_agree_question(user, project):
    """The programme lead."""
    return user.is_programme_lead


@PROJECT_FLOW.when("return_question")
def can_return_question(user, project):
    """The programme lead."""
    return user.is_programme_lead


@PROJECT_FLOW.when("write_up")
def can_write_up_project(user, project):
    """Whoever writes for the school."""
    return can_write_for_school(user, project.place.school)


@PROJECT_FLOW.when("return_write_up")
def can_return_write_up(user, project):
    """The programme lead."""
    return user.is_programme_lead


@PROJECT_FLOW.when("approve")
def can_approve_project(user, project):
    """The programme lead."""
    return user.is_programme_lead
