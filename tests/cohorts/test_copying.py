"""A cohort is copied along the academic calendar: same half-term, same week, same weekday; looked through before it is made."""

from datetime import date, datetime

import pytest
from casting import LONDON
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.paper import edit_papers
from cohorts.copying import Dated, NextYear, proposals
from cohorts.models import Cohort, CohortState, Criterion
from cohorts.papers import USUAL, texts_of
from notifications.actions import plan
from notifications.models import Message
from schools.models import InsetDay
from terms.models import BankHoliday, Term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

THIS = (("Autumn 1", (2025, 9, 3), (2025, 10, 24)), ("Autumn 2", (2025, 11, 3), (2025, 12, 19)), ("Spring 1", (2026, 1, 5), (2026, 2, 13)), ("Spring 2", (2026, 2, 23), (2026, 3, 27)), ("Summer 1", (2026, 4, 13), (2026, 5, 22)), ("Summer 2", (2026, 6, 1), (2026, 7, 21)))  # fmt: skip
NEXT = (("Autumn 1", (2026, 9, 2), (2026, 10, 23)), ("Autumn 2", (2026, 11, 2), (2026, 12, 18)), ("Spring 1", (2027, 1, 4), (2027, 2, 12)), ("Spring 2", (2027, 2, 22), (2027, 3, 19)), ("Summer 1", (2027, 4, 5), (2027, 5, 28)), ("Summer 2", (2027, 6, 7), (2027, 7, 21)))  # fmt: skip


def enter(year, terms):
    Term.objects.bulk_create(
        Term(year=year, name=name, starts_on=date(*first), ends_on=date(*last)) for name, first, last in terms
    )


@pytest.fixture
def both_years(db):
    """The half-terms of 2025-26 and 2026-27; Easter is a week earlier in the second."""
    enter("2025-26", THIS)
    enter("2026-27", NEXT)


def moved(*day, in_school=True):
    found = NextYear([date(*day)]).move(Dated("x", "X", date(*day), in_school))
    return found.day, list(found.notes)


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ((2025, 9, 23), date(2026, 9, 22)),  # Tuesday of the fourth week
        ((2025, 11, 11), date(2026, 11, 10)),
        ((2026, 4, 14), date(2027, 4, 6)),  # the first Tuesday after Easter, a week earlier: 51 weeks on
        ((2026, 6, 9), date(2027, 6, 15)),  # the second Tuesday of Summer 2, a week later: 53 weeks on
        ((2025, 9, 1), date(2026, 8, 31)),  # two days before the term: the Monday of its first week
        ((2026, 7, 24), date(2027, 7, 23)),  # after the last term: counted from its end
    ],
)
def test_the_same_week_of_the_same_half_term(both_years, then, expected):
    day, notes = moved(*then, in_school=False)
    assert (day, notes) == (expected, [])
    assert day.weekday() == date(*then).weekday()


def test_a_shorter_half_term_keeps_the_day_within_it(both_years):
    assert moved(2026, 3, 24) == (date(2027, 3, 16), ["Spring 2 is shorter in that year."])


def test_a_school_day_after_the_last_term_stays_there(both_years):
    assert moved(2026, 7, 24) == (date(2027, 7, 23), [])


def test_a_bank_holiday_is_avoided_within_the_half_term(both_years):
    BankHoliday.objects.update_or_create(day=date(2027, 5, 3), defaults={"name": "Early May bank holiday"})
    assert moved(2026, 5, 11) == (
        date(2027, 5, 10),
        ["3 May 2027 is a bank holiday (Early May bank holiday): moved by a week."],
    )
    assert moved(2026, 5, 11, in_school=False) == (date(2027, 5, 3), [])


def test_without_the_terms_of_next_year_it_is_52_weeks_and_says_so():
    enter("2025-26", THIS)
    assert moved(2026, 2, 3) == (
        date(2027, 2, 2),
        ["The dates of the terms of 2026-27 are not entered: this is 52 weeks on."],
    )


def test_half_terms_of_other_names_are_taken_by_their_number():
    enter("2025-26", THIS)
    enter("2026-27", [(f"Half-term {n}", first, last) for n, (_, first, last) in enumerate(NEXT, 1)])
    assert moved(2026, 4, 14)[0] == date(2027, 4, 6)


