"""A reflection written, shared, taken back and removed by whoever wrote it.

The record says when something was shared, never that something was written: that would tell who wrote nothing.
"""

from django.db import transaction

from audit.actions import record
from kit.clock import now

from ..models import Reflection


@transaction.atomic
def write_reflection(session, *, by, stayed, will_try, is_shared):
    """Keep a person's words on a day, in place of those before; shared with the programme leads or with nobody."""
    before = Reflection.objects.select_for_update().filter(session=session, user=by).first()
    was_shared = before is not None and before.is_shared
    shared_at = (before.shared_at if was_shared else now()) if is_shared else None
    said = {"stayed": stayed, "will_try": will_try, "is_shared": is_shared, "shared_at": shared_at, "written_at": now()}
    kept, _ = Reflection.objects.update_or_create(session=session, user=by, defaults=said)
    if is_shared != was_shared:
        record(by, "shared a reflection on" if is_shared else "no longer shares the reflection on", session)
    return kept


@transaction.atomic
def stop_sharing_reflection(reflection, *, by):
    """Nobody but the writer reads it from now on."""
    if Reflection.objects.filter(pk=reflection.pk, is_shared=True).update(is_shared=False, shared_at=None):
        record(by, "no longer shares the reflection on", reflection.session)


@transaction.atomic
def remove_reflection(reflection, *, by):
    """It is gone; nothing of it is kept."""
    if reflection.is_shared:
        record(by, "no longer shares the reflection on", reflection.session)
    reflection.delete()
