"""Signing in at the door: who, when, once, for every school a person represents, and undone by the lead."""

import re
from datetime import date, datetime

import pytest
from casting import LONDON, NOW, place_of
from django.urls import reverse

from audit.models import Activity
from training import actions, knocks
from training.door import DOOR_LETTERS, Hours, hours_of, seats_of
from training.models import Attendance, Mark, Session

WINDOW = Hours(datetime(2026, 2, 3, 8, 15, tzinfo=LONDON), datetime(2026, 2, 3, 10, 15, tzinfo=LONDON))


@pytest.fixture
def session(year):
    """Session 4, today from 9.15am; it is 9.30am."""
    return year.sessions[4]


@pytest.fixture
def lead(year, client_of):
    return client_of(year.cast.lead)


@pytest.fixture
def visitor(client_of):
    return client_of(None)


def door(session):
    return reverse("training:sign_in_at_door", args=[session.door_code])


def url(name, session):
    return reverse(f"training:{name}", args=[session.pk])


def standing():
    """(school, seat, state, whether confirmed, whether from the door) of every mark."""
    rows = Attendance.objects.order_by("seat__place__school__name", "seat__number")
    return [
        (row.seat.place.school.name, row.seat.number, row.state, row.confirmed_at is not None, row.door_at is not None)
        for row in rows
    ]


MINE = ("Heathervale Primary", 1, "present", False, True)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_every_session_has_a_code_of_its_own_without_letters_that_look_alike(year):
    codes = list(Session.objects.values_list("door_code", flat=True))
    assert len(set(codes)) == len(codes) == 6
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(DOOR_LETTERS)
    assert set("01OIL") & set(DOOR_LETTERS) == set()


def test_the_hours_are_around_the_start(session):
    assert hours_of(session) == WINDOW


def test_one_button_makes_a_claim_for_who_holds_a_seat(year, session, client_of):
    mine = client_of(year.cast.school_lead)
    page = mine.get(door(session))
    assert "Jo Pemberton: not signed in yet" in words(page)
    assert (page.status_code, Attendance.objects.count()) == (200, 0)  # opening it changes nothing
    answer = mine.post(door(session), follow=True)
    assert "You are signed in to session 4 at 9.30am" in words(answer)
    assert standing() == [MINE]
    [mark] = Mark.objects.all()
    assert (mark.by, mark.is_claim, mark.at_door, mark.at) == (year.cast.school_lead, True, True, NOW)
    assert Activity.objects.get(verb="signed in at the door of").school_key == year.cast.school.pk


def test_twice_is_one_mark(year, session, client_of, frozen):
    mine = client_of(year.cast.school_lead)
    mine.post(door(session))
    frozen.shift(60)
    assert "signed in at 9.30am" in words(mine.post(door(session), follow=True))
    assert Mark.objects.count() == 1
    assert Attendance.objects.get().door_at == NOW


def test_somebody_of_two_schools_is_marked_for_each(year, session, client_of):
    place_of(year.cast.other, year.cohort, ("Jo Pemberton", "Col Drury"), (year.cast.school_lead,))
    client_of(year.cast.school_lead).post(door(session))
    assert standing() == [MINE, ("Oakenfold School", 1, "present", False, True)]


