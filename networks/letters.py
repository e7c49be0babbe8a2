"""The letters of the networks: a meeting is near or cancelled, minutes are out, a school is asked to mentor."""

from datetime import datetime, timedelta

from kit.icalendar import LONDON, MIME
from kit.wording import clock, day, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page_of, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing

from .audience import people_of, schools_of
from .calendars import calendar
from .models import Meeting, MeetingState, Pairing, PairingState

FARTHEST = timedelta(days=120)  # as many school days as a rule may have, with the summer holiday between them
OF_THE_CLUSTER = "your school belongs to this cluster, or you convene it"


def entry(message):
    """The meeting as a calendar entry."""
    return {"meeting.ics": (calendar(message.about), f"{MIME}; method=PUBLISH")}


def stands(*states):
    """Still wanted while the record is in one of these states and in sight."""

    def wanted(message):
        about = message.about
        return about is not None and about.state in states and not getattr(about, "is_hidden", False)

    return wanted


def still_ahead(message):
    """The meeting stands on the day the letter speaks of."""
    return stands(MeetingState.PLANNED)(message) and message.about.on.isoformat() == message.facts.get(
        "on", message.about.on.isoformat()
    )


def times(message):
    """From when to when, and where: 3.45pm to 5pm, at Heathervale Primary, the library"""
    meeting = message.about
    found = clock(meeting.starts_at) + (f" to {clock(meeting.ends_at)}" if meeting.ends_at else "")
    where = ", ".join(str(part) for part in (meeting.host, meeting.venue) if part)
    return f"{found}, at {where}" if where else found


OF_MEETING = {
    "cluster": Blank("the name of the cluster", lambda message: message.about.cluster),
    "day": Blank("the day of the meeting", lambda message: day(message.about.on)),
    "times": Blank("from when to when, and where", times),
    "agenda": Blank("the agenda", lambda message: message.about.agenda),
    "agreed": Blank("what was agreed", lambda message: message.about.agreed),
    "link": Blank("the meeting’s page", lambda message: page_of(message.about)),
    "cluster_link": Blank("the cluster’s page", lambda message: page_of(message.about.cluster)),
}
OF_PAIRING = {
    "mentor": Blank("the name of the mentor school", lambda message: message.about.mentor.name),
    "mentored": Blank("the name of the school that is mentored", lambda message: message.about.mentored.name),
    "note": Blank("what the Virtual School wrote to it", lambda message: message.about.note),
    "link": Blank("the page of the mentoring", lambda message: page_of(message.about), must=True),
}


def meetings(user):
    """For previews: the meetings that somebody may see, newest first."""
    return Meeting.objects.visible_to(user).select_related("cluster", "host").order_by("-on")


def pairings(user):
    """For previews: the mentorings that somebody may see."""
    return Pairing.objects.visible_to(user).select_related("mentor", "mentored").order_by("-pk")


for name, title, subject, essential, wanted, attachments, because in (
    ("meeting_coming", "Meeting coming", "{{ cluster }} meets on {{ day }}", False, still_ahead, entry, OF_THE_CLUSTER),
    ("meeting_cancelled", "Meeting cancelled", "The meeting of {{ cluster }} is cancelled", True, stands(MeetingState.CANCELLED), entry, OF_THE_CLUSTER),
    ("minutes_out", "Minutes out", "What {{ cluster }} said and agreed", False, stands(MeetingState.HELD), None, OF_THE_CLUSTER),
    ("pairing_offered", "Asked to mentor", "Would you mentor {{ mentored }}?", True, stands(PairingState.OFFERED), None, "you write for a school that is asked to mentor another"),
    ("pairing_accepted", "A mentor school", "{{ mentor }} mentors your school", True, stands(PairingState.ACTIVE), None, "you write for a school that has a mentor school now"),
):  # fmt: skip
    register(
        Kind(
            name,
            title=title,
            subject=subject,
            template=f"networks/letters/{name}.txt",
            essential=essential,
            wanted=wanted,
            rule=because,
            reminder=name == "meeting_coming",
            group="Networks",
            blanks=OF_PAIRING if name.startswith("pairing") else OF_MEETING,
            records=pairings if name.startswith("pairing") else meetings,
            **({"attachments": attachments} if attachments else {}),
        )
    )


rule("meeting_coming", "the meeting", 7, to="those who write for the cluster’s schools, and the convenor")


@planner
def meetings_coming(at):
    """School days before a meeting; a moved meeting is announced anew."""
    on, rule = local(at).date(), standing("meeting_coming")
    ahead = Meeting.objects.in_sight().filter(state=MeetingState.PLANNED, on__gt=on, on__lte=on + FARTHEST)
    ahead = list(ahead.select_related("cluster"))
    calendar = school_morning(at, on + FARTHEST) if ahead else None
    for meeting in ahead if calendar else ():
        step = rule.step(calendar.school_days_between(on, meeting.on - timedelta(days=1)) + 1, on)
        if step is None:
            continue
        theirs = schools_of(meeting.cluster, on)
        for person in people_of(meeting.cluster, on):
            yield letter(
                "meeting_coming",
                person,
                about=meeting,
                occasion=f"meeting:{meeting.pk}:{meeting.on}:coming{rule.mark(step)}",
                school=theirs.get(person.pk),
                expires_at=datetime.combine(meeting.on, meeting.starts_at, LONDON),
                on=meeting.on.isoformat(),
                day=day(meeting.on),
            )
