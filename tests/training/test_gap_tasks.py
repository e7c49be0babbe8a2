"""The task between two sessions: set, done with a line, seen as a fact, taken back."""

from datetime import date

import pytest
from django.urls import reverse

from cohorts.today import asked_of
from kit.access import Refused
from training import actions
from training.attendance import grid_of
from training.models import GapTaskDone, Session

ON = date(2026, 2, 3)


@pytest.fixture
def task(year, other_place):
    """Session 3 has set a task; session 4 is today, session 5 has one that nobody has heard of yet."""
    Session.objects.filter(number__in=(3, 5)).update(gap_task="Map your key adults")
    for session in year.sessions.values():
        session.refresh_from_db()
    return year


def asked(user):
    return [(duty.title, duty.due_on) for duty in asked_of(user, ON) if duty.title.startswith("Do the task")]


def test_a_school_says_it_is_done(task, client_of):
    school, session = client_of(task.cast.contributor), task.sessions[3]
    page = school.get(reverse("training:gap_task", args=[session.pk])).text
    assert ("Map your key adults" in page, "Oakenfold" in page) == (True, False)
    address = reverse("training:finish_gap_task", args=[session.pk])
    sent = {"place": task.place.pk, "seat": task.seats[1].pk, "line": "Eleven adults on our map"}
    empty = school.post(address, sent | {"line": ""})
    assert (empty.status_code, "Say in a line what was done" in empty.text) == (422, True)
    answer = school.post(address, sent, follow=True)
    assert "Eleven adults on our map" in answer.text
    done = GapTaskDone.objects.get()
    assert (done.who, done.done_by, done.place) == ("Tomasz Wilk", task.cast.contributor, task.place)
    assert "Done</span> Tomasz Wilk, 3 February" in " ".join(school.get(session.get_absolute_url()).text.split())


def test_until_the_next_session_it_is_asked_for(task):
    assert asked(task.cast.school_lead) == asked(task.cast.contributor) == [("Do the task from session 3", ON)]
    assert asked(task.cast.lead) == []
    done = actions.finish_gap_task(task.sessions[3], task.place, by=task.cast.school_lead, line="Together")
    assert asked(task.cast.school_lead) == []
    actions.undo_gap_task(done, by=task.cast.contributor)
    assert asked(task.cast.school_lead) == [("Do the task from session 3", ON)]
    Session.objects.filter(number=4).update(on=date(2026, 1, 20))
    assert asked(task.cast.school_lead) == []  # the next session has been: too late to do it
    assert (GapTaskDone.objects.count(), GapTaskDone.objects.standing().count()) == (1, 0)


def test_said_twice_it_stands_once_and_anew_it_replaces(task):
    def say(line, seat=None):
        return actions.finish_gap_task(task.sessions[3], task.place, by=task.cast.school_lead, line=line, seat=seat)

    assert say("Together") == say("Together")
    say("Together, and again")
    say("Alone", task.seats[0])
    standing = GapTaskDone.objects.standing().values_list("name", "line")
    assert list(standing) == [("", "Together, and again"), ("Jo Pemberton", "Alone")]
    assert GapTaskDone.objects.count() == 3


def test_a_task_that_is_not_set_is_not_done(task, client_of):
    with pytest.raises(Refused):
        actions.finish_gap_task(task.sessions[5], task.place, by=task.cast.school_lead, line="Already")
    school = client_of(task.cast.school_lead)
    assert school.get(reverse("training:gap_task", args=[task.sessions[5].pk])).status_code == 404
    assert school.get(reverse("training:gap_task", args=[task.sessions[2].pk])).status_code == 404


def test_the_fact_on_the_session_and_on_the_attendance_page(task, client_of):
    actions.finish_gap_task(task.sessions[3], task.place, by=task.cast.school_lead, line="Together")
    for user in (task.cast.lead, task.cast.observer):
        assert "1 of 2 schools have done it." in client_of(user).get(task.sessions[3].get_absolute_url()).text
    assert grid_of(task.cohort, task.cast.lead).tasks == [None, None, (1, 2), None, None, None]
    page = client_of(task.cast.lead).get(reverse("training:attendance", args=[task.cohort.pk])).text
    assert "Schools that did the task after it" in page


def test_who_reads_and_who_says_it(task, client_of):
    read = reverse("training:gap_task", args=[task.sessions[3].pk])
    write = reverse("training:finish_gap_task", args=[task.sessions[3].pk])
    actions.finish_gap_task(task.sessions[3], task.place, by=task.cast.lead, line="A word")  # fmt: skip

    def may(name):
        client = client_of(getattr(task.cast, name))
        sent = {"place": task.place.pk, "line": "Said"}
        return client.get(read).status_code, client.post(write, sent).status_code

    assert {name: may(name) for name in ("lead", "adviser", "school_lead", "contributor", "observer", "nobody", "stranger")} == {
        "lead": (200, 302),
        "adviser": (200, 403),
        "school_lead": (200, 302),
        "contributor": (200, 302),
        "observer": (403, 403),
        "nobody": (404, 404),
        "stranger": (200, 404),  # of their own school, never of Heathervale
    }  # fmt: skip
    assert "A word" not in client_of(task.cast.stranger).get(read).text
    assert "A word" not in client_of(task.cast.other_adviser).get(read).text


def test_typed_in_by_the_virtual_school_the_school_is_told(task, client_of):
    from audit.models import Activity
    from notifications.models import Message

    address = reverse("training:finish_gap_task", args=[task.sessions[3].pk])
    client_of(task.cast.lead).post(address, {"place": task.place.pk, "line": "They rang"})
    assert Activity.objects.get(verb="did the").on_behalf is True
    assert Message.objects.filter(kind="entered_on_behalf", recipient=task.cast.school_lead).exists()


def test_taken_back_in_the_browser(task, client_of):
    done = actions.finish_gap_task(task.sessions[3], task.place, by=task.cast.school_lead, line="Together")
    address = reverse("training:undo_gap_task", args=[done.pk])
    assert client_of(task.cast.stranger).post(address).status_code == 404
    assert client_of(task.cast.adviser).post(address).status_code == 403
    answer = client_of(task.cast.contributor).post(address, follow=True)
    assert "Taken back" in answer.text
    assert GapTaskDone.objects.get().undone_by == task.cast.contributor
    assert client_of(task.cast.contributor).post(address).status_code == 403
