"""A meeting as an iCalendar file, for a letter or a link; the meetings of a school's clusters in its calendar."""

from datetime import datetime, timedelta

from kit import icalendar
from kit.icalendar import Entry
from schools.calendars import dates

from .models import Meeting, MeetingState, Membership

HOUR = timedelta(hours=1)


def entry(meeting):
    """What a calendar says of a meeting; without an end it takes an hour, and not past midnight."""
    began = datetime.combine(meeting.on, meeting.starts_at)
    return Entry(
        key=f"meeting-{meeting.pk}",
        title=f"Meeting of {meeting.cluster}",
        on=meeting.on,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at or min(began + HOUR, datetime.combine(meeting.on, datetime.max.time())).time(),
        sequence=meeting.version,
        path=meeting.get_absolute_url(),
        place=", ".join(filter(None, (meeting.host.name if meeting.host else "", meeting.venue))),
        notes=meeting.agenda,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )


def calendar(meeting):
    """The file, as bytes."""
    return icalendar.calendar([entry(meeting)], room="Networks")


def calendar_response(meeting):
    """The file as a download."""
    return icalendar.calendar_response(calendar(meeting), "meeting.ics")


@dates.register
def meetings_of(schools, since):
    """The meetings of the clusters to which some schools belong today."""
    clusters = Membership.objects.current().filter(school__in=schools).values("cluster")
    found = Meeting.objects.in_sight().filter(on__gte=since, cluster__in=clusters).select_related("cluster", "host")
    return [entry(meeting) for meeting in found.order_by("on", "starts_at")]
