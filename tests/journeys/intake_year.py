"""Spring and summer: the county comes in, a cohort opens, two schools apply, one takes its place."""

import re
from datetime import date

from journeys.school_year import (
    BAMFORD,
    CELEBRATION,
    CROMFORD,
    CROMFORD_OFFICE,
    DAYS,
    DEPUTY,
    MENTOR,
    OFFICE,
    PASSWORD,
    REGISTER,
    address_of,
)


def the_county_comes_in(year):
    from schools.models import School

    lead = year.walker(year.lead)
    lead.open("/today/")
    lead.reads("Your first hour")
    lead.follow("Bring in the register of schools")
    lead.tab.locator("[name=file]").set_input_files(REGISTER)
    lead.fill(la_code="830")
    lead.press("Show what would change")
    lead.reads("Check what would change", "Nothing has been changed yet.")
    lead.press("Import")
    lead.reads("What changed")
    lead.follow("See the schools")
    lead.reads(re.compile(r"^\d+ schools"))
    assert School.objects.filter(status="open").count() == 447
    for name, office in ((BAMFORD, OFFICE), (CROMFORD, CROMFORD_OFFICE)):
        lead.open("/schools/")
        lead.fill(q=name)
        lead.press("Show")
        lead.follow(name)
        lead.follow("Add a contact address")
        lead.fill(email=office, checked_on=date(2025, 3, 3))
        lead.press("Save the address")
        lead.reads(office)


def a_cohort_is_planned_and_opened(year):
    lead = year.walker(year.lead)
    lead.open("/today/")
    lead.follow("Plan the first cohort")
    lead.follow("Plan a cohort")
    lead.fill(
        name="2025-26",
        starts_on=date(2025, 9, 1),
        ends_on=date(2026, 7, 17),
        places=2,
        opens_on=date(2025, 3, 1),
        closes_on=date(2025, 5, 23),
        decisions_on=date(2025, 6, 20),
        plan_due_on=date(2025, 12, 12),
        plan_review_on=date(2026, 3, 27),
        celebration_on=CELEBRATION,
    )
    lead.press("Create the draft")
    lead.reads("The year’s sessions")
    for number, day in enumerate(DAYS, 1):
        lead.fill(**{f"{number}-venue": "Larkstone Hall", f"{number}-on": day})
        lead.fill(**{f"{number}-starts_at": "9.15am", f"{number}-ends_at": "3.30pm"})
    lead.press("Keep the dates")
    visitor = year.walker()
    visitor.open("/")
    assert "2025-26" not in visitor.tab.locator("main").inner_text()
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.press("Open for applications")
    visitor.open("/")
    visitor.reads(re.compile("2025-26"))


def a_school_applies(year, school, office, people, *, scripts):
    """Without an account: a code proves the address, and the headteacher confirms by the link in the letter."""
    applicant, writer = (
        year.walker(width=390, scripts=scripts),
        f"{people[0].lower().replace(' ', '.')}@bamford.example",
    )
    applicant.open("/")
    applicant.follow(re.compile("Apply|apply"), within="main")
    applicant.fill(q=" ".join(school.split()[:2]))
    applicant.press("Find")
    applicant.follow(re.compile(f"This is my school.*{school}"))
    applicant.fill(name=people[0], email=writer)
    applicant.press("Send me a code")
    year.deliver()
    code, link = year.post.code(writer, "Your code for the application")
    applicant.open(link)
    applicant.fill(code=code)
    applicant.press("Go on")
    applicant.follow("Your school", within=".aas-tasks")
    applicant.reads(school)
    applicant.press("Save and go on")
    applicant.follow("Representatives")
    applicant.fill(name_1=people[0], email_1=writer, job_title_1="Deputy head", is_senior_leader_1=True)
    applicant.press("Save and go on")
    applicant.reads("In progress")
    applicant.follow("Representatives")
    applicant.fill(name_2=people[1], email_2=address_of(people[1]), job_title_2="Learning mentor")
    applicant.press("Save and go on")
    applicant.follow("Why now, and what you do already")
    applicant.fill(
        why_now="Two new key adults, and a head who asks for it.", current_practice="Meet and greet at every door."
    )
    applicant.press("Save and go on")
    applicant.follow("Your school today")
    applicant.fill(see_hear_feel="Calm corridors, first names, and nobody in a hurry.")
    applicant.press("Save and go on")
    applicant.follow("Self-audit")
    levels = {field.get_attribute("name") for field in applicant.tab.locator("[name^=level_]").all()}
    applicant.fill(**dict.fromkeys(levels, "2"))
    applicant.press("Save and go back")
    applicant.follow("Release of staff")
    applicant.fill(release_confirmed=True)
    applicant.press("Save and go on")
    if applicant.tab.get_by_role("link", name="Your trust’s agreement").count():
        applicant.follow("Your trust’s agreement")
        applicant.fill(
            trust_agreed=True, trust_agreed_by="Priya Nair, chief executive", trust_agreed_on=date(2025, 3, 3)
        )
        applicant.press("Save and go on")
    applicant.follow("Your headteacher")
    applicant.fill(head_name="Helen Strand")
    applicant.press("Save and go on")
    applicant.reads(re.compile("Everything is done"))
    applicant.follow("Check your answers")
    applicant.reads("Calm corridors, first names, and nobody in a hurry.")
    applicant.press("Send the application")
    applicant.reads("Your headteacher still confirms it.")
    year.deliver()
    year.post.take(writer, "We have the application of")
    head = year.walker(width=390, scripts=scripts)
    head.open(year.post.link(office, "Please confirm the application of"))
    head.reads(f"The application of {school}", people[1])
    head.fill(name="Helen Strand")
    head.press("I am the headteacher and I confirm")
    head.reads("Confirmed by")


