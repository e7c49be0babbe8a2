"""The reminders of development plans: one is due, its review is near, or it has gone quiet."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from kit.wording import day, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page_of, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing
from schools.actions.behalf import writers_of
from schools.letters import plans
from schools.models import DevelopmentPlan, PlanState, Role
from terms.models import Calendar

from .models import Place

FARTHEST = timedelta(days=120)  # as many school days as a rule may have, with the summer holiday between them
LONG_AGO = timedelta(days=240)  # farther back than any rule reaches
rule("plan_due", "the plan is due", 10, 2, to="everybody who writes for the school")


@planner
def plans_that_are_due(at):
    """A letter to everybody who writes for a school that has not handed its plan in."""
    on, rule = local(at).date(), standing("plan_due")
    handed_in = DevelopmentPlan.objects.filter(
        school=OuterRef("school"), state__in=(PlanState.SUBMITTED, PlanState.AGREED)
    )
    places = Place.objects.live().filter(
        cohort__needs_plan=True,
        cohort__state="running",
        cohort__plan_due_on__gt=on,
        cohort__plan_due_on__lte=on + FARTHEST,
    )
    places = list(places.exclude(Exists(handed_in)).select_related("school__plan", "cohort"))
    calendar = school_morning(at, on + FARTHEST) if places else None
    if calendar is None:
        return
    for place in places:
        due = place.cohort.plan_due_on
        step = rule.step(calendar.school_days_between(on, due), on)
        if step is None:
            continue
        plan = getattr(place.school, "plan", None)
        url = plan.get_absolute_url() if plan else reverse("schools:start_plan", args=[place.school_id])
        for person in writers_of(place.school):
            yield letter(
                "plan_due", person, about=place.school, school=place.school, due=day(due), url=url,
                occasion=f"place:{place.pk}:plan-due:{due.isoformat()}:{step}",
            )  # fmt: skip


def plan_of(message):
    """The plan that the letter is about, if it is still agreed and in sight of the year: else None."""
    plan = message.about
    return plan if plan is not None and plan.state == PlanState.AGREED else None


def review_still_due(message):
    """The review is on the day that the letter speaks of."""
    plan = plan_of(message)
    return plan is not None and plan.review_due_on is not None and plan.review_due_on.isoformat() == message.facts["on"]


def still_quiet(message):
    """Nothing has been written into the plan since the letter was planned."""
    plan = plan_of(message)
    return plan is not None and local(plan.touched_at).date().isoformat() == message.facts["since"]


PLAN = {
    "school": Blank("the name of the school", lambda message: message.about.school.name),
    "link": Blank("the plan’s page", lambda message: page_of(message.about), must=True),
}
GROUP = "Development plan and visits"
register(
    Kind(
        "plan_review_due",
        title="Review of the plan due",
        subject="We go through your development plan on {{ review }}",
        template="cohorts/letters/plan_review_due.txt",
        reminder=True,
        wanted=review_still_due,
        rule="the review of your school’s development plan is near",
        group=GROUP,
        blanks=PLAN | {"review": Blank("the day of the review", lambda message: day(message.about.review_due_on))},
        records=plans,
        example=lambda plan: {"on": plan.review_due_on.isoformat() if plan.review_due_on else ""},
    )
)
register(
    Kind(
        "plan_gone_quiet",
        title="Plan gone quiet",
        subject="A line for the development plan of {{ school }}?",
        template="cohorts/letters/plan_gone_quiet.txt",
        reminder=True,
        wanted=still_quiet,
        rule="nothing has been written into your school’s development plan for a while",
        group=GROUP,
        blanks=PLAN
        | {"since": Blank("the day of the last line", lambda message: day(local(message.about.touched_at).date()))},
        records=plans,
        example=lambda plan: {"since": local(plan.touched_at).date().isoformat()},
    )
)
rule("plan_review_due", "the review", 5, to="everybody who writes for the school")
rule("plan_gone_quiet", "the last line in the plan", 30, is_after=True, to="everybody who writes for the school")


def agreed_plans(**filters):
    """The agreed plans of schools at work."""
    working = Place.objects.live().filter(cohort__state="running", cohort__needs_plan=True).values("school")
    found = DevelopmentPlan.objects.filter(state=PlanState.AGREED, school__in=working, **filters)
    return list(found.select_related("school"))


@planner
def reviews_that_are_due(at):
    """School days before a review, to those who write for the school."""
    on, stands = local(at).date(), standing("plan_review_due")
    agreed = agreed_plans(review_due_on__gt=on, review_due_on__lte=on + FARTHEST)
    calendar = school_morning(at, on + FARTHEST) if agreed else None
    due = {}
    for plan in agreed if calendar else ():
        if step := stands.step(calendar.school_days_between(on, plan.review_due_on), on):
            due[plan] = stands.mark(step)
    yield from to_writers(
        "plan_review_due",
        due,
        occasion=lambda plan: f"plan:{plan.pk}:review:{plan.review_due_on}{due[plan]}",
        facts=lambda plan: {"on": plan.review_due_on.isoformat()},
    )


@planner
def plans_gone_quiet(at):
    """School days after the last line in an agreed plan, once until somebody writes again."""
    on, stands = local(at).date(), standing("plan_gone_quiet")
    agreed = agreed_plans(touched_at__date__lte=on - timedelta(days=stands.nearest)) if stands.is_on else []
    if not agreed or school_morning(at, on) is None:
        return
    calendar = Calendar(on - LONG_AGO, on)
    quiet = {}
    for plan in agreed:
        since = local(plan.touched_at).date()
        if since >= on - LONG_AGO and (step := stands.step(calendar.school_days_between(since, on), on)):
            quiet[plan] = stands.mark(step)
    yield from to_writers(
        "plan_gone_quiet",
        quiet,
        occasion=lambda plan: f"plan:{plan.pk}:quiet:{local(plan.touched_at).date()}{quiet[plan]}",
        facts=lambda plan: {"since": local(plan.touched_at).date().isoformat()},
    )


def to_writers(kind, plans, *, occasion, facts):
    """A letter to everybody who writes for the school of each plan; one query for all of them."""
    writers = writers_by_school([plan.school_id for plan in plans]) if plans else {}
    for plan in plans:
        for person in writers.get(plan.school_id, ()):
            yield letter(kind, person, about=plan, school=plan.school_id, occasion=occasion(plan), **facts(plan))


def writers_by_school(schools):
    """{school id: people who write for it}, each once; one query."""
    found = {}
    roles = Role.objects.current().writers().filter(school__in=schools).select_related("user")
    for role in roles.order_by("user__name", "user"):
        found.setdefault(role.school_id, {})[role.user_id] = role.user
    return {school: list(people.values()) for school, people in found.items()}
