"""Schools, their people, plans and visits."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SchoolsConfig(AppConfig):
    name = "schools"

    def ready(self):
        """Collect the panels of a school's page and the dates of its calendar."""
        autodiscover_modules("panels", "calendars")
