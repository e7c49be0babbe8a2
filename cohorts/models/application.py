"""A school's application: from the first saved line to the place it accepts or turns down."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.flow import Flow, Step
from schools.models import School

from .applicant import ProvedByCode, Writer
from .cohort import Cohort, CohortState
from .form import SEE_HEAR_FEEL


class ApplicationState(models.TextChoices):
    """Where an application stands; the school learns a decision when the letters are released."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    OFFERED = "offered", "Offered a place"
    RESERVE = "reserve", "On the reserve list"
    NOT_OFFERED = "not_offered", "Not offered a place"
    ACCEPTED = "accepted", "Accepted"
    TURNED_DOWN = "turned_down", "Turned down"
    LAPSED = "lapsed", "Offer lapsed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CARRIED = "carried", "Kept for the next cohort"


class Decision(models.TextChoices):
    """What the lead holds for a school until the release."""

    UNDECIDED = "", "Not decided"
    OFFER = "offer", "Offer a place"
    RESERVE = "reserve", "Reserve list"
    NOT_OFFERED = "not_offered", "Not this year"


S = ApplicationState
DECIDING = (CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING)
LIVE = (S.DRAFT, S.SUBMITTED, S.OFFERED, S.RESERVE)

APPLICATION_FLOW = Flow(
    revise=Step((S.DRAFT,)),
    submit=Step((S.DRAFT,), S.SUBMITTED),
    confirm=Step((S.SUBMITTED, S.OFFERED, S.RESERVE)),
    hold=Step((S.SUBMITTED, S.RESERVE)),
    offer=Step((S.SUBMITTED, S.RESERVE), S.OFFERED),
    reserve=Step((S.SUBMITTED,), S.RESERVE),
    refuse=Step((S.SUBMITTED, S.RESERVE), S.NOT_OFFERED),
    accept=Step((S.OFFERED,), S.ACCEPTED),
    turn_down=Step((S.OFFERED,), S.TURNED_DOWN),
    lapse=Step((S.OFFERED,), S.LAPSED),
    withdraw=Step(LIVE, S.WITHDRAWN),
    carry=Step((S.RESERVE,), S.CARRIED, clears=("reserve_rank",)),
)


class ApplicationQuerySet(models.QuerySet):
    """Reads of applications."""

    def visible_to(self, user):
        """Leads and administrators read all; a school's own people read theirs, without what is held."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school:
            return self.all()
        return self.filter(school__in=School.objects.of(user))

    def counting(self):
        """Those that were submitted and not withdrawn."""
        return self.exclude(state__in=(S.DRAFT, S.WITHDRAWN))

    def taking_a_place(self):
        """Accepted, or offered and not answered: never more than the cohort's places."""
        return self.filter(state__in=(S.ACCEPTED, S.OFFERED))

    def find(self, token):
        """The application behind an applicant's signed link, or None."""
        return self._behind(token, Application.APPLICANT)

    def find_for_head(self, token):
        """The application behind the headteacher's signed link, or None."""
        return self._behind(token, Application.HEAD)

    def find_for_offer(self, token):
        """The application behind the link of an offer, or None."""
        return self._behind(token, Application.OFFER)

    def _behind(self, token, salt):
        try:
            pk = signing.loads(token, salt=salt)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).select_related("cohort", "school").first()


