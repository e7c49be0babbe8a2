"""What the demo's portal has sent: reminders and decisions of the last weeks, mail that came back, and who has never signed in."""

from datetime import timedelta

from accounts.models import Invitation, User
from cohorts.models import SeatHolder
from notifications.actions import letter, render
from notifications.changes import change_rule, change_wording
from notifications.models import Message, MessageState
from schools.models import DevelopmentPlan, PlanState, Role

NEWCOMERS = 3  # school people who were invited and have not come yet
BACK = "550 5.1.1 The address you wrote to does not exist here"


def build_letters(clock, places, lead):
    """Call it last: the letters speak of what stands in the records."""
    people = list(
        Role.objects.current().filter(school__in=[place.school_id for place in places]).select_related("user")
    )
    newcomers = [role for role in people if not role.user.persona and role.school_id != places[0].school_id][:NEWCOMERS]
    User.objects.exclude(pk__in=[role.user_id for role in newcomers]).update(
        last_login=clock.at(clock.day(-1, back=True))
    )
    Message.objects.bulk_create([*reminders(clock, places), *agreements(clock, places), *comebacks(clock, newcomers)])
    change_rule("session_coming", by=lead, is_on=True, days={14: 10, 7: 5, 1: 1}, audience="representatives")
    change_wording(
        "plan_gone_quiet",
        by=lead,
        subject="How is the plan of {{ school }} getting on?",
        text="We have not read anything new in your plan since {{ since }}. What has moved, or what is in the way? One line is"
        " plenty:\n\n{{ link }}\n\nIf this is not the week for it, ring us. We would rather hear that than nothing.",
    )


def sent(message, at, about):
    """A letter as it went at a moment."""
    message.about = about
    message.subject, message.body = render(message)
    message.planned_at = message.not_before = message.sent_at = at
    message.state = MessageState.SENT
    return message


def reminders(clock, places):
    """The last reminder of the latest session, to the representatives of that day."""
    session = places[0].cohort.sessions.filter(on__lte=clock.today).order_by("-on").first()
    morning = clock.at(clock.day((session.on - clock.today).days - 1, back=True), 7, 30)
    holders = SeatHolder.objects.on(session.on).filter(seat__place__in=places, user__isnull=False)
    for holder in holders.select_related("user", "seat__place"):
        occasion = f"session:{session.pk}:{session.on}:1-days-before"
        school = holder.seat.place.school_id
        yield sent(
            letter("session_coming", holder.user, about=session, occasion=occasion, school=school), morning, session
        )


def agreements(clock, places):
    """Word of the plans that were agreed."""
    schools = [place.school_id for place in places]
    for n, plan in enumerate(DevelopmentPlan.objects.filter(school__in=schools, state=PlanState.AGREED)[:9]):
        role = Role.objects.current().writers().filter(school=plan.school_id).select_related("user").first()
        message = letter("plan_agreed", role.user, about=plan, occasion=f"demo:{plan.pk}", version=1)
        yield sent(message, clock.at(clock.day(-3 - 2 * n, back=True), 10, 5 * n), plan)


def comebacks(clock, newcomers):
    """Invitations: the first of them came back, the others wait to be used."""
    for n, role in enumerate(newcomers):
        at = clock.at(clock.day(-6 - n, back=True), 11)
        invitation = Invitation.objects.create(user=role.user, invited_at=at, expires_at=at + timedelta(days=14))
        occasion = f"invitation:{invitation.pk}"
        message = letter("invitation", role.user, about=invitation, occasion=occasion, school=role.school_id)
        message.planned_at = message.not_before = at
        message.subject = "Invitation to the portal"
        if n:
            message.state, message.sent_at = MessageState.SENT, at
        else:
            message.state, message.fault, message.attempts = MessageState.REFUSED, BACK, 1
        yield message