def posted(cohort, **changes):
    """The page of a copy as it is sent, with its proposals unless changed."""
    data = {"name": "2026-27"}
    for key, move in proposals(cohort).items():
        data |= boxes(key, move.day)
    return data | changes


def boxes(key, day):
    return {f"{key}_day": day.day, f"{key}_month": day.month, f"{key}_year": day.year}


def test_everything_comes_along_and_nothing_is_mailed(client_of, cast, cohort, place, both_years, frozen):
    Criterion.objects.create(cohort=cohort, number=1, name="Readiness", weight=2)
    edit_papers(cohort, by=cast.lead, texts={"commitment": "We promise", "sharing": USUAL["sharing"]})
    url = reverse("cohorts:copy_cohort", args=[cohort.pk])
    page = client_of(cast.lead).get(url)
    assert page.context["form"]["name"].value() == "2026-27"
    assert "This year: Tuesday 23 September 2025" in page.text
    assert Cohort.objects.count() == 1
    Message.objects.all().delete()
    client_of(cast.lead).post(url, posted(cohort, **boxes("session_6", date(2027, 6, 22))))
    copy = Cohort.objects.get(name="2026-27")
    assert (copy.state, copy.places, copy.starts_on, copy.taken.count()) == (CohortState.DRAFT, 17, date(2026, 8, 31), 0)  # fmt: skip
    assert copy.applications_close_at == datetime(
        2026, 5, 22, 17, tzinfo=LONDON
    )  # of the year before, whose terms are not known
    assert list(copy.criteria.values_list("name", "weight")) == [("Readiness", 2)]
    assert texts_of(copy)["commitment"] == "We promise"
    kept = list(copy.sessions.values_list("number", "title", "on", "venue", "state"))
    assert kept[0] == (1, "Why attachment", date(2026, 9, 22), "Larkstone Hall", "planned")
    assert kept[5] == (6, "What we found", date(2027, 6, 22), "Larkstone Hall", "planned")
    codes = [*cohort.sessions.values_list("door_code", flat=True), *copy.sessions.values_list("door_code", flat=True)]
    assert len(set(codes)) == 12
    for day in (date(2026, 9, 8), date(2026, 9, 15), date(2026, 9, 21)):  # 14, 7 and 1 days before its first session
        frozen.move_to(datetime(day.year, day.month, day.day, 7, 30, tzinfo=LONDON))
        plan(timezone.now())
    ours = {copy.pk, *copy.sessions.values_list("pk", flat=True)}
    about = Message.objects.filter(object_id__in=[str(pk) for pk in ours])
    assert [one for one in about if one.about == copy or getattr(one.about, "cohort_id", None) == copy.pk] == []


def test_dates_are_checked_again_without_making_anything(client_of, cast, cohort, both_years):
    InsetDay.objects.create(school=cast.school, day=date(2026, 10, 6))
    data = posted(cohort, **boxes("session_1", date(2026, 10, 6)), **boxes("session_2", date(2026, 10, 27)))
    page = (
        client_of(cast.lead)
        .post(reverse("cohorts:copy_cohort", args=[cohort.pk]), data | {"check": "1"})
        .content.decode()
    )
    assert "INSET day at Heathervale Primary." in page
    assert "It falls in a school holiday." in page
    assert Cohort.objects.count() == 1


def test_what_cannot_be_is_said_and_kept(client_of, cast, cohort, both_years):
    url = reverse("cohorts:copy_cohort", args=[cohort.pk])
    data = posted(cohort, name="2025-26", **boxes("ends_on", date(2026, 8, 1)))
    page = client_of(cast.lead).post(url, data).content.decode()
    assert "Another cohort is called that" in page
    assert "Enter a day after the start" in page
    assert Cohort.objects.count() == 1


def test_a_session_without_a_day_is_left_for_later(client_of, cast, cohort, both_years):
    empty = {f"session_3_{part}": "" for part in ("day", "month", "year")}
    client_of(cast.lead).post(reverse("cohorts:copy_cohort", args=[cohort.pk]), posted(cohort, **empty))
    numbers = Cohort.objects.get(name="2026-27").sessions.values_list("number", flat=True)
    assert list(numbers) == [1, 2, 4, 5, 6]


