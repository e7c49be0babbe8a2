"""A session moved or cancelled: what calendars are told, how fast, and whom to ring."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from accounts.actions.profile import make_calendar_link
from audit.models import Activity
from cohorts.models import SeatHolder
from kit.flow import StepNotAllowed
from notifications.actions import dispatch, letter, plan
from notifications.models import Message
from schools.actions.pause import pause_reminders
from tests.conftest import LONDON, NOW, place_of
from training import actions
from training.models import PhoneCall, Session

ANOTHER = {"on": date(2026, 3, 26), "starts_at": time(9, 15), "ends_at": time(15, 30)}


def invitations(mailoutbox, address="jo.pemberton@example.org"):
    """(method of the MIME part, calendar) of every entry mailed to an address, in order."""
    found = []
    for mail in mailoutbox:
        if mail.to == [address]:
            for part in mail.message().iter_attachments():
                assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "session.ics")
                found.append((part.get_param("method"), Calendar.from_ical(part.get_content())))
    return found


def event_of(calendar, key="session-"):
    return next(one for one in calendar.walk("VEVENT") if str(one["UID"]).startswith(key))


def test_a_calendar_follows_a_session_through_everything(year, mailoutbox, client_of):
    """Reminded, moved, moved again, cancelled, held after all: one UID, a rising SEQUENCE, and the method RFC 5546 wants."""
    session, lead = year.sessions[5], year.cast.lead
    with time_machine.travel(NOW + timedelta(days=42), tick=False):
        plan(NOW + timedelta(days=42))
        dispatch(NOW + timedelta(days=42))
        actions.edit_session(session, by=lead, on=date(2026, 3, 25))
        dispatch(NOW + timedelta(days=42, minutes=1))
        actions.edit_session(session, by=lead, trainer="Somebody else")  # quiet: no mail, but newer all the same
        actions.hold_on_another_day(session, by=lead, **ANOTHER)
        dispatch(NOW + timedelta(days=42, minutes=2))
        actions.cancel_session(session, by=lead, reason="Snow")
        dispatch(NOW + timedelta(days=42, minutes=3))
        actions.hold_on_another_day(session, by=lead, **ANOTHER | {"on": date(2026, 4, 28)})
        dispatch(NOW + timedelta(days=42, minutes=4))
    sent = invitations(mailoutbox)
    assert [method for method, _ in sent] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert [str(calendar["METHOD"]) for _, calendar in sent] == [method for method, _ in sent]
    events = [event_of(calendar) for _, calendar in sent]
    assert {str(event["UID"]) for event in events} == {f"session-{session.pk}@localhost"}
    assert [event["SEQUENCE"] for event in events] == [0, 1, 3, 4, 5]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED"] * 3 + ["CANCELLED", "CONFIRMED"]
    assert [event.start.date() for event in events] == [
        date(2026, 3, 24), date(2026, 3, 25), date(2026, 3, 26), date(2026, 3, 26), date(2026, 4, 28),
    ]  # fmt: skip
    for event in events:
        assert str(event["ORGANIZER"]).startswith("mailto:")
        assert str(event["ATTENDEE"]) == "mailto:jo.pemberton@example.org"
        assert event["ATTENDEE"].params["CN"] == "Jo Pemberton"
    # The file to download and the feed say the same, published: without a guest, as RFC 5546 has it
    client = client_of(year.cast.school_lead)
    make_calendar_link(year.cast.school_lead)
    token = type(year.cast.school_lead).objects.get(pk=year.cast.school_lead.pk).calendar_token
    for address in (
        reverse("training:session_calendar", args=[session.pk]),
        reverse("training:feed", args=[token]),
    ):
        calendar = Calendar.from_ical(client.get(address).content)
        event = event_of(calendar, f"session-{session.pk}@")
        assert (str(calendar["METHOD"]), event["SEQUENCE"], str(event["STATUS"])) == ("PUBLISH", 5, "CONFIRMED")
        assert (event.start.date(), "ATTENDEE" in event) == (date(2026, 4, 28), False)


@pytest.mark.parametrize("at", [datetime(2026, 2, 3, 6, 15, tzinfo=LONDON), datetime(2026, 6, 9, 6, 15, tzinfo=LONDON)])
def test_a_snow_day_is_told_at_a_quarter_past_six(year, mailoutbox, at):
    """In winter time and in summer time, past a mute and a pause, on a day without school, and before all other mail."""
    number = 4 if at.month == 2 else 6
    with time_machine.travel(at, tick=False):
        jo = year.cast.school_lead
        type(jo).objects.filter(pk=jo.pk).update(reminders_muted=True)
        pause_reminders(year.cast.school, by=jo)
        waiting = [
            letter("plan_agreed", f"n{n}@example.org", about=year.place.school, occasion=f"x{n}") for n in range(60)
        ]
        Message.objects.bulk_create(waiting)
        Message.objects.update(not_before=at - timedelta(hours=1))
        actions.cancel_session(year.sessions[number], by=year.cast.lead, reason="Snow: the hall is shut.")
        first = Message.objects.claim(at)
        assert {message.kind for message in first} == {"session_cancelled"}
        assert len(first) == 3
        Message.objects.filter(kind="session_cancelled").update(state="queued", lease_token=None, lease_until=None)
        dispatch(at)
    told = [mail for mail in mailoutbox if mail.subject == f"Session {number} is cancelled"]
    assert {mail.to[0] for mail in told} == {
        "jo.pemberton@example.org",
        "tomasz.wilk@example.org",
        "helen.strand@example.org",
    }
    assert mailoutbox[:3] == told
    assert set(Message.objects.filter(kind="session_cancelled").values_list("state", "sent_at")) == {("sent", at)}


def test_of_two_moves_only_the_last_is_told(year, mailoutbox):
    for on in (date(2026, 3, 25), date(2026, 3, 26)):
        actions.edit_session(year.sessions[5], by=year.cast.lead, on=on)
    dispatch(NOW)
    assert len(mailoutbox) == 3
    assert "It is not on Wednesday 25 March 2026. It is now on\n\nThursday 26 March 2026" in mailoutbox[0].body
    assert Message.objects.filter(kind="session_moved", state="unwanted").count() == 3


def test_a_cancelled_session_that_is_held_after_all_is_not_told_as_cancelled(year, mailoutbox):
    actions.cancel_session(year.sessions[5], by=year.cast.lead, reason="Snow")
    actions.hold_on_another_day(year.sessions[5], by=year.cast.lead, reason="The road is clear again.", **ANOTHER)
    session = Session.objects.get(number=5)
    assert (session.state, session.cancelled_reason, session.alarm) == ("planned", "", 2)
    dispatch(NOW)
    assert {mail.subject for mail in mailoutbox} == {"Session 5 has changed: please look at the day and place"}
    assert "The road is clear again." in mailoutbox[0].body


def test_nothing_is_mailed_for_a_draft(year):
    type(year.cohort).objects.update(state="draft")
    session = Session.objects.get(number=5)
    actions.edit_session(session, by=year.cast.lead, on=date(2026, 3, 25))
    actions.hold_on_another_day(session, by=year.cast.lead, **ANOTHER)
    actions.cancel_session(session, by=year.cast.lead, reason="Snow")
    assert (Message.objects.count(), session.alarm, session.calendar_sequence) == (0, 0, 3)


def test_a_session_whose_register_is_closed_stays_on_its_day(year, client_of):
    actions.close_register(year.sessions[1], by=year.cast.lead)
    with pytest.raises(StepNotAllowed):
        actions.hold_on_another_day(year.sessions[1], by=year.cast.lead, **ANOTHER)
    address = reverse("training:hold_on_another_day", args=[year.sessions[1].pk])
    assert [client_of(who).get(address).status_code for who in (year.cast.lead, year.cast.school_lead)] == [409, 403]


# --- the ring-round


@pytest.fixture
def snow(year):
    """Session 5 is cancelled; Oakenfold has nobody with an account, and a third school no representative at all."""
    from schools.models import School

    type(year.cast.school).objects.filter(pk=year.cast.school.pk).update(telephone="01632 960011")
    type(year.cast.school_lead).objects.filter(pk=year.cast.school_lead.pk).update(telephone="07700 900123")
    other = place_of(year.cast.other, year.cohort, ("Ines Farrow", "Col Drury"))
    silent = School.objects.create(name="Quiet School", telephone="01632 960099")
    place_of(silent, year.cohort, ())
    actions.cancel_session(year.sessions[5], by=year.cast.lead, reason="Snow")
    year.other_place = other
    year.ring = reverse("training:ring_round", args=[year.sessions[5].pk])
    return year


def rows_in(response):
    return [(row.name, [number for _, number in row.numbers], row.is_told) for row in response.context["rows"]]


def test_everybody_is_on_the_list_with_their_own_number_or_the_schools(snow, client_of):
    assert rows_in(client_of(snow.cast.administrator).get(snow.ring)) == [
        ("Jo Pemberton", ["07700 900123", "01632 960011"], False),
        ("Tomasz Wilk", ["01632 960011"], False),
        ("Ines Farrow", [], False),
        ("Col Drury", [], False),
        ("The office: no representative is named", ["01632 960099"], False),
    ]


def test_whom_no_mail_reaches_is_flagged_and_rung_at_the_number_the_school_gave(snow, client_of):
    """Col has neither account nor address, Ines an address without an account, and Tomasz's mail is refused."""
    SeatHolder.objects.filter(name="Col Drury").update(telephone="07700 900456")
    SeatHolder.objects.filter(name="Ines Farrow").update(email="ines.farrow@example.org")
    SeatHolder.objects.filter(name="Jo Pemberton").update(telephone="01632 960777")  # her own goes first
    Message.objects.filter(address="tomasz.wilk@example.org").update(state="refused")
    page = client_of(snow.cast.lead).get(snow.ring)
    rows = {row.name: row for row in page.context["rows"]}
    nowhere, refused = "No account and no e-mail address: no mail reaches them", "Mail refused: no mail reaches them"
    assert {name: row.unreached for name, row in rows.items() if row.unreached} == {
        "Tomasz Wilk": refused,
        "Col Drury": nowhere,
    }
    assert rows["Col Drury"].numbers == [("given by the school", "07700 900456")]
    assert rows["Jo Pemberton"].numbers[0] == ("own number", "07700 900123")
    assert (page.text.count(nowhere), page.text.count(refused)) == (1, 1)
    assert "2 people of them get no mail" in page.text
    sent = {"who": rows["Col Drury"].key, "outcome": "told"}
    assert "1 person of them gets no mail" in client_of(snow.cast.lead).post(snow.ring, sent, follow=True).text


