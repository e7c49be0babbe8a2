"""The board's column of projects."""

from django.db.models import Exists, OuterRef

from cohorts.board import Cell, column
from kit.once import once_each
from kit.together import Wanted
from kit.wording import ago

from .models import Measure, Project, ProjectState
from .words import WORDS


@once_each
def projects_at(schools):
    """{school id: its projects, the newest first}; each knows whether it `has_start`: a measure in sight that was taken at the start."""
    return by_school(project_rows(schools))


def project_rows(schools):
    """The projects of these schools (ids) as `projects_at` has them."""
    taken = Measure.objects.filter(project=OuterRef("pk"), start__isnull=False, hidden_at=None)
    found = Project.objects.filter(place__school__in=schools).select_related("place__school")
    return found.annotate(has_start=Exists(taken)).order_by("-place__joined_on", "-pk")


def by_school(projects):
    """The projects of each school, in the order they come."""
    found = {}
    for one in projects:
        found.setdefault(one.place.school_id, []).append(one)
    return found


def projects_wanted(schools):
    """The same read, to be asked with others."""
    return Wanted(project_rows(schools), lambda projects: projects_at.put(schools, by_school(projects)))


def projects_of(places):
    """The projects of these places, by place."""
    asked = {place.pk for place in places}
    found = projects_at({place.school_id for place in places})
    return {one.place_id: one for projects in found.values() for one in projects if one.place_id in asked}


def cell_of(project, user, on, *, for_a_trust=False):
    """A project's state in words, how fresh it is, and whether it waits for this person."""
    if for_a_trust and not project.is_open_to_a_trust:  # what is being written is the school's own
        return Cell(*WORDS[project.state])
    yours = user.is_programme_lead and project.state in (ProjectState.PROPOSED, ProjectState.WRITTEN_UP)
    word, mark = ("Waiting for you", "yours") if yours else WORDS[project.state]
    fresh = f"changed {ago(project.touched_at, on)}"
    if yours:
        fresh = "question proposed" if project.state == ProjectState.PROPOSED else "written up"
    return Cell(word, mark, fresh, project.get_absolute_url(), yours=yours)


@column("Project", order=30)
def project(places, user, on):
    """Where each school's action research stands."""
    found = projects_of(places).values()
    for_a_trust = {place.pk for place in places if place.for_a_trust}
    return {one.place_id: cell_of(one, user, on, for_a_trust=one.place_id in for_a_trust) for one in found}
