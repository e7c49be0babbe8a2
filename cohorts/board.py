"""The board's columns, as the apps register them: a row a school, a cell a strand."""

from dataclasses import dataclass

from kit.registry import Registry

columns = Registry()
beforehand = (
    Registry()
)  # `(places) -> iterable of Wanted`: what the columns with flags read, where a page asks only for those


@dataclass(frozen=True)
class Flag:
    """Look here: the reason, and the page that settles it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """A strand's state at a school in words: what the board, the school's page and the exports all show."""

    word: str
    mark: str = "rest"
    fresh: str = ""
    url: str = ""
    yours: bool = False  # waits for the person who looks
    flags: tuple[Flag, ...] = ()
    rows: tuple = ()  # seats to draw: pairs of (label, marks)
    of: str = ""  # "5½ of 12"
    size: float = 0  # what an order of the board counts: half days, things to settle


def column(heading, order, *, flags=False):
    """Register `cells(places, user, on) -> {place id: Cell}` under a heading; one call answers for all the rows shown.

    `flags` says that its cells may carry flags: Today asks only those columns.
    """

    def decorate(cells):
        cells.heading, cells.order, cells.flags = heading, order, flags
        return columns.register(cells)

    return decorate


def in_order():
    """The columns from left to right."""
    return sorted(columns, key=lambda cells: cells.order)
