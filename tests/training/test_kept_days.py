"""The days of a school that was deferred count in the cohort in which it goes on; one person may represent two schools."""

from datetime import date, time

import pytest
from casting import TODAY

from cohorts.actions.standing import defer_place, rejoin_place
from cohorts.models import Cohort, SeatHolder
from training.actions.marks import Said, mark_seats
from training.days import days_of, own_days
from training.models import Attendance, MarkState, Session
from training.records import own_record, record_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def went_on(cast, cohort, place):
    """Heathervale was at sessions 1 and 2 (half of the second) and goes on in 2026-27, which has six sessions too."""
    one, two = place.seats.all()
    sessions = list(cohort.sessions.all())
    mark_seats(sessions[0], [Said(one, MarkState.PRESENT), Said(two, MarkState.PRESENT)], by=cast.lead)
    mark_seats(sessions[1], [Said(one, MarkState.HALF), Said(two, MarkState.ABSENT)], by=cast.lead)
    later = Cohort.objects.create(
        name="2026-27",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 16),
        applications_open_at=cohort.applications_open_at,
        applications_close_at=cohort.applications_close_at,
        decisions_on=date(2026, 6, 20),
        state="running",
    )
    for session in sessions:
        Session.objects.create(
            cohort=later, number=session.number, title=session.title, on=session.on.replace(year=session.on.year + 1),
            starts_at=time(9), ends_at=time(15),
        )  # fmt: skip
    defer_place(place, by=cast.lead, to=later, reason="Building works", on=TODAY)
    return rejoin_place(place, by=cast.lead, into=later, from_on=TODAY, note="", on=TODAY)


def test_the_days_count_by_the_number_of_the_session(went_on):
    days = days_of([went_on])[went_on.pk]
    assert days.words == "2½ of 12"
    assert [seat.marks[:3] for seat in days.seats] == [["present", "half", "ahead"], ["present", "ahead", "ahead"]]
    own = own_days([went_on])
    names = dict(SeatHolder.objects.filter(seat__place=went_on).values_list("pk", "name"))
    assert {names[pk]: pair for pk, pair in own.items()} == {"Jo Pemberton": (3, 12), "Tomasz Wilk": (2, 12)}


def test_a_kept_day_is_not_missed_and_a_whole_one_replaces_its_half(cast, went_on, frozen):
    frozen.move_to("2026-11-12 09:30+00:00")
    one, two = went_on.seats.all()
    second = went_on.cohort.sessions.get(number=2)
    mark_seats(second, [Said(one, MarkState.PRESENT), Said(two, MarkState.ABSENT)], by=cast.lead)
    days = days_of([went_on], date(2026, 11, 12))[went_on.pk]
    assert days.words == "3 of 12"
    assert [seat.missed for seat in days.seats] == [0, 2]
    names = dict(SeatHolder.objects.filter(seat__place=went_on).values_list("pk", "name"))
    assert {names[pk]: pair[0] for pk, pair in own_days([went_on]).items()} == {"Jo Pemberton": 4, "Tomasz Wilk": 2}


def test_places_from_nowhere_ask_nothing_more(place, other_place, django_assert_num_queries):
    with django_assert_num_queries(3):
        days_of([place, other_place], TODAY)


def test_somebody_of_two_schools_is_marked_once_and_counted_for_each(cast, cohort, place, other_place):
    """An executive head holds the first seat of both schools: one mark, two rows, a day for each."""
    SeatHolder.objects.filter(seat__place=other_place, seat__number=1).update(user=cast.school_lead)
    session = cohort.sessions.get(number=1)
    mark_seats(session, [Said(place.seats.get(number=1), MarkState.PRESENT)], by=cast.lead)
    rows = Attendance.objects.filter(session=session).order_by("seat__place")
    assert list(rows.values_list("seat__place__school__name", "state", "halves")) == [
        ("Heathervale Primary", "present", 2),
        ("Oakenfold School", "present", 2),
    ]
    days = days_of([place, other_place])
    assert [days[one.pk].halves for one in (place, other_place)] == [2, 2]


# --- in a person's own record


def told(record):
    return {
        cohort.name: [(line.session.number, line.words, line.halves) for line in lines[:2]]
        for cohort, lines in record.years
    }


def test_kept_days_stand_with_their_cohort_and_count_once(cast, went_on, frozen):
    frozen.move_to("2026-11-20 09:30+00:00")
    one, two = went_on.seats.all()
    second = went_on.cohort.sessions.get(number=2)
    mark_seats(second, [Said(one, MarkState.PRESENT), Said(two, MarkState.PRESENT)], by=cast.lead)
    jo, tomasz = (own_record(user) for user in (cast.school_lead, cast.contributor))
    assert told(jo) == {
        "2025-26": [(1, "There", 2), (2, "Half a day", 1)],
        "2026-27": [(1, "There, kept from 2025-26", 0), (2, "There again, half a day counted in 2025-26", 1)],
    }
    assert told(tomasz) == {
        "2025-26": [(1, "There", 2), (2, "Not there", 0)],
        "2026-27": [(1, "There, kept from 2025-26", 0), (2, "There", 2)],
    }
    own = own_days([went_on])
    names = dict(SeatHolder.objects.filter(seat__place=went_on).values_list("pk", "name"))
    assert {names[pk]: days / 2 for pk, (days, _) in own.items()} == {"Jo Pemberton": 2, "Tomasz Wilk": 2}
    assert (jo.days, tomasz.days) == ("2", "2")


def test_a_whole_day_repeated_counts_no_second_time(cast, went_on, frozen):
    frozen.move_to("2026-11-20 09:30+00:00")
    mark_seats(
        went_on.cohort.sessions.get(number=1), [Said(went_on.seats.get(number=1), MarkState.PRESENT)], by=cast.lead
    )
    record = own_record(cast.school_lead)
    assert told(record)["2026-27"][0] == (1, "There again, counted in 2025-26", 0)
    assert record.days == "1½"


def test_days_from_before_somebody_had_an_account_are_theirs(cast, place, went_on):
    """Known by name at the place the school came from; somebody else's days of the same seat are not theirs."""
    SeatHolder.objects.filter(seat__place=place).update(user=None)
    assert own_record(cast.school_lead).days == "1½"
    SeatHolder.objects.filter(seat__place=went_on, seat__number=1).update(user=None)
    [row] = SeatHolder.objects.filter(seat__place=went_on, seat__number=1)
    assert record_for(cast.lead, row).days == "1½"
    SeatHolder.objects.filter(pk=row.pk).update(name="Sam Okoro")
    row.refresh_from_db()
    newcomer = record_for(cast.lead, row)
    assert (newcomer.days, told(newcomer)["2026-27"][0]) == ("0", (1, "The school’s day, kept from 2025-26", 0))
