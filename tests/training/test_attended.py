"""The attendance of a running cohort from a list: what the register does not say yet, all of it or nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Activity
from kit.tables.exports import csv_bytes, xlsx_bytes
from notifications.models import Message
from schools.models import RegisterImport
from training.actions.attended import bring_in, examine
from training.models import Attendance, Mark, SessionState
from training.views.attended import HEADINGS

pytestmark = pytest.mark.django_db

HEAD = "URN,Name,1,Session 2,09/12/2025,4,5,Remarks\n"


def listed(text):
    return io.BytesIO(text.encode())


def states():
    rows = Attendance.objects.order_by("session__number", "seat__number")
    return [(row.session.number, row.holder.name if row.holder else "", row.state) for row in rows]


def faults(line):
    return [message for _, _, message in examine(listed(HEAD + line)).found["errors"]]


def test_each_cell_becomes_a_confirmed_mark(year):
    lead = year.cast.lead
    lines = "900214,jo  pemberton,present,half day,substitute: Ann Other,,apologies,x\n900214,Tomasz Wilk,ABSENT,caught up 20/11/2025,yes,,,\n"
    report = bring_in(listed(HEAD + lines), by=lead)
    assert (report.counts["errors"], report.counts["new"], report.notes) == (0, 2, ["Not read: Remarks"])
    assert states() == [
        (1, "Jo Pemberton", "present"), (1, "Tomasz Wilk", "absent"), (2, "Jo Pemberton", "half"),
        (2, "Tomasz Wilk", "caught_up"), (3, "Jo Pemberton", "substitute"), (3, "Tomasz Wilk", "present"),
        (5, "Jo Pemberton", "apologies"),
    ]  # fmt: skip
    assert set(Attendance.objects.values_list("confirmed_by", flat=True)) == {lead.pk}
    substitute = Attendance.objects.get(state="substitute")
    assert (substitute.substitute_name, substitute.halves, substitute.own_halves) == ("Ann Other", 2, 0)
    assert Mark.objects.count() == 7
    year.sessions[1].refresh_from_db()
    year.sessions[5].refresh_from_db()
    assert (year.sessions[1].state, year.sessions[5].state) == (SessionState.OPEN, SessionState.PLANNED)
    assert Activity.objects.about(year.sessions[1]).get().details == {"marks": 2}
    assert not Message.objects.exists()


def test_the_same_list_again_marks_nothing(year):
    lines = "900214,Jo Pemberton,present,half,substitute: Ann Other,,,\n900214,Tomasz Wilk,absent,caught up 20/11/2025,p,,,\n"
    bring_in(listed(HEAD + lines), by=year.cast.lead)
    before = (Mark.objects.count(), Activity.objects.count())
    report = bring_in(listed(HEAD + lines), by=year.cast.administrator)
    assert (report.counts["new"], report.counts["unchanged"], report.counts["warnings"]) == (0, 2, 0)
    assert (Mark.objects.count(), Activity.objects.count()) == before


def test_what_the_register_says_stays(year, mark):
    mark(1, 1, "apologies")
    report = bring_in(listed(HEAD + "900214,Jo Pemberton,present,present,,,,\n"), by=year.cast.lead)
    assert [message for _, _, message in report.found["warnings"]] == [
        "Jo Pemberton, session 1: the register here says apologies, and it stays."
    ]
    assert states() == [(1, "Jo Pemberton", "apologies"), (2, "Jo Pemberton", "present")]


def test_a_claim_that_the_list_bears_out_is_confirmed(year):
    from training.actions import claim_attendance
    from training.actions.marks import Said

    claim_attendance(year.sessions[1], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    bring_in(listed(HEAD + "900214,Jo Pemberton,present,,,,,\n"), by=year.cast.lead)
    assert Attendance.objects.get().confirmed_by == year.cast.lead


def test_a_closed_register_keeps_the_reason(year):
    type(year.sessions[1]).objects.filter(pk=year.sessions[1].pk).update(state="closed")
    bring_in(listed(HEAD + "900214,Jo Pemberton,present,,,,,\n"), by=year.cast.lead)
    assert Mark.objects.get().late_reason == "Brought in from a list"
    year.sessions[1].refresh_from_db()
    assert year.sessions[1].state == "closed"


def test_a_seat_that_was_handed_over_has_a_line_for_each(year):
    from datetime import date

    from cohorts.models import SeatHolder

    seat = year.seats[1]
    SeatHolder.objects.filter(seat=seat).update(until_on=date(2025, 10, 31))
    SeatHolder.objects.create(seat=seat, name="Amy Lorrimer", from_on=date(2025, 11, 1))
    lines = "900214,Tomasz Wilk,present,,,,,\n900214,Amy Lorrimer,,present,present,,,\n"
    assert bring_in(listed(HEAD + lines), by=year.cast.lead).counts["errors"] == 0
    assert states() == [(1, "Tomasz Wilk", "present"), (2, "Amy Lorrimer", "present"), (3, "Amy Lorrimer", "present")]
    assert faults("900214,Amy Lorrimer,present,,,,,\n") == []  # the register says it of the seat already, and it stays
    Attendance.objects.all().delete()
    assert faults("900214,Amy Lorrimer,present,,,,,\n") == [
        "Amy Lorrimer did not hold the seat on 23 September 2025: Tomasz Wilk did."
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("900214,Nobody Here,present,,,,,\n", "“Nobody Here” holds no seat of Heathervale Primary in 2025-26: Jo Pemberton, Tomasz Wilk."),
        ("900215,Ines Farrow,present,,,,,\n", "Oakenfold School has no place at work in a cohort."),
        (",Jo Pemberton,present,,,,,\n", "It names no school: give its URN, or its name and town."),
        ("900214,,present,,,,,\n", "It names no representative."),
        ("900214,Jo Pemberton,x,,,,,\n", "“x” for session 1 can be read in several ways: write present, half, absent, apologies, substitute and the name, or caught up and the day."),
        ("900214,Jo Pemberton,substitute,,,,,\n", "Session 1 says only “substitute”: write substitute: and the name."),
        ("900214,Jo Pemberton,caught up,,,,,\n", "Session 1 says only “caught up”: write caught up and the day."),
        ("900214,Jo Pemberton,caught up soon,,,,,\n", "“caught up soon” for session 1 has no day: write caught up 12/11/2025."),
        ("900214,Jo Pemberton,caught up 1/9/2025,,,,,\n", "1 September 2025 is no day on which session 1 can have been caught up."),
        ("900214,Jo Pemberton,,,,,present,\n", "Session 5 is on 24 March. Until then only apologies can be kept."),
        ("900214,Jo Pemberton,present,,,,,\n900214,Jo Pemberton,absent,,,,,\n", "The seat of Jo Pemberton at Heathervale Primary has a mark for the same session on line 2."),
    ],
)  # fmt: skip
def test_one_fault_and_nothing_is_marked(year, line, said):
    assert faults(line) == [said]
    good = "900214,Tomasz Wilk,present,,,,,\n"
    assert bring_in(listed(HEAD + good + line), by=year.cast.lead).is_refused
    assert Attendance.objects.count() == 0


def test_a_cancelled_session_and_one_that_is_not_there(year):
    type(year.sessions[2]).objects.filter(pk=year.sessions[2].pk).update(state="cancelled", cancelled_reason="Snow")
    assert faults("900214,Jo Pemberton,,present,,,,\n") == ["Session 2 was cancelled: leave its cell empty."]
    report = examine(listed("URN,Name,9\n900214,Jo Pemberton,present\n"))
    assert [message for _, _, message in report.found["errors"]] == ["2025-26 has no session 9."]
    none = examine(listed("URN,Name,Total\n900214,Jo Pemberton,5\n"))
    assert [message for _, _, message in none.found["errors"]] == [
        "No column is headed by a session: write 1, Session 1, or its date."
    ]


def test_the_table_that_the_portal_writes_comes_back(year, mark, client_of):
    mark(1, 1, "present")
    mark(1, 2, "absent")
    mark(2, 1, "substitute", substitute_name="Ann Other")
    content = client_of(year.cast.lead).get(reverse("training:export_attendance", args=[year.cohort.pk])).content
    report = examine(io.BytesIO(content))
    assert (report.counts["errors"], report.counts["new"], report.counts["unchanged"]) == (0, 0, 2), report.found


def test_in_the_browser_from_a_workbook_with_a_preview(year, client_of):
    lead, address = client_of(year.cast.lead), reverse("training:import_attendance")
    row = ("Heathervale Primary", "Highmoor", 900214, "Jo Pemberton", "present", "half", "", "", "", "")
    preview = lead.post(address, {"file": SimpleUploadedFile("a.xlsx", xlsx_bytes(HEADINGS, [row]))}, follow=True)
    assert "Heathervale Primary, Jo Pemberton: session 1 present, session 2 half day" in preview.text
    assert Attendance.objects.count() == 0
    lead.post(reverse("schools:apply_import", args=[RegisterImport.objects.get().pk]))
    assert states() == [(1, "Jo Pemberton", "present"), (2, "Jo Pemberton", "half")]
    page = lead.post(address, {"text": "URN\tName\t1\n900214\tJo Pemberton\tperhaps\n"})
    assert "Line 2: “perhaps” for session 1 can be read in several ways" in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("administrator", 200), ("adviser", 403), ("headteacher", 403), ("observer", 403)]
)
def test_leads_and_administrators_bring_attendance(year, client_of, who, status):
    for name in ("import_attendance", "attendance_template"):
        assert client_of(getattr(year.cast, who)).get(reverse(f"training:{name}")).status_code == status


def test_a_long_list_asks_few_questions(year, django_assert_max_num_queries):
    rows = [
        ("Heathervale Primary", "", "900214", name, "present", "", "", "", "", "")
        for name in ("Jo Pemberton", "Tomasz Wilk")
    ]
    with django_assert_max_num_queries(9):
        assert examine(io.BytesIO(csv_bytes(HEADINGS, rows))).counts["new"] == 2
