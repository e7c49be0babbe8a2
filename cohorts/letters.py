"""The letters of the intake: codes, confirmations, decisions and what becomes of an offer."""

from datetime import timedelta

from django.db.models import Prefetch

from kit.wording import local
from notifications.actions import letter, render
from notifications.kinds import Blank, Kind, kinds, page, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing
from terms.models import Calendar

from . import blanks as b
from .intake import recipients
from .models import Application, ApplicationState, CarryState, CohortState, Colleague, Review

S = ApplicationState
FARTHEST = timedelta(days=120)  # as many school days as a rule may have, with the summer holiday between them


def writes_still(message):
    """While the application is a draft, and a colleague it goes to was not taken off."""
    if message.about is None or message.about.state != S.DRAFT:
        return False
    colleague = message.facts.get("colleague")
    return colleague is None or message.about.colleagues.current().filter(pk=colleague).exists()


def in_state(*states):
    """Wanted while the application is in one of these states."""
    return lambda message: message.about is not None and message.about.state in states


def head_not_confirmed(message):
    """Until the headteacher has confirmed, by whatever way."""
    return (
        message.about is not None and not message.about.confirmed_at and message.about.state in (S.SUBMITTED, S.RESERVE)
    )


def waits_for_reviewer(message):
    """Until everything they were given in the cohort is scored, given up or taken back."""
    if message.about is None or message.recipient is None:
        return False
    mine = Review.objects.visible_to(message.recipient).waiting().filter(reviewer=message.recipient)
    return mine.filter(application__cohort=message.about).exists()


def say(name, title, subject, rule, *, states=(), blanks=b.OF_APPLICATION, records=None, **rest):
    """Register a letter of the intake: all of them go past a mute, being decisions and duties.

    A preview offers the applications in these states.
    """
    register(
        Kind(
            name,
            title=title,
            subject=subject,
            template=f"cohorts/letters/{name}.txt",
            essential=True,
            rule=rule,
            group="Intake",
            readers="applicant",
            blanks=blanks,
            records=records or b.applications(*states),
            **rest,
        )
    )


