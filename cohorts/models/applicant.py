"""Who of a school writes on its application: the applicant, and the colleagues they have asked, each behind a code."""

from dataclasses import dataclass

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ProvedByCode(models.Model):
    """Somebody without an account, known by a code that came back from their address."""

    proved_at = models.DateTimeField(null=True, blank=True)  # when the code sent to the address came back
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class ColleagueQuerySet(models.QuerySet):
    """Reads of those who were asked to write."""

    def current(self):
        """Those who may write now."""
        return self.filter(removed_at=None)

    def find(self, token):
        """The colleague behind their own signed link, or None."""
        try:
            pk = signing.loads(token, salt=Colleague.LINK)
        except signing.BadSignature:
            return None
        return self.current().filter(pk=pk).select_related("application__cohort", "application__school").first()


class Colleague(ProvedByCode):
    """Somebody of the school whom the applicant asked to write with them; taken off, their link opens nothing."""

    LINK = "cohorts.colleague"

    application = models.ForeignKey("cohorts.Application", on_delete=models.CASCADE, related_name="colleagues")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    asked_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "email"], condition=Q(removed_at=None), name="colleague_asked_once"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def token(self):
        """The secret of their own link."""
        return signing.dumps(self.pk, salt=self.LINK)


@dataclass(frozen=True)
class Writer:
    """Whose link it is: the applicant's, or a colleague's. `row` holds the code."""

    application: models.Model
    colleague: Colleague | None = None

    @property
    def row(self):
        """Where the code is kept."""
        return self.colleague or self.application

    @property
    def name(self):
        """As they gave it, or as the applicant named them."""
        return self.colleague.name if self.colleague else self.application.applicant_name

    @property
    def email(self):
        """The address the code goes to."""
        return self.colleague.email if self.colleague else self.application.applicant_email

    @property
    def token(self):
        """The secret of their link."""
        return self.colleague.token if self.colleague else self.application.applicant_token

    @property
    def key(self):
        """What a browser remembers once the code was given in it."""
        pk = self.application.pk
        return f"{pk}:{self.colleague.pk}" if self.colleague else f"{pk}"

    @property
    def is_applicant(self):
        """Whether they began the application: they ask colleagues to write, take them off, and withdraw it."""
        return self.colleague is None
