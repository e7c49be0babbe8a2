"""Next year's cohort: every date in the same week of the same half-term, on the same weekday, with what speaks against it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from kit.registry import Registry
from kit.wording import count, date_of, day_long
from schools.models import InsetDay
from terms.models import Calendar, Term

dated = Registry()  # `(cohort) -> iterable of Dated`: what the apps above date in a cohort's year
copiers = (
    Registry()
)  # `(cohort, copy, days, by) -> None`: makes it again; `days` are dates by key, a missing one is left out

WEEK, YEAR, NEAR = timedelta(weeks=1), timedelta(weeks=52), timedelta(days=70)
OWN = {  # what it is called, and whether schools have to be open on it
    "applications_open_at": ("Applications open", False),
    "applications_close_at": ("Applications close", True),
    "decisions_on": ("Decisions", True),
    "starts_on": ("The year starts", False),
    "ends_on": ("The year ends", False),
    "plan_due_on": ("Plans due", True),
    "plan_review_on": ("Plans reviewed", True),
    "celebration_on": ("Celebration", True),
}


@dataclass(frozen=True)
class Dated:
    """A dated thing in the year of a cohort."""

    key: str
    title: str
    day: date
    in_school: bool = True  # schools have to be open on it


@dataclass(frozen=True)
class Moved:
    """Where it falls a year on, and what was decided on the way, in sentences."""

    thing: Dated
    day: date
    notes: tuple = ()


def things_of(cohort):
    """(the cohort's own dates, what the apps above have dated), each in the order of their days."""
    own = [Dated(key, title, date_of(value), school) for key, (title, school) in OWN.items() if (value := getattr(cohort, key))]  # fmt: skip
    return sorted(own, key=lambda thing: thing.day), [thing for give in dated for thing in give(cohort)]


def year_after(label):
    """2026-27 after 2025-26; nothing for a name that is no school year."""
    match = re.fullmatch(r"(20\d\d)\D\d\d", label.strip())
    return f"{int(match[1]) + 1}-{(int(match[1]) + 2) % 100:02}" if match else ""


def monday(day):
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class NextYear:
    """The half-terms and bank holidays of this year and the next, read once."""

    def __init__(self, days):
        self.years = defaultdict(list)
        for term in Term.objects.order_by("starts_on"):
            self.years[term.year].append(term)
        self.calendar = Calendar(min(days), max(days) + 2 * YEAR) if days else None

    def move(self, thing):
        """The same weekday in the same week of the same half-term a year on; without its dates, 52 weeks on."""
        day, notes = thing.day + YEAR, []
        term = self.term_near(thing.day)
        target = self.same_term_next_year(term) if term else None
        if target is None:
            label = year_after(term.year) if term else ""
            which = f"the terms of {label}" if label else "the terms of that year"
            notes.append(f"The dates of {which} are not entered: this is 52 weeks on.")
        else:
            day = in_term(thing.day, term, target)
            if term.starts_on <= thing.day <= term.ends_on:
                day, clamped = kept_within(day, target)
                notes += [f"{target.name} is shorter in that year."] if clamped else []
        if thing.in_school:
            free = self.free_of_holidays(day, target)
            if free != day:
                notes.append(f"{day_long(day)} is a bank holiday ({self.calendar.holidays[day]}): moved by a week.")
                day = free
        return Moved(thing, day, tuple(notes))

    def term_near(self, day):
        """The half-term of a day; of a day in a holiday the nearest one."""

        def distance(term):
            return max(term.starts_on - day, day - term.ends_on, timedelta(0))

        near = [term for terms in self.years.values() for term in terms if distance(term) <= NEAR]
        return min(near, key=distance, default=None)

    def same_term_next_year(self, term):
        """The half-term of the same name, or else of the same number where both years have as many."""
        mine, theirs = self.years[term.year], self.years.get(year_after(term.year), [])
        named = [one for one in theirs if one.name.casefold() == term.name.casefold()]
        if named:
            return named[0]
        return theirs[mine.index(term)] if len(theirs) == len(mine) else None

    def free_of_holidays(self, day, term):
        """The same weekday in the nearest week without a bank holiday, within the half-term where there is one."""
        if day not in self.calendar.holidays:
            return day
        for weeks in (1, -1, 2, -2):
            other = day + weeks * WEEK
            if other not in self.calendar.holidays and (term is None or term.starts_on <= other <= term.ends_on):
                return other
        return day


def in_term(day, term, target):
    """The day in the other half-term: counted from its first week, and after its end from its last."""
    here, there = (term.ends_on, target.ends_on) if day > term.ends_on else (term.starts_on, target.starts_on)
    return monday(there) + (monday(day) - monday(here)) + timedelta(days=day.weekday())


def kept_within(day, term):
    """The same weekday within the half-term, and whether it had to be brought back because the half-term is shorter."""
    clamped = False
    while day > term.ends_on:
        day, clamped = day - WEEK, True
    while day < term.starts_on:
        day += WEEK
    return day, clamped


def proposals(cohort):
    """{key: Moved} for everything dated in a cohort, in order."""
    own, others = things_of(cohort)
    things = [*own, *others]
    next_year = NextYear([thing.day for thing in things])
    return {thing.key: next_year.move(thing) for thing in things}


def warnings_of(things, days):
    """{key: sentences} of what speaks against each day: schools are shut, or some of them train on their own. Never in the way."""
    chosen = {thing.key: days[thing.key] for thing in things if thing.in_school and days.get(thing.key)}
    if not chosen:
        return {}
    calendar = Calendar(min(chosen.values()), max(chosen.values()))
    inset = defaultdict(list)
    for one in InsetDay.objects.filter(day__in=set(chosen.values())).select_related("school").order_by("school__name"):
        inset[one.day].append(one.school.name)
    found = defaultdict(list)
    for key, day in chosen.items():
        if why := calendar.why_not(day):
            found[key].append(f"{why[:1].upper()}{why[1:]}.")
        if names := inset.get(day):
            found[key].append(f"INSET day at {', '.join(names) if len(names) < 4 else count(names, 'school,schools')}.")
    return found
