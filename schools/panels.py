"""The panels of a school's page, as the apps above register them.

A panel is a function `(school, user) -> Panel | None`; the page shows them in the order of their `place`.
"""

from dataclasses import dataclass, field

from kit.registry import Registry

from .policies import reads_whole

panels = Registry()
beforehand = Registry()  # `(school, user) -> iterable of Wanted`: what panels and states will read, asked in one query
states = Registry()  # the five words under a school's name: `(school, user) -> State | None`


@dataclass(frozen=True)
class Panel:
    """A block of the school's page: the page draws its frame and title, the template what is in it, from `panel.context`."""

    title: str
    template: str
    context: dict = field(default_factory=dict)
    column: str = "main"  # or "side"
    place: int = 50
    tone: str = ""  # "tint" for what the whole page is about


@dataclass(frozen=True)
class State:
    """One strand's state in words: mark, word, freshness and the page behind it."""

    strand: str
    word: str
    mark: str = "rest"
    fresh: str = ""
    url: str = ""
    place: int = 50
    rows: tuple = ()  # seats to draw, for training


def is_read_whole(school, user):
    """Whether this person reads drafts and papers, too, or only what a trust reads; asked once for one school's page."""
    if getattr(school, "read_by", None) != user.pk:
        school.read_by, school.is_read_whole = user.pk, reads_whole(user, school)
    return school.is_read_whole


def panels_of(school, user):
    """Every panel that has something to say to this person, in order."""
    found = (panel(school, user) for panel in panels)
    return sorted((panel for panel in found if panel), key=lambda panel: panel.place)


def states_of(school, user):
    """The strands' states, in order."""
    found = (state(school, user) for state in states)
    return sorted((state for state in found if state), key=lambda state: state.place)
