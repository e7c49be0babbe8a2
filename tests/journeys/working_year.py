"""September to June: six days of training, a change of representative, a plan and a project."""

import re
from datetime import date

from journeys.school_year import BAMFORD, DAYS, DEPUTY, MENTOR, NEWCOMER, WHY, address_of, to_the_school


def register(year, number, *marks):
    """A day of training: one tap a person on the lead's telephone, and the register is closed."""
    day = DAYS[number - 1]
    year.at(day.year, day.month, day.day - 1)
    year.at(day.year, day.month, day.day, hour=15)
    lead = year.walker(year.lead, width=390)
    lead.open("/training/")
    lead.follow(f"Register of session {number}, cohort 2025-26")
    for name, state in marks:
        lead.tap(name, state)
    lead.follow("Close the register")
    lead.reads("Everybody is marked.")
    lead.press("Close the register")
    lead.reads(re.compile("Closed"))


def a_representative_leaves_at_christmas(year):
    """The school replaces its representative itself; what was attended stays the leaver's."""
    year.at(2025, 12, 15)
    deputy = year.enter(DEPUTY)
    to_the_school(deputy, "The school’s year")
    deputy.follow("Change representative 2")
    deputy.reads(f"Who follows {MENTOR}?")
    deputy.fill(
        last_day=date(2025, 12, 19),
        name=NEWCOMER,
        email=address_of(NEWCOMER),
        job_title="Teaching assistant",
        from_on=date(2026, 1, 5),
    )
    deputy.press("Change the representative")
    deputy.reads(NEWCOMER, re.compile(f"{MENTOR}"))
    year.deliver()
    newcomer = year.walker(width=390)
    newcomer.open(year.post.link(address_of(NEWCOMER), "invited"))
    newcomer.fill(name=NEWCOMER)
    newcomer.press("Go in")


def the_day_is_caught_up(year):
    year.at(2026, 2, 26)
    lead = year.walker(year.lead)
    to_the_school(lead)
    lead.reads(re.compile(f"{DEPUTY}|Representative 1"))
    lead.open("/training/")
    lead.follow("Register of session 4, cohort 2025-26")
    lead.follow(f"Record a catch-up for {DEPUTY}")
    lead.fill(on=date(2026, 2, 24), how="The afternoon for those who missed it")
    lead.press("Sign it off")
    lead.reads(re.compile("Caught up"))


def a_plan_is_typed_in_for_the_school(year):
    """The lead types in what the school said and who signed, agrees it; the school is told, in one letter."""
    from audit.models import Activity

    year.at(2025, 11, 20)
    lead = year.walker(year.lead)
    to_the_school(lead)
    lead.follow("Start the plan")
    lead.press("Start the plan")
    lead.reads(re.compile(f"What you type in here is for {BAMFORD}"))
    lead.follow("Write the why")
    lead.fill(vision=WHY)
    lead.press("Save")
    lead.reads(WHY)
    lead.follow("Add a priority")
    lead.fill(title="Every adult can name a key adult", theme="Key adults", success="Ask anybody in the corridor")
    lead.press("Add the priority")
    lead.follow("Add an action to Every adult can name a key adult")
    lead.fill(title="A key adult for each of twelve children", owner=DEPUTY, due_on=date(2026, 2, 13))
    lead.press("Add the action")
    lead.press("Submit the plan")
    lead.follow("Note a signature")
    lead.fill(name="Helen Strand")
    lead.press("Note the signature")
    lead.follow("Agree the plan")
    lead.fill(review_due_on=date(2026, 3, 27))
    lead.press("Agree the plan")
    lead.reads(re.compile("[Aa]greed"))
    year.at(2025, 11, 20, hour=11)
    told = year.post.take(address_of(DEPUTY), f"{year.lead.name} has typed something in for your school")
    assert told.body.count("\n- ") == len(Activity.objects.filter(on_behalf=True)) == 6, told.body
    deputy = year.enter(DEPUTY)
    to_the_school(deputy)
    deputy.open("/schools/plans/")
    deputy.reads(WHY)
    deputy.follow("Add an update")
    deputy.fill(progress="in_progress", text="Seven of twelve have somebody.")
    deputy.tab.locator("[name=action]").first.check()
    deputy.press("Add the update")
    deputy.reads("Seven of twelve have somebody.")


def the_plan_is_reviewed(year):
    year.at(2026, 3, 26)
    lead = year.walker(year.lead)
    lead.open("/today/")
    lead.follow(re.compile(f"Review the plan with {BAMFORD}|Note the review"))
    lead.fill(on=date(2026, 3, 26), note="Ten of twelve; the midday team is next.")
    lead.press("Save the review")
    lead.reads("Ten of twelve; the midday team is next.")


def a_project_is_proposed_and_agreed(year):
    year.at(2025, 10, 6)
    deputy = year.enter(DEPUTY)
    deputy.open("/projects/")
    deputy.press("Begin the project")
    deputy.follow("Write on the question")
    deputy.fill(
        title="Warm starts", question="Do calm greetings change the first ten minutes?", need="Late, loud mornings."
    )
    deputy.fill(ethics_confirmed=True, anonymity_confirmed=True)
    deputy.press("Save")
    deputy.press("Propose the question")
    lead = year.walker(year.lead)
    to_the_school(lead, "Warm starts")
    lead.press("Agree the question")
    deputy.tab.reload()
    deputy.follow("Add a measure")
    deputy.fill(what="Calm starts", unit="mornings of 20", n=4, start=8, start_on=date(2025, 10, 6))
    deputy.press("Keep it")
    deputy.follow("Begin a cycle")
    deputy.fill(plan="Two adults at the door from half past eight.", starts_on=date(2025, 10, 13))
    deputy.press("Keep it")


def the_project_is_written_up_and_approved(year):
    year.at(2026, 6, 11)
    deputy = year.enter(DEPUTY)
    deputy.open("/projects/")
    deputy.follow("Enter a value for Calm starts")
    deputy.fill(end=15, end_on=date(2026, 6, 10))
    deputy.press("Keep it")
    deputy.follow("Write it up")
    deputy.fill(progress_made="From eight calm mornings to fifteen.", highs_and_lows="February was long.")
    deputy.fill(impact="Fewer children wait outside the office.", what_next="The dinner hall.")
    deputy.press("Hand it in")
    lead = year.walker(year.lead)
    to_the_school(lead, "Warm starts")
    lead.reads("From eight calm mornings to fifteen.")
    lead.press("Approve the project")
    lead.reads(re.compile("Approved on"))
