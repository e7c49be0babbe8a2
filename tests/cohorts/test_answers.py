"""Answers and the questions they were given to: changed forms, kinds of answer, what is sent, and who reads it."""

import pytest
from a_reading import give, of
from an_application import answered
from django.urls import reverse
from django.utils import timezone

from cohorts.actions import form as form_actions
from cohorts.actions.application import copy_writing, submit_application
from cohorts.models import Answer, ApplicationState, FormQuestion, FormSection
from cohorts.parts import reading_of
from cohorts.questions import missing_from
from kit.access import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ASKED = {"help": "", "choices": [], "is_required": True, "word_limit": None}


@pytest.fixture
def draft(coming, cast, whole):
    """Heathervale's application, whole and not sent."""
    return whole(coming, cast.school, state="draft", submitted_at=None, confirmed_at=None)


@pytest.fixture
def browser(client, draft):
    """A browser in which the code was given."""
    session = client.session
    session["applications_proved"] = {str(draft.pk): timezone.now().isoformat()}
    session.save()
    return client


def page(draft, section):
    return reverse("cohorts:application_section", args=[draft.applicant_token, section.key])


def again(application):
    """The same, read anew."""
    return type(application).objects.get(pk=application.pk)


def texts(parts, title):
    """The pairs of one part."""
    return next([row[:2] for row in part["rows"]] for part in parts if part["title"] == title)


def reword(key, wording, cast):
    question = FormQuestion.objects.get(key=key)
    form_actions.change_form_question(question, by=cast.lead, **ASKED | {"kind": question.kind, "wording": wording})
    return question


def test_a_question_that_changes_is_answered_again_and_both_wordings_are_shown(browser, client_of, draft, cast):
    change = reverse("cohorts:change_form_question", args=[FormQuestion.objects.get(key="why_now").pk])
    assert "1 school has begun to write" in client_of(cast.lead).get(change).text
    section = reword("why_now", "Why this year?", cast).section
    assert missing_from(again(draft)) == ["Look again at “Why this year?” (the question has changed)"]
    with pytest.raises(Refused, match="Look again at"):
        submit_application(draft, at=timezone.now())
    shown = browser.get(page(draft, section)).text
    assert "Why this year?" in shown and "Why now? What makes this the right year for your school?" in shown
    assert (
        shown.count("Because the time is right") == 2
    )  # beside the old question, and in the field to be kept or changed
    sent = {"version": 0, "why_now": "Because the time is right", "current_practice": "Key adults"}
    browser.post(page(draft, section), sent)
    assert missing_from(again(draft)) == []
    submit_application(draft, at=timezone.now())
    assert draft.answers.get(key="why_now").wording == "Why this year?"


def test_another_help_asks_nobody_again(draft, cast):
    question = FormQuestion.objects.get(key="why_now")
    form_actions.change_form_question(
        question, by=cast.lead, **ASKED | {"kind": "long", "wording": question.wording, "help": "Now in words"}
    )
    assert missing_from(again(draft)) == []
    submit_application(draft, at=timezone.now())
    assert (
        draft.answers.get(key="why_now").help == "A few sentences are enough. Do not name any child"
    )  # as it was seen


def test_what_was_sent_never_changes(draft, cast):
    submit_application(draft, at=timezone.now())
    before, read = list(Answer.objects.values()), reading_of(again(draft))
    reword("why_now", "Why this year?", cast)
    question = FormQuestion.objects.get(key="current_practice")
    form_actions.remove_form_question(question, by=cast.lead)
    section = form_actions.add_form_section(draft.cohort, by=cast.lead, title="New", help="")
    form_actions.add_form_question(section, by=cast.lead, kind="long", wording="More?", **ASKED)
    form_actions.move_form_section(section, by=cast.lead, way="up")
    form_actions.change_form_section(FormSection.objects.first(), by=cast.lead, title="Renamed", help="")
    assert list(Answer.objects.values()) == before
    assert reading_of(again(draft)) == read
    assert ("Why now? What makes this the right year for your school?", "Because the time is right") in texts(
        read, "Why now, and what you do already"
    )


def test_what_is_no_longer_asked_is_shown_and_not_sent(browser, draft, cast):
    form_actions.remove_form_question(FormQuestion.objects.get(key="current_practice"), by=cast.lead)
    check = browser.get(reverse("cohorts:check_application", args=[draft.applicant_token])).text
    assert "No longer asked" in check and "Key adults" in check
    submit_application(draft, at=timezone.now())
    assert list(draft.answers.values_list("key", flat=True)) == ["why_now", "see_hear_feel"]


def test_a_new_required_question_is_missing_and_an_optional_one_is_not(draft, cast):
    section = draft.cohort.form_sections.last()
    form_actions.add_form_question(
        section, by=cast.lead, wording="Optional?", kind="long", **ASKED | {"is_required": False}
    )
    assert missing_from(again(draft)) == []
    form_actions.add_form_question(section, by=cast.lead, wording="Required?", kind="yes_no", **ASKED)
    assert missing_from(again(draft)) == ["Answer “Required?”"]
    answered(draft, **{FormQuestion.objects.get(wording="Required?").key: "No"})
    submit_application(draft, at=timezone.now())
    sent = list(draft.answers.filter(section="Your school today").values_list("wording", "text"))
    assert sent[1:] == [
        ("Optional?", ""),
        ("Required?", "No"),
    ]  # in the order of the form, what was left open with its words


