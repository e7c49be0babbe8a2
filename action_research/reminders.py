"""The reminder that a step of a project is due: the question, the first measure, the write-up."""

from datetime import date, timedelta

from cohorts.models import CohortState, Place
from cohorts.plan_reminders import writers_by_school
from kit.wording import day, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page_of, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing

from .board import projects_of
from .milestones import milestones_of
from .models import Project

FARTHEST = timedelta(days=120)  # as many school days as a rule may have, with the summer holiday between them


def places_with_projects():
    """The places at work whose cohort asks for a project."""
    running = (CohortState.RUNNING, CohortState.CLOSING)
    return Place.objects.live().filter(cohort__state__in=running, cohort__needs_project=True)


def step_of(message):
    """The step that the letter speaks of, while it is still to be taken on that day; else None."""
    project = message.about
    place = project and places_with_projects().filter(pk=project.place_id).select_related("school", "cohort").first()
    if place is None:
        return None
    said = (message.facts["step"], message.facts["on"])
    steps = milestones_of(projects_of([place])[place.pk], place.cohort)
    return next((step for step in steps if (step.key, step.due_on.isoformat()) == said), None)


def example_of(project):
    """For previews: the next step of a project, or writing it up."""
    place = project.place
    step = next(milestones_of(projects_of([place])[place.pk], place.cohort), None)
    on = step.due_on if step else place.cohort.ends_on
    return {
        "step": step.key if step else "",
        "title": step.title if step else "Write up your project",
        "on": on.isoformat(),
    }


def projects_at_work(user):
    """For previews: the projects of schools at work that somebody may see, newest first."""
    found = Project.objects.visible_to(user).filter(place__in=places_with_projects())
    return found.select_related("place__school", "place__cohort").order_by("-pk")


register(
    Kind(
        "project_step_due",
        title="Step of a project due",
        subject="{{ step }}, by {{ day }}",
        template="action_research/letters/project_step_due.txt",
        reminder=True,
        wanted=lambda message: step_of(message) is not None,
        rule="a step of your school’s action research is due",
        group="Action research",
        blanks={
            "school": Blank("the name of the school", lambda message: message.about.place.school.name),
            "title": Blank("the title of the project", lambda message: message.about.title),
            "step": Blank("what is to be done", lambda message: message.facts["title"], must=True),
            "day": Blank("the day by which", lambda message: day(date.fromisoformat(message.facts["on"])), must=True),
            "link": Blank("the project’s page", lambda message: page_of(message.about), must=True),
        },
        records=projects_at_work,
        example=example_of,
    )
)
rule("project_step_due", "the step is due", 5, to="everybody who writes for the school")


@planner
def project_steps_due(at):
    """School days before each step that a project has still to take, to those who write for its school."""
    on, stands = local(at).date(), standing("project_step_due")
    places = list(places_with_projects().select_related("school", "cohort")) if stands.is_on else []
    found = projects_of(places) if places else {}
    near = [
        (place, found[place.pk], step)
        for place in places
        if place.pk in found
        for step in milestones_of(found[place.pk], place.cohort)
        if on < step.due_on <= on + FARTHEST
    ]
    calendar = school_morning(at, on + FARTHEST) if near else None
    writers = writers_by_school([place.school_id for place, _, _ in near]) if calendar else {}
    for place, project, step in near if calendar else ():
        reached = stands.step(calendar.school_days_between(on, step.due_on), on)
        for person in writers.get(place.school_id, ()) if reached else ():
            yield letter(
                "project_step_due",
                person,
                about=project,
                school=place.school_id,
                occasion=f"project:{project.pk}:{step.key}:{step.due_on}{stands.mark(reached)}",
                step=step.key,
                title=step.title,
                on=step.due_on.isoformat(),
            )
