"""What the worker does for the intake."""

from celery import shared_task

from kit.clock import now

from .actions import acceptance


@shared_task
def lapse_offers():
    """Every five minutes: free the places of offers whose deadline has passed."""
    return acceptance.lapse_offers(now())