KINDS = {
    "short": ({}, "One line", "One line"),
    "yes_no": ({}, "Yes", "Yes"),
    "one": ({"choices": ["Red", "Blue"]}, "Blue", "Blue"),
    "several": ({"choices": ["Red", "Blue", "Green"]}, ["Red", "Green"], "Red\nGreen"),
    "long": ({"word_limit": 10}, "one two three\nfour", "one two three\nfour"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_answer_is_kept_in_words_and_comes_back(browser, draft, cast, kind):
    more, given, kept = KINDS[kind]
    section = form_actions.add_form_section(draft.cohort, by=cast.lead, title="More", help="Some help")
    question = form_actions.add_form_question(section, by=cast.lead, wording="What?", kind=kind, **ASKED | more)
    url = page(draft, section)
    assert "Some help" in browser.get(url).text
    assert browser.post(url, {"version": 0, question.key: given}).status_code == 302
    answer = draft.answers.get(key=question.key)
    assert (answer.text, answer.kind, answer.choices) == (kept, kind, more.get("choices", []))
    back = browser.get(url).text
    if kind in ("one", "several", "yes_no"):
        assert back.count(" checked") == len(given if isinstance(given, list) else [given])
    else:
        assert kept in back


@pytest.mark.parametrize(
    ("kind", "more", "given", "said"),
    [
        ("long", {"word_limit": 10}, "word " * 11, "Write no more than 10 words. There are 11 now"),
        ("one", {"choices": ["Red", "Blue"]}, "Green", "Choose one of the answers in the list"),
        ("short", {}, "x" * 201, "Enter no more than 200 characters"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_kept_on_the_page(browser, draft, cast, kind, more, given, said):
    section = form_actions.add_form_section(draft.cohort, by=cast.lead, title="More", help="")
    question = form_actions.add_form_question(section, by=cast.lead, wording="What?", kind=kind, **ASKED | more)
    shown = browser.post(page(draft, section), {"version": 0, question.key: given}).text
    assert said in shown
    assert kind == "one" or given.strip() in shown
    assert not draft.answers.filter(key=question.key).exists()


def test_a_section_of_another_cohort_is_not_written(browser, draft, cohort):
    form_actions.begin_form(cohort)
    other = cohort.form_sections.first()
    assert browser.post(page(draft, other), {"version": 0, "why_now": "Elsewhere"}).status_code == 404
    assert draft.answers.get(key="why_now").text == "Because the time is right"


def test_everybody_reads_what_was_answered_and_a_reviewer_no_address(client_of, criteria, deciding, cast, whole):
    application = whole(
        deciding, cast.school, why_now="A <b>good</b> year", head_telephone="01234 567890", school_note="We moved"
    )
    give(deciding, cast, [application], cast.reviewer)
    pages = {
        "head": client_of().get(reverse("cohorts:confirm_application", args=[application.head_token])).text,
        "lead": client_of(cast.lead).get(application.get_absolute_url()).text,
        "reviewer": client_of(cast.reviewer).get(of(application, cast.reviewer).get_absolute_url()).text,
    }
    assert [("A &lt;b&gt;good&lt;/b&gt; year" in text) for text in pages.values()] == [True] * 3
    assert [("Why now, and what you do already" in text) for text in pages.values()] == [True] * 3
    email = application.representatives[0]["email"]
    for hidden in (email, "01234 567890", "We moved"):
        assert {who: hidden in text for who, text in pages.items()} == {"head": True, "lead": True, "reviewer": False}
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED  # and looking confirms nothing


def test_what_is_kept_for_the_next_cohort_keeps_its_answers(draft, cast, cohort, whole):
    kept = whole(cohort, cast.other, state="draft", submitted_at=None, confirmed_at=None)
    kept.answers.all().delete()
    kept.parts.all().delete()
    copy_writing(draft, kept)
    assert kept.see_hear_feel == "Calm"
    assert (kept.answers.count(), kept.parts.count()) == (draft.answers.count(), draft.parts.count()) == (3, 5)


def test_the_preview_shows_every_question_as_schools_see_it(client_of, cast, coming):
    section = form_actions.add_form_section(coming, by=cast.lead, title="Empty so far", help="")
    shown = client_of(cast.administrator).get(reverse("cohorts:preview_form", args=[coming.pk])).text
    for words in coming.form_questions.values_list("wording", flat=True):
        assert words in shown
    assert "Empty so far" not in shown  # schools do not see a page without a question
    assert section.questions.count() == 0
    assert "<form" not in shown.split("<main", 1)[1].split("</main>")[0]


def test_the_pages_ask_for_the_same_number_of_rows_however_long_the_form(
    browser, draft, cast, django_assert_max_num_queries
):
    url = reverse("cohorts:application_form", args=[draft.applicant_token])
    with django_assert_max_num_queries(40) as short:
        browser.get(url)
    for number in range(3):
        section = form_actions.add_form_section(draft.cohort, by=cast.lead, title=f"More {number}", help="")
        for _ in range(4):
            form_actions.add_form_question(section, by=cast.lead, wording="What?", kind="long", **ASKED)
    with django_assert_max_num_queries(len(short)):
        browser.get(url)
