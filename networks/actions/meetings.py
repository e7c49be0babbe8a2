"""Everything that changes a meeting: its plan, its minutes, and that it does not take place."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import today
from networks.audience import people_of
from networks.models import MEETING_FLOW, Cluster, Meeting, MeetingAttendance
from notifications.actions import notify


@transaction.atomic
def plan_meeting(cluster, *, by, **values):
    """A meeting to come. The same form sent twice is one meeting."""
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    if same := Meeting.objects.filter(cluster=cluster, hidden_at=None, **values).first():
        return same
    meeting = Meeting.objects.create(cluster=cluster, **values)
    record(by, "planned", meeting)
    return meeting


@transaction.atomic
def edit_meeting(meeting, *, by, seen, **values):
    """Change day, place or agenda. Refused when somebody has changed it since `seen`."""
    MEETING_FLOW.take("edit", meeting, seen=seen, **values)
    record(by, "changed", meeting)


@transaction.atomic
def cancel_meeting(meeting, *, by):
    """It does not take place; everybody who may have it in the calendar is told."""
    MEETING_FLOW.take("cancel", meeting, version=meeting.version + 1)
    record(by, "cancelled", meeting)
    tell(meeting, "meeting_cancelled", f"meeting:{meeting.pk}:cancelled")


@transaction.atomic
def minute_meeting(meeting, *, by, seen, minutes, agreed, present):
    """Who came, what was said and agreed. `present` maps a school to who came from it. The minutes go out once."""
    if meeting.on > today():
        raise Refused("The minutes are written once the day of the meeting has come.")
    MEETING_FLOW.take("minute", meeting, seen=seen, minutes=minutes, agreed=agreed)
    MeetingAttendance.objects.filter(meeting=meeting).delete()
    rows = [MeetingAttendance(meeting=meeting, school=school, people=people) for school, people in present.items()]
    MeetingAttendance.objects.bulk_create(rows)
    record(by, "minuted", meeting)
    tell(meeting, "minutes_out", f"meeting:{meeting.pk}:minutes")


def tell(meeting, kind, occasion):
    """Write to the people of the cluster."""
    for person in people_of(meeting.cluster):
        notify(kind, person, about=meeting, occasion=occasion)
