"""Calendar files of the days that people keep, written by the icalendar library as RFC 5545 wants them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event, vCalAddress, vText

from .clock import now
from .context import programme

LONDON = ZoneInfo("Europe/London")
MIME = "text/calendar"
UNWRITABLE = dict.fromkeys({*range(32), 127} - set(b"\t\r\n"))  # RFC 5545 has no word for other control characters


@dataclass(frozen=True)
class Entry:
    """One day in a calendar; the same `key` with a higher sequence replaces what a calendar already has."""

    key: str  # "session-41"
    title: str
    on: date
    starts_at: time | None  # London; without times it is a whole day
    ends_at: time | None
    sequence: int
    path: str
    place: str = ""
    notes: str = ""
    is_cancelled: bool = False


def moment(day, time):
    """A London day and time as the calendar's UTC."""
    return datetime.combine(day, time, LONDON).astimezone(UTC)


def person(address, name, **params):
    """Somebody in a calendar, as the library writes them."""
    made = vCalAddress(f"mailto:{address}")
    for key, value in ({"CN": name} | params).items():
        if value:
            made.params[key] = vText(value.translate(UNWRITABLE).replace('"', "'"))
    return made


def organiser():
    """Whoever calls people together: the programme, at the address that questions go to."""
    called = programme()
    return person(called.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], called.name)


def event(entry, stamp, called_by, guest=None):
    """The entry as the library's event; `guest` is (address, name) of the one person an invitation is for."""
    made = Event()
    made.add("organizer", called_by)
    if guest:
        made.add("attendee", person(*guest, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"))
    made.add("uid", f"{entry.key}@{urlsplit(settings.SITE_URL).hostname}")
    made.add("dtstamp", stamp)
    made.add("sequence", entry.sequence)
    if entry.starts_at is None:
        made.add("dtstart", entry.on)
        made.add("dtend", entry.on + timedelta(days=1))
        made.add("transp", "TRANSPARENT")  # a day by which something is due keeps nobody busy
    else:
        made.add("dtstart", moment(entry.on, entry.starts_at))
        made.add("dtend", moment(entry.on, entry.ends_at))
    for name, text in (("summary", entry.title), ("location", entry.place), ("description", entry.notes)):
        if text:
            made.add(name, text.translate(UNWRITABLE))
    made.add("url", settings.SITE_URL + entry.path)
    made.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return made


def calendar(entries, *, room, name="", method="PUBLISH", guest=None):
    """A calendar of entries, as bytes. The room of the portal that made it is named; a feed has a name of its own.

    A mail to one person says REQUEST or CANCEL and names them as `guest`, as RFC 5546 asks; a feed or a download is published.
    """
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//Attachment Aware Schools//{room}//EN")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
    stamp, called_by = now().astimezone(UTC), organiser()
    for entry in entries:
        made.add_component(event(entry, stamp, called_by, guest))
    return made.to_ical()


def calendar_response(content, filename):
    """A calendar as a download."""
    response = HttpResponse(content, content_type=f"{MIME}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-cache"
    return response
