"""Reading applications: the cohort's criteria, who is given what to read, and what they score it."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from kit.flow import Flow, Step
from kit.wording import local
from schools.models import Role, TrustViewer

from .applicant import Colleague
from .application import DECIDING, Application, ApplicationState
from .cohort import Cohort

MOST = 4  # points for one criterion


def stake_of(user):
    """As a condition on applications: the school is this person's own, by a role there or in its trust, or by an address.

    A role counts unless it ended before applications opened, so that nobody reads the school they have just left or will
    soon join.
    """
    opened = OuterRef("cohort__applications_open_at__date")
    roles = Role.objects.filter(user=user, school=OuterRef("school")).filter(Q(ends_on=None) | Q(ends_on__gte=opened))
    trusts = TrustViewer.objects.filter(user=user, trust=OuterRef("school__trust"))
    return (
        Exists(roles)
        | Exists(trusts.filter(Q(until_on=None) | Q(until_on__gt=opened)))
        | Q(applicant_email__iexact=user.email)
        | Q(school__contact_email__iexact=user.email)
        | Q(representatives__icontains=f'"{user.email}"')
        | Exists(Colleague.objects.filter(application=OuterRef("pk"), email__iexact=user.email))
    )


def stakes(applications, people):
    """The same for many at once: {application id: ids of the people whose own school it is}. Needs cohort and school."""
    ties = defaultdict(list)  # what somebody belongs to: pairs of the person and the last day
    schools, trusts = {one.school_id for one in applications}, {one.school.trust_id for one in applications}
    roles = Role.objects.filter(user__in=people, school__in=schools)
    for user, school, ends_on in roles.values_list("user_id", "school_id", "ends_on"):
        ties["school", school].append((user, ends_on))
    viewers = TrustViewer.objects.filter(user__in=people, trust__in=trusts - {None})
    for user, trust, until_on in viewers.values_list("user_id", "trust_id", "until_on"):
        ties["trust", trust].append((user, until_on and until_on - timedelta(days=1)))
    by_address, found = {person.email.lower(): person.pk for person in people}, {}
    wrote = defaultdict(list)  # also those who were taken off: what they wrote stays
    colleagues = Colleague.objects.filter(application__in=[one.pk for one in applications])
    for application, email in colleagues.values_list("application_id", "email"):
        wrote[application].append(email)
    for one in applications:
        opened = local(one.cohort.applications_open_at).date()
        near = ties["school", one.school_id] + ties["trust", one.school.trust_id]
        written = [
            one.applicant_email,
            one.school.contact_email,
            *(who.get("email", "") for who in one.representatives),
            *wrote[one.pk],
        ]
        found[one.pk] = {user for user, last in near if last is None or last >= opened}
        found[one.pk] |= {by_address[text.lower()] for text in written if text.lower() in by_address}
    return found


class Criterion(models.Model):
    """One of the things a cohort's applications are read for; it counts `weight` times."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    help = models.CharField(max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="criterion_number_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=5), name="criterion_counts_one_to_five_times"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def times(self):
        """How often it counts, in words."""
        return ("once", "twice", "three times", "four times", "five times")[self.weight - 1]


class ReviewState(models.TextChoices):
    """How far a reviewer is with an application."""

    GIVEN = "given", "Not scored yet"
    SCORED = "scored", "Scored"
    CONFLICT = "conflict", "Conflict of interest"


R = ReviewState
REVIEW_FLOW = Flow(
    score=Step((R.GIVEN, R.SCORED), R.SCORED),
    declare=Step((R.GIVEN, R.SCORED), R.CONFLICT, clears=("scored_at",)),
    take_back=Step((R.GIVEN,)),
)


class ReviewQuerySet(models.QuerySet):
    """Reads of who reads what."""

    def visible_to(self, user):
        """For leads and administrators all, for a reviewer those they may read now; never one of a school of their own."""
        if not user.is_authenticated or not (user.sees_every_school or user.is_reviewer):
            return self.none()
        found = self.exclude(application__in=Application.objects.filter(stake_of(user)))
        return found if user.sees_every_school else found.readable().filter(reviewer=user)

    def readable(self):
        """Those whose reviewer may still open them: while schools are decided on, scored ones until the year ends."""
        waiting = Q(state=R.GIVEN, application__state=ApplicationState.SUBMITTED)
        scored = Q(state=R.SCORED) & ~Q(application__state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))
        return self.filter(waiting | scored, application__cohort__state__in=DECIDING)

    def waiting(self):
        """Those that ask something of their reviewer."""
        return self.readable().filter(state=R.GIVEN)

    def scores_open_to(self, user):
        """The scored ones whose scores a person may see: nobody does before their own, nor after declaring a conflict."""
        if not user.is_authenticated or not (user.sees_every_school or user.is_reviewer):
            return self.none()
        mine = Review.objects.filter(reviewer=user)
        found = self.filter(state=R.SCORED).exclude(application__in=Application.objects.filter(stake_of(user)))
        found = found.exclude(application__in=mine.exclude(state=R.SCORED).values("application"))
        if user.sees_every_school:
            return found
        return found.filter(application__in=mine.readable().filter(state=R.SCORED).values("application"))


class Review(models.Model):
    """An application in the hands of one reviewer: given, scored, or given up for a conflict of interest."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.GIVEN)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    scored_at = models.DateTimeField(null=True, blank=True)
    conflict = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["application__school__name", "reviewer__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="given_once_to_a_reviewer"),
            models.CheckConstraint(
                condition=~Q(state=R.SCORED) | Q(scored_at__isnull=False), name="scored_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=R.CONFLICT) | (~Q(conflict="") & Q(declared_at__isnull=False)),
                name="conflict_has_its_word",
            ),
        ]

    def __str__(self):
        return f"{self.reviewer}’s reading of {self.application.school}"

    def get_absolute_url(self):
        """The application as its reviewer reads it."""
        return reverse("cohorts:review", args=[self.pk])

    @property
    def takes_scores(self):
        """Whether scores can still be given or changed: until the school's decision is released."""
        return (
            self.state in (R.GIVEN, R.SCORED)
            and self.application.state == ApplicationState.SUBMITTED
            and self.application.cohort.state in DECIDING
        )


class Score(models.Model):
    """What a reviewer gives an application for one criterion, 0 to 4, with a note."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=1500, blank=True)

    class Meta:
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_scored_once_a_review"),
            models.CheckConstraint(condition=Q(points__lte=MOST), name="points_nought_to_four"),
        ]

    def __str__(self):
        return f"{self.points} for {self.criterion}"
