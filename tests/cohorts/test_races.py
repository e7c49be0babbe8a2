"""Whoever clicks at the same time: offers never exceed the places."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from casting import accepts
from django.db import connection
from django.utils import timezone

from cohorts.actions.decision import offer_reserve, release_decisions
from cohorts.models import Application, ApplicationState, Place, Seat, SeatHolder, SignedPaper
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.models import Message
from schools.models import School

S = ApplicationState
PLACES, SCHOOLS, ROUNDS = 10, 40, 50

# Forty connections each: never two such files side by side
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races"), pytest.mark.slow]


class Hands:
    """So many people, each with a connection of their own that stays open from one race to the next."""

    def __init__(self, number, pool):
        self.number, self.pool, self.gate = number, pool, Barrier(number)

    def each(self, work):
        """What each of them gives, all let go at the same moment; nobody gets two turns, for all wait until the last is there."""

        def one(number):
            connection.ensure_connection()
            self.gate.wait(60)
            return work(number)

        return list(self.pool.map(one, range(self.number)))

    def race(self, work):
        """What each of them gives; refusals as None."""

        def tried(number):
            try:
                return work(number)
            except (Refused, StepNotAllowed):
                return None

        return self.each(tried)


@contextmanager
def hands(number):
    """They let go of their connections at the end."""
    with ThreadPoolExecutor(number) as pool:
        all_of_them = Hands(number, pool)
        try:
            yield all_of_them
        finally:
            all_of_them.each(lambda _: connection.close())


@pytest.fixture
def forty(coming, whole):
    """Forty schools on the reserve list of a cohort with ten places."""
    coming.places, coming.state = PLACES, "selecting"
    coming.save()
    found = []
    for number in range(SCHOOLS):
        school = School.objects.create(name=f"School {number:02}", urn=f"9003{number:02}")
        address = f"s{number}@example.org"
        found.append(whole(coming, school, state=S.RESERVE, reserve_rank=number + 1, applicant_email=address))
    return found


def wait_again(applications):
    """Everybody back on the reserve list, as before the race."""
    Message.objects.all().delete()
    for rank, one in enumerate(applications, 1):
        one.state, one.reserve_rank, one.offer_expires_at = S.RESERVE, rank, None
    Application.objects.bulk_update(applications, ["state", "reserve_rank", "offer_expires_at"])


def race_for_places(everybody, cast, cohort, applications):
    """Forty hands on the button at once: ten offers, thirty still waiting, in their order."""
    given = everybody.race(lambda _: offer_reserve(cohort, by=cast.lead, at=timezone.now()).pk)
    assert len([one for one in given if one]) == len({one for one in given if one}) == PLACES
    assert Application.objects.filter(state=S.OFFERED).count() == PLACES
    assert Message.objects.filter(kind="offer_made").count() == PLACES
    waiting = Application.objects.filter(state=S.RESERVE).order_by("reserve_rank")
    assert list(waiting.values_list("reserve_rank", flat=True)) == list(range(PLACES + 1, SCHOOLS + 1))
    wait_again(applications)


def race_to_accept(everybody, applications, offered):
    """Forty accept at once, `offered` schools with an offer in their hands: ten places, ten schools, no more."""
    until = timezone.now() + timedelta(days=3)
    with_offer = Application.objects.filter(pk__in=[one.pk for one in applications[:offered]])
    with_offer.update(state=S.OFFERED, reserve_rank=None, offer_expires_at=until)
    given = everybody.race(lambda number: accepts(applications[number % offered]).pk)
    assert len([one for one in given if one]) == len({one for one in given if one}) == PLACES
    assert Place.objects.count() == Application.objects.filter(state=S.ACCEPTED).count() == PLACES
    assert Place.objects.values("school").distinct().count() == PLACES
    for model in (SignedPaper, SeatHolder, Seat, Place):
        model.objects.all().delete()
    wait_again(applications)


def test_forty_schools_and_ten_places(cast, coming, forty):
    with hands(SCHOOLS) as everybody:
        for _ in range(ROUNDS):
            race_for_places(everybody, cast, coming, forty)


@pytest.mark.parametrize("offered", [PLACES, SCHOOLS])  # as it is; and as if too many offers had gone out
def test_forty_acceptances_at_once_make_ten_places(forty, offered):
    with hands(SCHOOLS) as everybody:
        for _ in range(ROUNDS):
            race_to_accept(everybody, forty, offered)


def test_one_release_pressed_ten_times_sends_each_letter_once(cast, coming, forty):
    Application.objects.update(state=S.SUBMITTED, reserve_rank=None, decision="reserve")
    Application.objects.filter(pk__in=[one.pk for one in forty[:PLACES]]).update(decision="offer")
    with hands(10) as ten:
        given = ten.race(lambda _: release_decisions(coming, by=cast.lead, letters=SCHOOLS, at=timezone.now()))
    assert len([one for one in given if one]) == 1
    assert Application.objects.filter(state=S.OFFERED).count() == PLACES
    ranks = Application.objects.filter(state=S.RESERVE).order_by("reserve_rank").values_list("reserve_rank", flat=True)
    assert list(ranks) == list(range(1, SCHOOLS - PLACES + 1))
    assert Message.objects.count() == SCHOOLS


def test_one_offer_accepted_twenty_times_makes_one_place(cast, coming, whole):
    coming.state = "selecting"
    coming.save()
    application = whole(coming, cast.school, state=S.OFFERED, offer_expires_at=timezone.now() + timedelta(days=3))
    with hands(20) as twenty:
        given = twenty.race(lambda _: accepts(application).pk)
    assert len([one for one in given if one]) == 1
    assert Place.objects.count() == 1
    assert Message.objects.filter(kind="place_taken").count() == 2
