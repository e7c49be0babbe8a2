"""Feedback after a day: anyone with the code, no names, nothing below five, paper typed in, questions of the lead's own."""

import io
from datetime import datetime, timedelta

import pytest
from casting import LONDON
from django.core import mail
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.models import Activity
from kit.tables.reading import open_table
from notifications import actions as outbox
from notifications.models import Message
from training.actions import feedback as actions
from training.feedback import USUAL, questions_of, results_of
from training.models import FeedbackAnswer, FeedbackQuestion, FeedbackSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def today_session(year):
    """Session 4, which has begun at a quarter past nine today."""
    return year.sessions[4]


def at(session):
    return reverse("training:give_feedback", args=[session.feedback_code])


def filled(session, point=4, words=""):
    """What the browser sends for the usual form."""
    questions, _ = questions_of(session.cohort)
    return {one.name: (point if one.is_scale else words) for one in questions}


def give(session, *points, words=""):
    """Forms given, one a point."""
    questions, _ = questions_of(session.cohort)
    for point in points:
        said = [(one, point if one.is_scale else words) for one in questions]
        actions.give_feedback(session, [pair for pair in said if pair[1]])


def test_whoever_has_the_code_answers_without_an_account_and_leaves_no_trace(today_session, client_of):
    browser = client_of(None)
    page = browser.get(at(today_session))
    assert (page.status_code, "The day was worth the time away from school" in page.text) == (200, True)
    answer = browser.post(at(today_session), filled(today_session, 5, "Three greetings"))
    assert (answer.status_code, answer.url) == (302, at(today_session))
    sheet = FeedbackSheet.objects.get()
    assert (sheet.session, sheet.on, sheet.is_from_paper) == (today_session, today_session.on, False)
    kept = FeedbackAnswer.objects.all()
    assert sorted((one.value, one.text) for one in kept if one.value) == [(5, "")] * 4
    assert [one.text for one in kept if one.text] == ["Three greetings"] * 2
    assert not Activity.objects.filter(subject__contains="Session 4").exists()


def test_nothing_that_is_kept_could_name_anybody():
    """Neither a person nor a time nor an address, nor a tie between the answers of a form."""
    assert {field.name for field in FeedbackSheet._meta.fields} == {"id", "session", "on", "is_from_paper"}
    own = {field.name for field in FeedbackAnswer._meta.fields} - {"hidden_at", "hidden_by", "hidden_reason"}
    assert own == {"id", "session", "number", "asked", "value", "text"}


def test_keys_are_drawn_by_lot(today_session):
    give(today_session, *[3] * 12)
    keys = list(FeedbackSheet.objects.order_by("pk").values_list("pk", flat=True))
    assert keys != list(range(keys[0], keys[0] + 12))
    assert max(keys) < 2**53


def test_only_the_browser_remembers_and_somebody_else_may_answer_on_it(today_session, client_of, cast):
    browser = client_of(cast.school_lead)
    browser.post(at(today_session), filled(today_session))
    again = browser.get(at(today_session)).text
    assert ("Your form is in" in again, "Send without a name" in again) == (True, False)
    assert "Send without a name" in browser.get(f"{at(today_session)}?another=1").text
    browser.post(f"{at(today_session)}?another=1", filled(today_session))
    assert FeedbackSheet.objects.count() == 2
    cookie = browser.cookies[f"feedback_{today_session.pk}"]
    assert (cookie["path"], bool(cookie["httponly"]), cookie.value) == (at(today_session), True, "sent")


def test_an_empty_form_is_not_one(today_session, client_of):
    page = client_of(None).post(at(today_session), filled(today_session, "", "  "))
    assert (page.status_code, "Answer at least one question" in page.text, FeedbackSheet.objects.count()) == (
        422,
        True,
        0,
    )
    page = client_of(None).post(at(today_session), filled(today_session, 9, "Kept on the page"))
    assert (page.status_code, "Kept on the page" in page.text, FeedbackSheet.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    ("number", "days", "words"), [(5, 0, "It is too early"), (4, 15, "The form is closed"), (4, 14, "What was the day")]
)
def test_it_is_open_from_the_day_for_a_fortnight(year, frozen, client_of, number, days, words):
    session = year.sessions[number]
    frozen.shift(timedelta(days=days))
    assert words in client_of(None).get(at(session)).text
    status = client_of(None).post(at(session), filled(session)).status_code
    assert status == (302 if days == 14 else 409)
    assert FeedbackSheet.objects.count() == (days == 14)


