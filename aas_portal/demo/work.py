"""What the schools of the demo wrote: plans, projects, visits, clusters, certificates and entries."""

from datetime import timedelta
from decimal import Decimal

from action_research.models import Comment, Cycle, Evidence, EvidenceKind, Measure, Project, ProjectState
from audit.actions import record
from networks.models import (
    Cluster,
    ClusterKind,
    Meeting,
    MeetingAttendance,
    MeetingState,
    Membership,
    Pairing,
    PairingState,
)
from schools.models import (
    Challenge,
    DevelopmentPlan,
    InternalNote,
    PlanAction,
    PlanState,
    PlanUpdate,
    PlanVersion,
    Priority,
    Progress,
    Rating,
    Visit,
    VisitKind,
)
from schools.plan_text import frozen

WHY = (
    "We want every child to know which adult will notice, by name, before nine o’clock.",
    "Nobody should have to earn being welcome here.",
    "We ask what happened to you before we ask what you did.",
    "Calm adults make calm corridors: we begin with ourselves.",
)
PRIORITIES = (
    (
        "Every adult greets, and every greeting is planned",
        "Whole-school ethos",
        "16 of 20 mornings start settled in Years 1 to 3.",
    ),
    (
        "Lunchtime feels as safe as the classroom",
        "Midday and playtimes",
        "Midday staff use the same four phrases as teachers.",
    ),
    ("Our behaviour policy says what we do", "Language and policy", "The policy names relationships before sanctions."),
)
ACTIONS = (
    (("Teach the morning script to all 12 classroom adults", Progress.COMPLETE, Rating.WELL, "11 of 12 use it unprompted"), ("A named adult at the gate for eleven children", Progress.IN_PROGRESS, Rating.THOUGHT, "cover falls over on Fridays"), ("Tell families why we greet this way", Progress.NOT_STARTED, "", "")),
    (("Two twilights for midday staff", Progress.COMPLETE, Rating.WELL, ""), ("A calm corner on the playground", Progress.IN_PROGRESS, "", ""), ("Midday staff join the Friday huddle", Progress.IN_PROGRESS, "", "")),
    (("Rewrite the first page with pupils", Progress.NOT_STARTED, "", ""), ("Governors read the draft", Progress.NOT_STARTED, "", "")),
)  # fmt: skip
UPDATES = {  # priority and action: what was said of it last
    (1, 1): ("Eleven adults use it unprompted. The twelfth starts on Monday.", "All twelve practised in pairs; we watched each other once."),
    (1, 2): ("Mornings hold. Fridays fall over when cover is short.", "Nine of the eleven children are met every day."),
    (2, 1): ("Both twilights held; every midday adult came to one.", "Held. They asked for a third, on endings."),
    (2, 2): ("The corner is marked out. A bench is still to come.", "Children chose the place; it is used most on Tuesdays."),
    (2, 3): ("Two of five came this Friday, paid for the half hour.", "The huddle moved to ten past one, so that they can come."),
}  # fmt: skip
QUESTIONS = (
    ("The door and the day", "Does a named adult at the door change how Year 3 start the day?"),
    ("Four phrases", "What happens to lunchtime incidents when midday staff and teachers use the same four phrases?"),
    (
        "Ten minutes with one adult",
        "Do ten planned minutes a day with a key adult change how often a child leaves the room?",
    ),
)

# What stands where: school -> plan state (None: no plan yet); the rest are agreed
PLAN_STATES = {
    "Calder Edge Academy": PlanState.SUBMITTED,
    "Millrace Primary Academy": PlanState.SUBMITTED,
    "Coppice Lane Primary": PlanState.DRAFT,
    "Fernhollow CofE Primary": PlanState.RETURNED,
    "Oakenfold School": None,
    "Wetherfold Support Centre": PlanState.DRAFT,
}
PROJECT_STATES = {
    "Calder Edge Academy": ProjectState.DRAFT,
    "Coppice Lane Primary": None,
    "Oakenfold School": None,
    "Wetherfold Support Centre": None,
    "Greystones High School": ProjectState.PROPOSED,
    "Fernhollow CofE Primary": ProjectState.PROPOSED,
    "Hazelbeck Community Primary": ProjectState.WRITTEN_UP,
}


