"""What is said of a substitute's day: that it counts for the school, or why it does not, in the same words wherever it stands."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cohorts.models import Cohort
from training.actions import claim_attendance
from training.actions.marks import Said
from training.attendance import grid_of
from training.register import register_of

BEYOND = "Does not count for the school: only 1 day by a substitute can count for each representative."


def url(name, session):
    return reverse(f"training:{name}", args=[session.pk])


@pytest.fixture
def twice(year, mark):
    """Somebody else came for Jo to sessions 1 and 3: one of the two counts."""
    for number in (1, 3):
        mark(number, 1, "substitute", substitute_name="Ana Brook")
    return year


def said(year, number, limit=None):
    if limit is not None:
        Cohort.objects.update(substitute_days=Decimal(limit))
    [part] = register_of(year.sessions[number], year.cast.lead)
    return part.rows[0].counts_words


def test_the_first_counts_and_the_second_does_not(twice):
    assert said(twice, 1) == "Counts for the school, not for Jo Pemberton."
    assert said(twice, 3) == BEYOND


@pytest.mark.parametrize(
    ("limit", "first", "second"),
    [
        ("2", "Counts for the school, not for Jo Pemberton.", "Counts for the school, not for Jo Pemberton."),
        (
            "1.5",
            "Counts for the school, not for Jo Pemberton.",
            "Half of it counts for the school, not for Jo Pemberton: "
            "only 1½ days by a substitute can count for each representative.",
        ),
        (
            "0",
            "Does not count for the school: in this cohort no day by a substitute does.",
            "Does not count for the school: in this cohort no day by a substitute does.",
        ),
    ],
)
def test_the_words_follow_the_rule_of_the_cohort(twice, limit, first, second):
    assert (said(twice, 1, limit), said(twice, 3, limit)) == (first, second)


def test_only_confirmed_days_of_sessions_held_use_up_the_limit(year, mark):
    claim = [Said(year.seats[0], "substitute", substitute_name="Ana Brook")]
    claim_attendance(year.sessions[1], year.place, claim, by=year.cast.school_lead)
    mark(3, 1, "substitute", substitute_name="Ana Brook")
    assert said(year, 1) == "Counts for the school once it is confirmed, not for Jo Pemberton."
    assert said(year, 3) == "Counts for the school, not for Jo Pemberton."
    mark(1, 1, "substitute", substitute_name="Ana Brook")
    assert said(year, 3) == BEYOND
    type(year.sessions[1]).objects.filter(number=1).update(state="cancelled")
    assert said(year, 3) == "Counts for the school, not for Jo Pemberton."


def test_every_page_that_names_the_substitute_says_it(twice, client_of):
    lead, school = client_of(twice.cast.lead), client_of(twice.cast.school_lead)
    third = twice.sessions[3]
    register = lead.get(url("register", third)).text
    assert BEYOND in register and "Counts for the school" not in register
    assert "Record a catch-up" in register
    assert BEYOND in school.get(url("session", third)).text
    assert BEYOND in school.get(url("claim", third)).text
    assert BEYOND not in school.get(url("session", twice.sessions[1])).text
    type(third).objects.filter(pk=third.pk).update(state="closed", closed_at="2026-01-05T16:00Z")
    assert BEYOND in school.get(url("claim", third)).text  # the register is closed, and this is what it says
    assert '"Substitute","0","Yes","Ana Brook"' in lead.get(url("export_register", third)).text


def test_what_waits_says_it_before_it_is_confirmed(twice, client_of, mark):
    claim = [Said(twice.seats[0], "substitute", substitute_name="Ana Brook")]
    claim_attendance(twice.sessions[4], twice.place, claim, by=twice.cast.school_lead)
    lead = client_of(twice.cast.lead)
    assert BEYOND in lead.get(url("confirm_claims", twice.sessions[4])).text
    assert BEYOND in lead.get(url("close_register", twice.sessions[4])).text
    mark(3, 2, "present"), mark(4, 2, "absent")
    mark(4, 1, "substitute", substitute_name="Ana Brook")
    mark(4, 2, "expected")
    assert BEYOND in client_of(twice.cast.school_lead).get(reverse("cohorts:what_next")).text


def test_the_table_of_attendance_does_not_count_it(twice):
    grid = grid_of(twice.cohort, twice.cast.lead)
    [jo, _] = grid.parts[0].lines
    assert [sign.words for sign in jo.signs[:3]] == ["substitute", "not said yet", "substitute that does not count"]
    assert [there for _, there, _ in grid.totals[:3]] == [1, 0, 0]
