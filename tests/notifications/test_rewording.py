"""What letters say: changed by the lead, looked at on a real record, sent as a test, and gone back on."""

import pytest
from casting import NOW
from django.urls import reverse

from audit.models import Activity
from notifications import changes
from notifications.actions import dispatch, letter, notify, render
from notifications.kinds import kinds
from notifications.models import LetterWording, Message, MessageState
from notifications.wording import wording
from notifications.writing import blanks_of, in_words, musts_of, standard_text, wording_of

pytestmark = pytest.mark.django_db
TEXT = "Come on {{ day }}.\n\n{{ link }}"


@pytest.fixture
def editor():
    return reverse("notifications:change_wording", args=["session_coming"])


@pytest.fixture
def session(cohort, place):
    return cohort.sessions.get(number=5)


def coming(session, to, occasion="one"):
    message = letter("session_coming", to, about=session, occasion=occasion, on=session.on.isoformat())
    message.save()
    return message


@pytest.mark.parametrize("name", sorted(name for name, kind in kinds.items() if kind.blanks))
def test_every_standard_wording_is_one_the_lead_could_have_written(name):
    kind = kinds[name]
    assert wording(kind.subject).check(blanks_of(kind)) == []
    assert wording(standard_text(kind)).check(blanks_of(kind), musts_of(kind)) == []


@pytest.mark.parametrize("name", sorted(name for name, kind in kinds.items() if kind.blanks))
def test_what_a_letter_says_is_read_without_its_marks(name):
    kind = kinds[name]
    read = in_words(kind, standard_text(kind))
    assert [mark for mark in ("{{", "{%", "%}", "}}") if mark in read] == []
    for must in musts_of(kind):
        assert f"[{kind.blanks[must].words}]" in read


def test_the_page_of_a_letter_shows_blanks_as_what_they_are(cast, client_of):
    page = client_of(cast.lead).get(reverse("notifications:rule", args=["session_coming"])).text
    assert "Session [the number of the session] is on [the day" in page
    assert "{{ number }}" not in page


def test_the_leads_words_go_from_now_on(cast, session, mailoutbox, frozen):
    coming(session, cast.school_lead)
    changes.change_wording("session_coming", by=cast.lead, subject="{{ school }}See you on {{ day }}", text=TEXT)
    dispatch(NOW)
    assert mailoutbox[0].subject == "See you on Tuesday 24 March 2026"
    assert mailoutbox[0].body.startswith(
        f"Hello Jo Pemberton,\n\nCome on Tuesday 24 March 2026.\n\nhttp://localhost:8000{session.get_absolute_url()}\n\n"
        "This message was sent because you are a representative of your school and a training day is near.\n"
    )


def test_versions_are_kept_and_the_standard_comes_back(cast):
    standard = wording_of(kinds["session_coming"])
    for text in (TEXT, f"{TEXT}\n\nBring a pen.", f"{TEXT}\n\nBring a pen."):
        changes.change_wording("session_coming", by=cast.lead, subject="Soon", text=text)
    changes.restore_wording("session_coming", by=cast.lead)
    changes.restore_wording("session_coming", by=cast.lead)
    assert wording_of(kinds["session_coming"]) == standard
    kept = LetterWording.objects.filter(kind="session_coming").order_by("number")
    assert list(kept.values_list("number", "text", "is_standard", "by")) == [
        (1, TEXT, False, cast.lead.pk),
        (2, f"{TEXT}\n\nBring a pen.", False, cast.lead.pk),
        (3, "", True, cast.lead.pk),
    ]
    assert sorted(Activity.objects.values_list("verb", flat=True)) == ["changed", "changed", "set back to the standard"]


def test_the_standard_typed_again_is_the_standard(cast):
    kind = kinds["session_coming"]
    changes.change_wording(kind.name, by=cast.lead, subject="Soon", text=TEXT)
    changes.change_wording(kind.name, by=cast.lead, subject=kind.subject, text=standard_text(kind))
    assert LetterWording.objects.in_force(kind.name) is None


