"""The year of a cohort on one strip: dated points from the apps above, laid on the stylesheet's grid of 46 weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kit.components import WEEKS
from kit.registry import Registry
from kit.wording import day_short
from terms.models import Term

points = Registry()  # `(cohort, on) -> iterable of Point`


@dataclass(frozen=True)
class Point:
    """A dated thing in the year of a cohort."""

    day: date
    label: str  # "1"
    note: str = ""
    title: str = ""  # "Session 4: Emotion coaching", where there is room for words
    url: str = ""
    is_over: bool = False
    is_now: bool = False


def points_of(cohort, on):
    """Everything dated in a cohort's year, in order, the celebration last."""
    found = [point for give in points for point in give(cohort, on)]
    if cohort.celebration_on:
        found.append(
            Point(cohort.celebration_on, "Celebration", title="Celebration", is_over=cohort.celebration_on < on)
        )
    return sorted(found, key=lambda point: point.day)


def strip(cohort, on):
    """What `{% year %}` draws: points by week, how far the year has run, and the holidays between terms."""
    span = max((cohort.ends_on - cohort.starts_on).days, 1)

    def week(day):
        return min(max(1 + round((day - cohort.starts_on).days / span * (WEEKS - 1)), 1), WEEKS)

    found = points_of(cohort, on)
    drawn = [
        {
            "week": week(point.day),
            "label": point.label if not point.is_now else f"Session {point.label} is today",
            "note": point.note if point.is_now else day_short(point.day),
            "state": "now" if point.is_now else "done" if point.is_over else "end" if point is found[-1] else "",
        }
        for point in found
    ]
    return {"points": drawn, "run": week(on) if on >= cohort.starts_on else 0, "away": holidays(cohort, week)}


def holidays(cohort, week):
    """Spans between terms as (first week, number of weeks) of the strip, at most eight weeks each."""
    terms = list(Term.objects.covering(cohort.starts_on, cohort.ends_on))
    for before, after in pairwise(terms):
        first = week(before.ends_on + timedelta(days=3))
        weeks = max(1, round((after.starts_on - before.ends_on).days / 7))
        if after.starts_on - before.ends_on > timedelta(days=4):
            yield first, min(weeks, 8, WEEKS - first + 1)
