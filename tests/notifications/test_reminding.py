"""The reminders of a school morning: one mail an address, a part each, at 7.30am, never twice."""

import threading
from datetime import date, datetime, timedelta

import pytest
from casting import LONDON, NOW
from django.core import mail
from django.db import connection

from notifications import actions, reminding
from notifications.actions import dispatch, letter, plan, recover
from notifications.kinds import pauses
from notifications.models import LEASE, Message, MessageState, Morning, MorningMail
from notifications.mornings import mornings_after, next_morning
from terms.models import Term

pytestmark = pytest.mark.django_db
S = MessageState
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_other_reminders(monkeypatch):
    """Only the planners of these tests."""
    monkeypatch.setattr(actions, "planners", [])


@pytest.fixture
def remind(cast, kind):
    """Queues a reminder to somebody about a school."""
    kind("reminding", reminder=True)
    kind("pressing", reminder=True, essential=True)

    def make(occasion, to=None, about=None, kind="reminding", **rest):
        about = about or cast.school
        message = letter(kind, to or cast.school_lead, about=about, occasion=occasion, school=about, **rest)
        message.not_before = rest.get("not_before") or NOW - 7 * DAY
        message.save()
        return message

    return make


def states():
    return dict(Message.objects.values_list("occasion", "state"))


def sent_to():
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)


def test_a_head_of_two_schools_gets_one_mail_with_a_part_for_each(cast, remind, kind, frozen):
    kind("with_entry", reminder=True, attachments=lambda message: {"day.ics": (b"BEGIN:VCALENDAR", "text/calendar")})
    remind("one")
    remind("two", about=cast.other, kind="with_entry")
    remind("three", about=cast.school, kind="with_entry")
    remind("hers", to=cast.headteacher)
    assert dispatch(NOW) == 4
    assert sent_to() == ["helen.strand", "jo.pemberton"]
    theirs = next(one for one in mail.outbox if one.to == ["jo.pemberton@example.org"])
    assert theirs.subject == "3 reminders from Attachment Aware Schools"
    for text in ("Hello Jo Pemberton,", "1. About Heathervale Primary", "2. About Oakenfold School", "/messages/stop/"):
        assert text in theirs.body
    assert [name for name, *_ in theirs.attachments] == ["day.ics", "day-2.ics"]
    assert set(states().values()) == {S.SENT}
    one = Message.objects.get(occasion="one")
    assert one.body == "Hello Jo Pemberton, about Heathervale Primary.\n"  # its own part alone
    assert [other.occasion for other in one.together] == ["two", "three"]
    assert not Message.objects.get(occasion="hers").together


def test_a_lone_reminder_is_a_letter_of_its_own(remind, frozen):
    remind("one")
    dispatch(NOW)
    assert mail.outbox[0].subject == "About Heathervale Primary"


def test_a_second_mail_waits_for_the_next_school_morning(cast, remind, frozen):
    remind("one")
    dispatch(NOW)
    remind("two", about=cast.other)
    assert dispatch(NOW + timedelta(minutes=5)) == 0
    assert states()["two"] == S.QUEUED
    assert dispatch(NOW + DAY) == 1


def test_essential_letters_are_neither_bundled_nor_held(cast, queued, remind, frozen):
    queued(2, essential=True)
    remind("one")
    frozen.move_to(NOW.replace(hour=21))
    dispatch(NOW.replace(hour=21))
    assert [letter.subject for letter in mail.outbox] == ["About Heathervale Primary"] * 2
    assert states()["one"] == S.QUEUED


def test_each_part_is_asked_once_more(cast, remind, kind, frozen):
    kind("odd", reminder=True, context=lambda message: 1 / 0)
    kind("stale", reminder=True, wanted=lambda message: False)
    remind("one")
    remind("old", kind="stale")
    remind("broken", kind="odd")
    remind("late", about=cast.other, expires_at=NOW - DAY)
    dispatch(NOW)
    assert states() == {"one": S.SENT, "old": S.UNWANTED, "broken": S.QUEUED, "late": S.EXPIRED}
    assert "division by zero" in Message.objects.get(occasion="broken").fault
    assert [letter.subject for letter in mail.outbox] == ["About Heathervale Primary"]


