"""The kinds of letter there are, as the apps above register them in their `letters` module."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

from kit.registry import Registry


def always(message):
    """A letter that stays wanted whatever happens meanwhile."""
    return message.about is not None


def nothing(*_):
    """No attachments, or no context of its own."""
    return {}


def page(address):
    """The whole address of a page, as a letter gives it."""
    return f"{settings.SITE_URL}{address}" if address else ""


def page_of(record):
    """The whole address of a record's own page; nothing where there is none."""
    return page(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else ""


@dataclass(frozen=True)
class Blank:
    """A gap in a letter's wording that the portal fills: what it is in words, and how it is read from the message.

    A secret blank is a link or a code for one reader: previews and tests show a stand-in. `must` says that no wording of the
    letter may go without it.
    """

    do_not_call_in_templates = True

    words: str  # "the day of the session"
    read: Callable  # message -> text
    is_secret: bool = False
    must: bool = False

    def __call__(self, message):
        """What stands in the gap; never None."""
        found = self.read(message)
        return "" if found is None else str(found).strip()


@dataclass(frozen=True)
class Kind:
    """What a kind of letter says, to whom it still matters, and what happens when its fate is unknown.

    With `blanks` the programme lead can change its wording: `subject` and the text in `template` know these blanks alone (see
    `notifications.wording`), greeting and foot stand around them. Without, both are Django templates that see `about`, `facts`,
    `name` and whatever `context(message)` adds. `attachments(message)` maps a file name to (content bytes, mime type).
    """

    name: str
    title: str  # for the log: "Offer of a place"
    subject: str
    template: str
    essential: bool = False  # a duty or decision: goes past a person's mute
    reminder: bool = (
        False  # goes with the other reminders of a school morning, in one mail; never doubled when its fate is unknown
    )
    urgent: bool = False  # leaves before anything else that waits: somebody may be about to set out
    resend_uncertain: bool = True
    wanted: Callable = always
    context: Callable = nothing
    attachments: Callable = nothing
    rule: str = ""  # printed at the foot: why this mail was sent
    extra: dict = field(default_factory=dict)
    group: str = "Other letters"  # under which heading it stands in the lists
    readers: str = "school"  # whom it concerns: "school", "office" (the Virtual School), "lead", "applicant"
    blanks: dict[str, Blank] = field(default_factory=dict)
    records: Callable | None = None  # user -> queryset of records on which a preview can be shown
    example: Callable = nothing  # record -> facts that a letter about it would carry


kinds: dict[str, Kind] = {}
planners: list[Callable] = []
pauses = Registry()  # `(on) -> keys of schools` whose reminders rest on a day, unless they are essential


def register(kind):
    """Make a kind known; the same name again replaces it."""
    kinds[kind.name] = kind
    return kind


def reminders():
    """The names of the kinds that go with the morning's mail."""
    return [name for name, kind in kinds.items() if kind.reminder]


def essentials():
    """The names of the kinds that no mute and no pause holds up."""
    return [name for name, kind in kinds.items() if kind.essential]


def urgent():
    """The names of the kinds that go before all others."""
    return [name for name, kind in kinds.items() if kind.urgent]


def planner(function):
    """Register a function `(at) -> iterable of unsaved Message` that proposes reminders whose window is open."""
    if function.__qualname__ not in {
        f"{known.__qualname__}" for known in planners if known.__module__ == function.__module__
    }:
        planners.append(function)
    return function
