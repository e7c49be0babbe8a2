"""The lead's week: on the first school morning of the week, one mail, only when there is something to say."""

from datetime import date, datetime, timedelta

import pytest
from casting import LONDON, person
from django.urls import reverse

from audit.actions import record
from cohorts.week import weeks_begin
from notifications import changes
from notifications.actions import dispatch, render
from notifications.kinds import kinds
from notifications.models import Message, MessageState
from terms.models import BankHoliday, Term

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 7, 30, tzinfo=LONDON)
DAY = timedelta(days=1)


def told(at):
    return [(message.address.split("@")[0], message.occasion) for message in weeks_begin(at)]


@pytest.fixture
def busy(cast, cohort, place, frozen):
    """A register that is open, a session tomorrow, and something that Jo did on Friday."""
    frozen.move_to(MONDAY - 3 * DAY)
    record(cast.school_lead, "changed", cast.school)
    frozen.move_to(MONDAY)
    return cast


def test_on_monday_to_every_lead_once(busy):
    person("Lena Second", is_programme_lead=True)
    week = "week:2026-02-02"
    assert sorted(told(MONDAY)) == [("lena.second", week), ("marian.osgood", week)]
    assert told(MONDAY - timedelta(minutes=1)) == told(MONDAY + DAY) == told(MONDAY - DAY) == []


def test_after_a_bank_holiday_and_a_half_term_on_the_first_school_day(busy):
    BankHoliday.objects.create(day=date(2026, 2, 2), name="A day off")
    assert told(MONDAY) == []
    assert told(MONDAY + DAY) == [("marian.osgood", "week:2026-02-02")]
    for name, first, last in (("Spring 1", (1, 5), (2, 13)), ("Spring 2", (2, 25), (3, 27))):
        Term.objects.create(year="2025-26", name=name, starts_on=date(2026, *first), ends_on=date(2026, *last))
    holidays = [MONDAY + n * DAY for n in range(14, 23)]
    assert [told(at) for at in holidays] == [[]] * 9
    assert told(MONDAY + 23 * DAY) == [("marian.osgood", "week:2026-02-23")]


def test_a_week_without_anything_is_silent(cast, frozen):
    frozen.move_to(MONDAY)
    assert told(MONDAY) == []


def test_what_it_says(busy, mailoutbox):
    dispatch(MONDAY)
    (mail,) = [mail for mail in mailoutbox if mail.to == ["marian.osgood@example.org"]]
    message = Message.objects.get(kind="week_ahead")
    subject, text = render(message)
    assert subject.startswith("Your week: ")
    assert "Waiting for you:\n\n- Close the register for session 1, by 23 September 2025\n" in text
    assert "This week:\n\n- Tuesday: Session 4, Emotion coaching" in text
    assert "What has moved in the last seven days:\n\n- Jo Pemberton changed Heathervale Primary, 30 January" in text
    assert f"http://localhost:8000{reverse('cohorts:today')}" in text
    assert "Stop letters like" in mail.body


def test_a_lead_switches_it_off_for_themselves(busy, mailoutbox):
    changes.stop(busy.lead.email, busy.lead, ["week_ahead"])
    dispatch(MONDAY)
    assert Message.objects.get(kind="week_ahead").state == MessageState.MUTED


def test_it_is_offered_to_leads_on_their_page_and_to_nobody_else(cast, client_of):
    def offered(who):
        page = client_of(getattr(cast, who)).get(reverse("notifications:my_letters"))
        return "week_ahead" in page.context["form"].offered

    assert {who: offered(who) for who in ("lead", "administrator", "adviser", "school_lead")} == {
        "lead": True,
        "administrator": False,
        "adviser": False,
        "school_lead": False,
    }


def test_whoever_is_no_lead_any_more_does_not_get_it(busy):
    (message,) = weeks_begin(MONDAY)
    message.save()
    assert kinds["week_ahead"].wanted(Message.objects.get())
    type(busy.lead).objects.filter(pk=busy.lead.pk).update(is_programme_lead=False)
    assert not kinds["week_ahead"].wanted(Message.objects.get())
