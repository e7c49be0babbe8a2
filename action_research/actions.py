"""Everything that changes a project: the question, measures, cycles, evidence, comments, the write-up and its approval."""

from django.core.files.base import ContentFile
from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import now
from notifications.actions import notify
from schools.actions.behalf import record_for_school, writers_of
from schools.policies import speaks_for_school

from .models import PROJECT_FLOW, Comment, Cycle, Evidence, EvidenceKind, Measure, Project


@transaction.atomic
def start_project(place, *, by):
    """The school's project in this cohort; an empty draft if there is none yet."""
    project, is_new = Project.objects.get_or_create(place=place)
    if is_new:
        record_for_school(by, "started", project, school=place.school)
    return project


@transaction.atomic
def edit_project(project, *, by, seen, **texts):
    """Change the project's texts. Refused when somebody has changed them since `seen`."""
    PROJECT_FLOW.take("revise", project, seen=seen, touched_at=now(), **texts)
    record_for_school(by, "wrote on", project, school=project.place.school)


@transaction.atomic
def keep_measure(project, *, by, measure=None, seen=None, **values):
    """Add a measure, or change one; refused when somebody has changed the project since `seen`."""
    PROJECT_FLOW.take("revise", project, seen=seen, touched_at=now())
    measure = measure or Measure(project=project)
    for name, value in values.items():
        setattr(measure, name, value)
    measure.save()
    record_for_school(by, "measured for", project, school=project.place.school, what=measure.what)
    return measure


@transaction.atomic
def keep_cycle(project, *, by, cycle=None, seen=None, **values):
    """Add a turn of plan, act, observe and reflect, or change one; refused when somebody was quicker since `seen`."""
    PROJECT_FLOW.take("revise", project, seen=seen, touched_at=now())
    cycle = cycle or Cycle(project=project, number=project.cycles.count() + 1)
    for name, value in values.items():
        setattr(cycle, name, value)
    cycle.save()
    record_for_school(by, "wrote a cycle of", project, school=project.place.school, number=cycle.number)
    return cycle


@transaction.atomic
def add_evidence(project, *, by, text, url="", upload=None):
    """Add a line of evidence, a link, or a checked file (`upload` is a `kit.files.Checked`)."""
    PROJECT_FLOW.take("add_evidence", project, touched_at=now())
    kind = EvidenceKind.LINK if url else EvidenceKind.NOTE
    evidence = Evidence(
        project=project, text=text, url=url, by=by, on_behalf=speaks_for_school(by, project.place.school), at=now()
    )
    if upload is not None:
        kind = EvidenceKind.PHOTO if upload.is_photo else EvidenceKind.DOCUMENT
        evidence.file_name, evidence.file_type = upload.name, upload.type
        evidence.file_size, evidence.file_digest = len(upload.content), upload.digest
        evidence.file.save(upload.name, ContentFile(upload.content), save=False)
    evidence.kind = kind
    evidence.save()
    record_for_school(by, "added evidence to", project, school=project.place.school)
    return evidence


@transaction.atomic
def add_comment(project, *, by, text):
    """Say something about the project; the school is told of what the Virtual School says."""
    comment = Comment.objects.create(project=project, text=text, by=by, at=now())
    record(by, "commented on", project)
    if by.is_virtual_school:
        tell(project, "project_commented", f"comment:{comment.pk}", text=text, by=str(by))
    return comment


@transaction.atomic
def propose_project(project, *, by):
    """Hand the question to the programme lead."""
    if not (project.question and project.ethics_confirmed and project.anonymity_confirmed):
        raise Refused("A question, and a word that ethics and anonymity are seen to, come before it is proposed.")
    PROJECT_FLOW.take("propose", project, proposed_at=now(), touched_at=now())
    record_for_school(by, "proposed", project, school=project.place.school)


@transaction.atomic
def return_question(project, *, by, comment):
    """Send the question back with a word."""
    PROJECT_FLOW.take("return_question", project)
    Comment.objects.create(project=project, text=comment, by=by, at=now())
    activity = record(by, "returned the question of", project)
    tell(project, "question_returned", f"activity:{activity.pk}", comment=comment)


@transaction.atomic
def agree_question(project, *, by):
    """The question is agreed: the school can begin."""
    PROJECT_FLOW.take("agree_question", project, question_agreed_at=now(), question_agreed_by=by)
    activity = record(by, "agreed the question of", project)
    tell(project, "question_agreed", f"activity:{activity.pk}")


@transaction.atomic
def write_up_project(project, *, by, seen, **findings):
    """Hand in what was found."""
    PROJECT_FLOW.take("write_up", project, seen=seen, written_up_at=now(), touched_at=now(), **findings)
    record_for_school(by, "wrote up", project, school=project.place.school)


@transaction.atomic
def return_write_up(project, *, by, comment):
    """Send the write-up back with a word."""
    PROJECT_FLOW.take("return_write_up", project)
    Comment.objects.create(project=project, text=comment, by=by, at=now())
    activity = record(by, "returned the write-up of", project)
    tell(project, "write_up_returned", f"activity:{activity.pk}", comment=comment)


@transaction.atomic
def approve_project(project, *, by):
    """The project is done, and counts for graduation."""
    PROJECT_FLOW.take("approve", project, approved_at=now(), approved_by=by)
    activity = record(by, "approved", project)
    tell(project, "project_approved", f"activity:{activity.pk}")


def tell(project, kind, occasion, **facts):
    """Write to everybody who writes for the school."""
    for person in writers_of(project.place.school):
        notify(kind, person, about=project, occasion=occasion, **facts)
