"""Days proposed for a year's sessions."""

from datetime import date

import pytest

from terms.models import Calendar, Term
from training.series import Pattern, propose

pytestmark = pytest.mark.django_db
TUESDAY = (1,)


@pytest.fixture
def calendar():
    for name, start, end in (
        ("Autumn 1", date(2026, 9, 2), date(2026, 10, 23)),
        ("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)),
        ("Spring 1", date(2027, 1, 4), date(2027, 2, 12)),
        ("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
        ("Summer 1", date(2027, 4, 12), date(2027, 5, 28)),
        ("Summer 2", date(2027, 6, 7), date(2027, 7, 22)),
    ):
        Term.objects.create(year="2026-27", name=name, starts_on=start, ends_on=end)
    return Calendar(date(2026, 9, 1), date(2028, 9, 1))


def days(found):
    return [(one.number, one.on) for one in found]


def test_every_so_many_weeks_keeping_clear_of_holidays(calendar):
    found = propose(Pattern(date(2026, 9, 1), TUESDAY, weeks=8), range(1, 7), calendar)
    assert days(found) == [
        (1, date(2026, 9, 1)),  # the summer before the first known term is not known
        (2, date(2026, 11, 3)),
        (3, date(2027, 1, 5)),
        (4, date(2027, 2, 23)),
        (5, date(2027, 4, 13)),
        (6, date(2027, 6, 8)),
    ]
    assert [one.why for one in found] == [
        (),
        ("Moved from 27 October 2026: it falls in a school holiday.",),
        ("Moved from 22 December 2026: it falls in a school holiday.",),
        ("Moved from 16 February 2027: it falls in a school holiday.",),
        (),
        (),
    ]


def test_two_a_term_spread_evenly(calendar):
    found = propose(Pattern(date(2026, 9, 1), TUESDAY, per_term=2), range(1, 7), calendar)
    assert days(found) == [
        (1, date(2026, 9, 29)),
        (2, date(2026, 11, 24)),
        (3, date(2027, 1, 26)),
        (4, date(2027, 3, 9)),
        (5, date(2027, 5, 11)),
        (6, date(2027, 6, 29)),
    ]
    assert all(calendar.is_school_day(one.on) for one in found)


def test_a_bank_holiday_is_named(calendar):
    [one] = propose(Pattern(date(2027, 5, 3), (0,), weeks=1), [1], calendar)
    assert (one.on, one.why) == (
        date(2027, 5, 10),
        ("Moved from 3 May 2027: it is a bank holiday (Early May bank holiday).",),
    )


def test_a_day_that_has_a_session_is_left_to_it(calendar):
    found = propose(Pattern(date(2026, 9, 8), (1, 3), weeks=1), [2, 3], calendar, taken=[date(2026, 9, 8)])
    assert days(found) == [(2, date(2026, 9, 10)), (3, date(2026, 9, 15))]
    assert found[0].why == ("Moved from 8 September 2026: another session is on that day.",)


def test_terms_that_end_leave_the_rest_without_a_day(calendar):
    assert len(propose(Pattern(date(2027, 6, 1), TUESDAY, per_term=2), range(1, 7), calendar)) == 2
    assert propose(Pattern(date(2027, 9, 1), TUESDAY, per_term=2), range(1, 7), calendar) == []


def test_without_terms_august_and_weekends_are_avoided(db):
    Term.objects.all().delete()
    found = propose(Pattern(date(2026, 7, 28), TUESDAY, weeks=1), [1, 2], Calendar(date(2026, 7, 1), date(2027, 1, 1)))
    assert days(found) == [(1, date(2026, 7, 28)), (2, date(2026, 9, 1))]