@pytest.fixture
def with_materials(cast, cohort, both_years):
    """Session 2 (11 November) has a file from its own day on, a link a week before it, and a pack; people have written about it."""
    from kit.files import Checked
    from training.actions.materials import add_material
    from training.actions.pack import edit_pack
    from training.models import FeedbackAnswer, FeedbackSheet, Reflection

    second = cohort.sessions.get(number=2)
    slides = Checked("slides.pdf", b"%PDF-1.7 slides", "application/pdf", is_photo=False)
    file = add_material(second, by=cast.lead, title="Slides", upload=slides, visible_from=second.on)
    url = "https://example.org/film"
    add_material(second, by=cast.lead, title="A film", url=url, is_before=True, visible_from=date(2025, 11, 4))
    add_material(cohort.sessions.get(number=3), by=cast.lead, title="Handout", url=url)
    steps, links = [(20, "Watch the film", "In pairs"), (10, "Talk", "")], [("The film", url)]
    edit_pack(
        second, by=cast.lead, steps=steps, links=links, title="In school", purpose="Why", notes="Slowly", is_early=True
    )
    Reflection.objects.create(session=second, user=cast.school_lead, stayed="Mine alone")
    FeedbackSheet.objects.create(session=second)
    FeedbackAnswer.objects.create(session=second, number=1, asked="How was it?", text="Long")
    return file


def test_materials_and_packs_come_along_and_nothing_that_people_wrote(client_of, cast, cohort, with_materials):
    from training.models import Attendance, FeedbackAnswer, FeedbackSheet, Need, Reflection

    away = {f"session_3_{part}": "" for part in ("day", "month", "year")}  # left for later, and its handout with it
    client_of(cast.administrator).post(reverse("cohorts:copy_cohort", args=[cohort.pk]), posted(cohort, **away))
    copy = Cohort.objects.get(name="2026-27")
    second = copy.sessions.get(number=2)
    assert second.on == date(2026, 11, 10)
    kept = [
        (one.session.number, one.title, one.url, one.file_name, one.is_before, one.visible_from, one.by)
        for session in copy.sessions.all()
        for one in session.materials.select_related("session", "by")
    ]
    assert kept == [
        (2, "A film", "https://example.org/film", "", True, date(2026, 11, 3), cast.administrator),
        (2, "Slides", "", "slides.pdf", False, date(2026, 11, 10), cast.administrator),
    ]
    pack = second.pack
    assert (pack.title, pack.purpose, pack.notes, pack.is_early) == ("In school", "Why", "Slowly", True)
    assert list(pack.steps.values_list("number", "minutes", "what", "how")) == [
        (1, 20, "Watch the film", "In pairs"), (2, 10, "Talk", ""),
    ]  # fmt: skip
    assert list(pack.links.values_list("title", "url")) == [("The film", "https://example.org/film")]
    for model in (Reflection, FeedbackSheet, FeedbackAnswer, Need, Attendance):
        assert model.objects.filter(session__cohort=copy).count() == 0


@pytest.mark.parametrize("first", ["the copy", "the original"])
def test_a_file_stays_until_neither_year_needs_it(
    client_of, cast, cohort, with_materials, first, django_capture_on_commit_callbacks
):
    from training.actions.materials import remove_material
    from training.models import Material

    client_of(cast.lead).post(reverse("cohorts:copy_cohort", args=[cohort.pk]), posted(cohort))
    copied = Material.objects.get(session__cohort__name="2026-27", title="Slides")
    one, other = (copied, with_materials) if first == "the copy" else (with_materials, copied)
    with django_capture_on_commit_callbacks(execute=True):
        remove_material(one, by=cast.lead)
    opened = client_of(cast.lead).get(reverse("training:material_file", args=[other.pk]))
    assert b"".join(opened.streaming_content) == b"%PDF-1.7 slides"
    storage, name = other.file.storage, other.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_material(other, by=cast.lead)
    assert not storage.exists(name)