def test_nothing_wanted_leaves_the_morning_free(cast, remind, kind, frozen):
    kind("stale", reminder=True, wanted=lambda message: False)
    remind("old", kind="stale")
    dispatch(NOW)
    remind("one")
    dispatch(NOW + timedelta(seconds=5))
    assert len(mail.outbox) == 1


def test_a_muted_person_gets_only_what_is_essential(cast, remind, frozen):
    type(cast.school_lead).objects.filter(pk=cast.school_lead.pk).update(reminders_muted=True)
    remind("one")
    remind("duty", kind="pressing")
    dispatch(NOW)
    assert states() == {"one": S.MUTED, "duty": S.SENT}


# When they leave


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (datetime(2026, 2, 3, 7, 29, 59, tzinfo=LONDON), False),
        (datetime(2026, 2, 3, 7, 30, tzinfo=LONDON), True),
        (datetime(2026, 2, 3, 12, tzinfo=LONDON), False),
        (datetime(2026, 2, 7, 7, 30, tzinfo=LONDON), False),  # Saturday
        (datetime(2026, 4, 6, 7, 30, tzinfo=LONDON), False),  # Easter Monday
        (datetime(2026, 8, 11, 7, 30, tzinfo=LONDON), False),  # August
        (datetime.fromisoformat("2026-03-27T07:30+00:00"), True),  # the last school morning of winter time
        (datetime.fromisoformat("2026-03-30T06:29+00:00"), False),
        (datetime.fromisoformat("2026-03-30T06:30+00:00"), True),  # and the first of summer time
        (datetime.fromisoformat("2026-10-23T06:30+00:00"), True),
        (datetime.fromisoformat("2026-10-26T06:30+00:00"), False),
        (datetime.fromisoformat("2026-10-26T07:30+00:00"), True),
    ],
)
def test_they_leave_at_half_past_seven_in_london_on_school_mornings(remind, at, leaves):
    remind("one", not_before=at - DAY)
    assert dispatch(at) == leaves
    assert Morning.objects.exists() == leaves


def test_the_half_term_is_silent(remind):
    for name, first, last in (("Spring 1", (1, 5), (2, 13)), ("Spring 2", (2, 23), (3, 27))):
        Term.objects.create(year="2025-26", name=name, starts_on=date(2026, *first), ends_on=date(2026, *last))
    remind("one")
    at = datetime(2026, 2, 16, 7, 30, tzinfo=LONDON)
    assert [dispatch(at + n * DAY) for n in range(8)] == [0] * 7 + [1]


@pytest.mark.parametrize(
    ("at", "utc"),
    [("2026-03-28T12:00+00:00", "2026-03-30T06:30+00:00"), ("2026-10-24T12:00+00:00", "2026-10-26T07:30+00:00")],
)
def test_the_next_morning_knows_summer_time(db, at, utc):
    assert next_morning(datetime.fromisoformat(at)) == datetime.fromisoformat(utc)


def test_the_morning_comes_first_until_it_is_over(db):
    assert mornings_after(NOW.replace(hour=7, minute=29))[0] == NOW.date()
    assert mornings_after(NOW)[:4] == [date(2026, 2, 4), date(2026, 2, 5), date(2026, 2, 6), date(2026, 2, 9)]


def test_a_morning_is_planned_before_it_is_sent_and_what_comes_later_waits(cast, remind, monkeypatch, frozen):
    def planner(at):
        yield letter("reminding", cast.school_lead, about=cast.other, occasion=f"planned:{at:%H}")

    monkeypatch.setattr(actions, "planners", [planner])
    remind("one")
    assert dispatch(NOW) == 2  # whoever is first plans
    assert len(mail.outbox) == 1
    plan(NOW + timedelta(hours=1))
    assert Message.objects.get(occasion="planned:10").not_before == next_morning(NOW)


# Never twice


def test_many_parts_once_more_after_a_refusal_and_at_most_till_noon(remind, monkeypatch, frozen):
    remind("one")
    remind("pressing", kind="pressing")

    def refuse(self, *args, **kwargs):
        raise OSError("451 later")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        dispatch(NOW)
    assert states() == {"one": S.QUEUED, "pressing": S.QUEUED}
    assert dispatch(NOW + timedelta(hours=3)) == 0
    assert dispatch(NOW + timedelta(minutes=3)) == 2
    assert len(mail.outbox) == 1


