"""Everything that changes self-audits and the themes they ask about."""

from django.db import transaction

from audit.actions import record
from cohorts.actions.application import CLOSED
from cohorts.models import APPLICATION_FLOW, PLACE_FLOW
from kit.access import Refused
from kit.clock import now
from kit.flow import StepNotAllowed
from schools.actions.behalf import record_for_school
from schools.policies import speaks_for_school

from .models import Answer, Audit, Moment, Theme

MOST_THEMES = 15


@transaction.atomic
def fill_in_application_audit(application, answers, *, seen, at, writer=None, by=None):
    """Keep what a writer of the application has answered so far; the audit names who wrote last.

    `seen` is the version the form was filled in on, `writer` their name, where it is not the applicant; `by` a programme lead
    who fills it in for a silent school: the audit and the application say so.
    """
    if not application.can_be_written(at):
        raise Refused(CLOSED)
    changes = {"on_behalf": True} if by else {}
    APPLICATION_FLOW.take("revise", application, **changes)  # waits for somebody who sends it at this moment
    found = {"application": application}
    made = {
        "school": application.school,
        "cohort": application.cohort,
        "moment": Moment.START,
    }
    name = str(by) if by else writer or application.applicant_name
    audit, is_new = keep(found, made, answers, seen=seen, at=at)
    written = {"by": by, "by_name": name, "on_behalf": by is not None}
    Audit.objects.filter(pk=audit.pk).update(**written)
    if by or name != audit.by_name:  # once for each who takes over, not for every save
        told = {} if by else {"applicant": name}
        record(by, "began" if is_new else "filled in", audit, on_behalf=by is not None, **told)
    for field, value in written.items():
        setattr(audit, field, value)
    return audit


@transaction.atomic
def fill_in_audit(place, moment, answers, *, by, seen):
    """Keep what a school has answered so far at one moment of its year; typed in for it by the Virtual School, it is told."""
    PLACE_FLOW.take("audit", place)
    if moment == Moment.START and Audit.objects.filter(application__place=place).exists():
        raise Refused("The school’s starting point came with its application and stays as it was.")
    found = {"school": place.school, "cohort": place.cohort, "moment": moment, "application": None}
    made = {"by": by, "by_name": str(by), "on_behalf": speaks_for_school(by, place.school)}
    audit, _ = keep(found, made, answers, seen=seen, at=now())
    record_for_school(by, "filled in", audit, school=place.school)
    return audit


def keep(found, made, answers, *, seen, at):
    """(the audit, whether it is new), with `answers`: {theme: (level or None, line or None for a line left as it is)}.

    Raises StepNotAllowed when somebody has saved it since `seen`: 0 for an audit that nobody had begun.
    """
    audit, is_new = Audit.objects.get_or_create(**found, defaults=made | {"started_at": at, "touched_at": at})
    changes = {"version": seen + 1, "touched_at": at}
    if not Audit.objects.filter(pk=audit.pk, version=seen).update(**changes):
        raise StepNotAllowed(audit, "fill in")
    kept = {answer.theme_id: answer for answer in audit.answers.all()}
    for theme, (level, note) in answers.items():
        answer = kept.get(theme.pk) or Answer(audit=audit, theme=theme)
        answer.level, answer.wording = level, theme.wording
        if note is not None:
            answer.note = note
        if answer.pk or answer.level or answer.note:
            answer.save()
    whole = not Theme.objects.asked().exclude(answers__in=audit.answers.exclude(level=None)).exists()
    changes["completed_at"] = (audit.completed_at or at) if whole else None
    Audit.objects.filter(pk=audit.pk).update(completed_at=changes["completed_at"])
    for name, value in changes.items():
        setattr(audit, name, value)
    return audit, is_new


@transaction.atomic
def add_theme(*, by, **wording):
    """Ask schools about one thing more, after the others."""
    if Theme.objects.asked().count() >= MOST_THEMES:
        raise Refused(f"Schools are asked about {MOST_THEMES} themes already. Leave one out first.")
    last = Theme.objects.order_by("-number").first()
    theme = Theme.objects.create(number=last.number + 1 if last else 1, **wording)
    record(by, "added", theme)
    return theme


@transaction.atomic
def edit_theme(theme, *, by, **wording):
    """Change what is asked from now on; answers keep the words they were given to."""
    changed = [name for name, value in wording.items() if getattr(theme, name) != value]
    if "is_asked" in changed and wording["is_asked"] and Theme.objects.asked().count() >= MOST_THEMES:
        raise Refused(f"Schools are asked about {MOST_THEMES} themes already. Leave another one out first.")
    for name, value in wording.items():
        setattr(theme, name, value)
    theme.save()
    record(by, "changed", theme, changed=changed)
