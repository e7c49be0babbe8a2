"""A lead takes forty applications for seventeen places to a running cohort, and runs six days of training: an outage, a substitute,
a catch-up, and a day that is cancelled for snow before anybody is up and held on another."""

import re
from datetime import date, datetime

import pytest
import time_machine
from casting import LONDON
from icalendar import Calendar
from journeys.forty_schools import NUMBER, Applicant, found_schools
from journeys.school_year import PASSWORD, Year
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PLACES = 17
DAYS = (
    date(2025, 9, 23),
    date(2025, 11, 11),
    date(2025, 12, 9),
    date(2026, 1, 20),
    date(2026, 3, 10),
    date(2026, 5, 12),
)
ANOTHER = date(2026, 3, 17)
CLOSED = re.compile("Closed")


@pytest.fixture
def year(browsing, transactional_db, mailoutbox):
    with time_machine.travel(datetime(2025, 3, 3, 10, tzinfo=LONDON), tick=True) as clock:
        yield Year(browsing, mailoutbox, clock)


def test_forty_schools_for_seventeen_places(year):
    found_schools()
    a_cohort_is_opened(year)
    year.at(2025, 4, 2)
    applicants = forty_apply(year)
    year.at(2025, 6, 2)
    the_lead_decides(year)
    year.at(2025, 6, 4)
    most_accept(year, applicants)
    year.at(2025, 6, 24)
    two_reserves_follow(year, applicants)
    year.at(2025, 9, 1)
    the_year_starts(year)
    everybody_is_there(year)
    the_connection_is_lost(year)
    somebody_comes_instead(year)
    a_day_is_missed_and_made_up(year)
    snow(year)
    the_sheet_is_typed_back(year)
    the_last_day(year)
    what_the_days_come_to(year)


# --- intake


def a_cohort_is_opened(year):
    lead = year.walker(year.lead)
    lead.open("/cohorts/create/")
    lead.fill(
        name="2025-26",
        starts_on=date(2025, 9, 1),
        ends_on=date(2026, 7, 17),
        places=PLACES,
        opens_on=date(2025, 3, 1),
        closes_on=date(2025, 5, 23),
        decisions_on=date(2025, 6, 20),
    )
    lead.press("Create the draft")
    for number, day in enumerate(DAYS, 1):
        lead.fill(**{f"{number}-venue": "Larkstone Hall", f"{number}-on": day})
        lead.fill(**{f"{number}-starts_at": "9.15am", f"{number}-ends_at": "3.30pm"})
    lead.press("Keep the dates")
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.press("Open for applications")


def forty_apply(year):
    from cohorts.models import Application, Cohort
    from schools.models import School

    cohort = Cohort.objects.get()
    applicants = [Applicant(year, cohort, school) for school in School.objects.order_by("name")]
    for act in ("begins", "writes_and_sends", "is_confirmed"):
        for applicant in applicants:
            getattr(applicant, act)()
        year.deliver()
    counted = Application.objects.filter(state="submitted").exclude(confirmed_at=None)
    assert counted.count() == NUMBER
    return applicants


def the_lead_decides(year):
    """The first seventeen to arrive, undone, and again; eight in reserve, the others not this year; each letter read before."""
    from cohorts.models import Application

    lead = year.walker(year.lead)
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.press("Close applications and decide")
    lead.fill(together="offer", first=PLACES)
    lead.press(re.compile("^Hold for the first"))
    lead.reads(f"{PLACES} of {PLACES} places")
    lead.press(re.compile("^Undo"))
    lead.reads(f"0 of {PLACES} places")
    lead.fill(together="offer", first=PLACES)
    lead.press(re.compile("^Hold for the first"))
    rest = list(Application.objects.filter(decision="").order_by("submitted_at", "pk"))
    lead.follow("All on one page")
    for decision, some in (("reserve", rest[:8]), ("not_offered", rest[8:])):
        for one in some:
            lead.tab.locator(f"[name=picked][value='{one.pk}']").check()
        lead.fill(together=decision)
        if decision == "not_offered":
            lead.tab.get_by_text("Reason, for “Not this year”").click()
            lead.fill(reason="There were more schools than places, and yours can begin as strongly next year.")
        lead.press("Hold for the ticked")
    year.deliver()
    before = len(year.post.outbox)
    lead.follow("Preview the release")
    lead.reads(f"{2 * NUMBER} letters")
    assert lead.tab.locator("details.aas-letter").count() > 0
    lead.fill(letters=2 * NUMBER)
    lead.press("Release the decisions")
    year.deliver()
    assert len(year.post.outbox) - before == 2 * NUMBER


