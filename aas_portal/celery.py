"""The worker's and beat's way in: `celery -A aas_portal worker`, `celery -A aas_portal beat`."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aas_portal.settings")

app = Celery("aas_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**kwargs):
    """Logs stay as the settings have them: Celery sets up its own only when nobody answers this signal."""
