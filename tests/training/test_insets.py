"""Training in school: logged by its people or on their behalf, changed and removed on the record, and its reach said honestly."""

import io
from datetime import date, timedelta

import pytest
from casting import TODAY
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Activity
from kit.tables.reading import open_table
from notifications.models import Message
from training.actions import inset as actions
from training.models import Audience, Inset, StaffNumbers
from training.reach import reach_in, reach_of

pytestmark = pytest.mark.django_db

HEADS = dict.fromkeys(Audience.values, 0)


def said(**more):
    """What the form gives."""
    empty = {"kind": "twilight", "department": "", "minutes": None, "ran_by": "", "session": None}
    return {"on": TODAY, "title": "Emotion coaching"} | HEADS | empty | more


def sent(on=TODAY, **more):
    """What the browser sends."""
    day = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    return {"title": "Emotion coaching", "kind": "twilight"} | day | more


def url(name, record):
    return reverse(f"training:{name}", args=[record.pk])


def training(**more):
    """A training that is not kept."""
    return Inset(**said(**more))


@pytest.mark.parametrize("who", ["school_lead", "headteacher", "contributor"])
def test_everybody_of_the_school_logs_in_one_form(year, client_of, who):
    cast = year.cast
    user, session = getattr(cast, who), year.sessions[3]
    answer = client_of(user).post(url("log_inset", cast.school), sent(teaching="24", midday=" 6 ", session=session.pk))
    assert (answer.status_code, answer.url) == (302, url("insets", cast.school))
    kept = Inset.objects.get()
    assert (kept.heads, kept.session, kept.by, kept.on_behalf) == (
        [("Teaching staff", 24), ("Midday staff", 6)], session, user, False,
    )  # fmt: skip
    act = Activity.objects.about(kept).get()
    assert (act.verb, act.details, act.school_key) == ("logged", {"people": 30}, cast.school.pk)
    page = client_of(user).get(url("insets", cast.school)).text
    assert "24 teaching staff, 6 midday staff" in page and "Passes on session 3, Key adults" in page


def test_the_virtual_school_logs_for_a_school_marked_and_told(year, client_of):
    cast = year.cast
    client_of(cast.lead).post(url("log_inset", cast.school), sent(support="9"))
    assert Inset.objects.get().on_behalf is True
    assert "typed in for the school" in client_of(cast.school_lead).get(url("insets", cast.school)).text
    told = Message.objects.filter(kind="entered_on_behalf").values_list("address", flat=True)
    assert sorted(told) == sorted([cast.school_lead.email, cast.headteacher.email])


@pytest.mark.parametrize(
    ("who", "reads", "logs"),
    [
        ("adviser", 200, 403),
        ("observer", 200, 403),
        ("stranger", 404, 404),
        ("other_adviser", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_others_read_it_or_know_nothing_of_it(year, client_of, who, reads, logs):
    cast = year.cast
    browser = client_of(getattr(cast, who))
    inset = actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=3))
    assert browser.get(url("insets", cast.school)).status_code == reads
    assert browser.post(url("log_inset", cast.school), sent(teaching="1")).status_code == logs
    for name in ("edit_inset", "remove_inset"):
        assert browser.post(url(name, inset), sent(teaching="1")).status_code == logs
    assert list(Inset.objects.values_list("teaching", flat=True)) == [3]


def test_a_trust_reads_no_log(year, agreed, client_of):
    assert client_of(year.cast.trust_viewer).get(url("insets", year.cast.school)).status_code == 404
    page = client_of(year.cast.trust_viewer).get(year.cast.school.get_absolute_url())
    assert (page.status_code, "Training in school" in page.text) == (200, False)


def test_only_who_writes_for_the_school_counts_its_people(year, client_of):
    cast = year.cast
    numbers = {"teaching": "30", "support": "20", "midday": "8", "governors": "11"}
    assert client_of(cast.contributor).post(url("count_staff", cast.school), numbers).status_code == 403
    assert client_of(cast.school_lead).post(url("count_staff", cast.school), numbers).status_code == 302
    assert StaffNumbers.objects.get(school=cast.school).total == 69
    page = client_of(cast.school_lead).post(url("count_staff", cast.school), {"teaching": "-1"})
    assert (page.status_code, "Enter 0 or more" in page.text) == (422, True)
    client_of(cast.school_lead).post(url("count_staff", cast.school), numbers | {"teaching": "31"})
    assert StaffNumbers.objects.get(school=cast.school).teaching == 31


def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(year, client_of):
    cast = year.cast
    browser, address = client_of(cast.school_lead), url("log_inset", cast.school)
    page = browser.post(address, sent(department="Kept words"))
    assert (page.status_code, "in at least one of the boxes" in page.text, "Kept words" in page.text) == (
        422,
        True,
        True,
    )
    ahead = browser.post(address, sent(on=TODAY + timedelta(days=1), teaching="4"))
    assert (ahead.status_code, "Enter today or a day in the past" in ahead.text) == (422, True)
    foreign = browser.post(address, sent(teaching="4", session="999999"))
    assert foreign.status_code == 422
    assert Inset.objects.count() == 0
    with pytest.raises(PermissionDenied):
        actions.log_inset(cast.school, by=cast.lead, **said(on=TODAY + timedelta(days=1), teaching=1))


def test_the_same_form_twice_is_one_training(year):
    cast = year.cast
    first = actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=3))
    assert actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=3)) == first
    assert actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=4)) != first


