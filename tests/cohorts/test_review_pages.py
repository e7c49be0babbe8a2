"""Who gets to the pages of reviewing, a reviewer's day, and the lead's pages of criteria and readers."""

from datetime import timedelta

import pytest
from a_reading import SECRET, give, of, points_of, score, take_role
from casting import TODAY, person
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.actions import review as actions
from cohorts.actions.cohort import copy_cohort
from cohorts.copying import proposals
from cohorts.models import Application, Criterion, Review, Score
from cohorts.reviewing import Desk, scorable
from cohorts.today import asked_of
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.actions import dispatch
from notifications.models import Message
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


# --- who gets in

OF_COHORT = ("edit_criteria", "reviewing", "give_applications", "share_out_applications")
OF_REVIEW = ("review", "score_application", "declare_conflict", "take_back_review")


@pytest.mark.parametrize(
    "who", ["observer", "adviser", "headteacher", "school_lead", "contributor", "stranger", "nobody", "other_reviewer"]
)
def test_nobody_else_finds_any_of_it(client_of, cast, three, deciding, criteria, second, who):
    give(deciding, cast, three, cast.reviewer)
    score(three[0], cast.reviewer, 4, 4, note=SECRET)
    client = client_of(second if who == "other_reviewer" else getattr(cast, who))
    before = Review.objects.count(), Score.objects.count(), Criterion.objects.count(), Message.objects.count()
    codes = set()
    for name, pk in [(name, deciding.pk) for name in OF_COHORT] + [
        (name, of(one, cast.reviewer).pk) for one in three for name in OF_REVIEW
    ]:
        url = reverse(f"cohorts:{name}", args=[pk])
        codes |= {client.get(url).status_code, client.post(url, points_of(criteria, 0, 0)).status_code}
    assert codes <= {403, 404, 405}
    assert client.get(reverse("cohorts:reviews")).status_code == (200 if who == "other_reviewer" else 403)
    after = Review.objects.count(), Score.objects.count(), Criterion.objects.count(), Message.objects.count()
    assert after == before


@pytest.mark.parametrize("who", ["headteacher", "school_lead", "contributor", "adviser", "observer"])
def test_a_school_never_sees_anything_of_it(client_of, cast, three, deciding, criteria, place, who):
    give(deciding, cast, three[:1], cast.reviewer)
    score(three[0], cast.reviewer, 4, 4, note=SECRET)
    client = client_of(getattr(cast, who))
    read = 0
    for url in (
        cast.school.get_absolute_url(),
        place.get_absolute_url(),
        reverse("cohorts:what_next"),
        reverse("cohorts:today"),
        reverse("cohorts:cohort", args=[deciding.pk]),
        reverse("cohorts:application_form", args=[three[0].applicant_token]),
        three[0].get_absolute_url(),
    ):
        page = client.get(url, follow=True)
        read += page.status_code == 200
        assert SECRET not in page.text
        assert "Nerys Alderton" not in page.text
    assert read >= 3


def test_the_administrator_writes_criteria_and_reads_but_does_not_give(client_of, cast, three, deciding, criteria):
    client = client_of(cast.administrator)
    assert client.get(reverse("cohorts:reviewing", args=[deciding.pk])).status_code == 200
    assert client.get(reverse("cohorts:edit_criteria", args=[deciding.pk])).status_code == 200
    assert client.post(reverse("cohorts:share_out_applications", args=[deciding.pk]), {"each": 1}).status_code == 403
    assert Review.objects.count() == 0


# --- a reviewer's day


def test_a_reviewer_begins_at_the_list_with_a_door_a_count_and_a_duty(client_of, cast, three, deciding, criteria):
    give(deciding, cast, three[:2], cast.reviewer)
    client = client_of(cast.reviewer)
    assert client.get(reverse("cohorts:begin")).url == reverse("cohorts:reviews")
    assert client.get(reverse("cohorts:today")).status_code == 403
    page = client.get(reverse("cohorts:reviews")).text
    assert "2 applications wait for your scores" in page
    assert 'Applications to read <span class="aas-count">2' in page
    assert ">Plan<" not in page
    duties = [(duty.title, duty.due_on) for duty in asked_of(cast.reviewer, TODAY)]
    assert duties == [("Read and score 2 applications", deciding.decisions_on)]
    score(three[0], cast.reviewer, 1, 1)
    assert [duty.title for duty in asked_of(cast.reviewer, TODAY)] == ["Read and score 1 application"]


