"""Food and access: said by those who come, read by the organiser alone, and gone a fortnight after the day."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aas_portal.celery import app
from audit.models import Activity
from cohorts.models import Seat, SeatHolder
from kit.access import Refused
from notifications.models import Message
from tests.conftest import TODAY
from training import actions, tasks
from training.models import Need

SECRET = "coeliac-and-a-wheelchair"


def address(name, session, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"training:{name}", args=[session.pk]) + (f"?{asked}" if asked else "")


@pytest.fixture
def people(year, other_place):
    """The holders by name."""
    return {holder.name: holder for holder in SeatHolder.objects.all()}


def say(client, session, holder, **sent):
    return client.post(address("say_needs", session), {"holder": holder.pk, **sent})


def test_a_representative_says_it_for_the_days_ahead(year, people, client_of):
    client = client_of(year.cast.contributor)  # Tomasz, who holds the second seat and writes for nobody
    page = client.get(address("say_needs", year.sessions[5]))
    assert "Only the organiser of the day reads this" in page.text
    say(client, year.sessions[5], people["Tomasz Wilk"], food=SECRET, for_the_year="on")
    assert set(Need.objects.values_list("session__number", "food")) == {(5, SECRET), (6, SECRET)}
    assert SECRET in client.get(address("say_needs", year.sessions[6])).text  # one's own word is shown again
    say(client, year.sessions[6], people["Tomasz Wilk"])
    assert Need.objects.get(session=year.sessions[6]).is_nothing


def test_a_school_lead_says_it_for_a_colleague_and_never_reads_it(year, people, client_of):
    say(client_of(year.cast.contributor), year.sessions[5], people["Tomasz Wilk"], food=SECRET)
    jo = client_of(year.cast.school_lead)
    page = jo.get(address("say_needs", year.sessions[5], holder=people["Tomasz Wilk"].pk))
    assert (SECRET in page.text, "Tomasz Wilk: said on 3 February" in page.text) == (False, True)
    assert page["Cache-Control"] == "no-store"
    say(jo, year.sessions[5], people["Tomasz Wilk"], food="Vegan")
    assert Need.objects.get().food == "Vegan"
    assert client_of(year.cast.headteacher).get(address("needs", year.sessions[5])).status_code == 403


def test_nobody_says_it_for_another_school(year, people, client_of):
    for who in (year.cast.school_lead, year.cast.contributor):
        answer = say(client_of(who), year.sessions[5], people["Ines Farrow"], food="x")
        assert answer.status_code == 422
    with pytest.raises(Refused):
        actions.say_needs(year.sessions[5], people["Ines Farrow"], by=year.cast.school_lead, food="x")
    refused = [client_of(who).get(address("say_needs", year.sessions[5])).status_code for who in (year.cast.observer, year.cast.nobody)]  # fmt: skip
    assert (refused, Need.objects.count()) == ([403, 404], 0)


def test_it_is_said_until_the_day(year, people, client_of):
    say(client_of(year.cast.school_lead), year.sessions[4], people["Jo Pemberton"], food="Vegan")  # it is today
    assert Need.objects.count() == 1
    assert client_of(year.cast.school_lead).get(address("say_needs", year.sessions[3])).status_code == 403
    actions.cancel_session(year.sessions[5], by=year.cast.lead, reason="Snow")
    assert client_of(year.cast.school_lead).get(address("say_needs", year.sessions[5])).status_code == 403


def test_the_organiser_reads_who_needs_what_and_who_has_not_said(year, people, mark, client_of):
    say(client_of(year.cast.contributor), year.sessions[5], people["Tomasz Wilk"], food="No nuts", access="No stairs")
    say(client_of(year.cast.school_lead), year.sessions[5], people["Jo Pemberton"])
    say(client_of(year.cast.administrator), year.sessions[5], people["Col Drury"], food="Halal")
    page = client_of(year.cast.lead).get(address("needs", year.sessions[5]))
    named = {key: [guest.holder.name for guest in page.context[key]] for key in ("food", "access", "silent")}
    assert named == {"food": ["Tomasz Wilk", "Col Drury"], "access": ["Tomasz Wilk"], "silent": ["Ines Farrow"]}
    assert (page.context["nothing"], page.context["coming"], page["Cache-Control"]) == (1, 4, "no-store")
    mark(5, 2, "apologies")
    page = client_of(year.cast.lead).get(address("needs", year.sessions[5]))
    assert ([guest.holder.name for guest in page.context["food"]], page.context["away"]) == (["Col Drury"], 1)
    for who in (year.cast.adviser, year.cast.observer, year.cast.school_lead, year.cast.contributor):
        assert client_of(who).get(address("needs", year.sessions[5])).status_code == 403


# --- where it must not be


def everything_but_needs():
    """Every text and JSON value of every table, but the one it belongs to."""
    for model in apps.get_models():
        if model is Need:
            continue
        fields = [one.attname for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.TextField | models.JSONField)]  # fmt: skip
        for row in model._base_manager.values_list(*fields) if fields else ():
            yield model.__name__, " ".join(map(str, row))


def test_no_other_table_holds_a_copy(year, people, client_of):
    client = client_of(year.cast.contributor)
    say(client, year.sessions[5], people["Tomasz Wilk"], food=SECRET, access=SECRET, for_the_year="on")
    client_of(year.cast.lead).get(address("needs", year.sessions[5]))
    say(client_of(year.cast.lead), year.sessions[5], people["Jo Pemberton"], food=SECRET)
    act = Activity.objects.filter(verb="said what somebody needs at").order_by("pk").first()
    assert (act.subject, act.details) == ("Session 5: Behaviour as communication", {"days": 2})
    assert [model for model, text in everything_but_needs() if SECRET in text] == []
    assert not Message.objects.filter(body__contains=SECRET).exists()


def test_no_page_or_table_but_its_own_shows_it(year, people, client_of):
    """Read as the lead, who sees everything else."""
    say(client_of(year.cast.contributor), year.sessions[5], people["Tomasz Wilk"], food=SECRET, access=SECRET)
    lead = client_of(year.cast.lead)
    cohort = year.cohort.pk
    for path in (
        year.sessions[5].get_absolute_url(),
        reverse("training:export_register", args=[year.sessions[5].pk]),
        reverse("training:export_attendance", args=[cohort]),
        reverse("training:register", args=[year.sessions[5].pk]),
        reverse("audit:record"),
        year.cast.school.get_absolute_url(),
        reverse("schools:story", args=[year.cast.school.pk]),
        reverse("schools:schools") + f"?q={SECRET}",
        reverse("accounts:people") + f"?q={SECRET}",
    ):
        answer = lead.get(path)
        assert answer.status_code == 200, path
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = body.decode("utf-8", "replace").replace(f'value="{SECRET}"', "")  # what was searched for
        assert SECRET not in shown, path


# --- forgotten


def test_a_fortnight_after_the_day_it_is_gone(year, people):
    session = year.sessions[5]
    actions.say_needs(session, people["Jo Pemberton"], by=year.cast.school_lead, food="Vegan", for_the_year=True)
    assert actions.forget_needs(on=session.on + timedelta(days=14)) == 0
    assert actions.forget_needs(on=session.on + timedelta(days=15)) == 1
    assert actions.forget_needs(on=session.on + timedelta(days=15)) == 0
    assert list(Need.objects.values_list("session__number", flat=True)) == [6]
    act = Activity.objects.get(verb="deleted the dietary and access needs of")
    assert (act.by, act.subject, act.details) == (None, str(session), {"number": 1})


def test_of_somebody_who_leaves_the_seat_it_goes_at_once(year, people):
    actions.say_needs(year.sessions[5], people["Tomasz Wilk"], by=year.cast.contributor, food="Vegan")
    SeatHolder.objects.filter(name="Tomasz Wilk").update(until_on=date(2026, 2, 20))
    assert actions.forget_needs(on=TODAY) == 1


def test_beat_wakes_the_worker_for_it_every_night(year, people, frozen):
    [entry] = [one for one in app.conf.beat_schedule.values() if one["task"] == tasks.forget_needs.name]
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({2}, {40})
    actions.say_needs(year.sessions[4], people["Jo Pemberton"], by=year.cast.school_lead, food="Vegan")
    frozen.shift(timedelta(days=15))
    tasks.forget_needs()
    assert not Need.objects.exists()


def test_the_list_costs_the_same_however_many_come(year, people, client_of):
    client, counts = client_of(year.cast.lead), []
    client.get(address("needs", year.sessions[5]))
    for n in range(2):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address("needs", year.sessions[5]))
        counts.append((len(asked), page.context["coming"]))
        for m in range(8):
            seat = Seat.objects.create(place=year.place, number=10 + m + 20 * n)
            holder = SeatHolder.objects.create(seat=seat, name=f"Person {m}", from_on=date(2025, 9, 1))
            actions.say_needs(year.sessions[5], holder, by=year.cast.lead, food="Vegan")
    assert [coming for _, coming in counts] == [4, 12]
    assert counts[0][0] == counts[1][0]
