"""Wires the portal together: settings, addresses, web and jobs. Nothing imports from here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
