"""The outbox: a letter goes once, if it is still wanted, and the row says what became of it."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from kit.clock import now
from kit.flow import StepNotAllowed
from notifications import actions
from notifications.actions import dispatch, notify, plan, recover
from notifications.models import BATCH, LEASE, TRIES, Message, MessageState

pytestmark = pytest.mark.django_db
S = MessageState


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def refusing(monkeypatch):
    """A mail server that refuses everything."""

    def refuse(self, *args, **kwargs):
        raise OSError("550 no such mailbox")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def test_the_same_occasion_is_written_once(cast, queued):
    queued()
    notify("tried", cast.school_lead, about=cast.school, occasion="try:0")
    notify("tried", cast.school_lead.email.upper(), about=cast.school, occasion="try:0")
    notify("tried", cast.headteacher, about=cast.school, occasion="try:0")
    assert sorted(Message.objects.values_list("address", flat=True)) == [
        "helen.strand@example.org",
        "jo.pemberton@example.org",
    ]


def test_a_kind_that_nobody_knows_is_a_mistake(cast):
    with pytest.raises(LookupError):
        notify("unheard_of", cast.lead, about=cast.school, occasion="x")


def test_an_act_that_fails_leaves_no_letter(cast, kind):
    kind()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify("tried", cast.school_lead, about=cast.school, occasion="try:0")
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_a_letter_goes_and_its_row_keeps_what_it_said(queued):
    queued()
    assert dispatch(now()) == 1
    sent = Message.objects.get()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["jo.pemberton@example.org"], "About Heathervale Primary")
    ]
    assert (sent.state, sent.subject, sent.body, sent.attempts) == (
        S.SENT,
        "About Heathervale Primary",
        "Hello Jo Pemberton, about Heathervale Primary.\n",
        1,
    )
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{sent.pk}.try-0@")
    assert dispatch(now()) == 0


def test_a_code_is_not_kept_once_it_is_sent(queued):
    queued(extra={"secret": True})
    Message.objects.update(facts={"body": "Your code is 1234"})
    dispatch(now())
    sent = Message.objects.get()
    assert (sent.state, sent.body, sent.facts) == (S.SENT, "", {})


def test_a_letter_whose_time_has_not_come_waits(cast, kind):
    kind()
    notify("tried", cast.school_lead, about=cast.school, occasion="later", not_before=now() + timedelta(hours=1))
    assert dispatch(now()) == 0
    assert dispatch(now() + timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    ("behaviour", "change", "verdict"),
    [
        ({"wanted": lambda message: False}, {}, S.UNWANTED),
        ({}, {"expires_at": "past"}, S.EXPIRED),
        ({}, {"muted": True}, S.MUTED),
        ({"essential": True}, {"muted": True}, S.SENT),
        ({}, {"disabled": True}, S.UNWANTED),
        ({"essential": True, "extra": {"before_joining": True}}, {"disabled": True}, S.SENT),
    ],
)
def test_a_letter_is_asked_once_more_before_it_goes(cast, queued, behaviour, change, verdict):
    queued(**behaviour)
    if change.get("expires_at"):
        Message.objects.update(expires_at=now() - timedelta(minutes=1))
    type(cast.school_lead).objects.filter(pk=cast.school_lead.pk).update(
        reminders_muted=change.get("muted", False), is_active=not change.get("disabled", False)
    )
    dispatch(now())
    assert states() == [verdict]
    assert len(mail.outbox) == (verdict == S.SENT)


def test_a_refused_letter_is_tried_again_ever_later_and_then_said_to_be_refused(queued, refusing):
    queued()
    at, waits = now(), []
    for attempt in range(1, TRIES + 1):
        assert dispatch(at) == 1
        message = Message.objects.get()
        assert message.attempts == attempt
        waits.append(message.not_before - at)
        assert dispatch(at) == 0  # not before its time
        at = message.not_before
    assert waits[:-1] == [timedelta(minutes=2**n) for n in range(1, TRIES)]
    assert (message.state, message.fault) == (S.REFUSED, "550 no such mailbox")
    assert dispatch(at + timedelta(days=1)) == 0


def test_a_refused_letter_is_sent_again_by_a_person(cast, queued):
    queued()
    Message.objects.update(state=S.REFUSED, attempts=TRIES, fault="550")
    message = Message.objects.get()
    actions.try_again(message, by=cast.administrator)
    with pytest.raises(StepNotAllowed):
        actions.try_again(message, by=cast.administrator)
    dispatch(now())
    assert states() == [S.SENT]


def test_one_letter_that_cannot_be_written_does_not_hold_up_the_rest(cast, queued, kind):
    def broken(message):
        raise ValueError("the record is odd")

    kind("odd", context=broken)
    notify("odd", cast.headteacher, about=cast.school, occasion="odd")
    queued()
    dispatch(now())
    assert dict(Message.objects.values_list("kind", "state")) == {"odd": S.QUEUED, "tried": S.SENT}
    assert "the record is odd" in Message.objects.get(kind="odd").fault


# What a dispatcher that dies leaves behind


def test_one_killed_before_the_wire_is_sent_by_the_next(queued):
    queued(3)
    at = now()
    assert len(Message.objects.claim(at)) == 3  # and the process dies here
    recover(at)
    assert states() == [S.CLAIMED] * 3  # the lease still runs
    recover(at + LEASE * 2)
    assert states() == [S.QUEUED] * 3
    dispatch(at + LEASE * 2)
    assert states() == [S.SENT] * 3


@pytest.mark.parametrize(("resend", "after"), [(True, S.QUEUED), (False, S.UNKNOWN)])
def test_one_killed_on_the_wire_goes_by_its_kinds_rule(queued, resend, after):
    queued(resend_uncertain=resend)
    at = now()
    (message,) = Message.objects.claim(at)
    assert Message.objects.begin(message)
    recover(at + LEASE * 2)
    assert states() == [after]


def test_whoever_lost_the_lease_does_not_send(queued):
    queued()
    at = now()
    (late,) = Message.objects.claim(at)
    recover(at + LEASE * 2)
    dispatch(at + LEASE * 2)
    actions.send_one(late, at)
    assert len(mail.outbox) == 1


def test_a_claim_takes_no_more_than_a_batch(queued):
    queued(BATCH + 5)
    assert len(Message.objects.claim(now())) == BATCH
    assert dispatch(now()) == 5


def test_planning_twice_plans_once(cast, kind, monkeypatch):
    kind()

    def remind(at):
        yield actions.letter("tried", cast.school_lead, about=cast.school, occasion="reminder:1")

    monkeypatch.setattr(actions, "planners", [remind])
    assert (plan(now()), plan(now())) == (1, 1)
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_dispatchers_share_the_outbox_and_nothing_goes_twice(queued):
    queued(200)
    faults = []

    def work():
        try:
            dispatch(now())
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
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == len(mail.outbox) == 200
    assert set(states()) == {S.SENT}