class Application(ProvedByCode):
    """What a school wrote to ask for a place, kept as it was."""

    APPLICANT, HEAD, OFFER = "cohorts.applicant", "cohorts.head", "cohorts.offer"

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="applications")
    applicant_name = models.CharField(max_length=150)
    applicant_email = models.EmailField()
    representatives = models.JSONField(default=list, blank=True)  # [{name, email, job_title, is_senior_leader}]
    wording = models.JSONField(default=dict, blank=True)  # the statements on release and trust as they were signed
    school_note = models.TextField(max_length=1000, blank=True)  # what is wrong in the register, as the school says
    release_confirmed = models.BooleanField(default=False)
    trust_agreed = models.BooleanField(default=False)
    trust_agreed_by = models.CharField(max_length=150, blank=True)
    trust_agreed_on = models.DateField(null=True, blank=True)
    head_name = models.CharField(max_length=150, blank=True)
    head_email = models.EmailField(blank=True)  # as the applicant gave it: nothing is sent there before it is checked
    head_telephone = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=150, blank=True)
    confirmed_how = models.CharField(
        max_length=10, blank=True, choices=[("link", "by the link"), ("code", "by telephone")]
    )
    head_code = models.CharField(max_length=8, blank=True)  # read out by telephone where mail does not arrive
    decision = models.CharField(max_length=12, choices=Decision, default=Decision.UNDECIDED, blank=True)
    decision_reason = models.TextField(max_length=1500, blank=True)
    reserve_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    reserve_order = models.PositiveSmallIntegerField(null=True, blank=True)  # held: becomes the rank at the release
    need_band = models.CharField(
        max_length=8, blank=True, choices=[("higher", "Higher"), ("middle", "Middle"), ("lower", "Lower")]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField(max_length=1500, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    # Begun or reopened by the lead after the window: why (for the Virtual School alone) and until when it can be sent
    late_reason = models.CharField(max_length=300, blank=True)
    late_until = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False)  # the Virtual School wrote on it, or sent it, for a silent school
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["school__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"], condition=~Q(state=S.WITHDRAWN), name="one_application_a_school"
            ),
            models.UniqueConstraint(
                fields=["cohort", "reserve_rank"], condition=Q(reserve_rank__isnull=False), name="reserve_rank_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.OFFERED) | Q(offer_expires_at__isnull=False), name="offer_has_a_deadline"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(S.DRAFT, S.WITHDRAWN)) | Q(submitted_at__isnull=False),
                name="submitted_has_its_time",
            ),
            models.CheckConstraint(condition=Q(late_until=None) | ~Q(late_reason=""), name="late_has_its_reason"),
        ]
        indexes = [models.Index(fields=["cohort", "state"])]

    def __str__(self):
        return f"Application of {self.school} for {self.cohort}"

    def get_absolute_url(self):
        """The application as the Virtual School reads it."""
        return reverse("cohorts:application", args=[self.pk])

    @property
    def is_late(self):
        """Whether the lead let it in after the window."""
        return self.late_until is not None

    def can_be_written(self, at):
        """Whether it can be saved and sent at a moment: in the cohort's window, or until the day the lead gave a late one."""
        late = self.is_late and at <= self.late_until and self.cohort.state in DECIDING
        return late or self.cohort.takes_applications(at)

    @property
    def applicant_token(self):
        """The secret of the applicant's own link."""
        return signing.dumps(self.pk, salt=self.APPLICANT)

    @property
    def head_token(self):
        """The secret of the headteacher's link; opening it changes nothing."""
        return signing.dumps(self.pk, salt=self.HEAD)

    @property
    def offer_token(self):
        """The secret of the offer's link: it stands only in letters to addresses that are known, and behind the code."""
        return signing.dumps(self.pk, salt=self.OFFER)

    @property
    def position(self):
        """The honest place on the reserve list: one more than the schools before it that still wait."""
        before = Application.objects.filter(cohort=self.cohort_id, state=S.RESERVE, reserve_rank__lt=self.reserve_rank)
        return before.count() + 1

    def answer_to(self, key):
        """The text of one answer, empty where the question was not asked or not answered, or the text is out of sight."""
        return next((one.text for one in self.answers.all() if one.key == key and not one.is_hidden), "")

    @property
    def see_hear_feel(self):
        """What a visitor would see, hear and feel at the start: printed beside the answer at graduation."""
        return self.answer_to(SEE_HEAR_FEEL)

    @property
    def writers(self):
        """Everybody who may write on it now, the applicant first."""
        return [Writer(self), *(Writer(self, one) for one in self.colleagues.current())]

    @property
    def has_senior_leader(self):
        """Whether one of the two representatives belongs to senior leadership."""
        return any(person.get("is_senior_leader") for person in self.representatives)
