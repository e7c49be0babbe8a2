"""What the worker does for documents: builds those that wait, one after another."""

from celery import shared_task
from django.utils import timezone

from .actions.documents import build_next


@shared_task
def build_waiting_documents():
    """Build until nothing waits; safe to wake twice, because a build is claimed."""
    while build_next(timezone.now()):
        pass
