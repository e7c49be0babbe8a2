"""The sheet printed and typed back, everybody present at once, and the trail behind every mark."""

import re

import pytest
from django.urls import reverse
from pdf_text import pages_of

from training import actions
from training.actions.marks import Said
from training.models import Attendance, Mark


def url(name, session):
    return reverse(f"training:{name}", args=[session.pk])


@pytest.fixture
def lead(year, client_of):
    return client_of(year.cast.lead)


def states():
    return {
        (mark.seat.place.school.name.split()[0], mark.seat.number): mark.state
        for mark in Attendance.objects.select_related("seat__place__school")
    }


def test_paper_and_page_have_the_same_order(year, other_place, lead):
    paper = "".join(pages_of(lead.get(url("print_register", year.sessions[4]) + "?as=pdf").content))
    names = ["Jo Pemberton", "Tomasz Wilk", "Ines Farrow", "Col Drury"]
    found = re.findall("|".join(names), paper)
    page = lead.get(url("type_sheet", year.sessions[4])).text
    labels = re.findall(r'aas-sheet__no">(\d+)</span> ([^<]+)<', page)
    assert found == names
    assert labels == [(str(number), name) for number, name in enumerate(names, 1)]


def typed(year, other_place, *letters, **more):
    seats = [*year.seats, *other_place.seats.order_by("number")]
    return {f"mark-{seat.pk}": letter for seat, letter in zip(seats, letters, strict=False)} | more


def test_a_letter_a_person(year, other_place, lead):
    sent = typed(year, other_place, "p", "½", "A", "")
    sent[f"substitute-{other_place.seats.get(number=2).pk}"] = "Ana Brook"
    answer = lead.post(url("type_sheet", year.sessions[4]), sent, follow=True)
    assert "4 marks kept" in answer.text
    assert states() == {
        ("Heathervale", 1): "present",
        ("Heathervale", 2): "half",
        ("Oakenfold", 1): "apologies",
        ("Oakenfold", 2): "substitute",
    }


def test_sent_twice_it_is_kept_once(year, other_place, lead):
    sent = typed(year, other_place, "P", "P", "X", "P")
    lead.post(url("type_sheet", year.sessions[4]), sent)
    trail = list(Mark.objects.values_list("pk", flat=True))
    answer = lead.post(url("type_sheet", year.sessions[4]), sent, follow=True)
    assert "Nothing was changed" in answer.text
    assert list(Mark.objects.values_list("pk", flat=True)) == trail


def test_a_wrong_letter_is_said_at_its_row_and_nothing_is_lost(year, other_place, lead):
    answer = lead.post(url("type_sheet", year.sessions[4]), typed(year, other_place, "P", "Q", "S"))
    assert answer.status_code == 422
    assert "No. 2, Tomasz Wilk: write P, H, A, X or S" in answer.text
    assert "Enter the name of the substitute for Ines Farrow" in answer.text
    assert re.search(rf'id="mark-{year.seats[0].pk}"[^>]* value="P"', answer.text)
    assert states() == {}


