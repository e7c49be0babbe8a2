"""What each role does most, in a browser on the made-up county: on a phone, by keyboard, without scripts, 320 px wide."""

import io
import re

import pytest
from django.urls import include, path
from journeys.walking import Walker
from python_calamine import CalamineWorkbook

from aas_portal.urls import urlpatterns as portal

pytestmark = pytest.mark.journey
urlpatterns = [*portal, path("demo/", include("aas_portal.demo.urls"))]
handler404 = "kit.views.page_not_found"

PHONE, NARROWEST = 390, 320
MAIN_PAGES = {
    "": ("/", "/accounts/login/", "/library/", "/help/"),
    "lead": ("/today/", "/board/", "/schools/", "/training/", "/networks/", "/people/", "/certificates/"),
    "school_lead": ("/next/", "/schools/", "/schools/plans/", "/projects/", "/training/", "/networks/", "/library/"),
}


@pytest.fixture
def walk(county, browsing):
    """Somebody of the county at a browser: `walk("school_lead", width=390)`, or an account itself."""
    from accounts.models import User

    def make(who=None, **how):
        user = User.objects.get(persona=who) if isinstance(who, str) else who
        return Walker(browsing(user, **how))

    return make


@pytest.fixture
def todays(county):
    """The session of the running cohort of which Heathervale has not said who was there."""
    from training.models import Session

    return Session.objects.get(cohort__state="running", state="open")


def marks_of(session, school="Heathervale Primary"):
    """{state: how many seats, how many of them confirmed} of a school at a session."""
    from training.models import Attendance

    rows = Attendance.objects.filter(session=session, seat__place__school__name=school).order_by("seat__number")
    return [(row.state, row.confirmed_at is not None) for row in rows]


def test_a_school_lead_on_a_phone(walk, todays):
    from action_research.models import Project
    from schools.models import PlanUpdate

    lead = walk("school_lead", width=PHONE)
    lead.open("/next/")
    claim = lead.tab.locator(".aas-claim fieldset")
    claim.nth(0).get_by_role("radio", name="There").check()
    claim.nth(1).get_by_role("radio", name="Half day").check()
    lead.press(re.compile("^Send to"), within=".aas-claim")
    assert marks_of(todays) == [("present", False), ("half", False)]

    project = Project.objects.get(place__school__name="Heathervale Primary")
    had = project.evidence.count()
    lead.open(f"/projects/{project.pk}/evidence/")
    lead.fill(text="Twelve of fifteen children went in without help.")
    lead.press("Keep it")
    assert project.evidence.count() == had + 1
    assert project.evidence.latest("pk").text == "Twelve of fifteen children went in without help."

    before = set(PlanUpdate.objects.values_list("pk", flat=True))
    lead.open("/schools/plans/")
    lead.follow(re.compile("Add an update"), within="main")
    lead.tab.locator("[name=action]").first.check()
    lead.fill(progress="complete", text="Everyone in Year 3 is met at the door.")
    lead.press("Add the update")
    added = PlanUpdate.objects.exclude(pk__in=before).get()
    assert (added.text, added.by.persona) == ("Everyone in Year 3 is met at the door.", "school_lead")


def test_a_headteacher_signs_the_plan(walk):
    from schools.models import DevelopmentPlan, Role

    plan = DevelopmentPlan.objects.filter(state="submitted").first()
    DevelopmentPlan.objects.filter(pk=plan.pk).update(signed_by=None, signed_at=None, signed_name="")
    head = Role.objects.current().get(school=plan.school_id, kind="headteacher").user
    walker = walk(head)
    walker.open("/next/")
    walker.follow(re.compile("[Ss]ign"), within="main")
    walker.press("I sign this plan")
    plan.refresh_from_db()
    assert (plan.signed_by, plan.state) == (head, "submitted")


def test_an_administrator_takes_papers_away(walk):
    from audit.models import Activity
    from cohorts.models import Cohort, Place

    walker = walk("administrator")
    walker.open("/certificates/")
    assert walker.download(re.compile("^PDF")).startswith(b"%PDF-")
    walker.open("/board/")
    cohort = Cohort.objects.get(state="running")
    lines = walker.download("Download as CSV").decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"School","Phase","District","State","People not reached","Training"')
    assert len(lines) == 1 + Place.objects.filter(cohort=cohort).count()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(walker.download("Excel"))).get_sheet_by_index(0)
    assert len(sheet.to_python()) == len(lines)
    assert Activity.objects.filter(by__persona="administrator", verb="exported the board of").count() == 2


