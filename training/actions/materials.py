"""Materials of a training day: added, changed, taken away."""

from django.core.files.base import ContentFile
from django.db import transaction

from audit.actions import record

from ..models import Material


@transaction.atomic
def add_material(session, *, by, title, url="", upload=None, is_before=False, visible_from=None):
    """Keep a link or a checked file (`upload` is a `kit.files.Checked`)."""
    material = Material(session=session, title=title, url=url, is_before=is_before, visible_from=visible_from, by=by)
    if upload is not None:
        material.url = ""
        material.file_name, material.file_type, material.file_size = upload.name, upload.type, len(upload.content)
        material.file.save(upload.name, ContentFile(upload.content), save=False)
    material.save()
    record(by, "added a material to", session, title=title)
    return material


@transaction.atomic
def edit_material(material, *, by, title, is_before, visible_from):
    """Another title, or another day from which schools see it."""
    material.title, material.is_before, material.visible_from = title, is_before, visible_from
    material.save(update_fields=["title", "is_before", "visible_from"])
    record(by, "changed a material of", material.session, title=title)


@transaction.atomic
def remove_material(material, *, by):
    """Take it away; its file goes with it once that is certain."""
    record(by, "took away a material of", material.session, title=material.title)
    storage, name = material.file.storage, material.file.name
    material.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
