"""When a register closes, and which of the schools' words are confirmed with it."""

import re

import pytest
from casting import place_of
from django.urls import reverse

from training import actions
from training.actions.marks import Said
from training.models import Attendance, Session


def url(name, session):
    return reverse(f"training:{name}", args=[session.pk])


@pytest.fixture
def lead(year, client_of):
    return client_of(year.cast.lead)


def test_a_register_stays_open_until_its_day(year, lead):
    """Session 5 is ahead: the button is not there, and whoever knows the address reads why."""
    assert "Close the register" not in lead.get(url("register", year.sessions[5])).content.decode()
    for ask in (lead.get, lead.post):
        answer = ask(url("close_register", year.sessions[5]))
        assert answer.status_code == 403
        assert "Session 5 is on 24 March 2026. Its register can be closed from that day." in answer.content.decode()
    assert Session.objects.get(number=5).state == "planned"
    assert lead.post(url("close_register", year.sessions[4])).status_code == 302


def claim(year, *states):
    said = [Said(seat, state) for seat, state in zip(year.seats, states, strict=False)]
    actions.claim_attendance(year.sessions[4], year.place, said, by=year.cast.school_lead)


def shown(page):
    """The claims that a page shows and sends."""
    return {"claim": re.findall(r'name="claim" value="([^"]+)"', page.content.decode())}


def confirmed():
    return dict(Attendance.objects.exclude(confirmed_at=None).values_list("seat__number", "state"))


def test_only_the_claims_that_the_page_showed_are_confirmed(year, lead, frozen):
    claim(year, "present")
    address = url("confirm_claims", year.sessions[4])
    seen = shown(lead.get(address))
    frozen.shift(60)
    claim(year, "present", "half")  # the first as before, the second while the lead reads
    answer = lead.post(address, seen, follow=True)
    assert "Schools have said more meanwhile" in answer.content.decode()
    assert confirmed() == {1: "present"}
    assert len(shown(answer)["claim"]) == 1


def test_a_claim_said_anew_is_another(year, lead, frozen):
    claim(year, "present")
    seen = shown(lead.get(url("register", year.sessions[4])))
    frozen.shift(60)
    claim(year, "half")
    seat = year.seats[0].pk
    sent = seen | {"confirm": seat, f"state-{seat}": "present", f"seen-{seat}": "present"}
    lead.post(url("save_register", year.sessions[4]), sent)
    lead.post(url("confirm_claims", year.sessions[4]), seen)
    assert confirmed() == {}


def test_a_register_is_not_closed_over_a_claim_nobody_has_read(year, lead, frozen):
    address = url("close_register", year.sessions[4])
    seen = shown(lead.get(address))
    claim(year, "present")
    answer = lead.post(address, seen)
    assert answer.status_code == 409
    assert "It is still open." in answer.content.decode()
    assert (Session.objects.get(number=4).state, confirmed()) == ("planned", {})
    assert lead.post(address, shown(answer)).status_code == 302
    assert (Session.objects.get(number=4).state, confirmed()) == ("closed", {1: "present"})


def test_sessions_of_another_cohort_are_named_with_it(year):
    from training.today import sessions_ahead

    def words():
        return [one.text for one in sessions_ahead(year.cast.lead, year.sessions[4].on)]

    assert words() == ["Session 5, Behaviour as communication", "Session 6, What we found"]
    type(year.cohort).objects.update(state="open")
    assert words()[0] == "Session 5, Behaviour as communication (2025-26)"


def test_days_out_of_order_are_said_and_kept(year, lead):
    Session.objects.filter(number=5).update(on="2026-07-01")
    page = lead.get(f"/training/cohorts/{year.cohort.pk}/plan/").content.decode()
    assert "Session 5 is on 1 July 2026, after session 6 on 9 June 2026." in page


def test_what_is_overdue_says_for_how_long(year, lead):
    Session.objects.filter(number=3).update(on="2026-01-30")  # a Friday; it is Tuesday
    page = lead.get("/today/").content.decode()
    assert "<b>4 days ago</b> 30 January" in page
    assert "<b>Friday</b> 30 January" not in page


@pytest.fixture
def forty(year):
    """Forty schools more, each with a representative, in order of name behind Heathervale."""
    from schools.models import School

    return [
        place_of(School.objects.create(name=f"School {number:02}"), year.cohort, (f"Ann {number:02}",))
        for number in range(40)
    ]


def names_on(answer):
    return [part.place.school.name for part in answer.context["page"].object_list]


def test_a_large_register_has_pages_and_counts_as_one(year, lead, forty):
    session, address = year.sessions[4], url("register", year.sessions[4])
    first, last = lead.get(address), lead.get(f"{address}?page=3")
    assert names_on(first) == ["Heathervale Primary", *(f"School {number:02}" for number in range(14))]
    assert names_on(last) == [f"School {number:02}" for number in range(29, 40)]
    assert last.context["tally"].waiting == 42
    seat = forty[30].seats.get()
    form = re.search(r'action="([^"]+register/save/[^"]*)"', last.text)[1]
    answer = lead.post(form, {f"state-{seat.pk}": "present", f"seen-{seat.pk}": "expected"})
    assert answer["Location"] == f"{address}?page=3"
    one_tap = lead.post(url("mark_seat", session), {"seat": seat.pk, "state": "half"})
    assert one_tap["Location"] == f"{address}?page=3#seat-{seat.pk}"
    assert list(Attendance.objects.values_list("seat__place__school__name", "state")) == [("School 30", "half")]
    close = lead.get(url("close_register", session)).text
    assert f'href="{address}?page=2#seat-{forty[20].seats.get().pk}"' in close
    assert f'href="{address}#seat-{year.seats[0].pk}"' in close


def test_the_cohort_of_seventeen_stands_on_one_page(year, lead, forty):
    from cohorts.models import Place

    Place.objects.filter(pk__in=[place.pk for place in forty[16:]]).update(state="withdrawn", left_reason="Moved")
    assert len(names_on(lead.get(url("register", year.sessions[4])))) == 17


def test_a_large_sheet_is_typed_back_page_by_page(year, lead, forty):
    for number in range(40, 50):
        from schools.models import School

        place_of(School.objects.create(name=f"School {number}"), year.cohort, (f"Ann {number}",))
    address = url("type_sheet", year.sessions[4])
    assert len(names_on(lead.get(address))) == 40
    assert "Save and go on" in lead.get(address).text
    first = lead.post(address, {f"mark-{year.seats[0].pk}": "p"})
    assert first["Location"] == f"{address}?page=2"
    last = forty[39].seats.get()
    assert lead.post(f"{address}?page=2", {f"mark-{last.pk}": "x"})["Location"] == url("register", year.sessions[4])
    assert dict(Attendance.objects.values_list("seat", "state")) == {year.seats[0].pk: "present", last.pk: "absent"}
