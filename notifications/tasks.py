"""What beat wakes the worker for. A lost or doubled wake-up does no harm: the rows are the truth."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def dispatch():
    """Send the letters that are due."""
    actions.dispatch(timezone.now())


@shared_task
def plan_reminders():
    """Add the reminders whose window is open."""
    actions.plan(timezone.now())


@shared_task
def recover():
    """Take up what a dead dispatcher left."""
    actions.recover(timezone.now())
