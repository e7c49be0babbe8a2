"""Certificates, documents and the practice library."""

from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "portfolios"

    def ready(self):
        """Add the list of past graduates to what can be brought in."""
        from schools.models.school import ImportKind
        from schools.register.kinds import Way, ways

        from .actions import graduates

        ways[ImportKind.GRADUATE] = Way(
            graduates,
            "portfolios:import_graduates",
            "Bring past graduates",
            "A school or year that is not in the list stays as it is.",
        )
