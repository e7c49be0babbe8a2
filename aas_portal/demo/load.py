"""Puts the county together: calendar, schools, people, three cohorts and what each of them has come to."""

from datetime import timedelta

from django.db import transaction

from action_research.models import ProjectState
from audit.models import Activity
from cohorts.actions.programme import hold_programme, keep_signature
from cohorts.models import CohortState, Place, PlaceState, ProgrammeSettings, SeatHolder
from kit.clock import now, today
from portfolios.actions.certificates import issue
from portfolios.models import CertificateKind, Consent, EntryState, PortfolioEntry
from schools.models import DevelopmentPlan, PlanState, Role, RoleKind, SchoolStatus, Visit

from . import (
    after,
    answers,
    audits,
    catching_up,
    county,
    intake,
    letters,
    money,
    papers,
    reading,
    ready,
    standing,
    trusts,
    work,
    year,
)
from .people import People, user
from .signature import hand

PASSED = (-135, -92, -48)  # where the year's sessions lie, in days from today
AHEAD = (45, 110)


@transaction.atomic
def load(number=92):
    """The whole demo, the same each time but for its dates, which are around today."""
    chance, on = county.chance_of(), today()
    ProgrammeSettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Attachment Aware Schools",
            "organisation": "Ashenshire Virtual School",
            "strapline": "Every child is known by an adult who notices",
            "contact_name": "The Attachment Aware Schools team",
            "contact_email": "aware@ashenshire.example",
            "contact_telephone": "01632 960100",
            "la_code": county.LA,
            "signatory_name": "Hugh Lacey",
            "signatory_role": "Head of the Virtual School",
            "renamed_at": now(),
        },
    )
    county.build_calendar(on)
    schools = county.build_schools(max(number, 40), chance)
    people = People(chance)
    clock = year.Clock(on)
    graduates = [schools[name] for name, _, _ in county.GRADUATES]
    convenor = load_closed(clock, graduates, people)
    places = load_running(clock, [schools[name] for name, _, _ in county.RUNNING], people)
    coming = load_open(clock, [schools[name] for name, _, _ in county.APPLYING], people, chance)
    reading.build_reviews(clock, coming, people, graduates[0])
    work.build_network(clock, places, graduates, {"convenor": convenor})
    people.assign([place.school for place in places])
    ready.build_days(clock, places, people.lead)
    trusts.build_trust(clock, schools)
    audits.build_audits(clock, places, coming)
    money.build_money(clock, places)
    papers.build_papers(places[0].school, people.lead)
    standing.build_standing(clock, places, people, coming)
    intake.build_held(clock, coming, people)
    waiting = [one for one in schools.values() if one.status == SchoolStatus.OPEN and not one.applications.exists()]
    waiting = [one for one in waiting if not one.places.exists()][:2]
    intake.build_carried(clock, places[0].cohort, coming, waiting, people)
    letters.build_letters(clock, places, people.lead)
    spread_the_story(clock)


def load_closed(clock, graduates, people):
    """Last year's cohort, graduated, with certificates and two entries in the library; returns the convenor."""
    start = clock.today - timedelta(days=525)
    days = [clock.day(-525 + 20 + 52 * n) for n in range(6)]
    cohort = year.build_cohort(clock, named(start), start, CohortState.CLOSED, days)
    day = cohort.celebration_on
    places, convenor = [], None
    for n, school in enumerate(graduates):
        staff = people.staff(school, start)
        convenor = convenor or staff[1]
        place = year.build_place(cohort, school, staff[1:], lead=people.lead, cover=people.cover)
        Place.objects.filter(pk=place.pk).update(
            state=PlaceState.GRADUATED,
            graduated_on=day,
            graduated_by=people.lead,
            presented_on=day,
            running_order=n + 1,
            names_proofed_at=clock.at(day - timedelta(days=14)),
            names_proofed_by=staff[1],
            certificate_why=work.WHY[n % len(work.WHY)][:240],
            see_hear_feel_end="Children greeted by name at every door, and adults who ask before they tell.",
        )
        place.refresh_from_db()
        places.append(place)
        work.build_plan(clock, place, staff, people.lead, n)
        work.build_project(clock, place, staff, people.lead, n, ProjectState.APPROVED)
    year.build_registers(clock, cohort, places, people.lead)
    keep_signature(hand(), by=people.administrator)
    programme = hold_programme()
    for place in places:
        issue(place, CertificateKind.SCHOOL, by=people.administrator, programme=programme)
        for holder in SeatHolder.objects.filter(seat__place=place):
            issue(
                place,
                CertificateKind.REPRESENTATIVE,
                by=people.administrator,
                programme=programme,
                holder=holder,
                days="6 of 6",
            )
    for n, place in enumerate(places[:3]):
        load_entry(clock, place, people, n)
    return convenor


ENTRIES = (
    ("One minute at the gate", "Whole-school ethos", "A named adult for every child who finds mornings hard."),
    ("Four phrases at lunchtime", "Midday and playtimes", "Midday staff and teachers learnt the same words together."),
    ("What we stopped doing", "Language and policy", "We took the ladder of sanctions off the classroom wall."),
)


