"""What still stands between a school and graduation, in sentences: the same for the school and the lead."""

from collections import defaultdict
from dataclasses import dataclass

from kit.registry import Registry
from kit.together import read_together

rules = Registry()  # `(places) -> iterable of (place id, Shortfall)`; places come with cohort and school selected
beforehand = Registry()  # `(places) -> iterable of Wanted`: what the rules will read, where a page asks for all of them


@dataclass(frozen=True)
class Shortfall:
    """One thing to settle: a sentence without its full stop, and the act that settles it."""

    text: str  # "Tomasz Wilk makes up one more day"
    url: str = ""
    act: str = ""  # "Book a catch-up"
    is_for_writers: bool = False  # the page of the act opens only for those who write for the school
    key: str = ""  # of the duty that settles it


def shortfalls(places):
    """What still stands between each school and graduation, in words, with the act that settles it, by place id."""
    found = defaultdict(list)
    places = list(places)
    for rule in rules:
        for place_id, shortfall in rule(places):
            found[place_id].append(shortfall)
    return found


def read_beforehand(places):
    """What the rules read, in one query: for a page that begins with them."""
    read_together(wanted for name in beforehand for wanted in name(places))


@rules.register
def presentation_given(places):
    """Where the cohort's rule asks for it: the school has presented its work."""
    for place in places:
        if place.cohort.needs_presentation and place.presented_on is None:
            yield (
                place.pk,
                Shortfall(
                    "The school presents its work",
                    place.get_absolute_url(),
                    "Note the presentation",
                    is_for_writers=True,
                ),
            )