A = b.OF_APPLICATION
say(
    "application_code",
    "Code for an application",
    "Your code for the application of {{ school }}",
    "somebody entered this address to apply for the programme",
    blanks=A | {"code": b.CODE, "link": b.writers_link("prove_address")},
    extra={"secret": True},
)
say(
    "colleague_asked",
    "Asked to write on an application",
    "The application of {{ school }}: {{ applicant }} asks you to write with them",
    "a colleague at your school asked you to write on its application",
    wanted=writes_still,
    blanks=A | {"closes": b.CLOSES, "link": b.writers_link("prove_address")},
    states=(S.DRAFT,),
)
say(
    "application_received",
    "Application received",
    "We have the application of {{ school }}",
    "you wrote your school’s application",
    blanks=A
    | {
        "on_behalf": b.ON_BEHALF,
        "confirmed": b.CONFIRMED,
        "school_address": b.SCHOOL_ADDRESS,
        "code": b.HEAD_CODE,
        "decisions": b.DECISIONS,
        "link": b.writers_link("application_form"),
    },
    states=(S.SUBMITTED,),
)
say(
    "application_closing",
    "Application not sent yet",
    "The application of {{ school }} has not been sent yet",
    "you write an application and the time to send it is nearly over",
    reminder=True,
    wanted=writes_still,
    blanks=A | {"closes": b.CLOSES, "link": b.writers_link("application_form")},
    states=(S.DRAFT,),
)
say(
    "head_confirmation_wanted",
    "Headteacher’s confirmation",
    "Please confirm the application of {{ school }}",
    "an application for the programme was sent for your school",
    wanted=head_not_confirmed,
    blanks=A | {"on_behalf": b.ON_BEHALF, "link": b.HEADS_LINK, "code": b.HEAD_CODE},
    states=(S.SUBMITTED, S.RESERVE),
)
say(
    "head_confirmation_waits",
    "Headteacher’s confirmation, once more",
    "The application of {{ school }} waits for your confirmation",
    "an application for your school was sent and the headteacher has not confirmed it yet",
    reminder=True,
    wanted=head_not_confirmed,
    blanks=A | {"link": b.HEADS_LINK, "code": b.HEAD_CODE, "decisions": b.DECISIONS},
    states=(S.SUBMITTED, S.RESERVE),
)
say(
    "offer_made",
    "Offer of a place",
    "A place for {{ school }}",
    "your school applied for a place",
    wanted=in_state(S.OFFERED),
    blanks=A | {"open_until": b.OPEN_UNTIL, "link": b.OFFERS_LINK},
    states=(S.OFFERED,),
)
say(
    "offer_closing",
    "Offer closes soon",
    "Your offer is open until {{ open_until }}",
    "your school has an offer that nobody has answered",
    reminder=True,
    wanted=in_state(S.OFFERED),
    blanks=A | {"open_until": b.OPEN_UNTIL, "link": b.OFFERS_LINK},
    states=(S.OFFERED,),
)
say(
    "reserve_told",
    "Reserve list",
    "{{ school }} is on the reserve list",
    "your school applied for a place",
    wanted=in_state(S.RESERVE),
    blanks=A | {"position": b.POSITION},
    states=(S.RESERVE,),
)
say(
    "not_offered",
    "No place this year",
    "Your application for {{ cohort }}",
    "your school applied for a place",
    wanted=in_state(S.NOT_OFFERED),
    blanks=A | {"reason": b.REASON},
    states=(S.NOT_OFFERED,),
)
say(
    "offer_lapsed",
    "Offer lapsed",
    "The offer for {{ school }} has closed",
    "your school had an offer that nobody answered",
    wanted=in_state(S.LAPSED),
    blanks=A | {"open_until": b.OPEN_UNTIL},
    states=(S.LAPSED,),
)
say(
    "place_taken",
    "Place accepted",
    "Welcome, {{ school }}",
    "your school accepted a place",
    wanted=in_state(S.ACCEPTED),
    blanks=A
    | {
        "signed_by": Blank("who signed the commitment", lambda message: message.facts.get("signed_by")),
        "signed_as": Blank("what the signer is at the school", lambda message: message.facts.get("signed_as")),
        "link": Blank("the portal’s own address", lambda message: page("/"), must=True),
    },
    states=(S.ACCEPTED,),
)
say(
    "offer_answered",
    "Answer to an offer",
    "{{ school }}: {{ answer }}",
    "you decided on this application",
    blanks=A | {"answer": b.ANSWER, "note": b.NOTE, "link": b.PAGE},
    states=(S.ACCEPTED, S.TURNED_DOWN),
)
say(
    "applications_given",
    "Applications to read",
    "Applications for {{ cohort }} to read",
    "the Virtual School asked you to read and score applications",
    wanted=waits_for_reviewer,
    blanks=b.REVIEWS,
    records=b.cohorts,
)
say(
    "late_application_begun",
    "Late application",
    "{{ school }} can still apply for {{ cohort }}",
    "the Virtual School lets your school apply after applications have closed",
    wanted=in_state(S.DRAFT),
    blanks=A | {"late_until": b.LATE_UNTIL, "link": b.applicants_link("prove_address")},
    states=(S.DRAFT,),
)
say(
    "carry_asked",
    "Keep the application for next year?",
    "{{ school }}: is your application kept for {{ next_cohort }}?",
    "your school is on the reserve list and the next intake has begun",
    wanted=lambda message: message.about is not None and message.about.is_open,
    blanks=b.OF_CARRY,
    records=b.carries,
)
say(
    "carry_kept",
    "Application kept",
    "Your application is kept for {{ next_cohort }}",
    "your school asked us to keep its application",
    wanted=lambda message: message.about is not None and message.about.state == CarryState.KEPT,
    blanks=b.OF_CARRY,
    records=b.carries,
)
say(
    "carry_withdrawn",
    "Application not kept",
    "Your application for {{ cohort }} is withdrawn",
    "your school asked us not to keep its application",
    blanks={name: blank for name, blank in b.OF_CARRY.items() if name != "link"},
    records=b.carries,
)
rule(
    "application_closing",
    "applications close",
    3,
    audiences={"applicant": "whoever writes it", "school": "whoever writes it, and the school’s own address"},
)
rule("head_confirmation_waits", "the application was sent", 5, 10, is_after=True, to="the school’s own address")
rule("offer_closing", "the offer closes", 3, to="the applicant, and the school’s own address")