def test_the_sheet_confirms_what_the_school_said(year, other_place, lead):
    actions.claim_attendance(year.sessions[4], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    page = lead.get(url("type_sheet", year.sessions[4])).text
    assert "the school says: present" in page
    lead.post(url("type_sheet", year.sessions[4]), typed(year, other_place, ""))
    assert Attendance.objects.get().confirmed_at is None
    lead.post(url("type_sheet", year.sessions[4]), typed(year, other_place, "P"))
    assert Attendance.objects.get().confirmed_by == year.cast.lead


def test_nobody_is_typed_in_before_the_day(year, lead, client_of):
    assert lead.get(url("type_sheet", year.sessions[5])).status_code == 403
    assert client_of(year.cast.observer).get(url("type_sheet", year.sessions[4])).status_code == 403
    assert client_of(year.cast.school_lead).get(url("type_sheet", year.sessions[4])).status_code == 403


def test_a_closed_register_asks_for_a_reason_here_too(year, other_place, lead):
    actions.close_register(year.sessions[4], by=year.cast.lead)
    sent = typed(year, other_place, "P")
    answer = lead.post(url("type_sheet", year.sessions[4]), sent)
    assert (answer.status_code, "Say why you change a closed register" in answer.text) == (422, True)
    lead.post(url("type_sheet", year.sessions[4]), sent | {"late_reason": "The sheet came by post"})
    assert Mark.objects.get().late_reason == "The sheet came by post"


def test_all_who_are_left_are_present(year, other_place, mark, lead):
    mark(4, 1, "half")
    answer = lead.post(url("mark_all_present", year.sessions[4]), follow=True)
    assert "3 people marked present" in answer.text
    assert "You marked 3 people present together." in answer.text
    assert states()["Heathervale", 1] == "half"
    assert sorted(states().values()) == ["half", "present", "present", "present"]


def test_all_present_is_undone_but_not_over_a_later_mark(year, other_place, mark, lead):
    lead.post(url("mark_all_present", year.sessions[4]))
    mark(4, 2, "absent")
    answer = lead.post(url("undo_all_present", year.sessions[4]), follow=True)
    assert "3 marks taken back" in answer.text
    assert "Undo" not in re.sub(r"(?s)<form[^>]*save.*", "", answer.text)
    assert sorted(states().values()) == ["absent", "expected", "expected", "expected"]
    assert Attendance.objects.exclude(confirmed_at=None).count() == 1
    again = lead.post(url("undo_all_present", year.sessions[4]), follow=True)
    assert "There was nothing to take back" in again.text


def test_all_present_has_its_time_and_its_people(year, other_place, lead, client_of):
    assert lead.post(url("mark_all_present", year.sessions[5])).status_code == 403  # still ahead
    assert states() == {}
    client_of(year.cast.adviser).post(url("mark_all_present", year.sessions[4]))
    assert set(states()) == {("Heathervale", 1), ("Heathervale", 2)}  # an adviser's own schools
    assert client_of(year.cast.school_lead).post(url("mark_all_present", year.sessions[4])).status_code == 403
    actions.close_register(year.sessions[4], by=year.cast.lead)
    assert lead.post(url("mark_all_present", year.sessions[4])).status_code == 409


def test_the_trail_says_who_and_when(year, other_place, mark, lead, client_of):
    actions.claim_attendance(year.sessions[4], year.place, [Said(year.seats[0], "present")], by=year.cast.school_lead)
    actions.confirm_claims(year.sessions[4], by=year.cast.lead)
    actions.close_register(year.sessions[4], by=year.cast.lead)
    mark(4, 1, "half", late_reason="Left at noon")
    marks = Mark.objects.count()
    page = lead.get(url("register_trail", year.sessions[4])).text
    rows = re.findall(r"(?s)<tr class=\"govuk-table__row\"><td.*?</tr>", page)
    assert [
        ("After closing: Left at noon" in row, "said for the school" in row, "confirmed it" in row) for row in rows
    ] == [
        (True, False, False),
        (False, False, True),
        (False, True, False),
    ]
    assert "Jo Pemberton" in rows[2]
    assert Mark.objects.count() == marks
    own = client_of(year.cast.school_lead).get(url("register_trail", year.sessions[4])).text
    assert "After closing: Left at noon" in own
    strangers = client_of(year.cast.stranger).get(url("register_trail", year.sessions[4])).text
    assert "Nothing is marked yet" in strangers
    assert client_of(year.cast.observer).get(url("register_trail", year.sessions[4])).status_code == 403


def test_the_trail_of_one_seat(year, other_place, mark, lead, client_of):
    mark(4, 1, "present"), mark(4, 2, "absent")
    address = f"{url('register_trail', year.sessions[4])}?seat={year.seats[1].pk}"
    page = lead.get(address).text
    assert ("Who marked what: Tomasz Wilk" in page, page.count('<th scope="row"')) == (True, 1)
    assert "Tomasz" not in client_of(year.cast.stranger).get(address).text
