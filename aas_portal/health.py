"""What a proxy or a watchman asks: is the process alive, and can it serve people?"""

import functools
import tempfile

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from kit.access import everyone, guard


@require_safe
@guard(everyone, public=True)
def health_live(request):
    """The process answers. Asks nothing of anybody else, so that a database at rest restarts no web server."""
    return JsonResponse({"alive": True})


@require_safe
@guard(everyone, public=True)
def health_ready(request):
    """200 when pages can be served, otherwise 503 and what is wrong. The web needs no broker and no mail server."""
    found = {"database": database(), "files": files()}
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


def database():
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "does not answer"
    return "ok" if newest_migrations() <= applied.keys() else "migrations are waiting"


@functools.cache  # the code's own, and code does not change while it runs
def newest_migrations():
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def files():
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT):
            return "ok"
    except OSError:
        return "cannot be written"
