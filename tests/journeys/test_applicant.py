"""A deputy head applies on a phone: begins, comes back another day, writes with a colleague, sends; the headteacher confirms.

Nobody has an account. Each proves an address by a code, and everything works the same without scripts.
"""

import re
from datetime import date, datetime

import pytest
import time_machine
from an_application import ask
from casting import LONDON
from journeys.school_year import Year

pytestmark = pytest.mark.journey

JO, JO_AT = "Jo Pemberton", "jo.pemberton@heathervale.example"
MAYA, MAYA_AT = "Maya Bell", "maya.bell@heathervale.example"
OFFICE, HEAD = "office@heathervale.example", "Helen Strand"
WHY, DONE = "Two new key adults, and a head who asks for it.", "Meet and greet at every door."
OURS, THEIRS = "Calm corridors, and first names.", "Children who show you round."
BOTH, CHANGED = f"{OURS} {THEIRS}", "Meet and greet at every door, and a quiet room at lunch."
PHONE = 390


@pytest.fixture
def year(browsing, transactional_db, mailoutbox):
    with time_machine.travel(datetime(2026, 2, 3, 10, tzinfo=LONDON), tick=True) as clock:
        yield Year(browsing, mailoutbox, clock)


@pytest.fixture
def application(year):
    """Reads the one application there is, as it is now; Heathervale's, in a cohort open until 13 March."""
    from cohorts.models import Application, Cohort
    from schools.models import School

    School.objects.create(
        name="Heathervale Primary", urn="900214", phase="primary", town="Highmoor", contact_email=OFFICE
    )
    ask(
        Cohort.objects.create(
            name="2026-27",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 7, 16),
            places=17,
            applications_open_at=datetime(2026, 1, 12, 9, tzinfo=LONDON),
            applications_close_at=datetime(2026, 3, 13, 17, tzinfo=LONDON),
            decisions_on=date(2026, 3, 27),
            state="open",
            asks_for_audit=True,
        )
    )
    return Application.objects.get


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_applicant_on_a_phone(year, application, scripts):
    begins_and_goes_home(year, scripts)
    year.at(2026, 2, 5)
    jo = comes_back_another_day(year, scripts)
    maya = asks_a_colleague(year, jo, scripts)
    both_write_the_same_part(jo, maya)
    fills_the_rest(jo)
    checks_changes_and_sends(jo, maya)
    year.deliver()
    sent = application()
    assert (sent.state, sent.submitted_at is None, sent.confirmed_at) == ("submitted", False, None)
    a_scanner_opens_the_letter_and_the_head_presses_the_button(year, application, scripts)
    wrote = dict(sent.parts.values_list("key", "saved_by_name"))
    assert {wrote.pop(key) for key in list(wrote) if not key.startswith("part-")} == {JO}
    assert sorted(sent.answers.values_list("text", flat=True)) == sorted([WHY, CHANGED, BOTH])


def stands_on_a_phone(walker):
    """Nothing is wider than the screen."""
    assert walker.tab.evaluate("document.documentElement.scrollWidth") <= PHONE, walker.tab.url


def prove(walker, year, address):
    """Type in the code that has come by mail; the page that asks for it is open."""
    year.deliver()
    code, link = year.post.code(address, "Your code for the application")
    assert link.split(":")[0] in walker.tab.url  # theirs, though a letter's link is signed anew
    walker.fill(code=code)
    walker.press("Go on")
    stands_on_a_phone(walker)


def begins_and_goes_home(year, scripts):
    """Two parts are written, and the browser is closed."""
    jo = year.walker(width=PHONE, scripts=scripts)
    jo.open("/")
    jo.follow(re.compile("Apply for"), within="main")
    jo.fill(q="Highmoor")
    jo.press("Find")
    jo.follow(re.compile("This is my school.*Heathervale Primary"))
    stands_on_a_phone(jo)
    jo.fill(name=JO, email=JO_AT)
    jo.press("Send me a code")
    jo.fill(code="12345")
    jo.moved(jo.tab.get_by_role("button", name="Go on").click)
    assert "Enter the six figures of the code" in jo.tab.locator(".govuk-error-summary").inner_text()
    prove(jo, year, JO_AT)
    jo.reads("Not yet started")
    jo.follow("Your school", within=".aas-tasks")
    jo.reads("900214", "Highmoor")  # the register knows: it is shown, not asked
    jo.press("Save and go on")
    jo.follow("Why now, and what you do already")
    stands_on_a_phone(jo)
    jo.fill(why_now=WHY, current_practice=DONE)
    jo.press("Save and go on")
    jo.reads(re.compile(r"^2 of \d tasks are done"))
    jo.leave()


def comes_back_another_day(year, scripts):
    """In another browser, by "go on with an application": the link and a new code go to the address, and nowhere else."""
    jo = year.walker(width=PHONE, scripts=scripts)
    jo.open("/")
    jo.follow(re.compile("Apply for"), within="main")
    jo.follow("Go on with an application you have begun")
    jo.fill(email="somebody@else.example")
    jo.press("Send me the link")
    said = jo.tab.locator("main").inner_text()
    jo.tab.go_back()
    letters = len(year.post.outbox)
    jo.fill(email=JO_AT)
    jo.press("Send me the link")
    assert jo.tab.locator("main").inner_text() == said  # nobody learns who has applied
    year.deliver()
    [letter] = year.post.outbox[letters:]
    assert letter.to == [JO_AT]
    code, link = year.post.code(JO_AT, "Your code for the application")
    jo.open(link)
    jo.fill(code=code)
    jo.press("Go on")
    jo.reads(re.compile(r"^2 of \d tasks are done"))
    jo.follow("Why now, and what you do already")
    assert jo.tab.locator("[name=why_now]").input_value() == WHY
    jo.follow("Back without saving")
    return jo


