"""Letters: the outbox, its planner and its dispatcher."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        """Collect the kinds of letter that the apps above have."""
        from . import doors  # noqa: F401

        autodiscover_modules("letters")
