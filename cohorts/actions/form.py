"""Writes the application form of a cohort: sections and questions, in their order. Applications that were sent never change."""

from string import ascii_lowercase, digits

from django.db import transaction
from django.utils.crypto import get_random_string

from audit.actions import record
from kit.access import Refused

from ..models import COHORT_FLOW, Cohort, FormQuestion, FormSection
from ..standard_form import STANDARD

MOST_SECTIONS, MOST_QUESTIONS = 12, 12
UP, DOWN = "up", "down"
ASKED = ("wording", "help", "kind", "choices", "is_required", "word_limit")  # what the lead writes of a question


def begin_form(cohort):
    """Give a cohort the standard form."""
    for number, (title, help, questions) in enumerate(STANDARD, 1):
        section = FormSection.objects.create(cohort=cohort, number=number, title=title, help=help)
        FormQuestion.objects.bulk_create(
            FormQuestion(cohort=cohort, section=section, number=place, key=key, wording=wording, help=line)
            for place, (key, wording, line) in enumerate(questions, 1)
        )


def copy_form(cohort, copy):
    """The same sections and questions, with the same keys, for another cohort; from one without a form the standard one."""
    sections = list(cohort.form_sections.prefetch_related("questions"))
    if not sections:
        begin_form(copy)
    for section in sections:
        mine = FormSection.objects.create(cohort=copy, number=section.number, title=section.title, help=section.help)
        FormQuestion.objects.bulk_create(
            FormQuestion(
                cohort=copy,
                section=mine,
                **{name: getattr(one, name) for name in ("key", "number", *ASKED)},
            )
            for one in section.questions.all()
        )


def writing(cohort):
    """The cohort, locked, while its form may be written: nobody sends an application in between."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    COHORT_FLOW.take("ask", cohort)
    return cohort


@transaction.atomic
def add_form_section(cohort, *, by, title, help):
    """One more page, at the end."""
    cohort = writing(cohort)
    numbers = [one.number for one in cohort.form_sections.all()]
    if len(numbers) >= MOST_SECTIONS:
        raise Refused(f"A form has no more than {MOST_SECTIONS} sections. Remove one first.")
    section = FormSection.objects.create(cohort=cohort, number=max(numbers, default=0) + 1, title=title, help=help)
    record(by, "added a section to the form of", cohort, section=title)
    return section


@transaction.atomic
def change_form_section(section, *, by, title, help):
    """Another title or help."""
    cohort = writing(section.cohort)
    FormSection.objects.filter(pk=section.pk).update(title=title, help=help)
    record(by, "changed a section of the form of", cohort, section=title, before=section.title)


@transaction.atomic
def remove_form_section(section, *, by):
    """Take a page away with its questions. Refused for the one that graduation asks again."""
    cohort = writing(section.cohort)
    if any(one.stays for one in section.questions.all()):
        raise Refused("This section holds the question that is asked again at graduation, so it stays.")
    record(by, "removed a section from the form of", cohort, section=section.title)
    section.delete()


@transaction.atomic
def add_form_question(section, *, by, **asked):
    """One more question, at the end of its section."""
    cohort = writing(section.cohort)
    numbers = [one.number for one in section.questions.all()]
    if len(numbers) >= MOST_QUESTIONS:
        raise Refused(f"A section has no more than {MOST_QUESTIONS} questions. Add a section for more.")
    question = FormQuestion.objects.create(
        cohort=cohort, section=section, key=new_key(), number=max(numbers, default=0) + 1, **asked
    )
    record(by, "added a question to the form of", cohort, question=question.wording)
    return question


def new_key():
    """A key that no question had before it, also none that was removed: its answers would be taken for this one's."""
    return f"question-{get_random_string(8, ascii_lowercase + digits)}"


@transaction.atomic
def change_form_question(question, *, by, **asked):
    """Another wording, help or kind. Schools that have begun are asked to look at it again; what was sent stays."""
    cohort = writing(question.cohort)
    if question.stays:
        asked |= {"kind": question.kind, "is_required": True, "choices": []}
    FormQuestion.objects.filter(pk=question.pk).update(**asked)
    record(by, "changed a question in the form of", cohort, question=asked["wording"], before=question.wording)


@transaction.atomic
def remove_form_question(question, *, by):
    """Ask it no longer. Refused for the one that graduation asks again."""
    cohort = writing(question.cohort)
    if question.stays:
        raise Refused("This question is asked again at graduation, so it stays.")
    record(by, "removed a question from the form of", cohort, question=question.wording)
    question.delete()


@transaction.atomic
def move_form_section(section, *, by, way):
    """One place up or down; at the end nothing happens."""
    cohort = writing(section.cohort)
    if shift(cohort.form_sections.all(), section, way):
        record(by, "moved a section of the form of", cohort, section=section.title, way=way)


@transaction.atomic
def move_form_question(question, *, by, way):
    """One place up or down within its section."""
    cohort = writing(question.cohort)
    if shift(question.section.questions.all(), question, way):
        record(by, "moved a question in the form of", cohort, question=question.wording, way=way)


def shift(found, one, way):
    """Number the rows anew with one of them moved a place; returns whether it moved."""
    rows = list(found)
    place = rows.index(one)
    to = place - 1 if way == UP else place + 1
    if not 0 <= to < len(rows):
        return False
    rows[place], rows[to] = rows[to], rows[place]
    for number, row in enumerate(rows, 1):
        row.number = number
    type(one).objects.bulk_update(rows, ["number"])
    return True