def test_an_adviser_rings_their_schools_and_a_school_rings_nobody(snow, client_of):
    assert [name for name, *_ in rows_in(client_of(snow.cast.adviser).get(snow.ring))] == [
        "Jo Pemberton",
        "Tomasz Wilk",
    ]
    statuses = [client_of(who).get(snow.ring).status_code for who in (snow.cast.school_lead, snow.cast.observer)]
    assert statuses == [403, 403]
    foreign = SeatHolder.objects.get(name="Ines Farrow")
    answer = client_of(snow.cast.adviser).post(
        snow.ring, {"who": f"holder-{foreign.pk}", "outcome": "told"}, follow=True
    )
    assert "Nobody of that name is on the list any more" in answer.text
    assert not PhoneCall.objects.exists()


def test_many_to_ring_stand_on_pages_and_on_one_to_be_printed(snow, client_of, monkeypatch):
    monkeypatch.setattr("training.views.changes.A_PAGE", 2)
    monkeypatch.setattr("training.views.changes.FEW", 0)
    client = client_of(snow.cast.lead)
    pages = [client.get(f"{snow.ring}{query}") for query in ("", "?page=2", "?page=3", "?all=1")]
    assert [[row.name.split(" ")[0] for row in page.context["page"]] for page in pages] == [
        ["Jo", "Tomasz"],
        ["Ines", "Col"],
        ["The"],
        ["Jo", "Tomasz", "Ines", "Col", "The"],
    ]
    assert ["0 of 5 told" in page.text for page in pages] == [True] * 4
    col = SeatHolder.objects.get(name="Col Drury")
    answer = client.post(f"{snow.ring}?page=2", {"who": f"holder-{col.pk}", "outcome": "told"})
    assert answer.url == f"{snow.ring}?page=2#holder-{col.pk}"


