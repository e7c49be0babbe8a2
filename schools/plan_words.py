"""A plan's and an action's state in words, with the mark that goes before them: the same on every page."""

from dataclasses import dataclass

from kit.once import once_each
from kit.together import Wanted
from kit.wording import ago, day_month

from .models import DevelopmentPlan, PlanState, PlanVersion, Progress

PROGRESS_MARKS = {
    Progress.EMBEDDED: "done",
    Progress.COMPLETE: "full",
    Progress.IN_PROGRESS: "half",
    Progress.NOT_STARTED: "rest",
    Progress.STOPPED: "closed",
}


@once_each
def plans_at(schools):
    """The plans of these schools' ids, by school."""
    return {plan.school_id: plan for plan in DevelopmentPlan.objects.filter(school__in=schools)}


def plans_wanted(schools):
    """The same read, to be asked with others."""
    found = DevelopmentPlan.objects.filter(school__in=schools)
    return Wanted(found, lambda plans: plans_at.put(schools, {plan.school_id: plan for plan in plans}))


@dataclass(frozen=True)
class PlanStatus:
    """One word with its mark and how fresh it is; `yours` when it waits for the person who looks."""

    word: str
    mark: str
    fresh: str = ""
    yours: bool = False
    url: str = ""


def plan_status(plan, user, *, writes=False, signs=False):
    """How a plan stands for the person who looks. `writes` and `signs` say what they are at this school."""
    if plan is None:
        return PlanStatus("Not started", "rest")
    touched = f"updated {ago(plan.touched_at)}"
    if plan.state == PlanState.DRAFT:
        return PlanStatus("Draft", "quarter", touched)
    if plan.state == PlanState.RETURNED:
        return PlanStatus("Waiting for you" if writes else "Returned", "half", "returned with a comment", yours=writes)
    if plan.state == PlanState.SUBMITTED:
        if plan.signed_at is None:
            return PlanStatus(
                "Waiting for you" if signs else "Submitted", "half", "the headteacher signs next", yours=signs
            )
        waits = user.is_programme_lead
        return PlanStatus(
            "Waiting for you" if waits else "Submitted", "half", f"signed {day_month(plan.signed_at)}", yours=waits
        )
    return PlanStatus("Agreed", "done", touched)


def agreed_versions(plans):
    """The latest agreed version of each of these plans, by plan id; asked only where a plan is not agreed just now."""
    open_again = [plan.pk for plan in plans if plan.state != PlanState.AGREED]
    if not open_again:
        return {}
    found = PlanVersion.objects.filter(plan__in=open_again, kind="agreed").defer("content").order_by("number")
    return {version.plan_id: version for version in found}


def status_for_a_trust(plan, version=None):
    """How a plan stands for somebody who reads for its trust: what is being written is the school's own.

    `version` is the latest agreed one of a plan that has been opened again: it stays to be read.
    """
    if plan is None:
        return PlanStatus("Not started", "rest")
    if plan.state == PlanState.AGREED:
        return PlanStatus("Agreed", "done", f"updated {ago(plan.touched_at)}", url=plan.get_absolute_url())
    if version is not None:
        return PlanStatus("Agreed", "done", "its next version is being written", url=version.get_absolute_url())
    if plan.state == PlanState.SUBMITTED:
        return PlanStatus("Submitted", "half")
    return PlanStatus("Being written", "quarter")
