"""Certificates, frozen at issue: what the public check page shows is what the paper says."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Logo, Place, SeatHolder, Signature

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without the letters and digits that are mistaken for one another


def new_check_code():
    """A code that nobody can guess: 16 of 31 signs, 79 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


class CertificateKind(models.TextChoices):
    """Whose certificate it is."""

    SCHOOL = "school", "School"
    REPRESENTATIVE = "representative", "Representative"


class CertificateState(models.TextChoices):
    """Whether it still counts."""

    VALID = "valid", "Valid"
    SUPERSEDED = "superseded", "Superseded"
    REVOKED = "revoked", "Revoked"


class CertificateQuerySet(models.QuerySet):
    """Reads of certificates."""

    def visible_to(self, user):
        """The certificates of the places a person may see."""
        return self.filter(place__in=Place.objects.visible_to(user))


class Certificate(models.Model):
    """One certificate as it was issued. A reissue is a new row; the old one stays and says what replaced it."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="certificates")
    holder = models.ForeignKey(SeatHolder, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=14, choices=CertificateKind)
    number = models.CharField(max_length=20, unique=True)
    check_code = models.CharField(max_length=20, unique=True, default=new_check_code)
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.VALID)
    # Frozen at issue
    name_printed = models.CharField(max_length=150)
    school_name = models.CharField(max_length=150)
    urn = models.CharField(max_length=6, blank=True)
    cohort_name = models.CharField(max_length=60)
    programme_name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=80)
    awarded_on = models.DateField()
    days_attended = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=240, blank=True)
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_role = models.CharField(max_length=120, blank=True)
    signature = models.ForeignKey(Signature, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    logo = models.ForeignKey(Logo, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    reissue_reason = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_reason = models.CharField(max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CertificateState.REVOKED) | Q(revoked_at__isnull=False), name="revoked_has_its_time"
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(kind=CertificateKind.SCHOOL, state=CertificateState.VALID),
                name="one_valid_school_certificate",
            ),
            models.UniqueConstraint(
                fields=["holder"],
                condition=Q(kind=CertificateKind.REPRESENTATIVE, state=CertificateState.VALID),
                name="one_valid_certificate_a_holder",
            ),
        ]

    def __str__(self):
        return f"Certificate {self.number}"

    def get_absolute_url(self):
        """The public page that confirms it."""
        return reverse("portfolios:check_certificate", args=[self.check_code])

    @property
    def is_latest(self):
        """Whether no other has been issued in its place: it is valid, or was revoked and nothing followed."""
        return self.state != CertificateState.SUPERSEDED and not hasattr(self, "replaced_by")

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id
