"""What a school answers to an offer, in time or not: it takes the place, turns it down, or the offer lapses."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.flow import StepNotAllowed
from kit.wording import day, local
from notifications.actions import notify

from ..models import APPLICATION_FLOW, Application, ApplicationState, PaperKind
from .decision import locked, tell
from .paper import sign_papers
from .place import take_place

NO_SENIOR_LEADER = "One of the representatives has to be a senior leader: say which of them is."


def offer_is_open(application, at):
    """Raise Refused with the reason when an offer can no longer be answered."""
    if application.state != ApplicationState.OFFERED:
        raise StepNotAllowed(application, "accept")
    if application.offer_expires_at < at:
        raise Refused(
            f"This offer was open until {day(application.offer_expires_at)}. Ring us: we will see what we can do."
        )


@transaction.atomic
def accept_offer(application, signing, *, at, representatives=None, by=None, note=""):
    """Take the place before the deadline: the papers are signed, the place, its dated representatives and their accounts appear.

    `signing` says whose hand is under the papers; `representatives` are those of the application unless others are named. `by` is
    somebody of the Virtual School who answers for the school, or None for the school itself by its link. Returns the place.
    """
    cohort = locked(application.cohort)
    application = read_again(application)
    offer_is_open(application, at)
    if cohort.taken.taking_a_place().count() >= cohort.places:  # cannot be: offers are counted; but never one too many
        raise Refused("Every place is taken. Ring us: we will see what we can do.")
    people = application.representatives if representatives is None else representatives
    check_representatives(people)
    APPLICATION_FLOW.take("accept", application, answered_at=at, answer_note=note)
    place = take_place(application, people, by=by, on=local(at).date())
    sign_papers(place, PaperKind, signing, by=by, at=at)
    who = {"applicant": signing.name} | ({"told": signing.told_how} if by else {})
    record(by, "accepted the offer for", application, on_behalf=by is not None, **who)
    tell(application, "place_taken", signed_by=signing.name, signed_as=signing.role)
    tell_the_lead(application, accepted=True)
    return place


def read_again(application):
    """The application as it is now, under the lock of its cohort."""
    return Application.objects.select_related("school", "cohort", "decided_by").get(pk=application.pk)


def check_representatives(people):
    """Refused where one is named twice or none belongs to senior leadership."""
    if not any(person.get("is_senior_leader") for person in people):
        raise Refused(NO_SENIOR_LEADER)
    addresses = [person["email"].lower() for person in people]
    if len(set(addresses)) < len(addresses):
        raise Refused("Each representative has an e-mail address of their own.")


@transaction.atomic
def turn_down_offer(application, *, by=None, at, note, told_how=""):
    """Say no, with a word why; the place is free for the first reserve."""
    locked(application.cohort)
    application = read_again(application)
    offer_is_open(application, at)
    APPLICATION_FLOW.take("turn_down", application, answered_at=at, answer_note=note)
    who = {"told": told_how} if by else {"applicant": application.applicant_name}
    record(by, "turned down the offer for", application, on_behalf=by is not None, **who)
    tell_the_lead(application, accepted=False)


def tell_the_lead(application, *, accepted):
    """Whoever decided learns the answer."""
    if application.decided_by:
        notify(
            "offer_answered",
            application.decided_by,
            about=application,
            occasion=f"application:{application.pk}:{application.state}",
            school=application.school_id,
            accepted=accepted,
        )


def lapse_offers(at):
    """Free the places of offers that nobody answered in time; safe to run as often as one likes. Returns how many lapsed."""
    lapsed = 0
    late = Application.objects.filter(state=ApplicationState.OFFERED, offer_expires_at__lt=at)
    for application in late.select_related("school", "cohort", "decided_by"):
        try:
            with transaction.atomic():
                APPLICATION_FLOW.take("lapse", application)
                record(None, "let lapse the offer for", application)
                tell(application, "offer_lapsed")
                tell_the_lead(application, accepted=False)
        except StepNotAllowed:
            continue  # answered meanwhile
        lapsed += 1
    return lapsed
