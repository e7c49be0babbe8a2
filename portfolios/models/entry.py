"""A school's entry in the public practice library, and the consent without which it is not there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable
from cohorts.models import Place
from kit.flow import Flow, Step
from schools.models import School


class EntryState(models.TextChoices):
    """Where an entry stands on its way to the public."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CHANGES_REQUESTED = "changes", "Changes requested"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


E = EntryState
ENTRY_FLOW = Flow(
    revise=Step((E.DRAFT, E.CHANGES_REQUESTED)),
    submit=Step((E.DRAFT, E.CHANGES_REQUESTED), E.SUBMITTED),
    ask_for_changes=Step((E.SUBMITTED,), E.CHANGES_REQUESTED),
    check_anonymity=Step((E.SUBMITTED,)),
    approve=Step((E.SUBMITTED,), E.APPROVED),
    publish=Step((E.APPROVED,), E.PUBLISHED),
    withdraw=Step((E.SUBMITTED, E.CHANGES_REQUESTED, E.APPROVED, E.PUBLISHED), E.WITHDRAWN),
    write_again=Step((E.WITHDRAWN,), E.DRAFT, clears=("published_at", "anonymity_checked_at", "anonymity_checked_by")),
)


class EntryQuerySet(models.QuerySet):
    """Reads of entries."""

    def visible_to(self, user):
        """The entries of the schools a person reads whole; observers, trusts and others read what is published in the library."""
        return self.filter(place__school__in=School.objects.read_whole_by(user))

    def public(self):
        """What the practice library shows to everybody."""
        return self.filter(state=E.PUBLISHED, hidden_at=None)


class PortfolioEntry(Hideable):
    """What a school wants others to learn from it, in its own words."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="entry")
    title = models.CharField(max_length=150, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    why = models.TextField(max_length=2000, blank=True)
    what_we_did = models.TextField(max_length=4000, blank=True)
    what_changed = models.TextField(max_length=3000, blank=True)
    what_did_not_work = models.TextField(max_length=2000, blank=True)
    quote = models.CharField(max_length=300, blank=True)
    theme = models.CharField(max_length=80, blank=True)
    visits_welcome = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.DRAFT)
    lead_comment = models.TextField(max_length=2000, blank=True)
    anonymity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    anonymity_checked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    touched_at = models.DateTimeField(default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "portfolio entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=(E.APPROVED, E.PUBLISHED)) | Q(anonymity_checked_at__isnull=False),
                name="nothing_published_unchecked",
            )
        ]

    def __str__(self):
        return self.title or f"Entry of {self.place.school}"

    def get_absolute_url(self):
        """The entry as its school and the Virtual School work on it."""
        return reverse("portfolios:entry", args=[self.pk])

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id


class Consent(models.Model):
    """What a school has agreed to for its entry; the papers stay in school. Withdrawn, the entry goes."""

    entry = models.OneToOneField(PortfolioEntry, on_delete=models.CASCADE, related_name="consent")
    school_named = models.BooleanField(default=False)
    images = models.BooleanField(default=False)
    childrens_words = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self):
        return f"consent of {self.entry.place.school}"

    @property
    def is_given(self):
        """Whether consent stands."""
        return self.given_at is not None and self.withdrawn_at is None