def test_a_call_is_noted_and_seen_by_the_others(snow, client_of):
    jo = SeatHolder.objects.get(name="Jo Pemberton")
    client_of(snow.cast.lead).post(snow.ring, {"who": f"holder-{jo.pk}", "outcome": "not_reached", "note": "Rang out"})
    page = client_of(snow.cast.administrator).get(snow.ring)
    call = page.context["rows"][0].call
    assert (call.by, call.outcome, call.note) == (snow.cast.lead, "not_reached", "Rang out")
    sent = {"who": f"holder-{jo.pk}", "outcome": "told", "seen": call.key}
    client_of(snow.cast.administrator).post(snow.ring, sent)
    assert rows_in(client_of(snow.cast.lead).get(snow.ring))[-1] == (
        "Jo Pemberton", ["07700 900123", "01632 960011"], True,
    )  # fmt: skip
    assert Activity.objects.filter(verb="rang about", internal=True, school_key=snow.cast.school.pk).count() == 2


def test_two_who_ring_the_same_person_are_told_of_one_another(snow, client_of):
    jo = SeatHolder.objects.get(name="Jo Pemberton")
    client_of(snow.cast.lead).post(snow.ring, {"who": f"holder-{jo.pk}", "outcome": "told", "seen": ""})
    answer = client_of(snow.cast.administrator).post(
        snow.ring, {"who": f"holder-{jo.pk}", "outcome": "not_reached", "seen": ""}, follow=True
    )
    assert "Marian Osgood rang Jo Pemberton at 9.30am: told." in answer.text
    assert PhoneCall.objects.get().outcome == "told"


