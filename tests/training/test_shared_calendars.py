"""Calendars of a person, a school and a cohort: what stands in them, who has the address, and that it can be ended."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from audit.models import Activity
from training import actions
from training.models import CalendarLink, Session


@pytest.fixture
def dated(year):
    """A year with days, a cancelled session, a long text, an internal visit and a cluster that meets."""
    from networks.models import Cluster, Meeting, Membership

    type(year.cohort).objects.update(plan_review_on=date(2026, 3, 2), celebration_on=date(2026, 7, 2))
    Session.objects.filter(number=5).update(joining="Parking; behind the hall, " * 12)
    actions.cancel_session(year.sessions[6], by=year.cast.lead, reason="The hall is flooded.")
    year.cluster = Cluster.objects.create(name="Highmoor cluster")
    Membership.objects.create(cluster=year.cluster, school=year.cast.school, since_on=date(2025, 9, 1))
    Meeting.objects.create(cluster=year.cluster, on=date(2026, 2, 24), starts_at="15:45", agenda="Transitions")
    Meeting.objects.create(cluster=year.cluster, on=date(2026, 4, 24), starts_at="15:45", state="cancelled")
    far = Cluster.objects.create(name="Far cluster")
    Membership.objects.create(cluster=far, school=year.cast.other, since_on=date(2025, 9, 1))
    Meeting.objects.create(cluster=far, on=date(2026, 2, 25), starts_at="15:45")
    year.cohort.refresh_from_db()
    return year


def read(client, link):
    answer = client.get(reverse("training:shared_feed", args=[link.token]))
    assert answer.status_code == 200
    return answer, Calendar.from_ical(answer.content)


def titles(calendar):
    return [(str(one["summary"]), str(one["status"])) for one in calendar.walk("VEVENT")]


def test_a_schools_calendar_opens_in_a_calendar_program(dated, client_of):
    link = actions.make_shared_calendar(dated.cast.school, by=dated.cast.school_lead)
    answer, calendar = read(client_of(), link)
    assert titles(calendar) == [
        ("Session 1: Why attachment", "CONFIRMED"),
        ("Session 2: The developing brain", "CONFIRMED"),
        ("Session 3: Key adults", "CONFIRMED"),
        ("The development plan is due, cohort 2025-26", "CONFIRMED"),
        ("Session 4: Emotion coaching", "CONFIRMED"),
        ("Meeting of Highmoor cluster", "CONFIRMED"),
        ("The development plan is reviewed, cohort 2025-26", "CONFIRMED"),
        ("Session 5: Behaviour as communication", "CONFIRMED"),
        ("Meeting of Highmoor cluster", "CANCELLED"),
        ("Session 6: What we found", "CANCELLED"),
        ("Celebration, cohort 2025-26", "CONFIRMED"),
    ]
    assert (str(calendar["version"]), str(calendar["method"]), str(calendar["x-wr-calname"])) == (
        "2.0",
        "PUBLISH",
        "Training, Heathervale Primary",
    )
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    lines = answer.content.split(b"\r\n")
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75


def test_each_entry_is_whole(dated, client_of):
    link = actions.make_shared_calendar(dated.cast.school, by=dated.cast.school_lead)
    _, calendar = read(client_of(), link)
    events = {str(one["uid"]).split("@")[0]: one for one in calendar.walk("VEVENT")}
    assert all(one["uid"] and not one["dtstamp"].dt.utcoffset() and "sequence" in one for one in events.values())
    session = events[f"session-{dated.sessions[6].pk}"]
    assert (session["sequence"], session["dtstart"].dt) == (1, datetime(2026, 6, 9, 8, 15, tzinfo=UTC))  # summer time
    due = events[f"cohort-{dated.cohort.pk}-plan-due"]
    assert (due["dtstart"].dt, due["dtend"].dt, str(due["transp"])) == (
        date(2025, 12, 12),
        date(2025, 12, 13),
        "TRANSPARENT",
    )
    assert len(events) == 11


def test_nothing_of_others_and_no_notes(dated, client_of, mark):
    from schools.models import InternalNote

    InternalNote.objects.create(school=dated.cast.school, text="Keep an eye on this", by=dated.cast.lead)
    mark(4, 1, "absent", note="Was ill")
    link = actions.make_shared_calendar(dated.cast.school, by=dated.cast.school_lead)
    text = read(client_of(), link)[0].content.decode()
    for word in ("Keep an eye", "Was ill", "Jo Pemberton", "Far cluster", "flooded"):
        assert word not in text


def test_a_cohorts_calendar_is_the_virtual_schools(dated, client_of):
    link = actions.make_shared_calendar(dated.cohort, by=dated.cast.lead)
    _, calendar = read(client_of(), link)
    assert len(titles(calendar)) == 9
    assert not any("Meeting" in title for title, _ in titles(calendar))


def test_my_own_calendar_holds_the_same_dates_once(dated, client_of):
    from accounts.actions.profile import make_calendar_link

    for user, number in ((dated.cast.school_lead, 11), (dated.cast.lead, 9), (dated.cast.nobody, 0)):
        make_calendar_link(user)
        content = client_of().get(reverse("training:feed", args=[user.calendar_token])).content
        uids = [str(one["uid"]) for one in Calendar.from_ical(content).walk("VEVENT")]
        assert (len(uids), len(set(uids))) == (number, number)


def test_a_new_address_ends_the_one_before(dated, client_of):
    school = client_of(dated.cast.school_lead)
    page_url = reverse("training:school_calendar", args=[dated.cast.school.pk])
    assert "There is no address yet." in school.get(page_url).text
    school.post(reverse("training:renew_school_calendar", args=[dated.cast.school.pk]))
    page = school.get(page_url)
    [first] = re.findall(r'value="(http[^"]+\.ics)"', page.text)
    assert "Whoever has this address can read the calendar, without signing in." in page.text
    assert page["Cache-Control"] == "no-store"
    visitor = client_of()
    assert visitor.get(first).status_code == 200
    school.post(reverse("training:renew_school_calendar", args=[dated.cast.school.pk]))
    [second] = re.findall(r'value="(http[^"]+\.ics)"', school.get(page_url).text)
    assert (visitor.get(first).status_code, visitor.get(second).status_code) == (404, 200)
    school.post(reverse("training:stop_school_calendar", args=[dated.cast.school.pk]))
    assert visitor.get(second).status_code == 404
    assert visitor.get(reverse("training:shared_feed", args=["guess"])).status_code == 404
    assert CalendarLink.objects.standing().count() == 0
    assert Activity.objects.filter(verb__contains="calendar link").count() == 3


def test_who_reads_and_makes_a_schools_calendar(dated, client_of, agreed):
    pk = dated.cast.school.pk

    def may(name):
        client = client_of(getattr(dated.cast, name))
        return (
            client.get(reverse("training:school_calendar", args=[pk])).status_code,
            client.post(reverse("training:renew_school_calendar", args=[pk])).status_code,
            client.post(reverse("training:stop_school_calendar", args=[pk])).status_code,
        )

    names = ("lead", "school_lead", "headteacher", "contributor", "adviser", "observer", "stranger", "trust_viewer")
    assert {name: may(name) for name in names} == {
        "lead": (200, 302, 302),
        "school_lead": (200, 302, 302),
        "headteacher": (200, 302, 302),
        "contributor": (200, 403, 403),
        "adviser": (403, 403, 403),
        "observer": (403, 403, 403),
        "stranger": (404, 404, 404),
        "trust_viewer": (404, 404, 404),
    }


def test_who_reads_and_makes_a_cohorts_calendar(dated, client_of):
    pk = dated.cohort.pk

    def may(name):
        client = client_of(getattr(dated.cast, name))
        return (
            client.get(reverse("training:cohort_calendar", args=[pk])).status_code,
            client.post(reverse("training:renew_cohort_calendar", args=[pk])).status_code,
        )

    names = ("lead", "administrator", "adviser", "observer", "school_lead", "nobody")
    assert {name: may(name) for name in names} == {
        "lead": (200, 302),
        "administrator": (200, 302),
        "adviser": (200, 403),
        "observer": (200, 403),
        "school_lead": (403, 403),
        "nobody": (404, 404),
    }
