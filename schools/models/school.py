"""Schools and other settings, their dated URNs, their trusts, and the register files that bring them."""

import unicodedata

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.flow import Flow, Step


class Phase(models.TextChoices):
    """The age range a school serves, or the kind of setting it is."""

    NURSERY = "nursery", "Nursery"
    INFANT = "infant", "Infant"
    JUNIOR = "junior", "Junior"
    PRIMARY = "primary", "Primary"
    MIDDLE = "middle", "Middle"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    SIXTEEN_PLUS = "sixteen_plus", "16 plus"
    SPECIAL = "special", "Special"
    ALTERNATIVE = "alternative", "Alternative provision"
    OTHER = "other", "Other"


class SchoolStatus(models.TextChoices):
    """The register's four states, in its own words."""

    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    PROPOSED = "proposed", "Proposed to open"
    CLOSED = "closed", "Closed"


def searchable(text):
    """Text as it is searched: lower case, without accents and apostrophes, punctuation as spaces ("St Anne’s" is "st annes")."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("’", ""))
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


class TrustQuerySet(models.QuerySet):
    """Reads of trusts."""

    def visible_to(self, user):
        """Leads and administrators look after trusts; whoever reads for one has a page of their own."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()

    def search(self, words):
        """Trusts whose name or number holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(uid=word))
        return found


class Trust(models.Model):
    """A multi-academy or single-academy trust, as the register names it."""

    uid = models.CharField(max_length=20, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)

    objects = TrustQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Its page, for the Virtual School."""
        return reverse("schools:trust", args=[self.pk])