def test_a_link_above_the_application_leads_to_the_scores(client_of, cast, three, deciding, criteria):
    give(deciding, cast, three[:1], cast.reviewer)
    address = reverse("cohorts:review", args=[of(three[0], cast.reviewer).pk])
    page = client_of(cast.reviewer).get(address).text
    link, wrote, scores = (page.index(one) for one in ('href="#scores"', "What the school wrote", 'id="scores"'))
    assert link < wrote < scores
    three[0].cohort.criteria.all().delete()
    assert 'href="#scores"' not in client_of(cast.reviewer).get(address).text  # nothing to score by: nowhere to go


def test_a_headteacher_can_be_a_reviewer_and_keeps_what_next(client_of, cast, three, deciding, criteria):
    type(cast.headteacher).objects.filter(pk=cast.headteacher.pk).update(is_reviewer=True)
    cast.headteacher.refresh_from_db()
    give(deciding, cast, three[1:], cast.headteacher)
    client = client_of(cast.headteacher)
    assert client.get(reverse("cohorts:begin")).url == reverse("cohorts:what_next")
    assert "Read and score 2 applications" in client.get(reverse("cohorts:what_next")).text
    assert "Oakenfold" in client.get(reverse("cohorts:reviews")).text
    with pytest.raises(Refused, match="Helen Strand belongs to Heathervale Primary"):
        give(deciding, cast, three[:1], cast.headteacher)


@pytest.mark.parametrize("change", ["withdrawn", "closed", "not a reviewer", "disabled"])
def test_what_has_lapsed_is_no_longer_listed(client_of, cast, three, deciding, criteria, change):
    give(deciding, cast, three[:1], cast.reviewer)
    score(three[0], cast.reviewer, 3, 3)
    if change == "withdrawn":
        Application.objects.filter(pk=three[0].pk).update(state="withdrawn")
    elif change == "closed":
        type(deciding).objects.filter(pk=deciding.pk).update(state="closed")
    else:
        fields = {"is_reviewer": False} if change == "not a reviewer" else {"is_active": False}
        type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(**fields)
    page = client_of(cast.reviewer).get(reverse("cohorts:reviews"))
    if page.status_code == 200:
        assert "Heathervale" not in page.text
    assert client_of(cast.reviewer).get(of(three[0], cast.reviewer).get_absolute_url()).status_code != 200


def test_one_letter_a_day_says_so_as_long_as_something_waits(cast, three, deciding, criteria, second, mailoutbox):
    give(deciding, cast, three[:1], cast.reviewer, second)
    give(deciding, cast, three[1:], cast.reviewer)
    assert Message.objects.filter(kind="applications_given").count() == 2
    score(three[0], second, 1, 1)
    dispatch(timezone.now())
    assert [mail.to for mail in mailoutbox] == [[cast.reviewer.email]]
    assert "Friday 27 March 2026" in mailoutbox[0].body
    assert "/reviews/" in mailoutbox[0].body


# --- the lead's pages


def test_the_lead_gives_and_takes_back_on_the_page(client_of, cast, three, deciding, criteria):
    client, url = client_of(cast.lead), reverse("cohorts:give_applications", args=[deciding.pk])
    assert "Tick at least one reviewer" in client.post(url, {"applications": [three[0].pk]}).text
    page = client.post(url, {"reviewers": [cast.reviewer.pk]}).text
    assert "Tick the applications to give" in page
    data = {"applications": [three[0].pk, three[1].pk], "reviewers": [cast.reviewer.pk]}
    assert "2 readings are given out" in client.post(url, data, follow=True).text
    assert "Nothing new was given out" in client.post(url, data, follow=True).text
    back = reverse("cohorts:take_back_review", args=[of(three[0], cast.reviewer).pk])
    assert "no longer reads the application of Heathervale Primary" in client.post(back, follow=True).text
    assert client.post(back).status_code == 404
    score(three[1], cast.reviewer, 1, 1)
    scored = reverse("cohorts:take_back_review", args=[of(three[1], cast.reviewer).pk])
    assert client.post(scored).status_code == 409
    assert Review.objects.count() == 1


def test_giving_ones_own_school_is_refused_at_the_field_and_keeps_the_ticks(client_of, cast, three, deciding, criteria):
    take_role(cast.reviewer, three[0].school)
    data = {"applications": [three[0].pk], "reviewers": [cast.reviewer.pk]}
    page = client_of(cast.lead).post(reverse("cohorts:give_applications", args=[deciding.pk]), data).text
    assert "Nerys Alderton belongs to Heathervale Primary and cannot read its application" in page
    assert page.count("checked") == 2


@pytest.mark.parametrize("whom", ["stranger", "lead"])
def test_only_reviewers_and_applications_of_the_cohort_can_be_ticked(
    client_of, cast, three, deciding, criteria, cohort, whole, whom
):
    foreign = whole(cohort, cast.other)
    url = reverse("cohorts:give_applications", args=[deciding.pk])
    client = client_of(cast.lead)
    for data in (
        {"applications": [three[0].pk], "reviewers": [getattr(cast, whom).pk]},
        {"applications": [foreign.pk], "reviewers": [cast.reviewer.pk]},
    ):
        assert "in the list" in client.post(url, data).text
    assert Review.objects.count() == 0
    with pytest.raises(Refused, match="changed meanwhile"):
        give(deciding, cast, [three[0]], cast.stranger)


