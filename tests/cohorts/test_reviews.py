"""Reading applications: never of a school of their own, a conflict ends it, and scores after one's own."""

from datetime import date, timedelta

import pytest
from a_reading import SECRET, give, of, points_of, read_for_trust, score, take_role
from casting import TODAY, person
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cohorts.actions import decision, holding
from cohorts.actions import review as actions
from cohorts.models import Application, Place, Review, ReviewState, Score
from cohorts.models.review import stake_of, stakes
from cohorts.reviewing import figures_of, lines_of
from cohorts.today import asked_of
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.models import Message
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
R = ReviewState


# --- never a school of their own

STAKES = {
    "a role today": (lambda user, one: take_role(user, one.school), True),
    "a role to come": (lambda user, one: take_role(user, one.school, starts_on=date(2026, 9, 1)), True),
    "a role ended since the window opened": (
        lambda user, one: take_role(user, one.school, starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 12)),
        True,
    ),
    "a role ended before": (
        lambda user, one: take_role(user, one.school, starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 11)),
        False,
    ),
    "two roles, one ended before": (
        lambda user, one: [
            take_role(user, one.school, starts_on=date(2024, 9, 1), ends_on=date(2025, 7, 1)),
            take_role(user, one.school),
        ],
        True,
    ),
    "the school's trust": (lambda user, one: read_for_trust(user, one), True),
    "the school's trust, ended since": (lambda user, one: read_for_trust(user, one, until_on=date(2026, 1, 13)), True),
    "the school's trust, ended before": (
        lambda user, one: read_for_trust(user, one, until_on=date(2026, 1, 12)),
        False,
    ),
    "the applicant's address": (
        lambda user, one: Application.objects.filter(pk=one.pk).update(applicant_email=user.email.upper()),
        True,
    ),
    "the school's address": (
        lambda user, one: School.objects.filter(pk=one.school_id).update(contact_email=user.email),
        True,
    ),
    "a representative's address": (
        lambda user, one: Application.objects.filter(pk=one.pk).update(
            representatives=[{"name": "N", "email": user.email, "is_senior_leader": True}]
        ),
        True,
    ),
    "an address that only ends the same": (
        lambda user, one: Application.objects.filter(pk=one.pk).update(
            representatives=[{"name": "N", "email": f"x{user.email}", "is_senior_leader": True}]
        ),
        False,
    ),
    "a role at another school": (lambda user, one: take_role(user, School.objects.create(name="Elsewhere")), False),
}


@pytest.mark.parametrize("case", STAKES)
def test_what_makes_a_school_ones_own_is_the_same_rule_for_one_and_for_many(cast, three, criteria, case):
    arrange, is_own = STAKES[case]
    arrange(cast.reviewer, three[0])
    found = list(Application.objects.select_related("cohort", "school"))
    assert Application.objects.filter(stake_of(cast.reviewer)).filter(pk=three[0].pk).exists() == is_own
    assert (cast.reviewer.pk in stakes(found, [cast.reviewer])[three[0].pk]) == is_own
    assert not any(cast.reviewer.pk in stakes(found, [cast.reviewer])[one.pk] for one in three[1:])