def load_entry(clock, place, people, n):
    """An entry in the practice library; the third still waits to be read."""
    title, theme, summary = ENTRIES[n]
    published = n < 2
    at = clock.at(clock.today - timedelta(days=60 - n))
    entry = PortfolioEntry.objects.create(
        place=place,
        title=title,
        theme=theme,
        summary=summary,
        why="The first ten minutes decided our mornings, and nobody owned them.",
        what_we_did="We chose the children with their teachers, wrote a script of three sentences, and practised it in pairs for a fortnight.",
        what_changed="Settled starts went from nine to sixteen of twenty mornings in the classes we watched.",
        what_did_not_work="Fridays. The adult at the gate is part-time, and we did not plan cover until spring.",
        quote="She says my name before I am even through the gate.",
        visits_welcome=n == 0,
        state=EntryState.PUBLISHED if published else EntryState.SUBMITTED,
        anonymity_checked_by=people.administrator if published else None,
        anonymity_checked_at=at if published else None,
        published_at=at if published else None,
        touched_at=at,
    )
    head = Role.objects.get(school=place.school, kind=RoleKind.HEADTEACHER).user
    Consent.objects.create(
        entry=entry, school_named=True, images=False, childrens_words=True, given_by=head, given_at=at
    )


def load_running(clock, schools, people):
    """The cohort in mid-year: seventeen schools in honest variety, one of them deferred, one whose representative changed."""
    start = clock.today - timedelta(days=150)
    near = clock.day(0, back=True)
    days = [*(clock.day(offset) for offset in PASSED), near, *(clock.day(offset) for offset in AHEAD)]
    cohort = year.build_cohort(clock, named(start), start, CohortState.RUNNING, days)
    if near < clock.today:  # at a weekend the fourth session was on Friday, and its register is still open
        cohort.sessions.filter(number=4).update(state="open", closed_at=None)
    places = []
    for n, school in enumerate(schools):
        ours = school.name == "Heathervale Primary"
        names = ("Helen Strand", "Jo Pemberton", "Amy Lorrimer") if ours else None
        personas = (
            ("headteacher", "school_lead", "")
            if ours
            else ("", "stranger" if school.name == "Oakenfold School" else "", "")
        )
        trio = people.staff(school, start, names=names, personas=personas)
        place = year.build_place(cohort, school, trio[1:], lead=people.lead, cover=people.cover)
        if ours:
            left = clock.day(-70)
            year.hand_over(place, left, "Tomasz Wilk")
            newcomer = user("Tomasz Wilk", "contributor", job_title="Learning mentor")
            SeatHolder.objects.filter(seat__place=place, name="Tomasz Wilk").update(user=newcomer, email=newcomer.email)
            Role.objects.filter(user=trio[2], school=school).update(ends_on=left)
            Role.objects.create(
                user=newcomer, school=school, kind=RoleKind.CONTRIBUTOR, starts_on=left + timedelta(days=1)
            )
            trio[2] = newcomer
            work.build_notes(clock, school, people.lead)
        if school.name == "Wetherfold Support Centre":
            Place.objects.filter(pk=place.pk).update(
                state=PlaceState.DEFERRED,
                left_on=clock.day(-110),
                left_reason="A new headteacher arrives after the holiday",
            )
            place.refresh_from_db()
        if school.name == "Calder Edge Academy":  # nobody from senior leadership on a seat
            SeatHolder.objects.filter(seat__place=place).update(is_senior_leader=False)
        places.append(place)
        plan_state = work.PLAN_STATES.get(school.name, PlanState.AGREED)
        if plan_state is not None:
            work.build_plan(clock, place, trio, people.lead, n, plan_state)
        project_state = work.PROJECT_STATES.get(school.name, ProjectState.AGREED)
        if project_state is not None:
            work.build_project(clock, place, trio, people.lead, n, project_state)
        if n % 2 == 0:
            work.build_visit(clock, school, trio, people.adviser if n % 4 == 0 else people.other_adviser, n)
    year.build_registers(clock, cohort, places, people.lead)
    after.build_feedback(cohort, clock.today)
    after.build_packs(cohort, people.lead)
    after.build_reflections(clock, cohort)
    after.build_reach(clock, [place for place in places if place.is_at_work])
    catching_up.build_catch_ups(clock, cohort, people)
    catching_up.build_gap_tasks(clock, cohort, places)
    return places


def load_open(clock, schools, people, chance):
    """The cohort that takes applications now; returns it."""
    start = clock.today + timedelta(days=140)
    days = [clock.day(140 + 20 + 52 * n) for n in range(6)]
    cohort = year.build_cohort(clock, named(start), start, CohortState.OPEN, days)
    type(cohort).objects.filter(pk=cohort.pk).update(
        places=8,
        applications_open_at=clock.at(clock.today - timedelta(days=40)),
        applications_close_at=clock.at(clock.day(14), 17),
        decisions_on=clock.day(35),
    )
    cohort.refresh_from_db()
    answers.ask_more(cohort, by=people.lead)
    year.build_applications(clock, cohort, schools, people, chance)
    return cohort


def spread_the_story(clock):
    """Give each act of the record a school morning or afternoon of its own, the latest yesterday; what its record dates, that day."""
    for n, act in enumerate(Activity.objects.order_by("-pk")):
        day = clock.day(-1 - n // 2, back=True)
        at = told_by_the_record(act, clock) or clock.at(day, 8 + n % 8, n * 7 % 60)
        Activity.objects.filter(pk=act.pk).update(at=at)


def told_by_the_record(act, clock):
    """When a plan was submitted or agreed, or a visit took place, as its own page says; nothing for other acts."""
    about = act.content_type.model_class()
    if about is DevelopmentPlan and act.verb in ("submitted", "agreed"):
        return getattr(DevelopmentPlan.objects.get(pk=act.object_id), f"{act.verb}_at")
    if about is Visit and act.verb == "logged":
        return clock.at(Visit.objects.get(pk=act.object_id).on, 16)
    return None


def named(start):
    """A cohort's name by the years it touches; the span makes it unlike the one before."""
    end = start + timedelta(days=330)
    return f"{start.year}-{end.year % 100:02d}" if start.year != end.year else f"{start.year}"
