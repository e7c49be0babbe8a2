"""The letters of schools: what a plan's steps, a challenge and a line typed in for a school send."""

from audit.models import Activity
from kit.wording import day
from notifications.kinds import Blank, Kind, page, page_of, pauses, register

from .models import Challenge, DevelopmentPlan, InsetDay, PlanState, ReminderPause, School, Visit
from .story import tell


def plan_in(*states):
    """Wanted as long as the plan is still in one of these states."""

    def wanted(message):
        return message.about is not None and message.about.state in states

    return wanted


def still_reads(message):
    """A visit that the school can still read."""
    return message.about is not None and not message.about.is_internal and not message.about.is_hidden


def questions(message):
    """The questions put at a visit, without what was taken out of sight."""
    lines = []
    for challenge in message.about.challenges.in_sight():
        lines.append(f"- {challenge.text}")
        if challenge.follow_up_on:
            lines.append(f"  A few lines by {day(challenge.follow_up_on)} are enough.")
    return "\n".join(lines)


def typed_in(message):
    """Everything typed in for the school about this record since the letter was planned, in sentences."""
    acts = (
        Activity.objects.about(message.about)
        .open()
        .filter(on_behalf=True, at__gte=message.planned_at.replace(microsecond=0))
    )
    school = School.objects.filter(pk=message.school_key).first()
    told = reversed(tell(acts.select_related("by", "content_type"), school)) if school else ()
    lines = dict.fromkeys(one.title for one in told) or [message.facts.get("what") or str(message.about)]
    return "\n".join(f"- {line}" for line in lines)


def school_by_key(message):
    """The school whose records these are."""
    return School.objects.filter(pk=message.school_key).first()


LINK = Blank("the page of what the letter is about", lambda message: page_of(message.about), must=True)
PLAN = {"school": Blank("the name of the school", lambda message: message.about.school.name), "link": LINK}
DUE = {
    "school": Blank("the name of the school", lambda message: message.about.name),
    "due": Blank("the day on which the plan is due", lambda message: message.facts["due"]),
    "link": Blank("the plan’s page", lambda message: page(message.facts["url"]), must=True),
}
AGREED = {
    "version": Blank("the number of the version agreed", lambda message: message.facts["version"]),
    "review": Blank("the day of the review", lambda message: day(message.about.review_due_on)),
}


def plans(user):
    """For previews: the plans that somebody may see, the last touched first."""
    return DevelopmentPlan.objects.visible_to(user).select_related("school").order_by("-touched_at")


def schools_with_places(user):
    """For previews: the schools that somebody may see and that have a place."""
    return School.objects.visible_to(user).filter(places__isnull=False).distinct().order_by("name")


def due_of(school):
    """For previews: what a letter about a plan that is due would carry."""
    last = school.places.select_related("cohort").order_by("-pk").first()
    return {"due": day(last.cohort.plan_due_on) if last else "", "url": school.get_absolute_url()}


def visits(user):
    """For previews: the visits that schools may read, newest first."""
    return Visit.objects.visible_to(user).filter(is_internal=False).select_related("school").order_by("-on")


def answered(user):
    """For previews: challenges that schools may read."""
    return Challenge.objects.filter(visit__in=Visit.objects.visible_to(user).filter(is_internal=False)).order_by("-pk")


def plan_not_handed_in(message):
    """The school still owes its plan; `about` is the school."""
    plan = DevelopmentPlan.objects.filter(school=message.about).first() if message.about else None
    return message.about is not None and (plan is None or plan.is_open)


@pauses.register
def not_this_week(on):
    """Schools that asked for a week without reminders."""
    return ReminderPause.objects.standing(on).values_list("school", flat=True)


@pauses.register
def on_inset(on):
    """Schools that train their staff on a day: their reminders wait for the next school morning."""
    return InsetDay.objects.on(on).values_list("school", flat=True)


register(
    Kind(
        "plan_submitted",
        title="Plan submitted",
        subject="{{ school }} has submitted its development plan",
        template="schools/letters/plan_submitted.txt",
        group="Development plan and visits",
        readers="lead",
        blanks=PLAN | {"signed_by": Blank("who signed the plan", lambda message: message.about.signed_name)},
        records=plans,
        wanted=plan_in(PlanState.SUBMITTED),
        rule="a school submitted its plan and you are a programme lead",
    )
)
register(
    Kind(
        "plan_returned",
        title="Plan returned",
        subject="A comment on the development plan of {{ school }}",
        template="schools/letters/plan_returned.txt",
        group="Development plan and visits",
        blanks=PLAN | {"comment": Blank("the lead’s comment", lambda message: message.facts["comment"], must=True)},
        records=plans,
        essential=True,
        wanted=plan_in(PlanState.RETURNED),
        rule="the programme lead returned your school’s plan with a comment",
    )
)
register(
    Kind(
        "plan_agreed",
        title="Plan agreed",
        subject="The development plan of {{ school }} is agreed",
        template="schools/letters/plan_agreed.txt",
        group="Development plan and visits",
        blanks=PLAN | AGREED,
        records=plans,
        essential=True,
        rule="your school’s plan was agreed",
    )
)
register(
    Kind(
        "plan_due",
        title="Plan due",
        subject="Your development plan is due on {{ due }}",
        template="schools/letters/plan_due.txt",
        group="Development plan and visits",
        blanks=DUE,
        records=schools_with_places,
        example=due_of,
        reminder=True,
        wanted=plan_not_handed_in,
        rule="your school’s development plan is due and has not been submitted",
    )
)
register(
    Kind(
        "challenge_put",
        title="Challenge put",
        subject="A question to {{ school }}",
        template="schools/letters/challenge_put.txt",
        group="Development plan and visits",
        blanks=PLAN
        | {
            "day": Blank("the day of the visit", lambda message: day(message.about.on)),
            "questions": Blank("the questions, one below the other", questions, must=True),
        },
        records=visits,
        wanted=still_reads,
        rule="somebody of the Virtual School put a question to your school",
    )
)
register(
    Kind(
        "challenge_answered",
        title="Challenge answered",
        subject="{{ school }} has answered your question",
        template="schools/letters/challenge_answered.txt",
        group="Development plan and visits",
        readers="office",
        blanks={
            "school": Blank("the name of the school", lambda message: message.about.visit.school.name),
            "question": Blank("the question", lambda message: message.about.text),
            "link": LINK,
        },
        records=answered,
        wanted=lambda message: (
            message.about is not None and not message.about.is_hidden and not message.about.visit.is_hidden
        ),
        rule="a school answered a question you put",
    )
)
register(
    Kind(
        "entered_on_behalf",
        title="Typed in for the school",
        subject="{% if by %}{{ by }}{% else %}The Virtual School{% endif %} has typed something in for your school",
        template="schools/letters/entered_on_behalf.txt",
        group="The portal itself",
        blanks={
            "by": Blank("who typed it in", lambda message: message.facts.get("by")),
            "school": Blank("the name of the school", school_by_key),
            "typed_in": Blank("what was typed in, a line each", typed_in, must=True),
            "link": Blank("the page of what was typed in", lambda message: page_of(message.about)),
        },
        essential=True,
        rule="the Virtual School typed something in on your school’s behalf",
    )
)
