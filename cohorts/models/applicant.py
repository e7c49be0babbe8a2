"""Who writes on a school's application: the applicant, the colleagues they ask, each behind a code; for a silent school the lead."""

from dataclasses import dataclass

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
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


class Desk:
    """Where somebody who writes finds the pages of the application; the pages themselves are the same for everybody."""

    words = "Your application"
    user, on_behalf = None, False

    def address(self, name, *rest):
        """The address of a page by its name."""
        raise NotImplementedError

    @property
    def tasks_url(self):
        """The list of tasks, where everything begins."""
        return self.address("cohorts:application_form")

    @property
    def check_url(self):
        """To read it through before it goes."""
        return self.address("cohorts:check_application")

    @property
    def submit_url(self):
        """To send it."""
        return self.address("cohorts:submit_application")


@dataclass(frozen=True)
class Writer(Desk):
    """Whose link it is: the applicant's, or a colleague's. `row` holds the code."""

    application: models.Model
    colleague: Colleague | None = None

    def address(self, name, *rest):
        """Behind the token of their link."""
        return reverse(name, args=[self.token, *rest])

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


@dataclass(frozen=True)
class ForSchool(Desk):
    """A programme lead who writes for a silent school, signed in; everything they save is marked."""

    application: models.Model
    user: models.Model

    words = "The application"
    on_behalf, is_applicant = True, False

    def address(self, name, *rest):
        """Inside the portal, by the application's number."""
        return reverse(f"{name}_for_school", args=[self.application.pk, *rest])

    @property
    def name(self):
        """As it stands beside what they saved."""
        return f"{str(self.user)[:130]} (Virtual School)"
