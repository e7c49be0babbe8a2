"""What a person is outside the Virtual School, as the apps above register it: shown and filtered on the people pages."""

from dataclasses import dataclass

from django.db.models import Q

from kit.registry import Registry

kinds = Registry()  # `() -> iterable of Holding`
lines = Registry()  # `(users) -> iterable of Line`


@dataclass(frozen=True)
class Holding:
    """A role that people can be filtered by."""

    key: str
    label: str
    holders: Q


@dataclass(frozen=True)
class Line:
    """One role of one person, in words, with the page it belongs to."""

    user_id: int
    words: str
    url: str = ""
    is_over: bool = False


def holdings():
    """Every role that the apps above know, by key."""
    return {holding.key: holding for give in kinds for holding in give()}


def lines_of(users):
    """What each of several people is, by user id."""
    found = {user.pk: [] for user in users}
    for give in lines:
        for line in give(users):
            found[line.user_id].append(line)
    return found
