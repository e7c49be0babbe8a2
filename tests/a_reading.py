"""What the tests of reviewing share: giving, scoring, and becoming somebody to whom a school is their own."""

from datetime import date

from casting import TODAY
from django.utils import timezone

SECRET = "canary in a note"


def give(cohort, cast, applications, *people):
    from cohorts.actions.review import give_applications

    return give_applications(cohort, by=cast.lead, applications=applications, reviewers=people, at=timezone.now())


def of(application, reviewer):
    from cohorts.models import Review

    return Review.objects.select_related("application__cohort", "application__school").get(
        application=application, reviewer=reviewer
    )


def score(application, reviewer, *points, note=""):
    from cohorts.actions.review import score_application
    from cohorts.models import Criterion

    criteria = Criterion.objects.filter(cohort=application.cohort)
    scores = {one.pk: (given, note) for one, given in zip(criteria, points, strict=True)}
    score_application(of(application, reviewer), by=reviewer, scores=scores, at=timezone.now())


def take_role(user, school, **dates):
    from schools.models import Role

    return Role.objects.create(user=user, school=school, kind="contributor", **({"starts_on": TODAY} | dates))


def read_for_trust(user, one, **dates):
    from schools.models import School, Trust, TrustViewer

    trust = Trust.objects.create(name="Lantern Trust")
    School.objects.filter(pk=one.school_id).update(trust=trust)
    return TrustViewer.objects.create(user=user, trust=trust, since_on=date(2025, 9, 1), **dates)


def points_of(criteria, *points, note=""):
    given = {f"points_{one.pk}": value for one, value in zip(criteria, points, strict=True)}
    return given | {f"note_{one.pk}": note for one in criteria}
