"""What action research asks of people, and the latest word from the Virtual School."""

from cohorts.today import Block, Duty, beforehand, blocks, duties
from cohorts.yours import places_written_by
from kit.together import rows
from kit.wording import date_of
from schools.models import School
from schools.ties import roles_of

from .board import projects_of
from .milestones import milestones_of
from .models import Comment, Project, ProjectState
from .readiness import key_of

NEAR = 60  # days before a write-up is due, from which it is asked for


@rows
def projects_waiting():
    """The questions and write-ups that wait for a lead."""
    asked = (ProjectState.PROPOSED, ProjectState.WRITTEN_UP)
    return Project.objects.filter(state__in=asked).select_related("place__school")


@rows
def words_on(user, school_id):
    """The newest comment on a school's projects by somebody who is not of the school."""
    seen = School.objects.visible_to(user).filter(pk=school_id)
    said = Comment.objects.filter(project__place__school__in=seen, hidden_at=None)
    said = said.exclude(by__roles__school=school_id).select_related("by", "project")
    return said.order_by("-at")[:1]


@beforehand.register
def projects_and_words(user, on):
    """What the duties and the block below read."""
    if user.is_programme_lead:
        yield projects_waiting.later()
    if not user.is_virtual_school:
        for school_id in roles_of(user):
            yield words_on.later(user, school_id)


@duties.register
def lead_reads(user, on):
    """The lead agrees questions and reads write-ups."""
    if not user.is_programme_lead:
        return
    for project in projects_waiting():
        proposed = project.state == ProjectState.PROPOSED
        at = project.proposed_at if proposed else project.written_up_at
        yield Duty(
            title=f"{'Agree the research question' if proposed else 'Read the write-up'} from {project.place.school}",
            url=project.get_absolute_url(),
            since_on=date_of(at) if at else None,
            why=f"“{project.question}”",
            act="Read it",
            school_id=project.place.school_id,
        )


@duties.register
def school_writes(user, on):
    """A school proposes its question, measures, and writes up before the year ends."""
    if user.is_virtual_school:
        return
    places = [place for place in places_written_by(user) if place.cohort.needs_project]
    found = projects_of(places)
    for place in places:
        project = found.get(place.pk)
        for step in milestones_of(project, place.cohort) if project else ():
            if step.key == "write-up" and (step.due_on - on).days >= NEAR:
                continue
            key = "" if step.key == "first-measure" else key_of(project)
            yield Duty(
                step.title,
                project.get_absolute_url(),
                step.due_on,
                why=step.why,
                school_id=place.school_id,
                key=key,
            )


@blocks.register
def latest_word(user, on, school):
    """What the Virtual School last said about the school's project, for What next."""
    if school is None:
        return None
    comment = next(iter(words_on(user, school.pk)), None)
    if comment is None or (on - date_of(comment.at)).days > 60:
        return None
    return Block("action_research/_latest_word.html", {"comment": comment}, place=60)