def test_a_cancelled_session_takes_none(today_session, client_of):
    type(today_session).objects.filter(pk=today_session.pk).update(state="cancelled", cancelled_reason="Snow")
    assert "was cancelled" in client_of(None).get(at(today_session)).text
    assert client_of(None).post(at(today_session), filled(today_session)).status_code == 409


def test_a_code_that_fits_nothing_and_too_many_of_them(today_session, client_of, monkeypatch):
    wrong = reverse("training:give_feedback", args=["ZZZZZZ"])
    page = client_of(None).get(wrong)
    assert (page.status_code, "No feedback form has this code" in page.text) == (404, True)
    found = client_of(None).get(reverse("training:find_feedback"), {"code": today_session.feedback_code.lower()})
    assert (found.status_code, found.url) == (302, at(today_session))
    monkeypatch.setattr("training.knocks.MOST", 1)
    assert client_of(None).get(at(today_session)).status_code == 429


def test_forms_in_bulk_from_one_address_are_held_up(today_session, client_of, monkeypatch):
    monkeypatch.setattr("training.views.feedback.MOST_FORMS", 2)
    sent = [client_of(None).post(at(today_session), filled(today_session)).status_code for _ in range(3)]
    assert (sent, FeedbackSheet.objects.count()) == ([302, 302, 429], 2)


def test_below_five_nobody_reads_anything(today_session, client_of, cast):
    give(today_session, 1, 1, 1, 1, words="I was bored")
    url = reverse("training:feedback", args=[today_session.pk])
    for reader in (cast.lead, cast.administrator, cast.adviser):
        page = client_of(reader).get(url)
        assert (page.status_code, "Fewer than 5" in page.text, "I was bored" in page.text) == (200, True, False)
        export = client_of(reader).get(reverse("training:export_feedback", args=[today_session.pk]))
        assert (export.status_code, "I was bored" in export.text) == (403, False)
    assert results_of(today_session).questions == []


def test_from_five_on_the_counts_and_the_words(today_session, client_of, cast):
    give(today_session, 5, 4, 4, 2)
    give(today_session, 3, words="More of the key adults")
    page = client_of(cast.adviser).get(reverse("training:feedback", args=[today_session.pk])).text
    assert "3 of 5</b>" in page and page.count("More of the key adults") == 2
    assert "Take out of sight" not in page
    result = results_of(today_session).questions[0]
    assert result.points == [
        ("Strongly agree", 1, 20), ("Agree", 2, 40), ("Neither", 1, 20), ("Disagree", 1, 20), ("Strongly disagree", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["school_lead", "headteacher", "stranger", "observer", "trust_viewer", "other_adviser"])
def test_results_are_not_for_schools_nor_for_those_who_take_no_register(today_session, client_of, cast, who):
    give(today_session, *[4] * 6)
    status = client_of(getattr(cast, who)).get(reverse("training:feedback", args=[today_session.pk])).status_code
    assert status in (403, 404)


def test_words_taken_out_of_sight_are_gone_for_others_and_from_the_table(today_session, client_of, cast):
    give(today_session, *[4] * 5)
    give(today_session, 4, words="Little Tim in 3B")
    url, lead = reverse("training:feedback", args=[today_session.pk]), client_of(cast.lead)
    page = lead.get(url).text
    link = page.split("/record/out-of-sight/")[1].split('"')[0].split("?")[0]
    lead.post(f"/record/out-of-sight/{link}", {"reason": "A child", "next": url})
    assert "Out of sight" in lead.get(url).text
    assert client_of(cast.adviser).get(url).text.count("Little Tim") == 1  # the answer to the other question stands
    table = lead.get(reverse("training:export_feedback", args=[today_session.pk])).content.decode("utf-8-sig")
    assert table.count("Little Tim") == 1


def test_the_table_opens_in_a_spreadsheet(today_session, client_of, cast):
    give(today_session, *[4] * 4)
    give(today_session, 2, words="=1+1")
    url = reverse("training:export_feedback", args=[today_session.pk])
    rows = [row for _, row in open_table(io.BytesIO(client_of(cast.lead).get(url).content)).lines]
    first = "The day was worth the time away from school"
    assert rows[:3] == [[first, "Strongly agree", "0", ""], [first, "Agree", "4", ""], [first, "Neither", "0", ""]]
    assert rows[-1] == ["What would have made the day better?", "", "", "=1+1"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client_of(cast.lead).get(url, {"as": "xlsx"}).content))
    assert len(sheet.get_sheet_by_index(0).to_python()) == 1 + 4 * 5 + 2


