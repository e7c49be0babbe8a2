"""The papers of a cohort that a school signs: the commitment and the information-sharing agreement, kept as they were signed."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.flow import Flow, Step

from .cohort import Cohort
from .place import Place


class PaperKind(models.TextChoices):
    """What a school signs when it takes a place."""

    COMMITMENT = "commitment", "Commitment"
    SHARING = "sharing", "Information-sharing agreement"


class Paper(models.Model):
    """The wording of one paper in one cohort, where the lead has changed it; without a row the usual wording stands."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind)
    text = models.TextField(max_length=8000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "kind"], name="one_wording_a_paper")]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.cohort}"


class SignedPaperQuerySet(models.QuerySet):
    """Reads of signed papers."""

    def visible_to(self, user):
        """Those of the places a person reads whole: a viewer of the trust is not told who signed."""
        return self.filter(place__in=Place.objects.read_whole_by(user))


class SignedPaper(models.Model):
    """A paper as a school signed it: which wording, who, as what, and when. A row never changes."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="signed_papers")
    kind = models.CharField(max_length=12, choices=PaperKind)
    text = models.TextField(max_length=8000)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=120)
    signed_at = models.DateTimeField(default=timezone.now)
    typed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_how = models.CharField(max_length=200, blank=True)  # how the school told whoever typed it in

    objects = SignedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(typed_in_by=None) | ~Q(told_how=""), name="typed_in_paper_says_how_it_was_told"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="signed_paper_has_name_and_wording"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.place.school}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id

    def get_absolute_url(self):
        """The paper, to be read and printed."""
        return reverse("cohorts:signed_paper", args=[self.pk])


class AskState(models.TextChoices):
    """Whether a new headteacher has confirmed the commitment."""

    OPEN = "open", "Waits"
    SIGNED = "signed", "Signed"
    OVERTAKEN = "overtaken", "Another headteacher followed"


ASK_FLOW = Flow(
    remind=Step((AskState.OPEN,)),
    sign=Step((AskState.OPEN,), AskState.SIGNED),
    overtake=Step((AskState.OPEN,), AskState.OVERTAKEN),
)


class CommitmentAskQuerySet(models.QuerySet):
    """Reads of what new headteachers are asked."""

    def visible_to(self, user):
        """Those of the places a person reads whole."""
        return self.filter(place__in=Place.objects.read_whole_by(user))

    def open(self):
        """Those that wait, of schools at work."""
        return self.filter(state=AskState.OPEN, place__in=Place.objects.live())

    def find(self, token):
        """What stands behind the link of a letter, or None."""
        try:
            pk = signing.loads(token, salt=CommitmentAsk.SALT)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).select_related("place__school", "place__cohort", "paper").first()


class CommitmentAsk(models.Model):
    """A new headteacher is asked to confirm the commitment of a school at work in a cohort."""

    SALT = "cohorts.commitment"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="commitment_asks")
    head = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()  # the first day of the new headteacher: nothing is asked before
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.OPEN)
    paper = models.OneToOneField(
        SignedPaper, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )  # what was signed

    objects = CommitmentAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state=AskState.OPEN), name="one_open_commitment_ask_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(state=AskState.SIGNED) | Q(paper__isnull=False), name="signed_ask_has_its_paper"
            ),
        ]

    def __str__(self):
        return f"Commitment of {self.place.school}, asked of {self.head}"

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id

    @property
    def token(self):
        """The secret of the headteacher's link; opening it changes nothing."""
        return signing.dumps(self.pk, salt=self.SALT)