# --- summer: decisions and answers


def the_lead_decides(year):
    from cohorts.models import Application

    lead = year.walker(year.lead)
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.press("Close applications and decide")
    lead.fill(**{f"decision_{application.pk}": "offer" for application in Application.objects.all()})
    lead.press("Hold these decisions")
    lead.reads("2 of 2 places")
    year.deliver()
    assert not [mail for mail in year.post.outbox if mail.subject.startswith("A place for")]  # held, not sent
    lead.follow("Preview the release")
    letters = lead.tab.locator("main").get_by_text(re.compile(r"^\d+ letters$")).first.inner_text().split()[0]
    lead.fill(letters=letters)
    lead.press("Release the decisions")
    assert letters == "4"
    year.deliver()


def one_school_accepts_and_the_other_turns_down(year):
    """The headteacher signs two papers and names who comes; the other school says no, without scripts."""
    from cohorts.models import SignedPaper

    school = year.walker(width=390)
    school.open(year.post.link(OFFICE, "A place for"))
    school.reads("Commitment", "Information-sharing agreement")
    named = [school.tab.locator(f"[name=name_{number}]").input_value() for number in (1, 2)]
    assert named == [DEPUTY, MENTOR]  # those of the application; nothing is asked twice
    school.fill(job_title_2="Learning mentor, Key Stage 2", signs_commitment=True, signs_sharing=True)
    assert school.tab.locator("[name=signed_name]").input_value() == "Helen Strand"
    school.press("Sign and take the place")
    school.reads("Your school has taken its place.", re.compile("Helen Strand, Headteacher"))
    signed = SignedPaper.objects.order_by("kind").values_list("kind", "name", "place__school__name")
    assert list(signed) == [("commitment", "Helen Strand", BAMFORD), ("sharing", "Helen Strand", BAMFORD)]
    other = year.walker(width=390, scripts=False)
    other.open(year.post.link(CROMFORD_OFFICE, "A place for"))
    other.follow("Turn the place down")
    other.fill(note="Our hall is being rebuilt; next year gladly.")
    other.press("Turn the place down")
    other.reads("You have turned the place down.")
    year.deliver()
    for name in (DEPUTY, MENTOR):
        colleague = year.walker(width=390)
        colleague.open(year.post.link(address_of(name), "invited"))
        colleague.fill(name=name, password=PASSWORD)
        colleague.press("Go in")
        colleague.reads(re.compile(BAMFORD))
    head = year.walker(width=390)
    head.open(year.post.link(OFFICE, "invited"))
    head.fill(name="Helen Strand", password=PASSWORD)
    head.press("Go in")
    year.post.take(year.lead.email, f"{BAMFORD}: accepted")
    year.post.take(year.lead.email, f"{CROMFORD}: turned down")


def the_year_starts(year):
    lead = year.walker(year.lead)
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.press("Start the year")
    lead.follow("Board")
    lead.reads(BAMFORD)
    assert CROMFORD not in lead.tab.locator("main").inner_text()
