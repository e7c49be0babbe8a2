"""Two people who press at the same moment: one part keeps one text, two parts keep both, and what is sent is whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from cohorts.actions.application import SavedMeanwhile, save_part, submit_application
from cohorts.actions.form import remove_form_question
from cohorts.models import Answer, Application, ApplicationState, FormQuestion
from kit.access import Refused
from kit.flow import StepNotAllowed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("frozen"),
    pytest.mark.xdist_group("races"),
]


def at_once(*works):
    """Run each in a thread of its own, all let go at the same moment; returns what each gave, refusals as their class."""
    gate = Barrier(len(works))

    def one(work):
        try:
            connection.ensure_connection()
            gate.wait(30)
            return work()
        except (Refused, StepNotAllowed, SavedMeanwhile) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.fixture
def draft(coming, cast, whole):
    """Heathervale's application, whole and not sent."""
    return whole(coming, cast.school, state="draft", submitted_at=None, confirmed_at=None)


def saving(draft, question, text):
    """Somebody's act: to save the section of a question for the first time."""
    mine = Application.objects.select_related("cohort").get(pk=draft.pk)
    return lambda: save_part(
        mine, question.section.key, seen=0, writer=text, at=timezone.now(), answers=[(question, text)]
    )


def test_one_part_keeps_the_text_of_one_and_tells_the_other(draft):
    question = FormQuestion.objects.select_related("section").get(key="why_now")
    told = at_once(*(saving(draft, question, text) for text in ("Jo", "Maya", "Ada", "Tom")))
    assert sorted(map(str, told)) == sorted(map(str, [None, SavedMeanwhile, SavedMeanwhile, SavedMeanwhile]))
    part, answer = draft.parts.get(key=question.section.key), draft.answers.get(key="why_now")
    assert (part.version, part.saved_by_name) == (1, answer.text)


def test_two_parts_keep_both(draft):
    first, second = (
        FormQuestion.objects.select_related("section").get(key=key) for key in ("why_now", "see_hear_feel")
    )
    assert at_once(saving(draft, first, "Jo"), saving(draft, second, "Maya")) == [None, None]
    texts = dict(draft.answers.values_list("key", "text"))
    assert (texts["why_now"], texts["see_hear_feel"]) == ("Jo", "Maya")


def test_what_is_sent_is_what_was_asked_whoever_is_quicker(draft, cast):
    question = FormQuestion.objects.get(key="current_practice")
    sent, removed = at_once(
        lambda: submit_application(Application.objects.get(pk=draft.pk), at=timezone.now()),
        lambda: remove_form_question(FormQuestion.objects.get(pk=question.pk), by=cast.lead),
    )
    assert (sent, removed) == (None, None)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.SUBMITTED
    keys = list(Answer.objects.filter(application=draft).values_list("key", flat=True))
    assert keys in (["why_now", "current_practice", "see_hear_feel"], ["why_now", "see_hear_feel"])
