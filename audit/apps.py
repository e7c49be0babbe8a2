"""Who did what when."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        """Collect who knows the names of schools."""
        from . import doors  # noqa: F401

        autodiscover_modules("naming")
