"""The log of letters."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import invite_person, queue_sign_in_letter
from audit.models import Activity
from kit.clock import now
from notifications.actions import dispatch, notify
from notifications.kinds import kinds
from notifications.models import MailHold, Message, MessageState
from terms.models import Term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("lead", (200, 200)),
        ("administrator", (200, 200)),
        ("adviser", (403, 404)),
        ("observer", (403, 404)),
        ("school_lead", (403, 403)),
    ],
)
def test_who_reads_letters(cast, client_of, queued, who, statuses):
    (letter,) = queued()  # to the school lead
    client = client_of(getattr(cast, who))
    pages = (reverse("notifications:messages"), letter.get_absolute_url())
    assert tuple(client.get(page).status_code for page in pages) == statuses


def test_letters_are_filtered(cast, client_of, queued):
    queued()
    invite_person("nadia@example.org", "Nadia Fell", by=cast.lead)
    notify("tried", cast.stranger, about=cast.other, occasion="other", school=cast.other)
    dispatch(now())
    client = client_of(cast.administrator)

    def addresses(**query):
        return sorted(
            letter.address.split("@")[0]
            for letter, _ in client.get(reverse("notifications:messages"), query).context["rows"]
        )

    assert addresses() == ["ines.farrow", "jo.pemberton", "nadia"]
    assert addresses(kind="invitation") == ["nadia"]
    assert addresses(school="oakenfold") == ["ines.farrow"]
    assert addresses(q="pemb") == ["jo.pemberton"]
    assert addresses(state="refused") == []
    assert addresses(state="nonsense") == addresses()


def test_a_letter_is_shown_as_it_went_and_before_that_as_it_would_go(cast, client_of, queued):
    (letter,) = queued()
    client = client_of(cast.lead)
    assert "As it would read if it went now" in client.get(letter.get_absolute_url()).text
    dispatch(now())
    page = client.get(letter.get_absolute_url()).text
    assert "Hello Jo Pemberton, about Heathervale Primary." in page
    assert "As it would read" not in page


def test_a_letter_that_lacks_its_facts_has_a_page_still(cast, client_of, place):
    """Whatever its kind: its facts are gone, and its record is not even what the kind expects."""
    for kind in kinds:
        notify(kind, "office@heathervale.example", about=place, occasion="bare")
    Message.objects.create(kind="no_longer_sent", address="office@heathervale.example", content_type=None, occasion="x")
    client = client_of(cast.lead)
    letters = list(Message.objects.all())
    assert len(letters) == len(kinds) + 1
    answers = {letter.kind: client.get(letter.get_absolute_url()) for letter in letters}
    assert {kind: answer.status_code for kind, answer in answers.items() if answer.status_code != 200} == {}
    assert "[the number of the version agreed]" in answers["plan_agreed"].text


def test_nobody_reads_anothers_code_or_link(cast, client_of):
    queue_sign_in_letter(cast.school_lead.email, "Your sign-in code: ABC123", "Your code is ABC123")
    nadia = invite_person("nadia@example.org", "Nadia Fell", by=cast.lead)
    token = nadia.invitations.get().token
    client = client_of(cast.administrator)
    for _ in range(2):
        for letter in Message.objects.all():
            page = client.get(letter.get_absolute_url()).text
            assert "is not shown here" in page
            assert "Your code is" not in page
            assert token not in page
        dispatch(now())
    assert "ABC123" not in client.get(reverse("notifications:messages")).text


def test_a_letter_goes_again_only_when_it_did_not_arrive(cast, client_of, queued):
    (letter,) = queued()
    again = reverse("notifications:try_again", args=[letter.pk])
    assert client_of(cast.lead).post(again).status_code == 409
    Message.objects.update(state=MessageState.UNKNOWN)
    assert client_of(cast.adviser).post(again).status_code == 404
    assert "It may have arrived" in client_of(cast.lead).get(letter.get_absolute_url()).text
    client_of(cast.lead).post(again)
    assert Message.objects.get().state == MessageState.QUEUED


def test_the_log_asks_as_many_questions_for_many_letters(cast, client_of, queued):
    client = client_of(cast.lead)
    queued(1)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("notifications:messages"))
        return len(asked)

    questions()
    few = questions()
    queued(40)
    assert questions() == few


@pytest.fixture
def hold(db):
    return MailHold.objects.create(why="A backup was restored")


def test_held_mail_is_said_and_released_by_those_who_answer_for_it(cast, client_of, queued, hold, mailoutbox):
    queued(3)
    assert dispatch(now()) == 0
    client, address = client_of(cast.administrator), reverse("notifications:release_mail")
    assert "All mail is held" in client.get(reverse("notifications:messages")).text
    page = client.get(address).text
    assert "3 letters wait" in page
    assert "A try</a> to Jo Pemberton" in page
    assert "Choose an answer" in client.post(address, {}).text
    assert MailHold.standing() == hold
    assert client.post(address, {"what": "send"}).status_code == 302
    assert (dispatch(now()), len(mailoutbox)) == (3, 3)
    hold.refresh_from_db()
    assert (hold.released_by, MailHold.standing()) == (cast.administrator, None)
    assert "Mail leaves again" in client.get(reverse("notifications:messages")).text
    assert client.get(address).status_code == 302  # nothing to release
    assert Activity.objects.filter(verb="released", by=cast.administrator).count() == 1


def test_what_waits_can_be_dropped(cast, client_of, queued, hold, mailoutbox):
    queued(2)
    client_of(cast.lead).post(reverse("notifications:release_mail"), {"what": "drop"})
    assert (dispatch(now()), set(Message.objects.values_list("state", flat=True))) == (0, {MessageState.UNWANTED})
    queued(3)  # the third is a later letter
    assert dispatch(now()) == len(mailoutbox) == 1


@pytest.mark.parametrize("who", ["adviser", "observer", "headteacher", "school_lead"])
def test_nobody_else_releases_mail(cast, client_of, hold, who):
    address = reverse("notifications:release_mail")
    client = client_of(getattr(cast, who))
    assert (client.get(address).status_code, client.post(address, {"what": "send"}).status_code) == (403, 403)
    assert MailHold.standing() == hold


def test_reminders_of_one_mail_name_each_other(cast, client_of, kind, frozen):
    kind("reminding", reminder=True)
    for about in (cast.school, cast.other):
        notify("reminding", cast.headteacher, about=about, occasion=f"of:{about.pk}")
    dispatch(now())
    one, other = Message.objects.order_by("pk")
    page = client_of(cast.lead).get(one.get_absolute_url()).text
    assert "In one mail with" in page
    assert other.get_absolute_url() in page


def test_without_term_dates_the_lead_is_warned(cast, client_of, frozen):
    client, address = client_of(cast.lead), reverse("notifications:messages")
    assert "knows no term from today on" in client.get(address).text
    Term.objects.create(year="2025-26", name="Spring 1", starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 13))
    assert "knows no term" not in client.get(address).text
