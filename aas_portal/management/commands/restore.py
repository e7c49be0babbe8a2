"""Puts a backup in the portal's place; no letter leaves before somebody says so."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from aas_portal.backup import Trouble
from aas_portal.backup.folder import restore
from kit.wording import count
from notifications.models import Message


class Command(BaseCommand):
    """`manage.py restore FOLDER [--replace]`: everything is checked before anything is touched."""

    help = "Put a backup in the portal's place. All mail is held until it is released."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        """FOLDER, --replace."""
        parser.add_argument("folder")
        parser.add_argument("--replace", action="store_true", help="the portal is in use, and all it holds is replaced")

    def handle(self, *, folder, replace, **options):
        """Restore it, bring it up to date, and say what waits."""
        try:
            manifest = restore(folder, replace=replace)
        except Trouble as why:
            raise CommandError(str(why)) from why
        call_command("migrate", interactive=False, verbosity=0)
        waiting = Message.objects.waiting().count()
        self.stdout.write(f"The portal is as it was at {manifest['made_at']}. No mail leaves it: {count(waiting, 'letter waits,letters wait')}. Look at Letters and release them there, or with manage.py release_mail.")  # fmt: skip
