"""Brings a list of the graduates of past years into the portal."""

from schools.management.commands.import_register import Command as ImportCommand
from schools.models.school import ImportKind


class Command(ImportCommand):
    """All or nothing: with any error in the list nothing is imported and the exit code is 1."""

    help = "Import graduates of past years (school, year, title, question) from a CSV or XLSX file."
    kind = ImportKind.GRADUATE

    def add_arguments(self, parser):
        self.add_common_arguments(parser)
