"""What beat wakes the worker for in training."""

from celery import shared_task

from kit.clock import today

from . import actions


@shared_task
def forget_needs():
    """Delete the dietary and access needs of days that are a fortnight past."""
    actions.forget_needs(on=today())