def asks_a_colleague(year, jo, scripts):
    """Maya has a link of her own, which shows nothing before her own code."""
    jo.follow("Ask colleagues to write with you")
    jo.fill(name=MAYA, email=MAYA_AT)
    jo.press("Send them a link")
    jo.reads(re.compile("Asked on .* has not opened the link yet"))
    stands_on_a_phone(jo)
    jo.follow("Back to the tasks")
    year.deliver()
    link = year.post.link(MAYA_AT, "asks you to write with them")
    maya = year.walker(width=PHONE, scripts=scripts)
    maya.open(link)
    assert WHY not in maya.tab.content()
    maya.press("Send me a code")
    prove(maya, year, MAYA_AT)
    maya.reads(re.compile(r"^2 of \d tasks are done"), JO)
    return maya


def both_write_the_same_part(jo, maya):
    """Both have it open; Maya saves first, and Jo sees both texts before saving."""
    for walker in (jo, maya):
        walker.follow("Your school today")
    maya.fill(see_hear_feel=THEIRS)
    maya.press("Save and go on")
    maya.reads(re.compile(r"^3 of \d tasks are done"), re.compile(f"^{MAYA}, 5 "))
    jo.fill(see_hear_feel=OURS)
    with jo.tab.expect_navigation():
        jo.tab.get_by_role("button", name="Save and go on").click()
    assert {fault[0] for fault in jo.faults if isinstance(fault, tuple)} == {409}
    jo.faults.clear()
    jo.reads(re.compile(f"{MAYA} saved this part at .* after you had opened it"), THEIRS)
    assert jo.tab.locator("[name=see_hear_feel]").input_value() == OURS
    stands_on_a_phone(jo)
    jo.fill(see_hear_feel=BOTH)
    jo.press("Save mine as it stands now")
    maya.follow("Your school today")
    assert maya.tab.locator("[name=see_hear_feel]").input_value() == BOTH
    maya.follow("Back without saving")


def fills_the_rest(jo):
    """Who comes, where the school stands, release and headteacher."""
    jo.follow("Check your answers")
    jo.reads("Still to do before you can send it", "Name your headteacher")
    assert jo.tab.get_by_role("button", name="Send the application").count() == 0
    jo.follow("Back to the tasks")
    jo.follow("Representatives")
    assert [jo.tab.locator(f"[name={one}_1]").input_value() for one in ("name", "email")] == [JO, JO_AT]
    jo.fill(
        job_title_1="Deputy head", is_senior_leader_1=True, name_2="Tom Wilk", email_2="tom.wilk@heathervale.example"
    )
    jo.press("Save and go on")
    jo.follow("Self-audit")
    stands_on_a_phone(jo)
    levels = {field.get_attribute("name") for field in jo.tab.locator("[name^=level_]").all()}
    jo.fill(**dict.fromkeys(levels, "2"))
    jo.press("Save and go back")
    jo.follow("Release of staff")
    jo.fill(release_confirmed=True)
    jo.press("Save and go on")
    jo.follow("Your headteacher")
    jo.fill(head_name=HEAD)
    jo.press("Save and go on")
    jo.reads(re.compile("^Everything is done"))


def checks_changes_and_sends(jo, maya):
    """One answer is changed from the page that shows them all; both see what was sent."""
    jo.follow("Check your answers")
    jo.reads(WHY, DONE, BOTH, "Tom Wilk")
    stands_on_a_phone(jo)
    jo.follow("Change Why now, and what you do already")
    jo.fill(current_practice=CHANGED)
    jo.press("Save and go on")
    jo.follow("Check your answers")
    jo.reads(CHANGED)
    jo.press("Send the application")
    jo.reads("Your headteacher still confirms it.", CHANGED)
    assert jo.tab.get_by_role("link", name=re.compile("^Change")).count() == 0
    maya.tab.reload()
    maya.reads("Your headteacher still confirms it.", CHANGED)


def a_scanner_opens_the_letter_and_the_head_presses_the_button(year, application, scripts):
    """Whatever reads the school's mail opens the link as often as it likes: only a name and the button confirm."""
    from audit.models import Activity
    from notifications.models import Message

    def facts():
        return application().confirmed_at, Activity.objects.count(), Message.objects.count()

    link = year.post.link(OFFICE, "Please confirm the application of")
    before, scanner = facts(), year.walker(scripts=scripts)
    for _ in range(3):
        scanner.open(link)
        assert scanner.tab.request.head(link).ok
    assert facts() == before
    head = year.walker(width=PHONE, scripts=scripts)
    head.open(link)
    head.reads("The application of Heathervale Primary", BOTH, "Tom Wilk")
    stands_on_a_phone(head)
    head.fill(name=HEAD)
    head.press("I am the headteacher and I confirm")
    head.reads(re.compile(f"Confirmed by {HEAD}"))
    found = application()
    assert (found.state, found.confirmed_by_name, found.confirmed_at is None) == ("submitted", HEAD, False)
    assert head.tab.get_by_role("button", name="I am the headteacher and I confirm").count() == 0
