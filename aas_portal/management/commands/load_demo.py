"""Load the demo: Ashenshire, a fictional county with people, a closed cohort, a running one and one open for applications."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from aas_portal.demo.load import load
from schools.models import School


class Command(BaseCommand):
    """`manage.py load_demo [--schools N] [--if-empty]`: only under DEMO=1, where the database is the demo's own."""

    help = __doc__

    def add_arguments(self, parser):
        """How large, and whether to leave a filled database alone."""
        parser.add_argument("--schools", type=int, default=92, help="how many schools the county has (for measuring)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are schools already")

    def handle(self, *, schools, if_empty, **options):
        """Load it whole or not at all."""
        if not settings.DEMO:
            raise CommandError("The demo never goes into a real database. Run it with DEMO=1.")
        if School.objects.exists():
            if if_empty:
                return
            raise CommandError("There are schools here already. Remove the demo's database file first.")
        load(schools)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.stdout.write(f"Ashenshire is there, with {School.objects.count()} schools.")
