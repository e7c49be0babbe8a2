"""Training sessions, registers and catch-up."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self):
        """Add the list of attendance to what can be brought in."""
        from schools.models.school import ImportKind
        from schools.register.kinds import Way, ways

        from .actions import attended

        ways[ImportKind.ATTENDED] = Way(
            attended,
            "training:import_attendance",
            "Bring attendance",
            "What the register says already stays as it is.",
        )
