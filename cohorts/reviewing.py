"""What the reviewers' scores come to: the mean and spread of an application, and who still reads what."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User

from .models import Application, ApplicationState, Criterion, Review, ReviewState, Score
from .models.review import DECIDING, MOST, stake_of, stakes

R = ReviewState
APART = 2  # two scores for one criterion that differ by so much are worth a word between the reviewers
OWN_SCHOOL = "you belong to the school"
DECLARED = "you declared a conflict of interest"
OWN_FIRST = "scores are shown after your own"


def reviewers():
    """Everybody who can be given an application."""
    return User.objects.active().filter(is_reviewer=True)


def scorable(cohort):
    """The applications whose scores can still change, the first to arrive first."""
    found = Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED, cohort__state__in=DECIDING)
    return found.select_related("school", "cohort").order_by("submitted_at", "pk")


def is_frozen(cohort):
    """Whether a score was given, so that the criteria stay as they were read."""
    return Score.objects.filter(criterion__cohort=cohort).exists()


@dataclass(frozen=True)
class Bar:
    """One criterion's mean as a block of the little drawing."""

    name: str
    mean: float
    x: int

    @property
    def height(self):
        """Of 18."""
        return round(self.mean / MOST * 18, 1)

    @property
    def top(self):
        """Where the block begins."""
        return round(20 - self.height, 1)


@dataclass
class Figures:
    """What the scores of one application come to, or why they are not shown to this person."""

    means: list = field(default_factory=list)  # the weighted mean of each reviewer, of 4
    bars: list = field(default_factory=list)
    apart: list = field(default_factory=list)  # the criteria on which two scores differ by 2 or more
    hidden: str = ""
    conflicts: int = 0  # reviewers who gave it up for a conflict of interest

    @property
    def mean(self):
        """Of the reviewers' means, or None where nobody has scored."""
        return sum(self.means) / len(self.means) if self.means else None

    @property
    def words(self):
        """3.4"""
        return f"{self.mean:.1f}" if self.means else ""

    @property
    def spread(self):
        """2.8 to 3.6; nothing where they agree."""
        least, most = f"{min(self.means, default=0):.1f}", f"{max(self.means, default=0):.1f}"
        return f"{least} to {most}" if least != most else ""

    @property
    def drawing_wide(self):
        """How wide the drawing is."""
        return len(self.bars) * 24

    @property
    def drawing_words(self):
        """The drawing for those who hear it."""
        return "; ".join(f"{bar.name} {bar.mean:.1f} of {MOST}" for bar in self.bars)


def weighted(scores, weights):
    """The mean of {criterion id: points}, each counting as often as its weight says."""
    total = sum(weights[criterion] for criterion in scores)
    return sum(points * weights[criterion] for criterion, points in scores.items()) / total


def scores_shown(application, user):
    """The scores of one application that this person may see, with who gave them."""
    reviews = Review.objects.filter(application=application).scores_open_to(user)
    return list(Score.objects.filter(review__in=reviews).select_related("review__reviewer").order_by("pk"))


def figures_of(cohort, criteria, user, application=None, scores=None):
    """{application id: Figures} as this person may see them, for a whole cohort at once or for one with the `scores` shown of it."""
    reviews = Review.objects.filter(application__cohort=cohort)
    if application:
        reviews = reviews.filter(application=application)
        given = [(one.review_id, application.pk, one.criterion_id, one.points) for one in scores]
    else:
        shown = Score.objects.filter(review__in=reviews.scores_open_to(user)).order_by("pk")
        given = shown.values_list("review_id", "review__application_id", "criterion_id", "points")
    found, weights = defaultdict(Figures), {one.pk: one.weight for one in criteria}
    by_review = defaultdict(dict)
    for review, of, criterion, points in given:
        by_review[of, review][criterion] = points
    together = defaultdict(list)
    for (of, _), points in by_review.items():
        found[of].means.append(weighted(points, weights))
        together[of].append(points)
    for of, all_given in together.items():
        for number, one in enumerate(criteria):
            points = [given[one.pk] for given in all_given if one.pk in given]
            found[of].bars.append(Bar(one.name, sum(points) / len(points) if points else 0, number * 24))
            if points and max(points) - min(points) >= APART:
                found[of].apart.append(one.name)
    # Given up by anybody, or not scored by this person: what hides the scores, or is told beside them
    unscored = reviews.filter(Q(state=R.CONFLICT) | Q(reviewer=user)).exclude(state=R.SCORED).order_by("pk")
    for of, state, reviewer in unscored.values_list("application", "state", "reviewer"):
        found[of].conflicts += state == R.CONFLICT
        if reviewer == user.pk:
            found[of].hidden = DECLARED if state == R.CONFLICT else OWN_FIRST
    own = Application.objects.filter(cohort=cohort).filter(stake_of(user))
    for of in own.values_list("pk", flat=True):
        found[of].hidden = OWN_SCHOOL
    return found


