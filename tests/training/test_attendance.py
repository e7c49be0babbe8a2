"""A cohort's attendance at a glance, on paper and as a table, and a person's own record."""

import re
from datetime import date, time

import pytest
from casting import place_of
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from training import records
from training.attendance import grid_of
from training.models import Session


@pytest.fixture
def marked(year, mark, other_place):
    """Heathervale: a substitute, a half day, apologies; and a claim that nobody has confirmed."""
    from training.actions import claim_attendance, close_register
    from training.actions.marks import Said

    mark(1, 1, "present"), mark(1, 2, "substitute", substitute_name="Ana Brook")
    mark(2, 1, "half"), mark(2, 2, "apologies")
    for number in (1, 2):
        close_register(year.sessions[number], by=year.cast.lead)
    claim_attendance(year.sessions[3], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    return year


def words(grid):
    return {line.name: [sign.words for sign in line.signs] for part in grid.parts for line in part.lines}


def test_every_mark_in_words(marked):
    grid = grid_of(marked.cohort, marked.cast.lead)
    assert words(grid) == {
        "Jo Pemberton": ["present", "half day", "present, not confirmed", "today", "ahead", "ahead"],
        "Tomasz Wilk": ["substitute", "apologies", "not said yet", "today", "ahead", "ahead"],
        "Ines Farrow": ["not there", "not there", "not said yet", "today", "ahead", "ahead"],
        "Col Drury": ["not there", "not there", "not said yet", "today", "ahead", "ahead"],
    }
    assert [(part.place.school.name, part.words, part.is_owing) for part in grid.parts] == [
        ("Heathervale Primary", "2½ of 12", False),
        ("Oakenfold School", "0 of 12", True),
    ]
    assert grid.words == "2½ of 24"
    assert [(there, of) for _, there, of in grid.totals[:3]] == [(2, 4), (1, 4), (0, 4)]


def test_the_page_says_it_with_shape_letter_and_word(marked, client_of):
    page = client_of(marked.cast.lead).get(reverse("training:attendance", args=[marked.cohort.pk])).text
    half = re.search(r"<td><svg[^>]*><use href=\"#s-half\"/></svg><i[^>]*>H</i><span[^>]*>half day</span></td>", page)
    assert half
    assert "2½ of 12" in page
    owing = (
        client_of(marked.cast.lead).get(reverse("training:attendance", args=[marked.cohort.pk]) + "?show=owing").text
    )
    assert ("Oakenfold School" in owing, "Heathervale Primary" in owing) == (True, False)


def test_who_reads_which_rows(marked, client_of):
    address = reverse("training:attendance", args=[marked.cohort.pk])

    def names(user):
        answer = client_of(user).get(address)
        return answer.status_code, [name for name in ("Tomasz Wilk", "Ines Farrow") if name in answer.text]

    cast = marked.cast
    assert names(cast.lead) == names(cast.observer) == (200, ["Tomasz Wilk", "Ines Farrow"])
    assert names(cast.adviser) == (200, ["Tomasz Wilk"])
    assert names(cast.school_lead) == (403, [])
    assert names(cast.nobody)[0] == 404
    observed = client_of(cast.observer).get(address).text
    assert ("/register/" in observed, "/representatives/" in observed) == (False, False)  # no door that would not open


def test_the_tables_hold_the_same(marked, client_of):
    export = reverse("training:export_attendance", args=[marked.cohort.pk])
    lead = client_of(marked.cast.lead)
    lines = lead.get(export).content.decode("utf-8-sig").splitlines()
    assert lines[1] == (
        '"Heathervale Primary","1","Jo Pemberton","present","half day","present, not confirmed","today","ahead","ahead",'
        '"1.5","2.5","6.0"'
    ).replace('"6.0"', '"12.0"')
    assert lead.get(export + "?as=xlsx").content.startswith(b"PK")
    paper = lead.get(export + "?as=pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "attendance-2025-26.pdf" in paper["Content-Disposition"]


@pytest.mark.parametrize("schools", [2, 30])
def test_a_page_is_small_and_flat(marked, client_of, schools):
    from schools.models import School

    for number in range(schools - 2):
        school = School.objects.create(name=f"School {number:02}")
        place_of(school, marked.cohort, (f"A{number} Bee", f"B{number} Cee"))
    client, address = client_of(marked.cast.lead), reverse("training:attendance", args=[marked.cohort.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert len(asked) <= 12
    assert len(page.content) < 60_000
    assert page.text.count('scope="rowgroup"') == min(schools, 20)


# --- a person's own record


def told(record):
    return [(line.session.number, line.words, line.halves) for line in record.lines]


def test_own_days_only(marked, mark):
    tomasz, jo = (records.own_record(user) for user in (marked.cast.contributor, marked.cast.school_lead))
    assert told(tomasz) == [(1, "A substitute came", 0), (2, "Apologies", 0), (3, "Not said yet", 0)]
    assert told(jo) == [(1, "There", 2), (2, "Half a day", 1), (3, "There, not confirmed yet", 0)]
    assert (jo.days, jo.hours) == ("1½", "9 hours 22 minutes")  # 6 h 15 a day
    mark(2, 2, "caught_up", caught_up_on=date(2026, 1, 20), caught_up_how="Recording", late_reason="Catch-up")
    assert told(records.own_record(marked.cast.contributor))[1] == (2, "Caught up", 2)


def test_two_schools_at_one_session_are_one_day(marked, mark):
    """Marked once and counted for each school, but a person's own day is one."""
    from schools.models import School
    from training.models import Attendance

    school = School.objects.create(name="Second School")
    place_of(school, marked.cohort, ("Jo Pemberton",), (marked.cast.school_lead,))
    mark(4, 1, "present")
    assert Attendance.objects.filter(session=marked.sessions[4], state="present").count() == 2
    record = records.own_record(marked.cast.school_lead)
    [today] = [line for line in record.lines if line.session.number == 4]
    assert (today.halves, today.schools) == (2, ["Heathervale Primary", "Second School"])
    assert record.days == "2½"


def test_several_cohorts_stand_one_after_another(marked):
    from access_intake import a_cohort

    earlier = a_cohort("2023-24", "closed", starts_on=date(2023, 9, 1), ends_on=date(2024, 7, 19))
    session = Session.objects.create(
        cohort=earlier,
        number=1,
        title="Then",
        on=date(2023, 9, 20),
        starts_at=time(9),
        ends_at=time(15),
        state="closed",
    )
    from schools.models import School
    from training.models import Attendance

    place = place_of(
        School.objects.create(name="Former"), earlier, ("Jo P",), (marked.cast.school_lead,), date(2023, 9, 1)
    )
    seat = place.seats.get()
    Attendance.objects.create(
        session=session, seat=seat, holder=seat.holders.get(), state="present", halves=2, own_halves=2,
        confirmed_by=marked.cast.lead, confirmed_at=session.cohort.created_at,
    )  # fmt: skip
    record = records.own_record(marked.cast.school_lead)
    assert [cohort.name for cohort, _ in record.years] == ["2023-24", "2025-26"]
    assert record.days == "2½"


def test_a_school_reads_its_own_part_of_a_record(marked, client_of):
    """The headteacher of one school learns nothing of what somebody did for another."""
    from schools.models import School

    place_of(School.objects.create(name="Second School"), marked.cohort, ("Jo Pemberton",), (marked.cast.school_lead,))
    holder = marked.seats[0].holders.get()
    address = reverse("training:attendance_record", args=[holder.pk])
    by = {
        name: client_of(getattr(marked.cast, name)).get(address)
        for name in ("lead", "adviser", "headteacher", "school_lead", "contributor", "observer", "stranger")
    }
    assert {name: answer.status_code for name, answer in by.items()} == {
        "lead": 200, "adviser": 200, "headteacher": 200, "school_lead": 200, "contributor": 403, "observer": 403, "stranger": 404,
    }  # fmt: skip
    assert {name: "Second School" in by[name].text for name in ("lead", "adviser", "headteacher", "school_lead")} == {
        "lead": True, "adviser": False, "headteacher": False, "school_lead": True,
    }  # fmt: skip


def test_my_own_page_and_paper(marked, client_of):
    jo = client_of(marked.cast.school_lead)
    page = jo.get(reverse("training:own_attendance")).text
    assert "9 hours 22 minutes" in page
    assert jo.get(reverse("training:own_attendance") + "?as=pdf").content.startswith(b"%PDF-")
    assert "No training days yet" in client_of(marked.cast.nobody).get(reverse("training:own_attendance")).text
