"""Term dates as people paste them."""

from datetime import date

import pytest

from terms.reading import day_of, read_text, school_year

TABLE = """Name\tStart\tEnd
Autumn 1\t3/9/2026\t23 October 2026
Autumn 2\t2026-11-02\tFriday 18th December 2026
"""


def test_a_pasted_table_gives_its_half_terms():
    read = read_text(TABLE)
    assert read.errors == []
    assert read.rows == [
        {"year": "2026-27", "name": "Autumn 1", "starts_on": date(2026, 9, 3), "ends_on": date(2026, 10, 23)},
        {"year": "2026-27", "name": "Autumn 2", "starts_on": date(2026, 11, 2), "ends_on": date(2026, 12, 18)},
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Name,Start,End\nAutumn 1,31/2/2026,1/3/2026\n", "“31/2/2026” is not a date. Write it like 3/9/2026"),
        ("Name,Start,End\nAutumn 1,3/9/2026,1/9/2026\n", "The last day is before the first"),
        ("Name,Start,End\n,3/9/2026,1/10/2026\n", "The name of the half-term is missing"),
        ("Name,Beginning\nAutumn 1,3/9/2026\n", "The first line must name the columns. Missing: Starts, Ends"),
        ("Name,Start,End\nA,3/9/2026,1/10/2026\nB,1/10/2026,2/10/2026\n", "B starts before A has ended"),
        ("Name,Start,End\n", "There is no half-term in it"),
    ],
)
def test_what_cannot_be_read_is_said(text, sentence):
    assert [said for _, said in read_text(text).errors] == [sentence]


def test_a_school_year_begins_in_the_summer():
    assert [school_year(date(2026, 8, 31)), school_year(date(2027, 7, 20)), school_year(date(1999, 9, 1))] == [
        "2026-27",
        "2026-27",
        "1999-00",
    ]


def test_dates_are_read_day_first():
    assert day_of("1st September 2026") == day_of("1/9/2026") == date(2026, 9, 1)
    assert day_of("soon") is None
