"""What is asked of a person, from every app: the lead's Today and the school's What next are the same list.

An app registers a function `(user, on) -> iterable of Duty`. It asks for many records at once and answers only with what this
person can do something about.
"""

from dataclasses import dataclass
from datetime import date

from kit.registry import Registry
from kit.together import read_together

duties = Registry()
beforehand = Registry()  # `(user, on) -> iterable of Wanted`: what duties and blocks will read, asked in one query


@dataclass(frozen=True)
class Duty:
    """One thing asked of somebody: a sentence that begins with a verb, the page of the act, and the day it is due."""

    title: str  # "Agree or return the plan from Calder Edge Academy"
    url: str
    due_on: date | None = None  # overdue first, then soonest, undated last
    since_on: date | None = None  # how long it has waited, where there is no due date
    why: str = ""
    act: str = "Open"  # the word on the button
    school_id: int | None = None
    is_now: bool = False  # the act of this hour gets the solid button
    at: str = ""  # "9.15am"
    key: str = ""  # one duty, in whatever words: a block or a rule of graduation with this key speaks of it, too


def asked_of(user, on):
    """Everything asked of a person, overdue first and then soonest."""
    read_together(wanted for name in beforehand for wanted in name(user, on))
    found = [duty for ask in duties for duty in ask(user, on)]
    return sorted(found, key=lambda duty: (duty.due_on or duty.since_on or date.max, duty.title))


# Blocks of Today and of What next beside the list: an open claim, the next session, the latest word.
blocks = Registry()  # `(user, on, school) -> Block, list of Blocks or None`; `school` is None on the lead's Today
coming = Registry()  # `(user, on) -> iterable of Coming`


@dataclass(frozen=True)
class Block:
    """A part of the page with a template of its own; `first` stands above the list."""

    template: str
    context: dict
    column: str = "main"  # "first", "main" or "side"
    place: int = 50
    key: str = ""  # of the duty that is done in the block itself


@dataclass(frozen=True)
class Coming:
    """A dated thing ahead, for the short list at the side."""

    day: date
    text: str
    url: str = ""


def blocks_of(user, on, school=None):
    """Every block that has something to say, in order."""
    found = []
    for give in blocks:
        given = give(user, on, school)
        found += given if isinstance(given, list) else [given] if given else []
    return sorted(found, key=lambda block: block.place)


def coming_to(user, on, most=6):
    """The next dated things, soonest first."""
    found = [thing for give in coming for thing in give(user, on) if thing.day >= on]
    return sorted(found, key=lambda thing: thing.day)[:most]
