"""A feedback form sent, typed in from paper, and the questions that the lead asks."""

from django.db import transaction

from audit.actions import record
from cohorts.models import ProgrammeSettings
from kit.clock import now
from kit.flow import StepNotAllowed

from ..feedback import feedback_state
from ..models import FeedbackAnswer, FeedbackQuestion, FeedbackSheet


@transaction.atomic
def give_feedback(session, answers):
    """Keep one form: `answers` are (question, a point or words). Who sent it is not asked, and no act is recorded of it."""
    if feedback_state(session, now()) != "open":
        raise StepNotAllowed(session, "give_feedback")
    return keep_sheet(session, answers, is_from_paper=False)


@transaction.atomic
def type_feedback(session, answers, *, by):
    """Keep a form that somebody filled in on paper; the record says who typed, not what."""
    sheet = keep_sheet(session, answers, is_from_paper=True)
    record(by, "typed in a paper feedback form for", session)
    return sheet


def keep_sheet(session, answers, *, is_from_paper):
    """One sheet to be counted, and its answers, each on its own."""
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            session=session,
            number=question.number,
            asked=question.text,
            value=said if question.is_scale else None,
            text="" if question.is_scale else said,
        )
        for question, said in answers
    )
    return FeedbackSheet.objects.create(session=session, is_from_paper=is_from_paper)


@transaction.atomic
def edit_feedback_questions(cohort, questions, *, by):
    """Ask these questions, pairs of (kind, words), from now on; what was answered keeps the words in which it was asked.

    Without a cohort they are the programme's.
    """
    FeedbackQuestion.objects.filter(cohort=cohort).delete()
    FeedbackQuestion.objects.bulk_create(
        FeedbackQuestion(cohort=cohort, number=number, kind=kind, text=text)
        for number, (kind, text) in enumerate(questions, 1)
    )
    about = cohort or ProgrammeSettings.current()
    record(by, "changed the feedback questions of", about, questions=[text for _, text in questions])


@transaction.atomic
def restore_feedback_questions(cohort, *, by):
    """Ask the programme's questions in this cohort again."""
    FeedbackQuestion.objects.filter(cohort=cohort).delete()
    record(by, "went back to the programme’s feedback questions for", cohort)