def test_somebody_of_two_schools_is_rung_once(snow, client_of):
    SeatHolder.objects.filter(name="Ines Farrow").update(user=snow.cast.school_lead, name="Jo Pemberton")
    client = client_of(snow.cast.lead)
    [row] = [row for row in client.get(snow.ring).context["rows"] if row.name == "Jo Pemberton"]
    assert [school.name for school in row.schools] == ["Heathervale Primary", "Oakenfold School"]
    client.post(snow.ring, {"who": row.key, "outcome": "told"})
    assert PhoneCall.objects.count() == 2
    assert client_of(snow.cast.other_adviser).get(snow.ring).context["told"] == 1


def test_the_next_change_rings_everybody_anew(snow, client_of):
    client = client_of(snow.cast.lead)
    for row in client.get(snow.ring).context["rows"]:
        client.post(snow.ring, {"who": row.key, "outcome": "told"})
    assert client.get(snow.ring).context["left"] == 0
    actions.hold_on_another_day(snow.sessions[5], by=snow.cast.lead, **ANOTHER)
    assert client.get(snow.ring).context["told"] == 0


def test_mail_that_was_refused_is_said(snow, client_of):
    Message.objects.filter(address="jo.pemberton@example.org").update(state="refused")
    rows = client_of(snow.cast.lead).get(snow.ring).context["rows"]
    assert [row.mail for row in rows] == ["mail refused", "mail waiting", "", "", ""]


def test_without_a_change_there_is_nobody_to_tick(year, client_of):
    address = reverse("training:ring_round", args=[year.sessions[5].pk])
    page = client_of(year.cast.lead).get(address)
    assert "Nobody has to be rung while it stays there" in page.text
    assert "e-mail address" not in page.text  # nothing was written, so nothing is said of mail
    jo = SeatHolder.objects.get(name="Jo Pemberton")
    answer = client_of(year.cast.lead).post(address, {"who": f"holder-{jo.pk}", "outcome": "told"})
    assert (answer.status_code, PhoneCall.objects.exists()) == (409, False)


# --- the pages


def test_the_lead_cancels_and_is_led_to_the_list(year, client_of):
    client = client_of(year.cast.lead)
    answer = client.post(reverse("training:cancel_session", args=[year.sessions[5].pk]), {"reason": "Snow"})
    assert answer.url == reverse("training:ring_round", args=[year.sessions[5].pk])
    page = client.get(year.sessions[5].get_absolute_url()).text
    assert "Hold it on another day" in page
    assert reverse("training:ring_round", args=[year.sessions[5].pk]) in page


def test_another_day_is_one_to_come(year, client_of):
    client, address = client_of(year.cast.lead), reverse("training:hold_on_another_day", args=[year.sessions[5].pk])

    def sent(on, **more):
        times = {"starts_at": "9.15am", "ends_at": "3.30pm"} | more
        return client.post(address, {"on_day": on.day, "on_month": on.month, "on_year": on.year, **times})

    assert "Enter today or a day to come" in sent(date(2026, 2, 2)).text
    assert "The session is on this day. Enter another" in sent(date(2026, 3, 24)).text
    assert "Enter a time after the start" in sent(date(2026, 3, 26), ends_at="9am").text
    # A day on which schools are shut is named before anybody hears of it; sent once more, it stands
    asked = sent(date(2026, 4, 3))
    assert "3 April 2026: it is a bank holiday (Good Friday)." in asked.text
    assert (Session.objects.get(number=5).on, Message.objects.count()) == (date(2026, 3, 24), 0)
    still = sent(date(2026, 4, 6), despite="2026-04-03")  # what was read was said of another day
    assert "bank holiday (Easter Monday)" in still.text
    answer = client.get(sent(date(2026, 4, 3), despite="2026-04-03").url)
    assert "Session 5 is on Friday 3 April 2026, and everybody is told." in answer.text
    assert "3 April 2026: it is a bank holiday (Good Friday)." in answer.text


def test_the_map_opens_elsewhere_with_the_schools_address(year, client_of):
    school = year.cast.school
    type(school).objects.filter(pk=school.pk).update(street="1 Mill Lane", postcode="ZZ1 1AA")
    Session.objects.filter(number=5).update(host=school)
    page = client_of(year.cast.school_lead).get(year.sessions[5].get_absolute_url()).text
    assert "1 Mill Lane, Highmoor, ZZ1 1AA" in page
    link = "https://www.openstreetmap.org/search?query=1+Mill+Lane%2C+Highmoor%2C+ZZ1+1AA"
    assert f'href="{link}" rel="noreferrer"' in page
    Session.objects.filter(number=5).update(address="Larkstone Hall, ZZ9 9ZZ", access="Ramp at the back")
    page = client_of(year.cast.school_lead).get(year.sessions[5].get_absolute_url()).text
    assert ("1 Mill Lane" in page, "ZZ9 9ZZ" in page, "Ramp at the back" in page) == (False, True, True)