class SchoolQuerySet(models.QuerySet):
    """Reads of schools."""

    def visible_to(self, user):
        """Schools a person reads whole, and those that have agreed that their trust reads, for whoever looks after it."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school or user.is_observer:
            return self.all()
        return self.filter(pk__in=self._read_whole_by(user).union(self._read_for_a_trust_by(user)))

    def read_whole_by(self, user):
        """Schools of which a person reads drafts, papers and the record, too: every school for leads, administrators and
        observers; else one's own and the ones assigned."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school or user.is_observer:
            return self.all()
        return self.filter(pk__in=self._read_whole_by(user))

    def looked_after_by(self, user):
        """Schools whose internal records are a person's business: every school for leads and administrators, those that an
        adviser is assigned to, and none for an observer."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school:
            return self.all()
        from .role import Assignment

        assigned = Assignment.objects.filter(adviser=user).order_by().values("school")
        return self.filter(pk__in=assigned) if user.is_adviser else self.none()

    def read_for_a_trust_by(self, user):
        """Schools that have agreed that their trust reads, for whoever looks after that trust today."""
        return self.filter(pk__in=self._read_for_a_trust_by(user)) if user.is_authenticated else self.none()

    def close_to(self, user):
        """Schools whose internal records a person never sees, whatever else they are: they hold a role there, or look
        after its trust, whether or not the school has agreed to be read."""
        if not user.is_authenticated:
            return self.none()
        from .role import Role
        from .trust import TrustViewer

        trusts = TrustViewer.objects.current().filter(user=user).values("trust")
        return self.filter(Q(pk__in=Role.objects.current().filter(user=user).values("school")) | Q(trust__in=trusts))

    @staticmethod
    def _read_whole_by(user):
        from .role import Assignment, Role

        mine = Role.objects.current().filter(user=user).order_by().values("school")
        if user.is_adviser:
            # A union, not an OR of two subqueries: the database then looks the few schools up instead of reading them all.
            mine = mine.union(Assignment.objects.filter(adviser=user).order_by().values("school"))
        return mine

    @staticmethod
    def _read_for_a_trust_by(user):
        from .trust import TrustAgreement, TrustViewer

        trusts = TrustViewer.objects.current().filter(user=user).order_by().values("trust")
        return TrustAgreement.objects.in_force().filter(trust__in=trusts).order_by().values("school")

    def of(self, user):
        """The schools at which a person holds a role today."""
        if not user.is_authenticated:
            return self.none()
        from .role import Role

        return self.filter(pk__in=Role.objects.current().filter(user=user).values("school"))

    def open(self):
        """Schools with children in them: open, even when a closure is proposed."""
        return self.filter(status__in=(SchoolStatus.OPEN, SchoolStatus.CLOSING))

    def search(self, words):
        """Schools whose name, town, postcode or URN hold every word, in any order."""
        found = self
        for word in searchable(words).split():
            found = found.filter(search_text__contains=word)
        return found


class School(models.Model):
    """A school or other setting: the portal's own identity, which outlives the URNs the register gives it."""

    name = models.CharField(max_length=200)
    urn = models.CharField("URN", max_length=6, null=True, blank=True, db_index=True)  # noqa: DJ001  the current one of `urns`
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.OTHER)
    type_name = models.CharField("type", max_length=100, blank=True)
    status = models.CharField(max_length=8, choices=SchoolStatus, default=SchoolStatus.OPEN)
    opened_on = models.DateField("opening date", null=True, blank=True)
    closed_on = models.DateField("closing date", null=True, blank=True)
    la_code = models.CharField("local authority code", max_length=3, blank=True)
    la_name = models.CharField("local authority", max_length=100, blank=True)
    district = models.CharField(max_length=100, blank=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    website = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    age_low = models.PositiveSmallIntegerField("lowest age", null=True, blank=True)
    age_high = models.PositiveSmallIntegerField("highest age", null=True, blank=True)
    pupils = models.PositiveIntegerField("number of pupils", null=True, blank=True)
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.SET_NULL, related_name="schools")
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    head_name = models.CharField("headteacher", max_length=150, blank=True)  # as the register prints it
    search_text = models.TextField(blank=True, editable=False)
    is_by_hand = models.BooleanField(default=False)  # added by a person: the register has no URN for it
    contact_email = models.EmailField(
        "contact address", blank=True
    )  # not in the DfE's file: the council's list, or checked by hand
    contact_checked_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="school_by_name"),
            models.Index(fields=["la_code", "status"], name="school_by_area"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep the searched text in step."""
        self.search_text = self.text_to_search()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("schools:school", args=[self.pk])

    def text_to_search(self):
        """What the one search box looks in; the postcode stands with and without its space."""
        words = searchable(" ".join([self.name, self.town, self.postcode, self.urn or ""]))
        return f"{words} {self.postcode.replace(' ', '').lower()}".strip()

    @property
    def is_open(self):
        """Whether there are children in it."""
        return self.status in (SchoolStatus.OPEN, SchoolStatus.CLOSING)

    @property
    def address_lines(self):
        """The postal address, a line each, without empty or repeated ones."""
        return list(
            dict.fromkeys(line for line in (self.street, self.locality, self.town, self.county, self.postcode) if line)
        )


class SchoolUrn(models.Model):
    """A URN the register gave a school, and from when to when: an academy gets a new one, the school stays the same."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="urns")
    urn = models.CharField("URN", max_length=6, unique=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "pk"]

    def __str__(self):
        return self.urn


class ImportKind(models.TextChoices):
    """What an uploaded file brings."""

    REGISTER = "register", "Register of schools"
    CONTACTS = "contacts", "Contact addresses"
    GRADUATE = "graduate", "Graduates of past years"
    PEOPLE = "people", "People and their roles"
    ATTENDED = "attended", "Attendance of a running cohort"


class ImportState(models.TextChoices):
    """Where an uploaded file stands."""

    PREVIEWED = "previewed", "Previewed"
    APPLIED = "applied", "Imported"
    ABANDONED = "abandoned", "Not imported"


IMPORT_FLOW = Flow(
    apply=Step((ImportState.PREVIEWED,), ImportState.APPLIED),
    abandon=Step((ImportState.PREVIEWED,), ImportState.ABANDONED),
)


class RegisterImportQuerySet(models.QuerySet):
    """Reads of imports."""

    def visible_to(self, user):
        """Imports are the business of leads and administrators."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()


class RegisterImport(models.Model):
    """An uploaded file of schools, contact addresses or past graduates: shown first, then imported whole or not at all."""

    kind = models.CharField(max_length=8, choices=ImportKind, default=ImportKind.REGISTER)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    la_code = models.CharField("local authority code", max_length=3, blank=True)
    # A file, not a column: the whole of England is 60 MB. Kept while it waits for its "yes", deleted afterwards.
    content = models.FileField(upload_to="imports/", blank=True)
    summary = models.JSONField(
        default=dict, blank=True
    )  # counts and the first findings of each kind; see schools.register.report
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.PREVIEWED)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at=None)),
                name="applied_import_has_its_time",
            )
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("schools:register_import", args=[self.pk])
