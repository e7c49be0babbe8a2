"""A foster carer reads for the Virtual School: scores on a phone, a tie declared, and others' scores only after one's own."""

import pytest
from journeys.walking import Walker

pytestmark = pytest.mark.journey


@pytest.fixture
def reviewer(county):
    from accounts.models import User

    return User.objects.get(persona="reviewer")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reviewer_on_a_phone(reviewer, browsing, scripts):
    from cohorts.models import Review, ReviewState, Score

    read, tied = Review.objects.filter(reviewer=reviewer, state=ReviewState.GIVEN).order_by("pk")[:2]
    other = Review.objects.filter(application=read.application).exclude(reviewer=reviewer).get()
    criteria = list(read.application.cohort.criteria.all())
    Score.objects.filter(review=other).delete()
    Score.objects.bulk_create(
        Score(review=other, criterion=one, points=3, note=f"Told apart {one.pk}") for one in criteria
    )
    Review.objects.filter(pk=other.pk).update(state=ReviewState.SCORED, scored_at=read.given_at)

    walker = Walker(browsing(reviewer, width=390, scripts=scripts))
    walker.open("/begin/")
    walker.reads("Applications to read")
    walker.follow(read.application.school.name)
    walker.reads("What the school wrote", "Not scored yet.")
    assert "Told apart" not in walker.tab.content()

    # One criterion is left out: what was chosen stays, and nothing is kept
    for one in criteria[1:]:
        walker.fill(**{f"points_{one.pk}": "4", f"note_{one.pk}": f"Because of line {one.number}."})
    with walker.tab.expect_navigation():
        walker.tab.get_by_role("button", name="Save my scores").click()
    summary = walker.tab.locator(".govuk-error-summary")
    assert "Choose 0 to 4" in summary.inner_text()
    assert walker.tab.locator(f"[name=points_{criteria[1].pk}]:checked").input_value() == "4"
    assert not Score.objects.filter(review=read).exists()
    walker.faults.clear()  # the answer that asked again

    walker.fill(**{f"points_{criteria[0].pk}": "2"})
    walker.press("Save my scores")
    given = Score.objects.filter(review=read).order_by("criterion__number").values_list("points", "note")
    assert list(given) == [(2, ""), *((4, f"Because of line {one.number}.") for one in criteria[1:])]
    walker.open(read.get_absolute_url())
    walker.reads("Everybody’s scores", f"Told apart {criteria[0].pk}")
    if scripts:
        assert walker.tab.evaluate("document.documentElement.scrollWidth") <= 390

    # A tie: somebody else reads it, and the page is gone
    walker.open(tied.get_absolute_url())
    walker.follow("I have a tie with this school")
    walker.fill(why="My sister teaches there")
    walker.press("Give this application up")
    tied.refresh_from_db()
    assert (tied.state, tied.conflict) == (ReviewState.CONFLICT, "My sister teaches there")
    assert walker.tab.goto(tied.get_absolute_url()).status == 404
