"""Makes a backup of the database and the files, with a manifest of hashes."""

from django.core.management.base import BaseCommand, CommandError

from aas_portal.backup import Trouble
from aas_portal.backup.folder import back_up
from kit.wording import count


class Command(BaseCommand):
    """`manage.py backup FOLDER`: people go on working meanwhile."""

    help = "Make a backup of the database and the files in a new folder."

    def add_arguments(self, parser):
        """FOLDER."""
        parser.add_argument("folder")

    def handle(self, *, folder, **options):
        """Make it and say what is in it."""
        try:
            manifest = back_up(folder)
        except Trouble as why:
            raise CommandError(str(why)) from why
        rows, files = sum(manifest["rows"].values()), manifest["files"]
        self.stdout.write(f"{folder}: {count(rows, 'row,rows')} and {count(len(files), 'file,files')}. It holds personal data. SECRET_KEY is not in it.")  # fmt: skip
