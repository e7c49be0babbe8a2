"""Everything that changes fees and what is paid for cover."""

from django.db import transaction
from django.db.models import F

from audit.actions import record
from kit.flow import StepNotAllowed
from schools.actions.behalf import record_for_school

from ..models import Fee, Prices


@transaction.atomic
def set_fee_and_cover(cohort, *, by, fee, cover_per_half):
    """What a place costs and what is paid for a half day of cover; None for neither. Amounts of single schools stay."""
    prices, _ = Prices.objects.update_or_create(cohort=cohort, defaults={"fee": fee, "cover_per_half": cover_per_half})
    told = {"fee": str(fee or ""), "cover": str(cover_per_half or "")}
    record(by, "set", prices, **told)
    return prices


@transaction.atomic
def note_fee(place, *, by, seen, **facts):
    """Keep what is known of a place's fee. Refused when somebody has written on it since `seen`."""
    fee, _ = Fee.objects.get_or_create(place=place)
    if not Fee.objects.filter(pk=fee.pk, version=seen).update(version=seen + 1, **facts):
        raise StepNotAllowed(fee, "note")
    changed = sorted(name for name, value in facts.items() if getattr(fee, name) != value)
    fee.refresh_from_db()
    record(by, "noted", fee, changed=changed)
    return fee


@transaction.atomic
def give_order_number(place, *, by, order_number):
    """The number the school's office wants on the invoice."""
    fee, _ = Fee.objects.get_or_create(place=place)
    Fee.objects.filter(pk=fee.pk).update(order_number=order_number, version=F("version") + 1)
    record_for_school(by, "gave the order number for", fee, school=place.school)
    return fee
