"""Graduation asks for an approved project, where the cohort's rule does."""

from django.urls import reverse

from cohorts.readiness import Shortfall, beforehand, rules

from .board import projects_of, projects_wanted
from .models import ProjectState

WORDS = {
    ProjectState.DRAFT: ("The school proposes its research question", "See the project"),
    ProjectState.PROPOSED: ("The programme lead agrees the research question", "See the project"),
    ProjectState.AGREED: ("The project is written up", "Write it up"),
    ProjectState.WRITTEN_UP: ("The programme lead approves the project", "See the project"),
}


def key_of(project):
    """What a project asks of its school now, as one duty."""
    return f"project:{project.pk}:{project.state}"


@beforehand.register
def projects_behind(places):
    """What the rule below reads."""
    return [projects_wanted([place.school_id for place in places])]


@rules.register
def project_approved(places):
    """One sentence a school whose project is not approved yet."""
    found = projects_of(places)
    for place in places:
        if not place.cohort.needs_project:
            continue
        project = found.get(place.pk)
        if project is None:
            yield (
                place.pk,
                Shortfall(
                    "The school begins its action research",
                    reverse("action_research:projects_of_mine"),
                    "Begin it",
                    is_for_writers=True,
                ),
            )
        elif project.state != ProjectState.APPROVED:
            text, act = WORDS[project.state]
            is_schools = project.state in (ProjectState.DRAFT, ProjectState.AGREED)  # a contributor can only look on
            url = project.get_absolute_url()
            yield place.pk, Shortfall(text, url, act, is_for_writers=is_schools, key=key_of(project))