def letters_of(cohort, release, until):
    """Every letter of a release as it would go now, to each address, in the order it would go. Nothing is saved."""
    for kind, found in (
        ("offer_made", release.offers),
        ("reserve_told", release.reserves),
        ("not_offered", release.refusals),
    ):
        for number, application in enumerate(found, release.waiting + 1):
            application.cohort = cohort
            if kind == "offer_made":
                application.offer_expires_at = until
            facts = {"position": number} if kind == "reserve_told" else {}
            for address in recipients(application):
                message = letter(kind, address, about=application, occasion="preview", **facts)
                message.about = application
                yield message


def read_letter(message):
    """A letter to be read before it goes: (what it is, school, address, subject, text)."""
    return kinds[message.kind].title, message.about.school, message.address, *render(message)


@planner
def drafts_closing(at):
    """School days before applications close, once, to whoever writes one and has proved their address: each with their link."""
    on, rule = local(at).date(), standing("application_closing")
    drafts = Application.objects.filter(
        state=S.DRAFT,
        proved_at__isnull=False,
        cohort__state=CohortState.OPEN,
        cohort__applications_close_at__gt=at,
        cohort__applications_close_at__lte=at + FARTHEST,
    )
    sharing = Prefetch("colleagues", Colleague.objects.current().exclude(proved_at=None), to_attr="sharing")
    drafts = list(drafts.select_related("school", "cohort").prefetch_related(sharing))
    calendar = school_morning(at, on + FARTHEST) if drafts else None
    for application in drafts if calendar else ():
        closes = application.cohort.applications_close_at
        if (step := rule.step(calendar.school_days_between(on, local(closes).date()), on)) is None:
            continue
        applicant = application.applicant_email.lower()
        told = {applicant: {"name": application.applicant_name}}
        for one in application.sharing:
            told[one.email] = {"name": one.name, "colleague": one.pk, "token": one.token}
        if rule.audience == "school":
            told = {address: {} for address in recipients(application)} | told
        for address, rest in told.items():
            yield letter(
                "application_closing",
                address,
                about=application,
                occasion=f"application:{application.pk}:draft-closing{rule.mark(step)}",
                school=application.school_id,
                expires_at=closes,
                **rest,
            )


@planner
def offers_closing(at):
    """School days before an offer closes, once: before the holiday where it closes in one."""
    soon = Application.objects.filter(state=S.OFFERED, offer_expires_at__gt=at, offer_expires_at__lte=at + FARTHEST)
    soon, on = list(soon.select_related("school", "cohort")), local(at).date()
    calendar, rule = school_morning(at, on + FARTHEST) if soon else None, standing("offer_closing")
    for application in soon if calendar else ():
        if (
            step := rule.step(calendar.school_days_between(on, local(application.offer_expires_at).date()), on)
        ) is None:
            continue
        for address in recipients(application):
            yield letter(
                "offer_closing",
                address,
                about=application,
                occasion=f"application:{application.pk}:closing{rule.mark(step)}",
                school=application.school_id,
                expires_at=application.offer_expires_at,
            )


@planner
def confirmations_waiting(at):
    """School days after an application was sent that the headteacher has not confirmed, while the cohort is still being chosen."""
    on, stands = local(at).date(), standing("head_confirmation_waits")
    waiting = Application.objects.filter(
        state=S.SUBMITTED,
        confirmed_at=None,
        submitted_at__gt=at - FARTHEST,
        cohort__state__in=(CohortState.OPEN, CohortState.SELECTING),
    ).exclude(school__contact_email="")
    waiting = list(waiting.select_related("school", "cohort"))
    if not waiting or school_morning(at, on) is None:
        return
    calendar = Calendar(on - FARTHEST, on)
    for application in waiting:
        step = stands.step(calendar.school_days_between(local(application.submitted_at).date(), on), on)
        if step is not None:
            yield letter(
                "head_confirmation_waits",
                application.school.contact_email,
                about=application,
                occasion=f"application:{application.pk}:head-waits:{step}",
                school=application.school_id,
            )
