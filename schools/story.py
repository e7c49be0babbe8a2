"""A school's story: the record told in sentences, newest first."""

from dataclasses import dataclass
from datetime import datetime

from audit.models import Activity

from .models import School
from .policies import can_see_internal

NOUNS = {  # how a record is named in a sentence about its own school; others by their own words
    "developmentplan": "the development plan",
    "visit": "a visit",
    "school": "the school",
    "internalnote": "an internal note",
    "application": "the application",
}
MARKS = {
    "agreed": "done",
    "approved": "done",
    "confirmed": "done",
    "graduated": "done",
    "accepted": "done",
    "signed": "full",
}


@dataclass(frozen=True)
class Told:
    """One act as a sentence."""

    at: datetime
    title: str
    note: str = ""
    mark: str = "half"
    internal: bool = False


def acts_at(school, user):
    """What this person may know of what happened at a school; the Virtual School's own business only for those it concerns."""
    acts = Activity.objects.of_school(school.pk).select_related("by", "content_type")
    return acts if can_see_internal(user, school) else acts.open()


def acts_known_to(user):
    """What this person may know of what happened at all the schools they read whole."""
    acts = Activity.objects.filter(school_key__in=School.objects.read_whole_by(user).values("pk"))
    if not (user.sees_every_school or user.is_adviser):
        return acts.open()
    # The adviser of one school may be a teacher or a trust's viewer at another
    return acts.exclude(internal=True, school_key__in=School.objects.close_to(user).values("pk"))


def tell(acts, school):
    """The acts in sentences."""
    return [told(act, school) for act in acts]


def told(act, school):
    """Who did what; for whom, where the Virtual School typed it in."""
    kind = act.content_type.model if act.content_type else ""
    noun = NOUNS.get(kind) or own_words(act.subject, school.name)
    if act.verb == "agreed" and "version" in act.details:
        noun = f"{noun}, version {act.details['version']}"
    return Told(
        at=act.at,
        title=f"{act.who} {act.verb} {noun}",
        note="Typed in for the school" if act.on_behalf else "",
        mark=MARKS.get(act.verb, "half"),
        internal=act.internal,
    )


def own_words(subject, school_name):
    """A record's name without the school's, which stands at the head of the page."""
    for ending in (f" of {school_name}", f", {school_name}", f" at {school_name}"):
        subject = subject.removesuffix(ending)
    return "the school" if subject == school_name else subject