def test_a_lead_takes_the_register_by_taps(walk, todays):
    lead = walk("lead", width=PHONE)
    lead.open(f"/training/{todays.pk}/register/")
    school = lead.tab.locator(".aas-reg__school", has_text="Heathervale Primary")
    rows = school.locator("fieldset")
    for number, state in ((0, "Present"), (1, "Half day"), (1, "Absent")):
        with lead.tab.expect_response("**/register/mark/") as answer:
            rows.nth(number).get_by_role("radio", name=state, exact=True).click()
        assert answer.value.status == 200
        rows.nth(number).get_by_role("radio", name=state, checked=True).wait_for()
    lead.fine()
    assert marks_of(todays) == [("present", True), ("absent", True)]
    lead.open(f"/training/{todays.pk}/register/")  # as it was left
    assert school.get_by_role("radio", checked=True).evaluate_all("all => all.map(one => one.value)") == [
        "present",
        "absent",
    ]


def test_a_register_and_a_claim_without_scripts(walk, todays):
    school_lead = walk("school_lead", scripts=False)
    school_lead.open("/next/")
    school_lead.press(re.compile("^Send to"), within=".aas-claim")
    assert marks_of(todays) == [("present", False), ("present", False)]

    lead = walk("lead", scripts=False)
    lead.open(f"/training/{todays.pk}/register/")
    for group in lead.tab.locator(".aas-reg__person").filter(has=lead.tab.get_by_role("radio")).all():
        if group.get_by_role("radio", checked=True).count() == 0:
            group.get_by_role("radio", name="Present").check()
    with lead.tab.expect_navigation(wait_until="domcontentloaded"):
        lead.tab.locator(".aas-savebar").get_by_role("button", name="Save").click()
    lead.follow("Confirm all claims", within="main")
    lead.press(re.compile("^Confirm"), within="main")
    lead.follow("Close the register")
    lead.press(re.compile("^Close"), within="main")
    todays.refresh_from_db()
    assert todays.state == "closed"
    assert marks_of(todays) == [("present", True), ("present", True)]
    assert not todays.attendance.filter(confirmed_at=None).exclude(state="expected").exists()


def test_an_applicant_begins(walk):
    from cohorts.models import Application, Cohort
    from notifications.models import Message
    from schools.models import School

    cohort = Cohort.objects.get(state="open")
    school = School.objects.exclude(applications__cohort=cohort).exclude(places__isnull=False).order_by("name").first()
    visitor = walk(width=PHONE)
    visitor.open("/")
    visitor.follow(re.compile("Apply for"), within="main")
    visitor.fill(q=school.urn)
    visitor.press("Find")
    visitor.follow(re.compile("This is my school"), within="main")
    visitor.fill(name="Noor Rahman", email="noor.rahman@school.example")
    visitor.press("Send me a code")
    begun = Application.objects.get(cohort=cohort, school=school)
    assert (begun.state, begun.applicant_email) == ("draft", "noor.rahman@school.example")
    assert Message.objects.filter(address="noor.rahman@school.example").count() == 1


def tab_to(page, here, most=80):
    """Press Tab until what has the focus fits, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => !!document.activeElement?.matches({here!r})"):
            return
    raise AssertionError(f"the Tab key never reaches {here} on {page.url}")


def test_by_keyboard_alone(walk, todays, settings):
    settings.DEMO, settings.ROOT_URLCONF = True, __name__
    walker = walk()
    walker.open("/accounts/login/")
    page = walker.tab
    tab_to(page, "button[name=persona][value=school_lead]")
    walker.moved(lambda: page.keyboard.press("Enter"))
    assert page.url.endswith("/next/")
    tab_to(page, ".aas-claim input[type=radio]")
    page.keyboard.press("ArrowRight")
    tab_to(page, ".aas-claim button[type=submit]")
    walker.moved(lambda: page.keyboard.press("Enter"))
    assert marks_of(todays) == [("half", False), ("present", False)]


def test_nothing_scrolls_sideways_at_320_px(walk, todays):
    from schools.models import DevelopmentPlan, School

    school = School.objects.get(name="Heathervale Primary")
    plan = DevelopmentPlan.objects.get(school=school)
    theirs = (school.get_absolute_url(), plan.get_absolute_url(), f"/training/{todays.pk}/")
    wide = []
    for persona, addresses in MAIN_PAGES.items():
        walker = walk(persona or None, width=NARROWEST)
        for address in (
            *addresses,
            *(theirs if persona else ()),
            *((f"/training/{todays.pk}/register/",) if persona == "lead" else ()),
        ):
            walker.open(address)
            found = walker.tab.evaluate("() => document.documentElement.scrollWidth")
            if found > NARROWEST:
                wide.append((persona, address, found))
    assert not wide, "\n".join(map(str, wide))