def build_plan(clock, place, people, lead, n, state=PlanState.AGREED):
    """A plan with three priorities, as far as its school has come."""
    head, senior, other = people
    agreed = state == PlanState.AGREED
    touched = clock.at(clock.today - timedelta(days=45 if state == PlanState.DRAFT else 2 + n), 15)
    agreed_on = clock.day(-36 - n, back=True)
    submitted_on = clock.day(-4 if state == PlanState.SUBMITTED else (agreed_on - clock.today).days - 4, back=True)
    submitted = None if state == PlanState.DRAFT else clock.at(submitted_on, 14)
    signed = submitted if state in (PlanState.SUBMITTED, PlanState.AGREED) else None
    plan = DevelopmentPlan.objects.create(
        school=place.school,
        vision=WHY[n % len(WHY)],
        state=state,
        due_on=place.cohort.plan_due_on,
        review_due_on=clock.day(14 + n) if agreed else None,
        submitted_by=senior if submitted else None,
        submitted_at=submitted,
        signed_by=head if signed else None,
        signed_name=head.name if signed else "",
        signed_at=signed,
        agreed_by=lead if agreed else None,
        agreed_at=clock.at(agreed_on) if agreed else None,
        return_comment="The why is clear. Say who will notice whether priority 2 works, and by when."
        if state == PlanState.RETURNED
        else "",
        touched_at=touched,
    )
    for number, (title, theme, success) in enumerate(PRIORITIES[: 2 if state == PlanState.DRAFT else 3], 1):
        priority = Priority.objects.create(plan=plan, number=number, title=title, theme=theme, success=success)
        for turn, (what, progress, rating, why) in enumerate(ACTIONS[number - 1], 1):
            moving = progress if agreed else Progress.NOT_STARTED
            action = PlanAction.objects.create(
                priority=priority,
                number=turn,
                title=what,
                owner=(senior, other, head)[turn - 1].name,
                starts_on=clock.day(-60),
                due_on=clock.day(20 + turn * 20),
                monitored_by=head.name,
                progress=moving,
                rating=rating if agreed else "",
                rating_why=why if agreed else "",
            )
            if moving in (Progress.COMPLETE, Progress.IN_PROGRESS):
                PlanUpdate.objects.create(action=action, by=(senior, other)[turn % 2], on=clock.day(-9 - n, back=True), at=touched, text=UPDATES[number, turn][n % 2], progress=moving, progress_before=Progress.NOT_STARTED)  # fmt: skip
    if agreed:
        PlanVersion.objects.create(plan=plan, number=1, kind="agreed", content=frozen(plan), by=lead, at=plan.agreed_at)
        record(lead, "agreed", plan)
    elif submitted:
        record(senior, "submitted", plan)
    return plan


def build_project(clock, place, people, lead, n, state=ProjectState.AGREED):
    """An action research project with measures and a cycle, as far as its school has come."""
    senior, other = people[1], people[2]
    title, question = QUESTIONS[n % len(QUESTIONS)]
    agreed = state in (ProjectState.AGREED, ProjectState.WRITTEN_UP, ProjectState.APPROVED)
    written = state in (ProjectState.WRITTEN_UP, ProjectState.APPROVED)
    project = Project.objects.create(
        place=place,
        title=title,
        question=question,
        need="Staff told us that the first twenty minutes decide the morning.",
        description="One class each in Years 1 to 3, four weeks, the same adult at the same door.",
        participants="Three classes, 74 pupils, six adults",
        methods="A tally by the class teacher, and a short staff questionnaire before and after.",
        themes=["Key adults", "Transitions"],
        ethics_confirmed=True,
        anonymity_confirmed=True,
        state=state,
        proposed_at=None if state == ProjectState.DRAFT else clock.at(clock.today - timedelta(days=1 + 25 * agreed)),
        question_agreed_at=clock.at(clock.today - timedelta(days=20)) if agreed else None,
        question_agreed_by=lead if agreed else None,
        progress_made="Settled starts rose from 9 to 15 of 20 mornings." if written else "",
        highs_and_lows="Fridays stayed hard: the adult at the door is part-time." if written else "",
        impact="Two families told us that mornings at home are easier." if written else "",
        what_next="The door becomes part of the induction of every new adult." if written else "",
        written_up_at=clock.at(clock.today - timedelta(days=3)) if written else None,
        approved_at=clock.at(clock.today - timedelta(days=2)) if state == ProjectState.APPROVED else None,
        approved_by=lead if state == ProjectState.APPROVED else None,
        touched_at=clock.at(clock.today - timedelta(days=n % 9)),
    )
    if agreed:
        start = clock.day(-30)
        Measure.objects.create(project=project, what="Settled starts", how="Tally by the class teacher", unit="mornings of 20", n=74, start=Decimal(9), start_on=start, mid=Decimal(12), mid_on=clock.day(-5, back=True), end=Decimal(15) if written else None, end_on=clock.today if written else None)  # fmt: skip
        Measure.objects.create(project=project, what="Staff who feel sure what to say", how="Questionnaire", unit="of 22 staff", n=22, start=Decimal(8), start_on=start, end=Decimal(17) if written else None, end_on=clock.today if written else None)  # fmt: skip
        Cycle.objects.create(project=project, number=1, starts_on=start, ends_on=None if not written else clock.day(-4, back=True), plan="Same adult, same door, same three words, for four weeks.", act="Held on 17 of 20 mornings.", observe="Quieter coats and bags; fewer tears." if n % 2 else "", reflect="")  # fmt: skip
        Evidence.objects.create(project=project, kind=EvidenceKind.NOTE, text="The caretaker has started to greet by name as well.", by=other, at=clock.at(clock.today - timedelta(days=n % 9)))  # fmt: skip
        Comment.objects.create(project=project, text="Your start-of-year measure is clear and honest. The one thing I would sharpen: decide which four weeks you will watch before you begin.", by=lead, at=clock.at(clock.today - timedelta(days=8)))  # fmt: skip
        record(senior, "added evidence to", project)
    return project