def test_a_change_and_a_removal_stay_on_the_record(year, client_of):
    cast = year.cast
    inset = actions.log_inset(cast.school, by=cast.contributor, **said(teaching=3, ran_by="Jo"))
    browser = client_of(cast.contributor)
    assert 'value="3"' in browser.get(url("edit_inset", inset)).text
    browser.post(url("edit_inset", inset), sent(teaching="13", ran_by="Jo"))
    inset.refresh_from_db()
    assert inset.teaching == 13
    assert Activity.objects.about(inset).get(verb="changed").details == {"before": {"teaching": "3"}}
    browser.post(url("edit_inset", inset), sent(teaching="13", ran_by="Jo"))
    assert Activity.objects.about(inset).filter(verb="changed").count() == 1
    assert browser.get(url("remove_inset", inset)).status_code == 200 and Inset.objects.count() == 1
    browser.post(url("remove_inset", inset))
    act = Activity.objects.about(cast.school).get(verb="removed a training in school from the log of")
    assert (Inset.objects.count(), act.details) == (0, {"title": "Emotion coaching", "on": "2026-02-03", "people": 13})


def test_the_database_keeps_no_training_without_people(year):
    with pytest.raises(IntegrityError), transaction.atomic():
        Inset.objects.create(school=year.cast.school, title="Nobody came")


STAFF = {"teaching": 30, "support": 20, "midday": 8, "governors": 11}


@pytest.mark.parametrize(
    ("trainings", "teaching", "staff", "why"),
    [
        ([], "at least 0 of 30", "nothing logged", "nothing is nothing"),
        ([{"teaching": 20}, {"teaching": 20}], "at least 20 of 30", "at least 20 of 58 staff", "perhaps the same twenty"),
        ([{"teaching": 8, "department": "Science"}, {"teaching": 6, "department": "English"}], "at least 14 of 30", "at least 14 of 58 staff", "different people"),
        ([{"teaching": 8, "department": "Science"}, {"teaching": 6, "department": " science "}], "at least 8 of 30", "at least 8 of 58 staff", "one department"),
        ([{"teaching": 20}, {"teaching": 8, "department": "Science"}], "at least 20 of 30", "at least 20 of 58 staff", "the eight may be of the twenty"),
        ([{"teaching": 33, "midday": 9}], "at least 30 of 30", "at least 38 of 58 staff", "never more than there are"),
        ([{"teaching": 30, "support": 20, "midday": 8, "governors": 11, "parents": 60}], "at least 30 of 30", "at least 58 of 58 staff", "governors and parents are no staff"),
    ],
)  # fmt: skip
def test_the_reach_says_what_is_certain(trainings, teaching, staff, why):
    reach = reach_in([training(**one) for one in trainings], StaffNumbers(**STAFF))
    assert (reach.audiences[0].words, reach.words) == (teaching, staff), why


