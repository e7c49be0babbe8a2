"""From a school's plan to what its paper says: what is out of sight stays out."""

from datetime import date

from cohorts.models import ProgrammeSettings
from kit.clock import today
from kit.wording import day_long
from schools.models import PlanState, Progress, Rating
from schools.plan_text import frozen, rating_in_words

from .contents.plan import Action, Plan, Priority, Update


def gather_plan(plan):
    """The plan as it stands, with the words of its page."""
    programme, said = ProgrammeSettings.current(), frozen(plan)
    return Plan(
        school_name=plan.school.name,
        programme_name=programme.name,
        organisation=programme.organisation,
        state=state_of(plan),
        made_on=today(),
        is_agreed=plan.state == PlanState.AGREED,
        why=said["vision"],
        priorities=tuple(
            Priority(
                number,
                part["title"],
                part["theme"],
                part["success"],
                tuple(action_of(action) for action in part["actions"]),
            )
            for number, part in enumerate(said["priorities"], 1)
        ),
    )


def state_of(plan):
    """How it stands, in a sentence."""
    if plan.state != PlanState.AGREED:
        return f"{plan.get_state_display()}."
    signed = f", signed by {plan.signed_name}" if plan.signed_name else ""
    return f"Agreed on {day_long(plan.agreed_at)}{signed}."


def action_of(part):
    """An action with its dated entries."""
    named = (("Needs", part["resources"]), ("Shown by", part["evidence"]), ("Monitored by", part["monitored_by"]))
    return Action(
        part["title"],
        Progress(part["progress"]).label,
        rating_in_words(part) or Rating.UNRATED.label,
        part["owner"],
        date.fromisoformat(part["due_on"]) if part["due_on"] else None,
        tuple(f"{name}: {text}" for name, text in named if text),
        tuple(
            Update(date.fromisoformat(one["on"]), one["by"], one["text"] or Progress(one["progress"]).label)
            for one in part["updates"]
        ),
    )