@pytest.mark.parametrize("case", [case for case, (_, is_own) in STAKES.items() if is_own])
def test_nobody_is_given_their_own_school_and_nothing_else_is_given_with_it(cast, three, deciding, criteria, case):
    STAKES[case][0](cast.reviewer, three[0])
    with pytest.raises(Refused, match="Nerys Alderton belongs to Heathervale Primary"):
        give(deciding, cast, three, cast.reviewer)
    assert (Review.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("case", [case for case, (_, is_own) in STAKES.items() if is_own])
def test_it_vanishes_when_the_school_becomes_their_own(client_of, cast, three, deciding, criteria, second, case):
    give(deciding, cast, three[:1], cast.reviewer, second)
    score(three[0], second, 4, 4, note=SECRET)
    score(three[0], cast.reviewer, 2, 2)
    STAKES[case][0](cast.reviewer, three[0])
    mine = of(three[0], cast.reviewer)
    client = client_of(cast.reviewer)
    assert not Review.objects.visible_to(cast.reviewer).exists()
    assert not Review.objects.all().scores_open_to(cast.reviewer).exists()
    assert client.get(mine.get_absolute_url()).status_code == 404
    answer = client.post(reverse("cohorts:score_application", args=[mine.pk]), points_of(criteria, 4, 4))
    assert answer.status_code == 404
    assert "Heathervale" not in client.get(reverse("cohorts:reviews")).text
    with pytest.raises(StepNotAllowed):
        score(three[0], cast.reviewer, 4, 4)
    assert sorted(Score.objects.filter(review=mine).values_list("points", flat=True)) == [2, 2]


def test_sharing_out_is_even_and_passes_over_ones_own(cast, three, deciding, criteria, second):
    third = person("Ada Thorne", is_reviewer=True)
    person("Gone Reader", is_reviewer=True, is_active=False)
    take_role(cast.reviewer, three[0].school)
    shared = actions.share_out_applications(deciding, by=cast.lead, each=2, at=timezone.now())
    assert (shared.given, shared.short) == (6, [])
    readers = {one.pk: {review.reviewer for review in one.reviews.all()} for one in three}
    assert readers[three[0].pk] == {second, third}
    assert [len(one) for one in readers.values()] == [2, 2, 2]
    assert sorted(Review.objects.filter(reviewer=one).count() for one in (cast.reviewer, second, third)) == [2, 2, 2]
    again = actions.share_out_applications(deciding, by=cast.lead, each=2, at=timezone.now())
    assert (again.given, Review.objects.count()) == (0, 6)


def test_sharing_out_says_where_people_are_too_few(client_of, cast, three, deciding, criteria):
    take_role(cast.reviewer, three[0].school)
    page = client_of(cast.lead).post(
        reverse("cohorts:share_out_applications", args=[deciding.pk]), {"each": 2}, follow=True
    )
    assert "2 readings are given out. For 3 schools there were not enough reviewers" in page.text
    assert set(Review.objects.values_list("application", flat=True)) == {one.pk for one in three[1:]}


def test_somebody_who_left_or_lost_the_role_is_replaced(cast, three, deciding, criteria, second):
    give(deciding, cast, three[:1], cast.reviewer)
    type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    shared = actions.share_out_applications(deciding, by=cast.lead, each=1, at=timezone.now())
    assert shared.given == 3
    assert set(three[0].reviews.values_list("reviewer", flat=True)) == {cast.reviewer.pk, second.pk}


# --- conflict of interest


def test_a_conflict_blocks_reading_is_shown_to_the_lead_and_cannot_be_given_again(
    client_of, cast, three, deciding, criteria, second, frozen
):
    give(deciding, cast, three[:1], cast.reviewer, second)
    frozen.shift(timedelta(hours=1))
    score(three[0], cast.reviewer, 4, 4)
    score(three[0], second, 0, 0, note=SECRET)
    mine, client = of(three[0], cast.reviewer), client_of(cast.reviewer)
    url = reverse("cohorts:declare_conflict", args=[mine.pk])
    assert "Enter an answer" in client.post(url, {"why": " "}).text
    assert of(three[0], cast.reviewer).state == R.SCORED
    page = client.post(url, {"why": "My sister teaches there"}, follow=True)
    assert "Somebody else reads the application of Heathervale Primary" in page.text
    assert client.get(mine.get_absolute_url()).status_code == 404
    assert client.post(url, {"why": "Again"}).status_code == 404
    lead = client_of(cast.lead)
    assert "My sister teaches there" in lead.get(reverse("cohorts:reviewing", args=[deciding.pk])).text
    titles = [duty.title for duty in asked_of(cast.lead, TODAY)]
    assert "Give the application of Heathervale Primary to another reviewer" in titles
    figures = figures_of(deciding, criteria, cast.lead)[three[0].pk]
    assert figures.means == [0]  # what the reviewer scored before does not count
    with pytest.raises(Refused, match="declared a conflict of interest with Heathervale Primary"):
        give(deciding, cast, three[:1], cast.reviewer)
    assert not lines_of(three[0], cast.reviewer)


def test_the_duty_is_over_when_somebody_else_has_it_or_it_is_decided_without(
    cast, three, deciding, criteria, second, frozen
):
    give(deciding, cast, three[:2], cast.reviewer)
    for one in three[:2]:
        actions.declare_conflict(of(one, cast.reviewer), by=cast.reviewer, why="Governor", at=timezone.now())

    def wanted():
        return [duty.title for duty in asked_of(cast.lead, TODAY) if "another reviewer" in duty.title]

    frozen.shift(timedelta(hours=1))
    assert len(wanted()) == 2
    give(deciding, cast, three[:1], second)
    assert wanted() == ["Give the application of Oakenfold School to another reviewer"]
    holding.decide_application(three[1], by=cast.lead, at=timezone.now(), decision="reserve", reason="", need_band="")
    assert wanted() == []


def test_a_conflict_has_its_word(cast, three, deciding, criteria):
    give(deciding, cast, three[:1], cast.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(state=R.CONFLICT, conflict="")


# --- scores


def test_others_scores_appear_after_ones_own(client_of, cast, three, deciding, criteria, second):
    give(deciding, cast, three[:1], cast.reviewer, second)
    score(three[0], second, 4, 1, note=SECRET)
    mine, client = of(three[0], cast.reviewer), client_of(cast.reviewer)
    before = client.get(mine.get_absolute_url()).text
    assert "Because the time is right" in before
    assert SECRET not in before
    assert "Odo Finch" not in before
    client.post(reverse("cohorts:score_application", args=[mine.pk]), points_of(criteria, 2, 1, note="Thin"))
    after = client.get(mine.get_absolute_url()).text
    assert SECRET in after
    assert "Odo Finch" in after
    assert "Scores differ by 2 or more" in after
    assert list(Score.objects.filter(review=mine).values_list("points", "note")) == [(2, "Thin"), (1, "Thin")]


def test_scores_can_be_changed_until_the_decisions_are_released(client_of, cast, three, deciding, criteria):
    give(deciding, cast, three, cast.reviewer)
    client, mine = client_of(cast.reviewer), of(three[0], cast.reviewer)
    url = reverse("cohorts:score_application", args=[mine.pk])
    for points in (1, 3):
        client.post(url, points_of(criteria, points, points))
    assert list(Score.objects.values_list("points", flat=True)) == [3, 3]
    for application, held in zip(three, ("offer", "offer", "reserve"), strict=True):
        holding.decide_application(
            application, by=cast.lead, at=timezone.now(), decision=held, reason="", need_band="higher"
        )
    decision.release_decisions(deciding, by=cast.lead, letters=6, at=timezone.now())
    assert client.post(url, points_of(criteria, 0, 0)).status_code == 409
    assert client.post(reverse("cohorts:declare_conflict", args=[mine.pk]), {"why": "x"}).status_code == 409
    assert list(Score.objects.values_list("points", flat=True)) == [3, 3]
    page = client.get(mine.get_absolute_url()).text
    assert "scores no longer change" in page
    assert "Offered" not in page
    listed = client.get(reverse("cohorts:reviews")).text
    assert "Heathervale" in listed
    assert "Oakenfold" not in listed  # never scored, and nothing is asked any more
    with pytest.raises(StepNotAllowed):
        score(three[0], cast.reviewer, 0, 0)


def test_a_reviewer_reads_what_the_school_wrote_and_nothing_that_is_held(client_of, cast, three, deciding, criteria):
    Application.objects.filter(pk=three[0].pk).update(
        decision="offer", decision_reason="held canary", need_band="higher", head_code="987654"
    )
    give(deciding, cast, three[:1], cast.reviewer)
    page = client_of(cast.reviewer).get(of(three[0], cast.reviewer).get_absolute_url()).text
    for text in ("Because the time is right", "Key adults", "Calm", "Jo Pemberton", "senior leader"):
        assert text in page
    for text in ("held canary", "Higher", "987654", "Offer a place", "@example.org", "Marian Osgood"):
        assert text not in page
    assert client_of(cast.reviewer).get(three[0].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("bad", ["5", "-1", "", "x", "3.5"])
def test_a_score_is_nought_to_four_and_bad_ones_keep_what_was_typed(client_of, cast, three, deciding, criteria, bad):
    give(deciding, cast, three[:1], cast.reviewer)
    mine = of(three[0], cast.reviewer)
    data = points_of(criteria, bad, "2", note="A note I typed")
    page = client_of(cast.reviewer).post(reverse("cohorts:score_application", args=[mine.pk]), data)
    assert "Choose 0 to 4" in page.text
    assert page.text.count("A note I typed") == 2
    assert (Score.objects.count(), of(three[0], cast.reviewer).state) == (0, R.GIVEN)


def test_the_action_takes_every_criterion_and_nothing_else(cast, three, deciding, criteria):
    give(deciding, cast, three[:1], cast.reviewer)
    mine = of(three[0], cast.reviewer)
    for scores in ({criteria[0].pk: (1, "")}, {one.pk: (5, "") for one in criteria}):
        with pytest.raises(Refused):
            actions.score_application(mine, by=cast.reviewer, scores=scores, at=timezone.now())
    with pytest.raises(StepNotAllowed):
        actions.score_application(mine, by=cast.lead, scores={}, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(review=mine, criterion=criteria[0], points=5)


def test_mean_spread_and_order(client_of, cast, three, deciding, criteria, second):
    give(deciding, cast, three[1:], cast.reviewer, second)
    score(three[1], cast.reviewer, 1, 4)  # (2 + 4) / 3 = 2.0
    score(three[1], second, 4, 4)  # 4.0
    score(three[2], second, 4, 2)  # 10 / 3
    found = figures_of(deciding, criteria, cast.lead)
    assert (found[three[1].pk].words, found[three[1].pk].spread) == ("3.0", "2.0 to 4.0")
    assert (found[three[2].pk].words, found[three[2].pk].spread) == ("3.3", "")
    assert (found[three[1].pk].apart, found[three[0].pk].mean) == (["Readiness"], None)
    client, url = client_of(cast.lead), reverse("cohorts:intake", args=[deciding.pk])
    names = [row["application"].school.name for row in client.get(url, {"sort": "arrival"}).context["rows"]]
    assert names == ["Heathervale Primary", "Oakenfold School", "Whinmoor Junior"]
    page = client.get(url)  # by score, where somebody has scored
    names = [row["application"].school.name for row in page.context["rows"]]
    assert names == ["Whinmoor Junior", "Oakenfold School", "Heathervale Primary"]
    assert "2 places end here" in page.text
    assert page.context["many"]["first"].value() == 2  # no more than have a score
    kept = Place.objects.create(school=School.objects.create(name="Yarrow Bank"), cohort=deciding)
    page = client.get(url)
    assert "1 place ends here" in page.text
    assert "<dd>0 of 1 place</dd>" in page.text
    kept.delete()
    assert "scores differ by 2 or more" in page.text
    answer = client.post(reverse("cohorts:hold_decisions", args=[deciding.pk]) + "?sort=score", {})
    assert answer.url == url + "?sort=score"


def test_the_lead_reads_all_scores_and_notes_on_the_application(client_of, cast, three, deciding, criteria, second):
    give(deciding, cast, three[:1], cast.reviewer, second)
    score(three[0], second, 4, 1, note=SECRET)
    page = client_of(cast.administrator).get(three[0].get_absolute_url()).text
    assert SECRET in page
    assert "Scores: 3.0 of 4" in page
    assert "Nerys Alderton: not scored yet" in page


@pytest.mark.parametrize("how", ["a role", "not scored yet", "a conflict"])
def test_a_lead_who_belongs_to_the_school_or_reads_it_too_is_not_shown_the_scores(
    client_of, cast, three, deciding, criteria, how
):
    type(cast.lead).objects.filter(pk=cast.lead.pk).update(is_reviewer=True)
    cast.lead.refresh_from_db()
    give(deciding, cast, three[:1], cast.reviewer, cast.lead)
    score(three[0], cast.reviewer, 4, 4, note=SECRET)
    if how == "a role":
        take_role(cast.lead, three[0].school)
    if how == "a conflict":
        actions.declare_conflict(of(three[0], cast.lead), by=cast.lead, why="Governor", at=timezone.now())
    client = client_of(cast.lead)
    assert SECRET not in client.get(three[0].get_absolute_url()).text
    row = client.get(reverse("cohorts:intake", args=[deciding.pk])).context["rows"][0]
    assert row["figures"].means == []
    assert row["figures"].hidden
    if how == "a role":
        listed = client.get(reverse("cohorts:reviewing", args=[deciding.pk])).context["rows"]
        assert [len(readings) for _, _, readings in listed] == [0, 0, 0]