def most_accept(year, applicants):
    """Fifteen take their place; one says no, one never answers."""
    from cohorts.models import Application

    names = set(Application.objects.filter(state="offered").values_list("school__name", flat=True))
    offered = [one for one in applicants if one.school.name in names]
    assert len(offered) == PLACES
    for applicant in offered[:-2]:
        applicant.takes_the_place()
    refusing = year.walker(width=390, scripts=False)
    refusing.open(year.post.link(offered[-1].school.contact_email, "A place for"))
    refusing.follow("Turn the place down")
    refusing.fill(note="Our headteacher leaves in July.")
    refusing.press("Turn the place down")
    refusing.reads("You have turned the place down.")
    year.deliver()
    # A representative comes in by the invitation, to say later what was done about a missed day
    colleague = year.walker(width=390)
    colleague.open(year.post.link(offered[0].email, "invited"))
    colleague.fill(name=offered[0].people[0], password=PASSWORD)
    colleague.press("Go in")


def two_reserves_follow(year, applicants):
    """The offer that nobody answered has lapsed; the first two in reserve are offered the places, and take them."""
    from django.utils import timezone

    from cohorts.actions.acceptance import lapse_offers
    from cohorts.models import Application

    assert lapse_offers(timezone.now()) == 1
    lead = year.walker(year.lead)
    for _ in range(2):
        lead.open("/cohorts/")
        lead.follow("2025-26")
        lead.open(f"{lead.tab.url.rstrip('/')}/intake/")
        lead.press("Offer it the place")
    year.deliver()
    first = Application.objects.filter(state="offered").values_list("school__name", flat=True)
    reserves = [one for one in applicants if one.school.name in set(first)]
    assert len(reserves) == 2
    for applicant in reserves:
        applicant.takes_the_place()
    assert Application.objects.filter(state="accepted").count() == PLACES
    year.deliver()


def the_year_starts(year):
    lead = year.walker(year.lead)
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.press("Start the year")
    lead.follow("Board")
    assert lead.tab.locator(".aas-board tbody tr").count() == PLACES


# --- six days


def on_the_day(year, number, day=None):
    """The lead at the register of a session in the afternoon."""
    day = day or DAYS[number - 1]
    year.at(day.year, day.month, day.day, hour=15)
    lead = year.walker(year.lead, width=390)
    lead.open("/training/")
    lead.follow(f"Register of session {number}, cohort 2025-26")
    return lead


def present_are_the_rest(lead):
    lead.press(re.compile("left as present$"))
    lead.follow("Close the register")
    lead.press("Close the register")
    lead.reads(CLOSED)


def everybody_is_there(year):
    lead = on_the_day(year, 1)
    lead.reads("34")
    present_are_the_rest(lead)


def the_connection_is_lost(year):
    """Two marks made without a connection wait in the page, and are added once."""
    from training.models import Attendance, Mark

    lead = on_the_day(year, 2)
    lead.tab.context.set_offline(True)
    for name in ("Ann 00", "Bo 00"):
        lead.tab.get_by_role("group", name=re.compile(name)).get_by_role("radio", name="Present", exact=True).check()
    expect(lead.tab.locator("#offline")).to_contain_text("2 waiting")
    lead.tab.context.set_offline(False)
    expect(lead.tab.locator("#offline")).to_be_hidden(timeout=20000)
    lead.faults.clear()  # the requests that did not get through
    marks = Attendance.objects.filter(session__number=2)
    assert (marks.count(), Mark.objects.filter(attendance__in=marks).count()) == (2, 2)
    lead.tab.reload()
    present_are_the_rest(lead)


def somebody_comes_instead(year):
    from training.models import Attendance

    lead = on_the_day(year, 3)
    seat = seat_of("Bo 01")
    row = lead.tab.locator(f"#seat-{seat.pk}")
    row.get_by_text("Substitute: Bo 01").click()
    lead.fill(**{f"substitute-{seat.pk}": "Noor Rahman"})
    lead.moved(row.get_by_role("button", name="Keep the substitute").click)
    mark = Attendance.objects.get(session__number=3, seat=seat)
    assert (mark.state, mark.substitute_name, mark.halves, mark.own_halves) == ("substitute", "Noor Rahman", 2, 0)
    present_are_the_rest(lead)


def seat_of(name):
    from cohorts.models import Seat

    return Seat.objects.get(holders__name=name)


