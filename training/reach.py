"""Whole-staff reach: of how many people it is certain that the training of the last twelve months came to them.

The log holds numbers, not names. Two twilights with 20 people each may have reached 40 people or the same 20 twice; so what counts
for an audience is its best attended training, and departments, which are different people, are added up. Never more than there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from kit.clock import today
from kit.together import rows

from .models import STAFF, Audience, Inset, StaffNumbers

BACK = timedelta(days=365)


@dataclass(frozen=True)
class Reached:
    """An audience of a school."""

    audience: Audience
    people: int  # certain to have been reached
    of: int = 0  # how many there are, as the school says; 0 where it has not

    @property
    def share(self):
        """Hundredths, where it is known of how many."""
        return round(100 * self.people / self.of) if self.of else None

    @property
    def words(self):
        """At least 24 of 30"""
        return f"at least {self.people} of {self.of}" if self.of else f"at least {self.people}"


@dataclass
class Reach:
    """A school's reach, audience by audience."""

    audiences: list = field(default_factory=list)  # those that have people, or were reached
    numbers: StaffNumbers | None = None
    times: int = 0  # how often training was held

    @property
    def staff(self):
        """Teaching, support and midday staff together."""
        mine = [one for one in self.audiences if one.audience in STAFF]
        known = all(one.of for one in mine)
        return Reached(Audience.TEACHING, sum(one.people for one in mine), sum(one.of for one in mine) if known else 0)

    @property
    def words(self):
        """The figure: "at least 41 of 58 staff"."""
        return f"{self.staff.words} staff" if self.times else "nothing logged"


@rows
def insets_near(schools, on):
    """What these schools (ids) logged in the twelve months up to a day."""
    return Inset.objects.in_sight().filter(school__in=schools, on__gt=on - BACK, on__lte=on)


@rows
def numbers_of(schools):
    """The staff that these schools (ids) say they have."""
    return StaffNumbers.objects.filter(school__in=schools)


def reach_of(schools, on=None):
    """{school id: Reach} of the twelve months up to a day; two queries, however many schools."""
    on = on or today()
    ids = [getattr(school, "pk", school) for school in schools]
    logged = defaultdict(list)
    for inset in insets_near(ids, on):
        logged[inset.school_id].append(inset)
    numbers = {one.school_id: one for one in numbers_of(ids)}
    return {pk: reach_in(logged[pk], numbers.get(pk)) for pk in ids}


def reach_in(insets, numbers):
    """The reach that a list of trainings shows for certain."""
    found = []
    for audience in Audience:
        of = numbers.people(audience) if numbers else 0
        people = certain(insets, audience)
        if people or of:
            found.append(Reached(audience, min(people, of) if of else people, of))
    return Reach(found, numbers, len(insets))


def certain(insets, audience):
    """The largest training for the whole audience, or the departments' largest added up, whichever is more."""
    best = defaultdict(int)
    for inset in insets:
        department = " ".join(inset.department.split()).casefold()
        best[department] = max(best[department], inset.people(audience))
    whole = best.pop("", 0)
    return max(whole, sum(best.values()))
