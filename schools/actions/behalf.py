"""Records what a school does; when the Virtual School typed it in, marks it so and tells the school."""

from datetime import timedelta

from audit.actions import record
from kit.clock import now
from notifications.actions import notify
from notifications.models import Message, MessageState
from schools.models import Role
from schools.policies import speaks_for_school

FOLD = timedelta(minutes=30)  # what is typed in within half an hour is told in one letter


def writers_of(school):
    """The people a school's letters go to: headteachers and school leads, each once."""
    roles = Role.objects.current().writers().filter(school=school).select_related("user").order_by("user__name", "user")
    return list({role.user_id: role.user for role in roles}.values())


def record_for_school(by, verb, about, *, school, **details):
    """Record an act that is the school's; tell its people when it was typed in for them."""
    on_behalf = speaks_for_school(by, school)
    activity = record(by, verb, about, school=school, on_behalf=on_behalf, **details)
    if on_behalf:
        tell_school(by, about, school=school, occasion=f"activity:{activity.pk}")
    return activity


def tell_school(by, about, *, school, occasion):
    """Write to those who write for the school, unless a letter about this record waits already: it lists what came since."""
    waiting = Message.objects.about(about).filter(kind="entered_on_behalf", state=MessageState.QUEUED)
    told = set(waiting.filter(facts__by=str(by)).values_list("recipient_id", flat=True))
    for person in writers_of(school):
        if person.pk not in told:
            notify(
                "entered_on_behalf",
                person,
                about=about,
                occasion=occasion,
                school=school,
                not_before=now() + FOLD,
                by=str(by),
                school_name=school.name,
            )