def a_day_is_missed_and_made_up(year):
    """The school says on a telephone what was done; the lead signs it off."""
    from training.models import CatchUp

    lead = on_the_day(year, 4)
    lead.tap("Ann 00", "Absent")
    present_are_the_rest(lead)
    year.at(2026, 1, 27)
    colleague = year.walker(width=390)
    colleague.open("/accounts/login/?how=password")
    colleague.fill(login="deputy@s00.example", password=PASSWORD)
    colleague.press("Sign in")
    colleague.open("/next/")
    colleague.follow("Make up session 4: Ann 00", within="main")
    while not CatchUp.objects.ready().exists():
        step = colleague.tab.locator(".aas-makeup details[open]")
        step.get_by_role("textbox").first.fill("The slides, with Bo, and tried at lunch.")
        colleague.moved(step.get_by_role("button", name="Save").click)
    lead = year.walker(year.lead)
    lead.open("/today/")
    lead.follow(re.compile("^Sign off"), within="main")
    lead.follow(re.compile("^Sign it off"), within="main")
    lead.press("Sign it off")
    assert seat_of("Ann 00").attendance.get(session__number=4).state == "caught_up"


def snow(year):
    """Cancelled at a quarter past six: everybody has it in their calendar before they leave; then another day is found."""
    from training.models import Session

    day = DAYS[4]
    year.clock.move_to(datetime(day.year, day.month, day.day, 6, 15, tzinfo=LONDON))
    lead = year.walker(year.lead, width=390)
    session = Session.objects.get(number=5)
    lead.open(session.get_absolute_url())
    lead.follow("Cancel the session")
    lead.fill(reason="Snow: the roads over the tops are shut.")
    lead.press("Cancel the session")
    lead.reads("Whom to ring")
    first = letters_of(year)
    assert len(first) == 3 * PLACES  # both representatives and the headteacher of each school
    assert {(one["METHOD"], event(one)["STATUS"]) for one in first} == {("CANCEL", "CANCELLED")}
    lead.moved(lead.tab.get_by_role("button", name=re.compile("^Told")).first.click)
    lead.reads(re.compile(r"^1 of \d+ told"))
    year.clock.move_to(datetime(day.year, day.month, day.day, 11, tzinfo=LONDON))
    lead = year.walker(year.lead, width=390)
    lead.open(session.get_absolute_url())
    lead.follow("Hold it on another day")
    lead.fill(on=ANOTHER, starts_at="9.15am", ends_at="3.30pm", reason="Three of you asked for a Tuesday.")
    lead.press("Hold it on this day")
    again = letters_of(year)
    assert len(again) == 3 * PLACES
    assert {(one["METHOD"], event(one)["DTSTART"].dt.date()) for one in again} == {("REQUEST", ANOTHER)}
    assert {event(one)["UID"] for one in first} == {event(one)["UID"] for one in again}
    assert max(event(one)["SEQUENCE"] for one in first) < min(event(one)["SEQUENCE"] for one in again)


def letters_of(year):
    """The calendars in the letters that go out now."""
    from django.utils import timezone

    from notifications.actions import dispatch

    before = len(year.post.outbox)
    dispatch(timezone.now())
    files = [file for mail in year.post.outbox[before:] for file in mail.attachments if ".ics" in str(file[0])]
    return [Calendar.from_ical(content) for _, content, _ in files]


def event(calendar):
    return calendar.walk("VEVENT")[0]


def the_sheet_is_typed_back(year):
    """The day was taken on paper: the office types a letter a person."""
    lead = on_the_day(year, 5, ANOTHER)
    lead.follow("Type the sheet back")
    boxes = lead.tab.locator(".aas-sheet__letter")
    assert boxes.count() == 34
    for number in range(34):
        boxes.nth(number).fill("p")
    lead.press("Save the sheet")
    lead.follow("Close the register")
    lead.press("Close the register")
    lead.reads(CLOSED)


def the_last_day(year):
    present_are_the_rest(on_the_day(year, 6))


def what_the_days_come_to(year):
    """Every day of everybody counts: the substitute's and the one made up too; and a certificate is only for one's own."""
    from cohorts.models import Cohort, Place
    from notifications.models import Message
    from training.days import days_of, own_days

    lead = year.walker(year.lead)
    lead.open("/cohorts/")
    lead.open(f"/training/cohorts/{Cohort.objects.get().pk}/attendance/")
    lead.reads("204 of 204")
    lines = lead.download("CSV").decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 34
    assert lead.download("Download as PDF").startswith(b"%PDF-")
    places = list(Place.objects.all())
    assert {days.words for days in days_of(places).values()} == {"12 of 12"}
    own = own_days(places)
    short = {
        holder.name: own[holder.pk][0]
        for seat in (seat_of("Bo 01"), seat_of("Ann 02"))
        for holder in seat.holders.all()
    }
    assert short == {"Bo 01": 10, "Ann 02": 12}
    assert not Message.objects.filter(state__in=("failed", "unknown")).exists()