def test_a_word_is_saved_on_the_page(cast, client_of, editor):
    client = client_of(cast.lead)
    assert client.post(editor, {"subject": "Soon", "text": TEXT, "act": "save"}).status_code == 302
    assert wording_of(kinds["session_coming"]) == ("Soon", TEXT)
    assert "in your own words" in client.get(reverse("notifications:rules")).text
    shown = client.get(reverse("notifications:rule", args=["session_coming"])).text
    assert "Marian Osgood wrote it on" in shown
    client.post(reverse("notifications:restore_wording", args=["session_coming"]))
    assert LetterWording.objects.in_force("session_coming") is None


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"subject": "On {{ dya }}"}, {"subject": ["there is no blank called “dya” in this letter."]}),
        (
            {"text": "a\n{{ user.password }}\n{{ link }}"},
            {"text": ["Line 2: “{{ user.password }}” is no blank. A blank is one name between the brackets, like {{ school }}."]},
        ),
        ({"text": "Come."}, {"text": ["Keep {{ link }} in the text: without it the reader cannot do what the letter asks."]}),
        ({"text": ""}, {"text": ["Enter text"]}),
        ({"subject": ""}, {"subject": ["Enter subject"]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(cast, client_of, editor, typed, errors):
    response = client_of(cast.lead).post(editor, {"subject": "Soon", "text": TEXT, "act": "save"} | typed)
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert not LetterWording.objects.exists()


def test_a_preview_reads_as_it_would_arrive_and_saves_nothing(cast, client_of, editor, session):
    typed = {"subject": "On {{ day }}", "text": TEXT, "act": "preview", "record": session.pk}
    response = client_of(cast.lead).post(editor, typed)
    subject, text = response.context["preview"]
    assert subject == "On Tuesday 24 March 2026"
    assert text.startswith("Hello Marian Osgood,\n\nCome on Tuesday 24 March 2026.")
    assert not LetterWording.objects.exists()
    assert not Message.objects.exists()
    assert "Come on {{ day }}" in response.text  # what was typed stands in the box


def test_a_preview_has_the_reader_of_the_letter_that_went(cast, client_of, editor, session):
    coming(session, cast.school_lead)
    response = client_of(cast.lead).post(editor, {"subject": "x", "text": TEXT, "act": "preview", "record": session.pk})
    assert response.context["preview"][1].startswith("Hello Jo Pemberton,")


def test_links_and_codes_for_one_reader_are_not_shown(cast, client_of, cohort):
    from cohorts.models import Application, ApplicationState

    application = Application.objects.create(
        cohort=cohort, school=cast.school, applicant_name="Jo", applicant_email="jo@example.org",
        state=ApplicationState.SUBMITTED, submitted_at=NOW, head_code="HEADCODE",
    )  # fmt: skip
    text = "{{ link }} {{ code }}"
    for kind in ("head_confirmation_wanted", "application_code"):
        address = reverse("notifications:change_wording", args=[kind])
        for act in ("preview", "test"):
            response = client_of(cast.lead).post(
                address, {"subject": "x", "text": text, "act": act, "record": application.pk}
            )
            assert "[the reader’s own link]" in response.context["preview"][1]
            for secret in (application.head_token, application.applicant_token, "HEADCODE"):
                assert secret not in response.text
    assert not any("HEADCODE" in str(message.facts) for message in Message.objects.all())


def test_a_record_that_one_may_not_see_is_no_choice(cast, client_of, editor, session):
    response = client_of(cast.lead).post(editor, {"subject": "x", "text": TEXT, "act": "preview", "record": 999999})
    assert response.context["form"].errors == {"record": ["Choose one of the answers in the list"]}


def test_every_letter_can_be_looked_at(cast, client_of, cohort, place):
    client = client_of(cast.lead)
    for name, kind in kinds.items():
        if kind.blanks:
            address = reverse("notifications:change_wording", args=[name])
            assert client.get(address).status_code == 200, name
            subject, text = wording_of(kind)
            typed = {"subject": subject, "text": text, "act": "preview"}
            records = list(kind.records(cast.lead)[:1]) if kind.records else []
            response = client.post(address, typed | ({"record": records[0].pk} if records else {}))
            assert response.context["preview"], (name, response.context["form"].errors)


def test_a_test_goes_at_once_to_whoever_asks_and_is_marked(cast, client_of, editor, session, mailoutbox, frozen):
    typed = {"subject": "On {{ day }}", "text": TEXT, "act": "test", "record": session.pk}
    frozen.move_to(NOW.replace(hour=21))  # no morning
    client = client_of(cast.lead)
    for _ in range(2):  # past the occasion: as often as asked
        client.post(editor, typed)
        frozen.shift(1)
    dispatch(NOW.replace(hour=22))
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["marian.osgood@example.org"], "[Test] On Tuesday 24 March 2026")
    ] * 2
    assert "This is a test. Only you have got it." in mailoutbox[0].body
    assert "Come on Tuesday 24 March 2026." in mailoutbox[0].body
    assert not LetterWording.objects.exists()
    assert not Message.objects.filter(kind="session_coming").exists()


def test_tests_are_not_sent_without_end(cast, client_of, editor, session):
    client = client_of(cast.lead)
    for _ in range(changes.TESTS_AN_HOUR):
        assert (
            client.post(editor, {"subject": "x", "text": TEXT, "act": "test", "record": session.pk}).status_code == 200
        )
    response = client.post(editor, {"subject": "x", "text": TEXT, "act": "test", "record": session.pk})
    assert response.status_code == 422
    assert "You have sent yourself 10 tests within the hour" in response.text
    assert Message.objects.count() == changes.TESTS_AN_HOUR


def test_what_a_school_writes_stays_text(cast, session, client_of):
    """A session named like a blank, a tag and a header line is written out as it is, in one line of the subject."""
    type(session).objects.filter(pk=session.pk).update(title="{{ link }} {% endif %}\r\nBcc: x@example.org <b>&")
    changes.change_wording("session_coming", by=cast.lead, subject="{{ title }}", text="{{ title }}\n{{ link }}")
    session.refresh_from_db()
    subject, text = render(coming(session, cast.school_lead))
    assert subject == "{{ link }} {% endif %} Bcc: x@example.org <b>&"
    assert "<b>&" in text


def test_a_letter_whose_wording_is_fixed_has_no_page_for_it(cast, client_of):
    assert client_of(cast.lead).get(reverse("notifications:change_wording", args=["sign_in_code"])).status_code == 404
    notify("wording_tested", cast.lead, about=cast.lead, occasion="x", subject="a", text="b")
    assert Message.objects.get().state == MessageState.QUEUED
