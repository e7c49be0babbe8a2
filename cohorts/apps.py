"""Cohorts: intake, places, readiness, graduation, and the pages that show where everybody stands."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self):
        """Collect what the apps above show on the board and ask of people."""
        from . import (  # noqa: F401  what the intake and places ask of people; their letters; not this week; the names on every page
            duties,
            pause_block,
            place_duties,
            place_letters,
            programme,
            succession,
            term_ends,
            week,
        )

        autodiscover_modules("board", "today", "readiness", "copying", "application_sections")
