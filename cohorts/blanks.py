"""The blanks of the intake's letters: what stands in them, read from the application."""

from django.urls import reverse

from kit.wording import clock, day
from notifications.kinds import Blank, page, page_of

from .models import Application, Carry, Cohort

OF_APPLICATION = {
    "school": Blank("the name of the school", lambda message: message.about.school.name),
    "cohort": Blank("the name of the cohort", lambda message: message.about.cohort.name),
    "applicant": Blank("who applied", lambda message: message.about.applicant_name),
}
CLOSES = Blank(
    "when applications close, like “5pm on Friday 23 May 2025”",
    lambda message: (
        f"{clock(message.about.cohort.applications_close_at)} on {day(message.about.cohort.applications_close_at)}"
    ),
)
DECISIONS = Blank("the day on which decisions go out", lambda message: day(message.about.cohort.decisions_on))
CONFIRMED = Blank("the day on which the headteacher confirmed", lambda message: day(message.about.confirmed_at))
ON_BEHALF = Blank(
    "where the Virtual School wrote it, a sentence that says so",
    lambda message: "The Virtual School wrote it on the school’s behalf." if message.about.on_behalf else "",
)
SCHOOL_ADDRESS = Blank("the school’s own mail address", lambda message: message.about.school.contact_email)
HEAD_CODE = Blank("the code that the headteacher can read out", lambda message: message.about.head_code, is_secret=True)
CODE = Blank("the code", lambda message: message.facts["code"], is_secret=True, must=True)
OPEN_UNTIL = Blank("the last day of the offer", lambda message: day(message.about.offer_expires_at))
POSITION = Blank(
    "the place on the reserve list", lambda message: message.facts.get("position") or message.about.position
)
REASON = Blank("the reason", lambda message: message.about.decision_reason)
ANSWER = Blank("what the school answered", lambda message: message.about.get_state_display().lower())
NOTE = Blank("what the school wrote to its answer", lambda message: message.about.answer_note)
PAGE = Blank("the page of the application", lambda message: page_of(message.about), must=True)


def secret_link(name, token):
    """An address that lets the reader in without an account."""
    return Blank(
        "the reader’s own link",
        lambda message: page(reverse(f"cohorts:{name}", args=[getattr(message.about, token)])),
        is_secret=True,
        must=True,
    )


def applicants_link(name):
    """An address behind the applicant's own token."""
    return secret_link(name, "applicant_token")


def writers_link(name):
    """An address behind the link of whoever the letter goes to: the applicant, or a colleague they asked."""
    return Blank(
        "the reader’s own link",
        lambda message: page(
            reverse(f"cohorts:{name}", args=[message.facts.get("token") or message.about.applicant_token])
        ),
        is_secret=True,
        must=True,
    )


HEADS_LINK = secret_link("confirm_application", "head_token")
OFFERS_LINK = secret_link("answer_offer", "offer_token")
REVIEWS = {
    "cohort": Blank("the name of the cohort", lambda message: message.about.name),
    "decisions": Blank("the day on which places are decided", lambda message: day(message.about.decisions_on)),
    "link": Blank(
        "the page of the reviewer’s applications", lambda message: page(reverse("cohorts:reviews")), must=True
    ),
}
LATE_UNTIL = Blank("the last day of a late application", lambda message: day(message.about.late_until))
OF_CARRY = {
    "school": Blank("the name of the school", lambda message: message.about.application.school.name),
    "cohort": Blank("the name of the cohort it applied for", lambda message: message.about.application.cohort.name),
    "next_cohort": Blank("the name of the next cohort", lambda message: message.about.to_cohort.name),
    "answer_by": Blank("the day by which we ask for an answer", lambda message: day(message.about.answer_by)),
    "decisions": Blank("the day of the next decisions", lambda message: day(message.about.to_cohort.decisions_on)),
    "link": secret_link("answer_carry", "token"),
}


def carries(user):
    """For previews: whom we asked whether their application is kept, newest first."""
    return Carry.objects.visible_to(user).select_related("application__school", "to_cohort").order_by("-pk")


def applications(*states):
    """For previews: the newest applications that somebody may read, in these states where there are any."""

    def found(user):
        rows = Application.objects.visible_to(user).select_related("school", "cohort").order_by("-pk")
        return rows.filter(state__in=states) if states else rows

    return found


def cohorts(user):
    """For previews: the cohorts that somebody may see, newest first."""
    return Cohort.objects.visible_to(user).order_by("-starts_on")