def test_paper_forms_are_typed_in_one_after_another(today_session, client_of, cast):
    url = reverse("training:type_feedback", args=[today_session.pk])
    browser = client_of(cast.adviser)
    for _ in range(5):
        assert browser.post(url, filled(today_session, 4, "By hand")).url == url
    assert FeedbackSheet.objects.filter(is_from_paper=True).count() == 5
    page = client_of(cast.lead).get(reverse("training:feedback", args=[today_session.pk])).text
    assert "5 of them on paper" in page
    assert Activity.objects.about(today_session).filter(verb="typed in a paper feedback form for").count() == 5
    assert client_of(cast.school_lead).get(url).status_code == 403
    ahead = reverse("training:type_feedback", args=[today_session.pk + 1])
    assert client_of(cast.lead).get(ahead).status_code == 403


def test_the_lead_writes_the_questions_for_the_programme_and_for_a_cohort(today_session, client_of, cast, cohort):
    assert [one.text for one in questions_of(cohort)[0]] == [text for _, text in USUAL]
    lead = client_of(cast.lead)

    def lines(*texts):
        return {f"{n}-text": text for n, text in enumerate(texts, 1)} | {f"{n}-kind": "scale" for n in range(1, 11)}

    programme = reverse("training:edit_programme_feedback_questions")
    assert lead.post(programme, lines("For all", "", "And this")).status_code == 302
    assert [(one.number, one.text) for one in questions_of(cohort)[0]] == [(1, "For all"), (2, "And this")]
    own = reverse("training:edit_feedback_questions", args=[cohort.pk])
    assert lead.post(own, lines("For this cohort")).status_code == 302
    assert (questions_of(cohort)[0][0].text, questions_of(cohort)[1]) == ("For this cohort", "cohort")
    give(today_session, *[4] * 5)
    assert lead.post(own, lines("In other words")).status_code == 302
    give(today_session, 5)
    assert [(one.text, one.n) for one in results_of(today_session).questions] == [
        ("For this cohort", 5),
        ("In other words", 1),
    ]
    restore = reverse("training:restore_feedback_questions", args=[cohort.pk])
    assert lead.post(restore).status_code == 302
    assert questions_of(cohort)[1] == "programme"
    for bad, words in ((lines(), "Write at least one question"), (lines("Twice", "twice"), "Each question once")):
        page = lead.post(own, bad)
        assert (page.status_code, words in page.text) == (422, True)
    assert FeedbackQuestion.objects.filter(cohort=cohort).count() == 0
    assert client_of(cast.adviser).get(own).status_code == 403
    assert client_of(cast.school_lead).get(programme).status_code == 403


def test_a_form_sent_after_its_questions_changed_answers_no_other_question(today_session, client_of, cohort, cast):
    sent = filled(today_session)
    actions.edit_feedback_questions(cohort, [("scale", "Something else")], by=cast.lead)
    page = client_of(None).post(at(today_session), sent)
    assert (page.status_code, FeedbackAnswer.objects.count()) == (422, 0)


def test_the_letter_goes_once_on_the_next_school_morning_to_whoever_was_not_away(year, mark, frozen):
    mark(4, 2, "apologies")
    for day in (4, 4, 5):
        frozen.move_to(datetime(2026, 2, day, 7, 31, tzinfo=LONDON))
        outbox.plan(datetime(2026, 2, day, 7, 31, tzinfo=LONDON))
    told = Message.objects.filter(kind="feedback_wanted", object_id=str(year.sessions[4].pk))
    assert [message.address for message in told] == [year.cast.school_lead.email]
    assert mail.outbox == []


def test_the_paper_is_tagged_and_asks_the_same(today_session, client_of, cast):
    import pikepdf

    response = client_of(cast.lead).get(reverse("training:feedback_paper", args=[today_session.pk]))
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (1, "Feedback on session 4: Emotion coaching")
