"""Who reads the applications of the demo's open cohort, and what they scored so far."""

from datetime import timedelta

from cohorts.models import Application, ApplicationState, Criterion, Review, ReviewState, Score
from schools.models import Role, RoleKind

CRITERIA = (
    ("Why now", "A reason that begins with children, not with a policy", 2),
    ("Senior commitment", "Somebody who can change timetables and rules stands behind it", 2),
    ("Honest about today", "What a visitor would see, the hard parts too", 1),
    ("Time and people", "Two people released, and colleagues who are ready", 1),
    ("What it adds to the county", "A phase, a place or a need we do not reach yet", 1),
)
POINTS = ((4, 4, 3, 4, 3), (3, 4, 4, 3, 2), (2, 3, 3, 2, 3), (3, 2, 4, 3, 4), (4, 3, 2, 3, 3), (2, 2, 3, 2, 2))
NOTES = (
    "Says what adults will do differently on Monday.",
    "",
    "Would like to hear more about lunchtimes.",
    "The headteacher has cleared six days already.",
    "",
)


def build_reviews(clock, cohort, people, graduate):
    """Two reviewers, one of them head of a school that graduated; each has begun, and one gave an application up."""
    criteria = [
        Criterion.objects.create(cohort=cohort, number=number, name=name, help=words, weight=weight)
        for number, (name, words, weight) in enumerate(CRITERIA, 1)
    ]
    head = Role.objects.get(school=graduate, kind=RoleKind.HEADTEACHER).user
    head.is_reviewer = True
    head.save(update_fields=["is_reviewer"])
    sent = Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED).order_by("submitted_at", "pk")
    for n, application in enumerate(sent):
        given = {
            "application": application,
            "given_by": people.lead,
            "given_at": clock.at(clock.day(-1, back=True), 10),
        }
        for person, scored in ((people.reviewer, n < 4), (head, n < 6)):
            review = Review.objects.create(reviewer=person, **given)
            if person == head and n == 7:
                review.state, review.conflict = ReviewState.CONFLICT, "My nephew teaches there"
                review.declared_at = clock.at(clock.day(-1, back=True), 16)
            elif scored:
                review.state, review.scored_at = ReviewState.SCORED, clock.at(clock.today - timedelta(days=1), 17)
                turn = POINTS[(n + (person == head and n % 2)) % len(POINTS)]
                Score.objects.bulk_create(
                    Score(
                        review=review,
                        criterion=criterion,
                        points=points,
                        note=NOTES[(n + at + 2 * (person == head)) % len(NOTES)],
                    )
                    for at, (criterion, points) in enumerate(zip(criteria, turn, strict=True))
                )
            review.save()
