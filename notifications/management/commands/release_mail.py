"""Lets mail leave again after a restore, from the command line."""

from django.core.management.base import BaseCommand

from kit.wording import count
from notifications.actions import release_mail


class Command(BaseCommand):
    """`manage.py release_mail [--drop-waiting]`."""

    help = "Let mail leave again after a restore."

    def add_arguments(self, parser):
        """--drop-waiting."""
        parser.add_argument("--drop-waiting", action="store_true", help="do not send what waits now")

    def handle(self, *, drop_waiting, **options):
        """Release it and say what became of what waited."""
        dropped = release_mail(by=None, drop_waiting=drop_waiting)
        if dropped is None:
            self.stdout.write("No mail is held.")
        elif drop_waiting:
            self.stdout.write(f"Mail leaves again; {count(dropped, 'letter is,letters are')} not sent.")
        else:
            self.stdout.write("Mail leaves again.")