def build_visit(clock, school, people, adviser, n):
    """A visit with one challenge; every third school has answered."""
    visit = Visit.objects.create(
        school=school,
        on=clock.day(-20 - n, back=True),
        kind=VisitKind.VISIT,
        people=f"{people[0].name}, {people[1].name}",
        support="We walked the school at the start of the day. The greeting at the Year 1 door is planned and it shows.",
        agreed="Send the morning script by Friday.",
        by=adviser,
    )
    answered = n % 3 == 0
    Challenge.objects.create(visit=visit, text="What would a child who arrives at twenty past nine meet at your door?", follow_up_on=clock.day(10 + n), reply="A named adult in the office from this week: we had not thought of it." if answered else "", replied_by=people[1] if answered else None, replied_at=clock.at(clock.today - timedelta(days=5)) if answered else None)  # fmt: skip
    record(adviser, "logged", visit)


def build_network(clock, places, graduates, people):
    """Two clusters with a meeting each, and four mentorings."""
    convenor = people["convenor"]
    for name, district in (("Highmoor", "Highmoor"), ("Lowfield and Amberside", "Lowfield")):
        cluster = Cluster.objects.create(name=name, kind=ClusterKind.DISTRICT, about="Meets once a half-term at one of its schools.", convenor=convenor if name == "Highmoor" else None)  # fmt: skip
        members = [school for school in [*graduates, *(place.school for place in places)] if school.district == district or (district == "Lowfield" and school.district == "Amberside")]  # fmt: skip
        for school in members:
            Membership.objects.create(cluster=cluster, school=school, since_on=clock.today - timedelta(days=100))
        held = Meeting.objects.create(cluster=cluster, on=clock.day(-35, back=True), starts_at="15:45", ends_at="17:00", host=members[0], agenda="Greetings at the door; cover on Fridays.", minutes="Four schools showed their morning script. Two will swap visits.", agreed="Swap visits before the holiday.", state=MeetingState.HELD)  # fmt: skip
        for school in members[:4]:
            MeetingAttendance.objects.create(meeting=held, school=school, people="2 people")
        Meeting.objects.create(cluster=cluster, on=clock.day(7), starts_at="15:45", ends_at="17:00", host=members[1 % len(members)], agenda="What did not work this term.")  # fmt: skip
    for n, (mentor, place) in enumerate(zip(graduates, places, strict=False)):
        if n < 5:
            active = n < 4
            Pairing.objects.create(mentor=mentor, mentored=place.school, state=PairingState.ACTIVE if active else PairingState.OFFERED, offered_on=clock.day(-50), active_from=clock.day(-40) if active else None, shares_plan=n == 0)  # fmt: skip


def build_notes(clock, school, lead):
    """One thing that the Virtual School keeps to itself."""
    InternalNote.objects.create(school=school, text="Head is due to retire in July. Ask early who will carry the plan.", by=lead, at=clock.at(clock.today - timedelta(days=30)))  # fmt: skip