def lines_as_posted(*lines):
    return {f"{n}-{field}": value for n, line in enumerate(lines, 1) for field, value in line.items()}


def test_criteria_are_written_and_frozen_by_the_first_score(client_of, cast, three, deciding):
    client, url = client_of(cast.administrator), reverse("cohorts:edit_criteria", args=[deciding.pk])
    with pytest.raises(Refused, match="Write the criteria first"):
        give(deciding, cast, three, cast.reviewer)
    for lines, words in (
        ([{"name": "", "help": "Orphan"}], "Enter a name"),
        ([{"name": "A", "weight": "9"}], "Enter 5 or less"),
        ([{"name": "A"}, {"name": "a"}], "Another criterion is called that"),
    ):
        assert words in client.post(url, lines_as_posted(*lines)).text
    assert Criterion.objects.count() == 0
    client.post(
        url, lines_as_posted({"name": "Need", "help": "Why now", "weight": "3"}, {"name": ""}, {"name": "Staff"})
    )
    written = list(deciding.criteria.values_list("number", "name", "help", "weight"))
    assert written == [(1, "Need", "Why now", 3), (2, "Staff", "", 1)]
    give(deciding, cast, three[:1], cast.reviewer)
    assert "Keep at least one criterion" in client.post(url, lines_as_posted({"name": ""})).text
    score(three[0], cast.reviewer, 1, 1)
    assert "stay as they were read" in client.get(url).text
    page = client.post(url, lines_as_posted({"name": "Other"})).text
    assert "Nothing has changed." in page
    with pytest.raises(Refused, match="stay as they were read"):
        actions.edit_criteria(deciding, [], by=cast.lead)
    assert list(deciding.criteria.values_list("name", flat=True)) == ["Need", "Staff"]


def test_a_copied_cohort_has_the_criteria_and_they_can_be_changed(cast, deciding, three, criteria):
    give(deciding, cast, three[:1], cast.reviewer)
    score(three[0], cast.reviewer, 1, 1)
    copy = copy_cohort(
        deciding, by=cast.lead, name="2027-28", days={key: one.day for key, one in proposals(deciding).items()}
    )
    assert list(copy.criteria.values_list("number", "name", "help", "weight")) == [
        (1, "Readiness", "Time and people", 2),
        (2, "Spread", "", 1),
    ]
    actions.edit_criteria(copy, [{"name": "New", "help": "", "weight": 1}], by=cast.lead)
    assert list(copy.criteria.values_list("name", flat=True)) == ["New"]
    assert deciding.criteria.count() == 2


# --- the same queries, however many


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_lists_ask_the_same_for_three_and_for_thirty(client_of, cast, three, deciding, criteria, second, whole):
    give(deciding, cast, three, cast.reviewer, second)
    score(three[0], cast.reviewer, 1, 1)
    score(three[0], second, 4, 4)
    pages = [
        (cast.reviewer, reverse("cohorts:reviews")),
        (cast.reviewer, of(three[0], cast.reviewer).get_absolute_url()),
        (cast.lead, reverse("cohorts:reviewing", args=[deciding.pk])),
        (cast.lead, reverse("cohorts:intake", args=[deciding.pk]) + "?sort=score"),
        (cast.lead, three[0].get_absolute_url()),
    ]
    few = [asked(client_of(who), url) for who, url in pages]
    more = [person(f"Reader {n}", is_reviewer=True) for n in range(4)]
    schools = [School.objects.create(name=f"School {n}", urn=f"9004{n:02}") for n in range(27)]
    others = [whole(deciding, school) for school in schools]
    give(deciding, cast, others, cast.reviewer, second, *more)
    give(deciding, cast, three[:1], *more)
    for one in others[:9]:
        score(one, cast.reviewer, 2, 3)
    for one in more:
        score(three[0], one, 2, 3)
    many = [asked(client_of(who), url) for who, url in pages]
    assert many == few
    assert max(few) <= 30
    assert len(Desk.of(deciding, scorable(deciding)).reviews) == 2 * 30 + 4 * 28


def test_nothing_is_given_in_a_cohort_that_is_over(cast, three, deciding, criteria, frozen):
    frozen.shift(timedelta(days=1))
    type(deciding).objects.filter(pk=deciding.pk).update(state="closing")
    with pytest.raises(StepNotAllowed):
        give(deciding, cast, three, cast.reviewer)
