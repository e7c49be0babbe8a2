"""Proposes the days of a year's sessions: evenly spread, on days on which schools are open, and why a day is not the one asked for."""

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from kit.wording import day_long

FARTHEST = 42  # days that a session may be moved on: no holiday but summer's is longer
CLOSEST = 14  # days a session of a term wants, so that a term that is nearly over gets fewer


@dataclass(frozen=True)
class Pattern:
    """What the lead asks for: from which day, on which weekdays, and every so many weeks or so many a term."""

    first_on: object
    weekdays: tuple  # 0 is Monday
    weeks: int = 0
    per_term: int = 0


@dataclass(frozen=True)
class Proposal:
    """A day for one session, with the reasons why it is not the day the pattern gave."""

    number: int
    on: object
    why: tuple = ()


def propose(pattern, numbers, calendar, taken=()):
    """[Proposal] for these session numbers in order; fewer where the days or the known terms end."""
    wanted = term_days(pattern, calendar) if pattern.per_term else weekly_days(pattern)
    found, taken, last = [], set(taken), None
    for number, ideal in zip(numbers, wanted, strict=False):
        on, why = settle(ideal, last, pattern, calendar, taken)
        if on is None:
            break
        found.append(Proposal(number, on, why))
        taken.add(on)
        last = on
    return found


def weekly_days(pattern):
    """The first chosen weekday from the first day on, and every so many weeks after it, without end."""
    day = on_a_weekday(pattern.first_on, pattern.weekdays)
    while True:
        yield day
        day += timedelta(weeks=pattern.weeks)


def term_days(pattern, calendar):
    """So many days a term, evenly spread over what is left of it."""
    for start, end in whole_terms(calendar):
        start = max(start, pattern.first_on)
        length = (end - start).days + 1
        number = min(pattern.per_term, length // CLOSEST)
        for n in range(number):
            yield on_a_weekday(start + timedelta(days=length * (2 * n + 1) // (2 * number) - 2), pattern.weekdays)


def whole_terms(calendar):
    """(first day, last day) of each term: half-terms of the same name, "Autumn 1" and "Autumn 2", are one."""

    def name(term):
        return term.year, re.sub(r"[\s\d/]+$", "", term.name).casefold()

    for _, halves in groupby(calendar.terms, key=name):
        halves = list(halves)
        yield halves[0].starts_on, halves[-1].ends_on


def on_a_weekday(day, weekdays):
    """The day itself or the next one that is on a chosen weekday."""
    return next(one for n in range(7) if (one := day + timedelta(days=n)).weekday() in weekdays)


def settle(ideal, last, pattern, calendar, taken):
    """(day, reasons): the ideal one, or the next on which schools are open and no other session is."""
    why = reason(ideal, last, calendar, taken)
    if not why:
        return ideal, ()
    for n in range(1, FARTHEST + 1):
        day = ideal + timedelta(days=n)
        if day.weekday() in pattern.weekdays and not reason(day, last, calendar, taken):
            return day, (f"Moved from {day_long(ideal)}: {why}.",)
    return None, ()


def reason(day, last, calendar, taken):
    """Why a session cannot be proposed for a day, in words, or an empty text."""
    if day in taken:
        return "another session is on that day"
    if last is not None and day <= last:
        return "the session before it is not over"
    return calendar.why_not(day)
