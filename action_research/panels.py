"""A school's project on its page."""

from cohorts.panels import place_of
from kit.clock import today
from schools.panels import Panel, State, is_read_whole, panels, states

from . import policies
from .board import cell_of, projects_at


def project_of(school):
    """The school's newest project, or None."""
    return next(iter(projects_at([school.pk]).get(school.pk, ())), None)


@states.register
def project_state(school, user):
    """Project: a word, and how fresh it is."""
    found = project_of(school)
    if found is None:
        return State("Project", "Not started", place=30) if place_of(school) else None
    cell = cell_of(found, user, today(), for_a_trust=not is_read_whole(school, user))
    return State("Project", cell.word, cell.mark, cell.fresh, cell.url, place=30)


@panels.register
def project_panel(school, user):
    """The question, or the act that begins the project."""
    found, place = project_of(school), place_of(school)
    if found is None and place is None:
        return None
    may_start = found is None and policies.can_start_project(user, place)
    if found and not found.is_open_to_a_trust and not is_read_whole(school, user):
        found = None
    context = {"project": found, "place": place, "may_start": may_start}
    return Panel("Action research", "action_research/_panel.html", context, place=40)
