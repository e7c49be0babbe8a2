"""Who reads for a trust, from when to when, and which schools have agreed to be read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .school import School, Trust


class TrustViewerQuerySet(models.QuerySet):
    """Reads of who looks after a trust."""

    def current(self, on=None):
        """Those who read on a day, today by default: from the first day on, no longer on the last, and only while they may sign in."""
        on = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), since_on__lte=on, user__is_active=True)

    def visible_to(self, user):
        """Leads and administrators look after them; anybody else finds only what is their own."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.sees_every_school else self.filter(user=user)


class TrustViewer(models.Model):
    """A person of a trust who reads the schools of it that have agreed, from one day until, not including, another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trusts_viewed")
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="viewers")
    since_on = models.DateField(default=timezone.localdate)
    until_on = models.DateField(null=True, blank=True)  # not a day more: whoever is ended today reads nothing today

    objects = TrustViewerQuerySet.as_manager()

    class Meta:
        ordering = ["since_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "trust"], condition=Q(until_on=None), name="trust_viewer_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="trust_viewer_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.user}, for {self.trust}"


class TrustAgreementQuerySet(models.QuerySet):
    """Reads of agreements."""

    def in_force(self):
        """Not withdrawn, and with the trust the school belongs to now: one with an earlier trust opens nothing."""
        return self.filter(withdrawn_at=None, school__trust=F("trust"))

    def left_behind(self):
        """Not withdrawn, but the school has another trust by now, or none."""
        return self.filter(Q(school__trust=None) | ~Q(school__trust=F("trust")), withdrawn_at=None)


class TrustAgreement(models.Model):
    """A school's word that its trust may read its work; it names the trust, and is kept when it is withdrawn."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="trust_agreements")
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="agreements")
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_name = models.CharField(max_length=150)  # the headteacher's, also when somebody else typed it in
    on_behalf = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TrustAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-agreed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(withdrawn_at=None), name="one_trust_agreement_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.school} lets {self.trust} read"
