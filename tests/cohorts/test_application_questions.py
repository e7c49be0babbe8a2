"""Writing the application form of a cohort: who may, in which order, what stays, and what a copy takes with it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Activity
from cohorts.actions import form as actions
from cohorts.actions.cohort import copy_cohort, create_cohort
from cohorts.copying import proposals
from cohorts.models import Cohort, FormQuestion, FormSection
from kit.access import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def asked(coming):
    """The coming cohort, which has the standard form."""
    return coming


def outline(cohort):
    """Titles with the keys below them, in their order."""
    return [(one.title, [question.key for question in one.questions.all()]) for one in cohort.form_sections.all()]


STANDARD = [
    ("Why now, and what you do already", ["why_now", "current_practice"]),
    ("Your school today", ["see_hear_feel"]),
]


def test_a_new_cohort_gets_the_standard_form(cast, coming):
    facts = {name: getattr(coming, name) for name in ("starts_on", "ends_on", "applications_open_at")}
    facts |= {"applications_close_at": coming.applications_close_at, "decisions_on": coming.decisions_on}
    assert outline(create_cohort(by=cast.lead, name="2027-28", **facts)) == STANDARD


def test_the_lead_adds_a_section_and_questions(client_of, cast, asked):
    lead = client_of(cast.lead)
    page = lead.post(reverse("cohorts:add_form_section", args=[asked.pk]), {"title": "Your people", "help": "In short"})
    section = FormSection.objects.get(title="Your people")
    assert page.url == reverse("cohorts:add_form_question", args=[section.pk])
    data = {"wording": "Who comes?", "kind": "several", "choices": "Teachers\n\n Governors ", "is_required": "on"}
    lead.post(page.url, data)
    question = section.questions.get()
    assert (question.choices, question.kind) == (["Teachers", "Governors"], "several")
    assert (question.is_required, question.word_limit, question.cohort) == (True, None, asked)
    shown = lead.get(reverse("cohorts:application_questions", args=[asked.pk])).content.decode()
    assert "Who comes?" in shown and "Governors" in shown
    assert "added a question to the form of" in Activity.objects.about(asked).values_list("verb", flat=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "one", "choices": "Only this"}, "Enter two or more answers, one a line"),
        ({"kind": "one", "choices": "Yes\nyes"}, "Enter each answer once"),
        ({"kind": "long", "choices": "A\nB"}, "Only the two kinds with a list have answers to choose"),
        ({"kind": "short", "word_limit": "50"}, "Words are counted in a longer text only"),
        ({"kind": "long", "word_limit": "5"}, "Enter 10 or more"),
        ({"wording": ""}, "Enter question"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_at_its_field(client_of, cast, asked, changes, said):
    section = asked.form_sections.first()
    data = {"wording": "What else?", "kind": "long", "help": "Kept as it was typed"} | changes
    page = client_of(cast.lead).post(reverse("cohorts:add_form_question", args=[section.pk]), data).content.decode()
    assert said in page
    assert "Kept as it was typed" in page
    assert section.questions.count() == 2


def test_up_and_down(client_of, cast, asked):
    lead = client_of(cast.lead)
    first, second = asked.form_sections.all()
    lead.post(reverse("cohorts:move_form_section", args=[second.pk]), {"way": "up"})
    lead.post(reverse("cohorts:move_form_section", args=[second.pk]), {"way": "up"})  # already the first
    lead.post(reverse("cohorts:move_form_section", args=[second.pk]), {"way": "sideways"})
    question = FormQuestion.objects.get(key="why_now")
    lead.post(reverse("cohorts:move_form_question", args=[question.pk]), {"way": "down"})
    assert outline(asked) == [
        ("Your school today", ["see_hear_feel"]),
        ("Why now, and what you do already", ["current_practice", "why_now"]),
    ]


def test_what_graduation_asks_again_stays(client_of, cast, asked):
    lead = client_of(cast.lead)
    question = FormQuestion.objects.get(key="see_hear_feel")
    for name, pk in (("remove_form_question", question.pk), ("remove_form_section", question.section_id)):
        page = lead.post(reverse(f"cohorts:{name}", args=[pk]), follow=True).content.decode()
        assert "asked again at graduation, so it stays" in page
    with pytest.raises(Refused):
        actions.remove_form_question(question, by=cast.lead)
    change = reverse("cohorts:change_form_question", args=[question.pk])
    lead.post(change, {"wording": "What does a visitor notice?", "kind": "short", "choices": "", "word_limit": "200"})
    question.refresh_from_db()
    assert (question.wording, question.kind, question.is_required, question.word_limit) == (
        "What does a visitor notice?", "long", True, 200,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        FormQuestion.objects.filter(pk=question.pk).update(is_required=False)
    assert outline(asked) == STANDARD


def test_a_question_and_a_section_are_removed(client_of, cast, asked):
    lead = client_of(cast.lead)
    url = reverse("cohorts:remove_form_question", args=[FormQuestion.objects.get(key="why_now").pk])
    assert "Why now?" in lead.get(url).content.decode()
    assert len(outline(asked)[0][1]) == 2  # looking removes nothing
    lead.post(url)
    assert outline(asked)[0][1] == ["current_practice"]
    lead.post(reverse("cohorts:remove_form_section", args=[asked.form_sections.first().pk]))
    assert outline(asked) == STANDARD[1:]


def test_a_copied_cohort_takes_the_form_with_its_keys(cast, asked):
    section = asked.form_sections.first()
    actions.add_form_question(
        section, by=cast.lead, wording="Which?", help="", kind="one", choices=["A", "B"], is_required=False, word_limit=None
    )  # fmt: skip
    copy = copy_cohort(
        asked, by=cast.lead, name="2027-28", days={key: one.day for key, one in proposals(asked).items()}
    )
    assert outline(copy) == outline(asked)
    mine, theirs = (cohort.form_questions.get(wording="Which?") for cohort in (copy, asked))
    assert (mine.key, mine.choices, mine.is_required) == (theirs.key, ["A", "B"], False)
    actions.remove_form_question(theirs, by=cast.lead)
    assert copy.form_questions.filter(key=mine.key).count() == 1


def test_only_the_lead_writes_and_the_administrator_reads(client_of, cast, asked):
    page = reverse("cohorts:application_questions", args=[asked.pk])
    add = reverse("cohorts:add_form_section", args=[asked.pk])
    seen = {
        name: (client_of(getattr(cast, name)).get(page).status_code, client_of(getattr(cast, name)).get(add).status_code)
        for name in ("lead", "administrator", "adviser", "observer", "school_lead")
    }  # fmt: skip
    assert seen == {
        "lead": (200, 200), "administrator": (200, 403), "adviser": (404, 404), "observer": (403, 403),
        "school_lead": (404, 404),
    }  # fmt: skip
    assert "Add a section" not in client_of(cast.administrator).get(page).content.decode()


def test_the_form_stands_still_once_the_cohort_runs(client_of, cast, asked):
    Cohort.objects.filter(pk=asked.pk).update(state="running")
    question = FormQuestion.objects.get(key="why_now")
    lead = client_of(cast.lead)
    assert lead.post(reverse("cohorts:remove_form_question", args=[question.pk])).status_code == 409
    assert lead.get(reverse("cohorts:add_form_section", args=[asked.pk])).status_code == 409
    assert outline(asked) == STANDARD
