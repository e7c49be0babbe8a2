"""Fees and cover of the demo: a running cohort that costs something, with order numbers, invoices, and most of them paid."""

from datetime import timedelta
from decimal import Decimal

from training.models import Fee, Prices


def build_money(clock, places):
    """£450 a school and £55 for a half day of cover; a school from the county's own trust pays nothing."""
    Prices.objects.create(cohort=places[0].cohort, fee=Decimal(450), cover_per_half=Decimal(55))
    for n, place in enumerate(places):
        if n % 5 == 4:
            continue  # nobody has asked this school's office yet
        invoiced = clock.day(-95 + n % 3)
        Fee.objects.create(
            place=place,
            amount=Decimal(0) if n == 7 else None,
            order_number="" if n == 7 else f"PO-{40210 + n * 13}",
            invoiced_on=None if n == 7 or n % 6 == 5 else invoiced,
            paid_on=invoiced + timedelta(days=21 + n) if n % 3 == 0 else None,
        )