@pytest.mark.parametrize(
    ("hour", "minute", "sentence"),
    [
        (8, 14, "It is too early. You can sign in on Tuesday 3 February 2026 from 8.15am."),
        (10, 15, "Signing in has closed. It was open on Tuesday 3 February 2026 until 10.15am."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_outside_its_hours_the_code_says_when(year, session, client_of, frozen, hour, minute, sentence, signed_in):
    frozen.move_to(datetime(2026, 2, 3, hour, minute, tzinfo=LONDON))
    client = client_of(year.cast.school_lead if signed_in else None)
    answer = client.get(door(session))
    assert (answer.status_code, sentence in words(answer)) == (200, True)
    answer = client.post(door(session), {"name": "Jo Pemberton"})
    assert (answer.status_code, sentence in words(answer)) == (409, True)
    assert standing() == []


@pytest.mark.parametrize(("hour", "minute"), [(8, 15), (10, 14)])
def test_the_first_and_the_last_minute_count(year, session, client_of, frozen, hour, minute):
    frozen.move_to(datetime(2026, 2, 3, hour, minute, tzinfo=LONDON))
    client_of(year.cast.school_lead).post(door(session))
    assert standing() == [MINE]


def test_a_session_that_is_moved_takes_its_hours_along(year, session, client_of):
    actions.edit_session(session, by=year.cast.lead, on=date(2026, 2, 10))
    assert "on Tuesday 10 February 2026 from 8.15am" in words(client_of(None).get(door(session)))


@pytest.mark.parametrize(
    ("state", "sentence"), [("cancelled", "This session was cancelled."), ("closed", "The register is closed.")]
)
def test_nobody_signs_in_to_what_is_not_held_or_is_over(year, session, client_of, lead, state, sentence):
    if state == "closed":
        actions.close_register(session, by=year.cast.lead)
    else:
        actions.cancel_session(session, by=year.cast.lead, reason="Snow")
    answer = client_of(year.cast.school_lead).post(door(session))
    assert (answer.status_code, sentence in words(answer), standing()) == (409, True, [])
    assert lead.get(url("door_code", session)).status_code == 409
    for name in ("register", "session"):
        assert "Sign-in code for the door" not in words(lead.get(url(name, session)))


def test_the_action_itself_looks_at_the_hours(year, session, frozen):
    from kit.access import Refused
    from kit.flow import StepNotAllowed

    holders = seats_of(year.cast.school_lead, session)
    with frozen_at(frozen, 11), pytest.raises(Refused):
        actions.sign_in_at_door(session, holders, by=year.cast.school_lead)
    actions.cancel_session(session, by=year.cast.lead, reason="Snow")
    with pytest.raises(StepNotAllowed):
        actions.sign_in_at_door(session, holders, by=year.cast.school_lead)


class frozen_at:  # noqa: N801 reads as a sentence
    """Another hour of the day for a moment."""

    def __init__(self, frozen, hour):
        self.frozen, self.hour = frozen, hour

    def __enter__(self):
        self.frozen.move_to(datetime(2026, 2, 3, self.hour, tzinfo=LONDON))

    def __exit__(self, *error):
        self.frozen.move_to(NOW)


def test_who_holds_no_seat_is_told_so(year, session, client_of):
    for person in (year.cast.headteacher, year.cast.stranger, year.cast.lead, year.cast.nobody):
        client = client_of(person)
        assert "You hold no seat at this session." in words(client.get(door(session)))
        assert client.post(door(session)).status_code == 403
    assert standing() == []


def test_who_held_the_seat_before_does_not_hold_it(year, session, client_of):
    year.seats[0].holders.update(until_on=date(2026, 2, 2))
    assert "You hold no seat" in words(client_of(year.cast.school_lead).get(door(session)))


# Without an account


def test_without_an_account_one_writes_ones_own_name(year, session, visitor):
    page = visitor.get(door(session))
    for secret in ("Jo Pemberton", "Heathervale", "Emotion coaching", "Larkstone"):
        assert secret not in page.content.decode()
    answer = visitor.post(door(session), {"name": " jo  PEMBERTON "}, follow=True)
    assert "Thank you, jo PEMBERTON. You are signed in to session 4" in words(answer)
    assert "Heathervale" not in answer.content.decode()
    assert standing() == [MINE]
    assert Mark.objects.get().by is None
    assert Activity.objects.get(verb="signed in at the door of").details == {"name": "Jo Pemberton", "by_name": True}


def test_a_name_nobody_has_is_asked_again(year, session, visitor):
    answer = visitor.post(door(session), {"name": "Jo Pember"})
    assert (answer.status_code, "We cannot place this name." in words(answer)) == (422, True)
    assert 'value="Jo Pember"' in answer.content.decode()
    assert visitor.post(door(session), {"name": ""}).status_code == 422
    assert standing() == []


def test_two_of_the_same_name_are_told_apart_at_the_table(year, session, visitor):
    place_of(year.cast.other, year.cohort, ("Jo Pemberton", "Col Drury"))
    answer = visitor.post(door(session), {"name": "Jo Pemberton"})
    assert (answer.status_code, standing()) == (422, [])


def test_names_are_not_tried_out(year, session, visitor, monkeypatch):
    monkeypatch.setattr(knocks, "MOST", 2)
    for name in ("A", "B"):
        visitor.post(door(session), {"name": name})
    answer = visitor.post(door(session), {"name": "Jo Pemberton"})
    assert ("Too many names did not fit." in words(answer), standing()) == (True, [])


# What others have said


def test_what_others_have_said_stays(year, session, visitor, mark):
    mark(4, 1, "absent")
    answer = visitor.post(door(session), {"name": "Jo Pemberton"}, follow=True)
    assert "Jo Pemberton, please ask whoever takes the register to mark you." in words(answer)
    assert standing() == [("Heathervale Primary", 1, "absent", True, False)]


def test_apologies_that_are_not_confirmed_give_way(year, session, visitor):
    from training.actions.marks import Said

    said = [Said(year.seats[0], "apologies")]
    actions.claim_attendance(session, year.place, said, by=year.cast.school_lead)
    visitor.post(door(session), {"name": "Jo Pemberton"})
    assert standing() == [MINE]


# The register


def test_the_register_says_so_and_the_lead_undoes_it(year, session, lead, client_of, visitor):
    mine = client_of(year.cast.school_lead)
    mine.post(door(session))
    page = lead.get(url("register", session))
    assert "signed in at the door at 9.30am" in words(page)
    assert "Undo the sign-in of Jo Pemberton" in words(page)
    lead.post(url("save_register", session), {"clear": year.seats[0].pk})
    assert standing() == [("Heathervale Primary", 1, "expected", False, False)]
    trail = Mark.objects.values_list("state", "by__name", "at_door")
    assert list(trail) == [("present", "Jo Pemberton", True), ("expected", "Marian Osgood", False)]
    assert "signed in at the door" not in words(lead.get(url("register", session)))
    for client in (mine, visitor):  # what was undone is not done again from the door
        client.post(door(session), {"name": "Jo Pemberton"})
    assert Attendance.objects.get().state == "expected"
    assert "ask whoever takes the register" in words(mine.get(door(session)))


def test_confirm_all_confirms_the_door_too(year, session, lead, client_of):
    client_of(year.cast.school_lead).post(door(session))
    shown = re.findall(r'name="claim" value="([^"]+)"', lead.get(url("confirm_claims", session)).content.decode())
    lead.post(url("confirm_claims", session), {"claim": shown})
    assert standing() == [("Heathervale Primary", 1, "present", True, True)]
    assert "Undo the sign-in" not in words(lead.get(url("register", session)))


def test_the_page_of_claims_says_how_somebody_signed_in(year, session, lead, client_of, visitor):
    visitor.post(door(session), {"name": "Jo Pemberton"})
    client_of(year.cast.contributor).post(door(session))
    page = words(lead.get(url("confirm_claims", session)))
    assert page.count("Present at the door, by name without an account,") == 1
    assert page.count("Present at the door, ") == 2


def test_the_school_reads_where_a_mark_comes_from(year, session, client_of, visitor):
    visitor.post(door(session), {"name": "Jo Pemberton"})
    page = words(client_of(year.cast.contributor).get(url("session", session)))
    assert "Jo Pemberton: present (signed in at the door at 9.30am, not confirmed yet)" in page


# The code


@pytest.mark.parametrize("typed", ["{}", " {} ", "{} {}", "{}-{}"])
def test_the_code_is_typed_as_one_likes(year, session, visitor, typed):
    code = session.door_code.lower()
    text = typed.format(code[:3], code[3:]) if typed.count("{}") == 2 else typed.format(code)
    answer = visitor.get(reverse("training:find_door"), {"code": text})
    assert answer["Location"] == door(session)
    assert visitor.get(f"/training/door/{code}/").status_code == 200


def test_no_code_and_a_wrong_code(db, visitor):
    empty = visitor.get(reverse("training:find_door"), {"code": " "})
    assert empty.status_code == 422
    assert visitor.get(reverse("training:find_door"), {"code": "01-"}).status_code == 422
    for code in ("ABCDEF", "01", "x" * 300):
        wrong = visitor.get(reverse("training:sign_in_at_door", args=[code]))
        assert wrong.status_code == 404
    wrong = visitor.post(reverse("training:sign_in_at_door", args=["ABCDEF"]))
    assert "No session has this code." in words(wrong)
    assert 'value="ABCDEF"' in wrong.content.decode()


def test_codes_are_not_tried_out(year, session, visitor, monkeypatch, frozen):
    monkeypatch.setattr(knocks, "MOST", 3)
    for _ in range(3):
        assert visitor.get("/training/door/ABCDEF/").status_code == 404
    for answer in (visitor.get(door(session)), visitor.post(door(session), {"name": "Jo Pemberton"})):
        assert (answer.status_code, "Wait ten minutes" in words(answer)) == (429, True)
    assert standing() == []
    frozen.shift(knocks.SPAN)
    assert visitor.get(door(session)).status_code == 200


@pytest.mark.parametrize("who", ["lead", "administrator", "adviser"])
def test_who_takes_the_register_shows_the_code(year, session, client_of, who):
    client = client_of(getattr(year.cast, who))
    page = client.get(url("door_code", session)).content.decode()
    assert f"{session.door_code[:3]} {session.door_code[3:]}" in page
    assert "<title>Square code for signing in to session 4</title>" in page
    for name in ("register", "session"):
        assert url("door_code", session) in client.get(url(name, session)).content.decode()
    if who != "adviser":
        assert url("door_code", session) in client.get("/today/").content.decode()


@pytest.mark.parametrize("who", ["observer", "headteacher", "school_lead", "contributor"])
def test_nobody_else_does(year, session, client_of, who):
    client = client_of(getattr(year.cast, who))
    for answer in (client.get(url("door_code", session)), client.post(url("renew_door_code", session))):
        assert answer.status_code == 403
    assert session.door_code not in client.get(url("session", session)).content.decode()


def test_a_new_code_ends_the_one_before(year, session, lead, visitor):
    before = door(session)
    lead.post(url("renew_door_code", session))
    session.refresh_from_db()
    assert (visitor.get(before).status_code, visitor.get(door(session)).status_code) == (404, 200)
    assert Activity.objects.filter(verb="made a new sign-in code for").count() == 1


def test_the_door_asks_the_same_of_the_database_however_many_come(
    year, session, other_place, visitor, django_assert_max_num_queries
):
    for number in range(3, 40):
        seat = year.place.seats.create(number=number)
        seat.holders.create(name=f"Person {number}", from_on=date(2025, 9, 1))
    with django_assert_max_num_queries(24):
        visitor.post(door(session), {"name": "Jo Pemberton"})
