"""The reminder of a training day that is not made good: when, to whom, what it says, and when it is no longer wanted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cohorts.models import Place, PlaceState, SeatHolder
from notifications import changes
from notifications.actions import dispatch, plan, render
from notifications.models import Message, MessageState
from schools.models import Role
from tests.conftest import NOW
from training.models import CatchUp, CatchUpState, Session, SessionState

DAY = timedelta(days=1)


@pytest.fixture
def missed(year, mark):
    """Session 4, of today, at which the second representative was absent; the earlier ones are as they should be."""
    for number in (1, 2, 3):
        for seat in (1, 2):
            mark(number, seat, "present")
    mark(4, 1, "present")
    mark(4, 2, "absent")
    Session.objects.filter(number__lte=4).update(state=SessionState.CLOSED, closed_at=NOW)
    return year


def planned(at):
    plan(at)
    found = Message.objects.filter(kind="catch_up_owed").order_by("pk")
    return [(message.address.split("@")[0], message.occasion.rsplit(":", 1)[1]) for message in found]


# 3 February is a Tuesday: five school days later is Tuesday 10, fifteen is Tuesday 24
@pytest.mark.parametrize(
    ("days", "steps"),
    [
        (0, set()),
        (6, set()),
        (7, {"5"}),
        (11, set()),
        (20, {"5"}),
        (21, {"15"}),
        (34, {"15"}),
        (36, set()),
        (200, set()),
    ],
)
def test_counted_in_school_days_after_the_session(missed, days, steps):
    assert {step for _, step in planned(NOW + days * DAY)} == steps  # 11 days after is a Saturday


def test_to_the_representatives_and_leads_once_a_step(missed):
    at = NOW + 7 * DAY
    people = [
        ("jo.pemberton", "5"),
        ("tomasz.wilk", "5"),
        ("helen.strand", "5"),
    ]  # the headteacher is a school lead, too
    assert planned(at) == planned(at) == people


def test_a_headteacher_alone_is_not_bothered(missed):
    Role.objects.filter(user=missed.cast.headteacher, kind="school_lead").delete()
    assert "helen.strand" not in dict(planned(NOW + 7 * DAY))


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        ("representatives", ["jo.pemberton", "tomasz.wilk"]),
        ("headteacher", ["helen.strand", "jo.pemberton", "tomasz.wilk"]),
    ],
)
def test_the_lead_says_who_gets_it(missed, audience, names):
    changes.change_rule("catch_up_owed", by=missed.cast.lead, is_on=True, days={5: 5, 15: 15}, audience=audience)
    assert sorted(name for name, _ in planned(NOW + 7 * DAY)) == names


def test_it_says_what_is_missing_and_by_whom(missed):
    planned(NOW + 7 * DAY)
    subject, text = render(Message.objects.filter(kind="catch_up_owed").first())
    assert subject == "Heathervale Primary can still make up for a training day"
    assert "- Session 4: Emotion coaching, on 3 February: Tomasz Wilk\n" in text
    assert f"http://localhost:8000{reverse('training:catch_up', args=[missed.place.pk])}" in text


def send(at, frozen):
    planned(at)
    frozen.move_to(at)
    dispatch(at)
    return set(Message.objects.filter(kind="catch_up_owed").values_list("state", flat=True))


def test_a_day_made_good_meanwhile_is_not_asked_for(missed, mark, frozen):
    at = NOW + 7 * DAY
    planned(at)
    mark(
        4,
        2,
        "caught_up",
        late_reason="She came to the other cohort.",
        caught_up_on=NOW.date(),
        caught_up_how="Other cohort",
    )
    assert send(at, frozen) == {MessageState.UNWANTED}


def test_what_waits_for_the_leads_word_is_not_asked_for(missed, frozen):
    catch_up = CatchUp.objects.create(session=missed.sessions[4], seat=missed.seats[1], state=CatchUpState.OPEN)
    assert planned(NOW + 7 * DAY)
    CatchUp.objects.filter(pk=catch_up.pk).update(state=CatchUpState.READY)
    assert send(NOW + 7 * DAY, frozen) == {MessageState.UNWANTED}


def test_a_school_that_has_left_is_not_asked(missed, frozen):
    at = NOW + 7 * DAY
    planned(at)
    Place.objects.update(state=PlaceState.WITHDRAWN, left_reason="x", left_on=NOW.date())
    assert send(at, frozen) == {MessageState.UNWANTED}


def test_nobody_who_has_left_the_seat_is_asked(missed, frozen, mailoutbox):
    at = NOW + 7 * DAY
    planned(at)
    SeatHolder.objects.filter(name="Tomasz Wilk").update(until_on=NOW.date())
    assert send(at, frozen) == {MessageState.UNWANTED, MessageState.SENT}


def test_what_nobody_has_confirmed_is_not_held_against_a_school(year):
    assert planned(NOW + 7 * DAY) == []


def test_an_executive_head_of_two_schools_gets_one_mail_that_names_both(missed, other_place, frozen, mailoutbox):
    SeatHolder.objects.filter(seat__place=other_place, name="Ines Farrow").update(user=missed.cast.school_lead)
    for seat in other_place.seats.all():
        from training.models import Attendance

        Attendance.objects.create(
            session=missed.sessions[4], seat=seat, state="absent", confirmed_at=NOW, confirmed_by=missed.cast.lead
        )
    send(NOW + 7 * DAY, frozen)
    (mail,) = [mail for mail in mailoutbox if mail.to == ["jo.pemberton@example.org"]]
    assert "Heathervale Primary can still make up for a training day" in mail.body
    assert "Oakenfold School can still make up for a training day" in mail.body


def test_planning_costs_the_same_for_many(missed, other_place, django_assert_max_num_queries):
    from training.owing import catch_ups_owed

    with django_assert_max_num_queries(14):
        list(catch_ups_owed(NOW + 7 * DAY))
