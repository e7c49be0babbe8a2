"""The development plan in the cohort's pages: its column on the board, its part of readiness, and what it asks of people."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse

from kit.together import rows
from kit.wording import day_month, local
from schools.models import Challenge, DevelopmentPlan, PlanState, RoleKind
from schools.plan_words import agreed_versions, plan_status, plans_at, plans_wanted, status_for_a_trust
from schools.ties import roles_of, written_for_by
from terms.models import Calendar

from .board import Cell, Flag, column
from .board import beforehand as board_beforehand
from .readiness import Shortfall, rules
from .readiness import beforehand as rules_beforehand
from .today import Duty, beforehand, duties
from .yours import places_written_by

QUIET = 30  # school days without a line, after which the board says so
AHEAD = timedelta(days=14)


def plans_of(places):
    """The plans of these places' schools, by school."""
    return plans_at([place.school_id for place in places])


@rows
def overdue_challenges(on):
    """Every question put to a school whose reply is overdue, the longest first; read once a page."""
    late = Challenge.objects.unanswered().filter(follow_up_on__lt=on).select_related("visit__school")
    return late.order_by("follow_up_on", "pk")


@rows
def challenges_to_answer(schools):
    """The questions put to these schools (ids) that have no reply yet, those with a day first."""
    put = Challenge.objects.unanswered().filter(visit__school__in=schools).select_related("visit__by")
    return put.order_by(F("follow_up_on").asc(nulls_last=True))


@rows
def plans_waiting(on):
    """The plans that wait for a lead: signed, or with their review near."""
    signed = Q(state=PlanState.SUBMITTED, signed_at__isnull=False)
    near = Q(state=PlanState.AGREED, review_due_on__lte=on + AHEAD)
    return DevelopmentPlan.objects.filter(signed | near).select_related("school")


@beforehand.register
def plans_and_challenges(user, on):
    """What the duties below read."""
    if user.is_programme_lead:
        yield plans_waiting.later(on)
    if user.sees_every_school or user.is_adviser:
        yield overdue_challenges.later(on)
    if schools := sorted(written_for_by(user)):
        yield challenges_to_answer.later(schools)


def key_of(place):
    """What the plan asks of its school now, as one duty."""
    return f"plan:{place.pk}"


def plan_url(place, plan):
    """The plan, or the page that begins it."""
    return plan.get_absolute_url() if plan else reverse("schools:start_plan", args=[place.school_id])


@column("Plan", order=20, flags=True)
def plan_cells(places, user, on):
    """How every plan stands, and what to look at."""
    plans = plans_of(places)
    owed = defaultdict(list)
    for challenge in overdue_challenges(on) if not all(place.for_a_trust for place in places) else ():
        owed[challenge.visit.school_id].append(challenge)
    quiet = SchoolDays(on)
    cells = {}
    outside = [plans[place.school_id] for place in places if place.for_a_trust and place.school_id in plans]
    versions = agreed_versions(outside)
    for place in places:
        plan = plans.get(place.school_id)
        if place.for_a_trust:
            status = status_for_a_trust(plan, versions.get(plan.pk) if plan else None)
            cells[place.pk] = Cell(status.word, status.mark, status.fresh, status.url)
            continue
        status = plan_status(plan, user)
        flags = [*plan_flags(place, plan, on, quiet, user)] if place.is_at_work else []
        flags += [
            Flag(f"A reply was due {day_month(one.follow_up_on)}", one.get_absolute_url())
            for one in owed[place.school_id][:1]
        ]
        url = plan_url(place, plan) if plan or user.sees_every_school else ""
        cells[place.pk] = Cell(status.word, status.mark, status.fresh, url, yours=status.yours, flags=tuple(flags))
    return cells


def plan_flags(place, plan, on, quiet, user):
    """What deserves a look: a plan that is owed, a plan that has gone quiet, a review that is due."""
    due = place.cohort.plan_due_on
    if plan is None or plan.is_open:
        if due and due < on:
            yield Flag(
                f"The plan was due {day_month(due)}", plan_url(place, plan) if plan or user.sees_every_school else ""
            )
        return
    if plan.state == PlanState.AGREED:
        if plan.review_due_on and plan.review_due_on < on:
            url = reverse("schools:review_plan", args=[plan.pk]) if user.is_programme_lead else plan.get_absolute_url()
            yield Flag(f"A review was due {day_month(plan.review_due_on)}", url)
        elif (days := quiet.since(local(plan.touched_at).date())) > QUIET:
            yield Flag(f"Untouched for {days} school days", plan.get_absolute_url())