def test_without_numbers_there_is_no_of(year):
    reach = reach_in([training(teaching=12, parents=40)], None)
    assert [(one.audience, one.words, one.share) for one in reach.audiences] == [
        ("teaching", "at least 12", None), ("parents", "at least 40", None),
    ]  # fmt: skip
    assert reach.words == "at least 12 staff"


def test_the_reach_is_of_twelve_months_in_sight_and_of_the_own_school(year, django_assert_num_queries):
    cast = year.cast
    StaffNumbers.objects.create(school=cast.school, **STAFF)
    for school, on, teaching, hidden in (
        (cast.school, TODAY, 5, None),
        (cast.school, TODAY - timedelta(days=364), 11, None),
        (cast.school, TODAY - timedelta(days=365), 29, None),
        (cast.school, TODAY, 28, date(2026, 1, 1)),
        (cast.other, TODAY, 27, None),
    ):
        made = Inset.objects.create(school=school, **said(on=on, teaching=teaching))
        if hidden:
            Inset.objects.filter(pk=made.pk).update(hidden_at=made.logged_at)
    with django_assert_num_queries(2):
        reach = reach_of([cast.school, cast.other], TODAY)
    assert (reach[cast.school.pk].words, reach[cast.school.pk].times) == ("at least 11 of 58 staff", 2)
    assert reach[cast.other.pk].words == "at least 27 staff"


def test_the_figure_stands_on_the_schools_page_and_in_the_cohort(year, other_place, client_of):
    cast = year.cast
    StaffNumbers.objects.create(school=cast.school, **STAFF)
    actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=29))
    for who in (cast.lead, cast.school_lead, cast.adviser):
        assert "At least 29 of 58</b> staff (50%)" in client_of(who).get(cast.school.get_absolute_url()).text
    page = client_of(cast.lead).get(url("cohort_reach", year.cohort)).text
    assert page.index("At least 29 of 58") < page.index("Oakenfold School") and "Nothing logged" in page
    assert client_of(cast.school_lead).get(url("cohort_reach", year.cohort)).status_code == 403
    mine = client_of(cast.adviser).get(url("cohort_reach", year.cohort)).text
    assert ("Heathervale" in mine, "Oakenfold" in mine) == (True, False)


def test_the_tables(year, client_of):
    cast = year.cast
    actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=29, title="=cmd", session=year.sessions[1]))

    def table(name, record, who):
        content = client_of(who).get(url(name, record)).content
        return [row for _, row in open_table(io.BytesIO(content)).lines]

    log = table("export_insets", cast.school, cast.contributor)
    assert log == [
        ["03/02/2026", "=cmd", "Twilight", "29", "0", "0", "0", "0", "", "", "", "Session 1: Why attachment"]
    ]
    [reach] = table("export_reach", year.cohort, cast.observer)
    assert reach == ["Heathervale Primary", "1", "29", "", "29", "", "0", "", "0", "", "0", "", "0"]
    response = client_of(cast.lead).get(url("export_reach", year.cohort), {"as": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_words_out_of_sight_are_gone_for_the_school_and_do_not_count(year, client_of):
    cast = year.cast
    inset = actions.log_inset(cast.school, by=cast.school_lead, **said(teaching=3, title="About little Tim"))
    Inset.objects.filter(pk=inset.pk).update(hidden_at=inset.logged_at)
    page = client_of(cast.school_lead).get(url("insets", cast.school)).text
    assert ("little Tim" in page, client_of(cast.school_lead).get(url("edit_inset", inset)).status_code) == (False, 404)
    assert "Put it back" in client_of(cast.lead).get(url("insets", cast.school)).text


def test_what_next_and_the_session_lead_to_the_log(year, client_of):
    browser = client_of(year.cast.school_lead)
    assert url("log_inset", year.cast.school) in browser.get(reverse("cohorts:what_next")).text
    page = browser.get(f"{url('log_inset', year.cast.school)}?session={year.sessions[2].pk}").text
    assert 'value="The developing brain"' in page
