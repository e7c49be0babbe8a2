"""Adds the bank holidays that a newer package knows and the calendar does not."""

from django.core.management.base import BaseCommand

from terms.actions import load_bank_holidays


class Command(BaseCommand):
    """`manage.py load_bank_holidays`: safe to run again; nothing that a person has changed is touched."""

    help = "Add England's bank holidays from the package's own file."

    def handle(self, **options):
        """Load and say how many were new."""
        self.stdout.write(f"{load_bank_holidays()} added")