class SchoolDays:
    """School days since a day, counted once a day asked for; the calendar is read when it is first needed."""

    def __init__(self, on):
        self.on, self.calendar, self.known = on, None, {}

    def since(self, day):
        """How many school days lie after `day`, up to today; a year is the most that is counted."""
        if (self.on - day).days <= QUIET:  # fewer days than that hold fewer school days
            return 0
        start = max(day, self.on - timedelta(days=365))
        if start not in self.known:
            self.calendar = self.calendar or Calendar(self.on - timedelta(days=366), self.on)
            self.known[start] = self.calendar.school_days_between(start, self.on)
        return self.known[start]


@board_beforehand.register
@rules_beforehand.register
def plans_behind(places):
    """What the rule below reads, and the column."""
    return [plans_wanted([place.school_id for place in places])]


@rules.register
def plan_agreed_and_reviewed(places):
    """Where the cohort's rule asks for it: the plan is agreed, and reviewed at least once."""
    places = [place for place in places if place.cohort.needs_plan]
    plans = plans_of(places) if places else {}
    for place in places:
        plan = plans.get(place.school_id)
        url, key = plan_url(place, plan), key_of(place)
        if plan is None:
            text = "The school writes its development plan"
            yield place.pk, Shortfall(text, url, "Start the plan", is_for_writers=True, key=key)
        elif plan.is_open:
            yield place.pk, Shortfall("The plan is submitted and agreed", url, "See the plan", key=key)
        elif plan.waits_for_signature:
            yield place.pk, Shortfall("The headteacher signs the plan", url, "See the plan", key=key)
        elif plan.state == PlanState.SUBMITTED:
            yield place.pk, Shortfall("The programme lead agrees the plan", url, "See the plan")
        elif plan.reviewed_on is None:
            by = f", by {day_month(plan.review_due_on)}" if plan.review_due_on else ""
            yield place.pk, Shortfall(f"The plan is reviewed once{by}", url, "See the plan")


@duties.register
def plans_for_the_lead(user, on):
    """Plans to agree, reviews to hold, and one's own challenges without a reply."""
    if user.is_programme_lead:
        for plan in plans_waiting(on):
            if plan.state == PlanState.SUBMITTED:
                since = local(plan.signed_at).date()
                yield Duty(
                    f"Agree or return the plan from {plan.school}", plan.get_absolute_url(), since_on=since,
                    why=f"signed by {plan.signed_name} on {day_month(since)}", act="Read the plan", school_id=plan.school_id,
                )  # fmt: skip
            else:
                url = reverse("schools:review_plan", args=[plan.pk])
                yield Duty(
                    f"Review the plan with {plan.school}",
                    url,
                    due_on=plan.review_due_on,
                    act="Note the review",
                    school_id=plan.school_id,
                )
    if user.sees_every_school or user.is_adviser:
        for challenge in overdue_challenges(on):
            if not challenge.is_followed_up_by(user):
                continue
            school = challenge.visit.school
            yield Duty(
                f"Ask {school} about the challenge you put", challenge.get_absolute_url(), due_on=challenge.follow_up_on,
                why="no reply yet", act="See the visit", school_id=school.pk,
            )  # fmt: skip


@duties.register
def plans_for_the_school(user, on):
    """The plan to write, change or sign, and the challenges to answer."""
    schools, kinds = written_for_by(user), roles_of(user)
    if not schools:
        return
    with_plans = [place for place in places_written_by(user) if place.cohort.needs_plan]
    plans = plans_of(with_plans)
    for place in with_plans:
        yield from plan_duty(place, plans.get(place.school_id), kinds[place.school_id])
    for challenge in challenges_to_answer(sorted(schools)):
        yield Duty(
            f"Answer the question from {challenge.visit.by or 'the Virtual School'}",
            reverse("schools:answer_challenge", args=[challenge.pk]), due_on=challenge.follow_up_on,
            why=f"from {day_month(challenge.visit.on)}; a few lines are enough", act="Answer", school_id=challenge.visit.school_id,
        )  # fmt: skip


def plan_duty(place, plan, kinds):
    """What a plan asks of those who write for its school, if anything."""
    url, due = plan_url(place, plan), place.cohort.plan_due_on
    same = {"school_id": place.school_id, "key": key_of(place)}
    if plan is None:
        yield Duty("Start your development plan", url, due_on=due, why="it begins with the why", act="Start", **same)
    elif plan.state == PlanState.RETURNED:
        title = "Look at the comment on your plan and submit it again"
        yield Duty(title, url, due_on=due, act="Open the plan", **same)
    elif plan.is_open:
        yield Duty("Go on with your development plan", url, due_on=due, act="Open the plan", **same)
    elif plan.waits_for_signature and RoleKind.HEADTEACHER in kinds:
        sign, since = reverse("schools:sign_plan", args=[plan.pk]), local(plan.submitted_at).date()
        yield Duty("Sign the development plan", sign, since_on=since, act="Sign", **same)
