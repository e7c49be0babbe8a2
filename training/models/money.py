"""What a place in a cohort costs a school, whether it is paid, and what schools are paid for cover."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cohorts.models import Cohort, Place


class PricesQuerySet(models.QuerySet):
    """Reads of prices."""

    def paying_for_cover(self):
        """Those of cohorts that pay schools for cover."""
        return self.filter(cover_per_half__gt=0)


class Prices(models.Model):
    """A cohort's fee for each school, and what it pays for a half day of cover. A cohort without a row has neither."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="prices")
    fee = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    cover_per_half = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    objects = PricesQuerySet.as_manager()

    class Meta:
        verbose_name = "fee and cover"
        verbose_name_plural = "fees and cover"
        constraints = [
            models.CheckConstraint(
                condition=(Q(fee=None) | Q(fee__gt=0)) & (Q(cover_per_half=None) | Q(cover_per_half__gt=0)),
                name="a_price_is_more_than_nothing",
            )
        ]

    def __str__(self):
        return f"Fee and cover of {self.cohort}"

    def get_absolute_url(self):
        """The cohort's fees."""
        return reverse("training:fees", args=[self.cohort_id])


class FeeQuerySet(models.QuerySet):
    """Reads of fees."""

    def visible_to(self, user):
        """Those of the places a person may see; who reads money is a policy's word."""
        return self.filter(place__in=Place.objects.visible_to(user))


class Fee(models.Model):
    """What is known of the fee of one place: its order number, an amount of its own, when it was invoiced and paid."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="fee")
    amount = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True
    )  # None: the cohort's; 0: nothing
    order_number = models.CharField(max_length=60, blank=True)
    invoiced_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)  # that a form was filled in on; 0 before anybody wrote

    objects = FeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="a_fee_is_never_negative"),
        ]

    def __str__(self):
        return f"Fee of {self.place}"

    def get_absolute_url(self):
        """The school's own page of it."""
        return reverse("training:fee_and_cover", args=[self.place_id])

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.place.school_id
