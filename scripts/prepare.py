"""Bring the database up to date and fill an empty demo: what has to be done once before web, worker and beat start."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aas_portal.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO:
        call_command("load_demo", if_empty=True)