def test_one_killed_before_the_wire_goes_the_same_morning(remind, frozen):
    remind("one")
    remind("pressing", kind="pressing")
    mails = MorningMail.objects.take(["jo.pemberton@example.org"], NOW.date(), NOW)
    assert len(Message.objects.claim_reminders(NOW, set(), mails)) == 2  # and the process dies here
    assert dispatch(NOW) == 0
    later = NOW + LEASE * 2
    recover(later)
    assert (dispatch(later), len(mail.outbox)) == (2, 1)


def test_one_killed_between_the_mail_and_its_parts_goes_the_same_morning(remind, frozen):
    remind("one")
    MorningMail.objects.take(["jo.pemberton@example.org"], NOW.date(), NOW)
    assert (dispatch(NOW), dispatch(NOW + LEASE * 2)) == (0, 1)


def test_one_killed_on_the_wire_is_not_doubled(cast, remind, frozen):
    remind("one")
    remind("pressing", kind="pressing")
    (mine,) = MorningMail.objects.take(["jo.pemberton@example.org"], NOW.date(), NOW)
    parts = list(Message.objects.claim_reminders(NOW, set(), [mine]))
    assert reminding.begin(mine, parts)
    recover(NOW + LEASE * 2)
    assert set(states().values()) == {S.UNKNOWN}
    assert dispatch(NOW + LEASE * 2) == 0
    actions.try_again(Message.objects.get(occasion="one"), by=cast.lead)
    assert (dispatch(NOW + LEASE * 3), dispatch(NOW + DAY)) == (0, 1)


def test_whoever_lost_the_mail_does_not_send(remind, frozen):
    remind("one")
    (mine,) = MorningMail.objects.take(["jo.pemberton@example.org"], NOW.date(), NOW)
    parts = list(Message.objects.claim_reminders(NOW, set(), [mine]))
    recover(NOW + LEASE * 2)
    dispatch(NOW + LEASE * 2)
    reminding.send_together(mine, parts, NOW)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_many_dispatchers_send_each_address_one_mail(cast, remind):
    for number in range(60):
        for occasion in ("a", "b", "c"):
            remind(
                f"{occasion}:{number}", to=f"one{number}@example.org", kind=("pressing", "reminding")[occasion == "a"]
            )
    faults = []

    def work():
        try:
            dispatch(NOW)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    crowd = [threading.Thread(target=work) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert faults == []
    assert sent_to() == sorted(f"one{number}" for number in range(60))
    assert {S.QUEUED, S.CLAIMED, S.SENDING}.isdisjoint(states().values())


# Pauses


@pytest.fixture
def paused(monkeypatch):
    """The keys of the schools that rest."""
    keys = []

    def resting(on):
        return keys

    monkeypatch.setattr(pauses, "_items", {"resting": resting})
    return keys


def test_a_school_that_pauses_hears_only_what_is_essential(cast, remind, paused, frozen):
    paused.append(cast.school.pk)
    remind("held")
    remind("gone by", about=cast.school, kind="reminding", expires_at=NOW + DAY)
    remind("duty", kind="pressing")
    remind("elsewhere", about=cast.other)
    dispatch(NOW)
    assert states() == {"held": S.QUEUED, "gone by": S.QUEUED, "duty": S.SENT, "elsewhere": S.SENT}
    paused.clear()
    dispatch(NOW + 2 * DAY)
    assert (states()["held"], states()["gone by"]) == (S.SENT, S.EXPIRED)


def test_of_two_held_reminders_of_one_thing_only_the_last_goes(cast, remind, paused, frozen):
    paused.append(cast.school.pk)
    remind("session:1:14-days-before")
    remind("session:1:7-days-before")
    assert dispatch(NOW) == 0
    paused.clear()
    dispatch(NOW + DAY)
    assert states() == {"session:1:14-days-before": S.UNWANTED, "session:1:7-days-before": S.SENT}