@dataclass
class Line:
    """One criterion with what each reviewer gave for it."""

    criterion: Criterion
    scores: list = field(default_factory=list)

    @property
    def is_apart(self):
        """Whether two of them differ enough to talk first."""
        points = [score.points for score in self.scores]
        return bool(points) and max(points) - min(points) >= APART


def lines_of(application, user, criteria=None, scores=None):
    """The scores and notes of one application by criterion, as far as this person may see them; a page may have read both."""
    criteria = Criterion.objects.filter(cohort=application.cohort_id) if criteria is None else criteria
    lines = {one.pk: Line(one) for one in criteria}
    scores = scores_shown(application, user) if scores is None else scores
    for score in sorted(scores, key=lambda one: (one.review.reviewer.name, one.review_id, one.pk)):
        lines[score.criterion_id].scores.append(score)
    return [line for line in lines.values() if line.scores]


@dataclass
class Reader:
    """A reviewer and how far they are with a cohort."""

    person: User
    given: int = 0
    scored: int = 0


@dataclass
class Desk:
    """Who reads what in a cohort: the applications that count, the reviews of each, and who could be asked."""

    applications: list
    people: list
    reviews: list
    own: dict = field(init=False)  # {application id: ids of people whose own school it is}

    def __post_init__(self):
        known = {one.pk: one for one in self.people} | {one.reviewer_id: one.reviewer for one in self.reviews}
        self.own = stakes(self.applications, list(known.values()))

    @classmethod
    def of(cls, cohort, applications):
        """Three queries, however many applications there are."""
        reviews = Review.objects.filter(application__cohort=cohort).select_related("reviewer")
        return cls(
            list(applications), list(reviewers().order_by("name", "pk")), list(reviews.order_by("given_at", "pk"))
        )

    def stands(self, review):
        """Whether a review is worth counting: scored, or in the hands of somebody who can still score it."""
        if review.state == R.SCORED:
            return True
        return review.state == R.GIVEN and not self.lapsed(review)

    def lapsed(self, review):
        """Why a reviewer can no longer read it, or nothing."""
        if review.reviewer_id in self.own.get(review.application_id, ()):
            return "belongs to the school now"
        if not review.reviewer.is_active:
            return "account disabled"
        return "" if review.reviewer.is_reviewer else "no longer a reviewer"

    def readers(self):
        """Every reviewer of today with what they have, by name."""
        found = {one.pk: Reader(one) for one in self.people}
        for review in self.reviews:
            if review.reviewer_id in found and self.stands(review):
                found[review.reviewer_id].given += 1
                found[review.reviewer_id].scored += review.state == R.SCORED
        return list(found.values())

    def share(self, each):
        """Pairs (application, person) that bring every application to `each` readers, evenly; and those that fall short.

        Nobody is given a school of their own, nor twice the same, nor what they gave up. The application with the
        fewest people who could read it chooses first; among those, whoever has least to read.
        """
        readers = {one.person.pk: one for one in self.readers()}
        taken, standing = defaultdict(set), defaultdict(int)
        for review in self.reviews:
            taken[review.application_id].add(review.reviewer_id)
            standing[review.application_id] += self.stands(review)
        free = {one.pk: readers.keys() - taken[one.pk] - self.own[one.pk] for one in self.applications}
        pairs, short = [], []
        for one in sorted(self.applications, key=lambda one: len(free[one.pk])):
            wanted = max(each - standing[one.pk], 0)
            chosen = sorted(free[one.pk], key=lambda pk: (readers[pk].given, pk))[:wanted]
            for pk in chosen:
                readers[pk].given += 1
                pairs.append((one, readers[pk].person))
            if len(chosen) < wanted:
                short.append(one)
        return pairs, short
