"""What a leaver's work is and how it passes to somebody else, as the apps above register it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kit.registry import Registry

from .models import User

works = Registry()  # `(leaver) -> iterable of Work`
NOBODY = "nobody"  # the answer instead of a person, where work may simply end


@dataclass(frozen=True)
class Work:
    """One kind of work that still stands with a person."""

    key: str  # the same whenever it is asked: "places-lead", "seat-14"
    words: str  # "Leads 3 schools of a cohort"
    move: Callable  # `(taker, by) -> None`: passes it on, inside the transaction of the act
    items: Iterable = ()  # what it is, one by one: pairs of words and address
    takers: QuerySet | None = None  # who may take it over; else the people of the Virtual School
    end: Callable | None = None  # `(by) -> None`: what happens where nobody takes it over
    end_words: str = ""  # "Nobody: the role ends today"

    @property
    def people(self):
        """Who may take it over."""
        return staff() if self.takers is None else self.takers


def staff():
    """Those of the Virtual School who work in the programme; observers and reviewers only read."""
    return User.objects.active().filter(Q(is_programme_lead=True) | Q(is_administrator=True) | Q(is_adviser=True))


def work_of(leaver):
    """Everything that still stands with a person, in words and ready to be moved."""
    return [work for find in works for work in find(leaver)]
