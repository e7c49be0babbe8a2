"""The letters about a school's place: what a new headteacher is asked, and how the place goes on, ends or begins again."""

from datetime import timedelta

from django.urls import reverse

from kit.wording import local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page, page_of, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing

from .models import AskState, CommitmentAsk

PATIENCE = 10  # school days without an answer, then one reminder
LONGEST = timedelta(days=90)


def still_asked(message):
    """Until the headteacher has signed, another has followed, or the school has left."""
    ask = message.about
    return ask is not None and ask.state == AskState.OPEN and ask.place.is_at_work


ASK = {
    "school": Blank("the name of the school", lambda message: message.about.place.school.name),
    "cohort": Blank("the name of the cohort", lambda message: message.about.place.cohort.name),
    "link": Blank(
        "the reader’s own link",
        lambda message: page(reverse("cohorts:sign_commitment", args=[message.about.token])),
        is_secret=True,
        must=True,
    ),
}
SIGNED = {
    "school": Blank("the name of the school", lambda message: message.about.place.school.name),
    "signed_by": Blank("who signed", lambda message: message.about.name),
    "signed_as": Blank("what the signer is at the school", lambda message: message.about.role),
    "link": Blank("the page of what was signed", lambda message: page_of(message.about), must=True),
}


def asks(user):
    """For previews: whom the commitment was asked of, newest first, for those who see every school."""
    rows = CommitmentAsk.objects.select_related("place__school", "place__cohort").order_by("-pk")
    return rows if user.sees_every_school else rows.none()


def say(name, title, subject, because, **rest):
    """Register a letter about a place: duties and decisions, which go past a mute."""
    template = f"cohorts/letters/{name.removesuffix('_waits')}.txt"
    register(
        Kind(
            name, title=title, subject=subject, template=template, essential=True, rule=because, group="Places", **rest
        )
    )


say(
    "commitment_wanted",
    "New headteacher’s commitment",
    "Please confirm the commitment of {{ school }}",
    "you are the new headteacher of a school that takes part in the programme",
    wanted=still_asked,
    blanks=ASK,
    records=asks,
)
say(
    "commitment_wanted_waits",
    "New headteacher’s commitment, once more",
    "The commitment of {{ school }} waits for you",
    "you are the new headteacher of a school that takes part in the programme, and have not answered yet",
    reminder=True,
    wanted=still_asked,
    blanks=ASK,
    records=asks,
)
say(
    "commitment_signed",
    "Commitment confirmed",
    "{{ school }}: the new headteacher has confirmed the commitment",
    "you lead this school’s place",
    blanks=SIGNED,
    readers="office",
)
rule("commitment_wanted_waits", "the new headteacher was asked", PATIENCE, is_after=True, to="the new headteacher")

for name, title, subject, why in (
    ("place_withdrawn", "School has left", "{{ about.school.name }} has left {{ about.cohort.name }}", "your school’s place has ended"),
    ("place_deferred", "School goes on later", "{{ about.school.name }} goes on in {{ facts.later }}", "your school goes on in a later cohort"),
    ("place_continues", "School has more time", "{{ about.school.name }} has until {{ facts.until }}", "your school was given more time"),
    ("place_rejoined", "School is back", "{{ about.school.name }} is back in {{ about.cohort.name }}", "your school has taken up its place again"),
):  # fmt: skip
    say(name, title, subject, why, context=lambda message: {"link": message.about.get_absolute_url()})


@planner
def commitments_waiting(at):
    """Once, after school days in which a new headteacher has not answered."""
    on, stands = local(at).date(), standing("commitment_wanted_waits")
    asks = CommitmentAsk.objects.open().filter(from_on__lte=on, from_on__gt=on - LONGEST)
    asks = list(asks.select_related("place__school", "head"))
    calendar = school_morning(at, on) if asks else None
    for ask in asks if calendar else ():
        since = max(ask.from_on, local(ask.asked_at).date())
        if step := stands.step(calendar.school_days_between(since, on), on):
            occasion = f"commitment:{ask.pk}:waiting{stands.mark(step)}"
            yield letter("commitment_wanted_waits", ask.head, about=ask, occasion=occasion, school=ask.school_id)
