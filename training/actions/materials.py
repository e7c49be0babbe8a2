"""Materials of a training day: added, changed, copied for another year, taken away."""

from django.core.files.base import ContentFile
from django.db import transaction

from audit.actions import record
from kit.wording import count

from ..models import Material

COMES_ALONG = ("title", "url", "file_name", "file_type", "file_size", "is_before")


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
def move_openings(session, *, by, was):
    """The days from which schools see the materials of a session that was on another day: at the same distance from it as before."""
    by_day = session.on - was
    dated = list(Material.objects.select_for_update().opening_with(session)) if by_day else []
    for material in dated:
        material.visible_from += by_day
    Material.objects.bulk_update(dated, ["visible_from"])
    if dated:
        days = {one.title: one.visible_from.isoformat() for one in dated}
        record(by, f"moved the opening day of {count(dated, 'material,materials')} of", session, opens=days)


@transaction.atomic
def remove_material(material, *, by):
    """Take it away; its file goes with it once that is certain, unless a copy of another year needs it."""
    Material.objects.select_for_update().filter(pk=material.pk).first()  # whoever copies it now comes first
    record(by, "took away a material of", material.session, title=material.title)
    storage, name = material.file.storage, material.file.name
    material.delete()
    if name:
        transaction.on_commit(lambda: Material.objects.filter(file=name).exists() or storage.delete(name))


@transaction.atomic
def copy_materials(pairs, *, by):
    """The materials of sessions once more for their copies, as pairs of (session, copy): the same files, which are kept as long as
    one of both needs them; a day from which schools see one keeps its distance from the session."""
    copies = {session.pk: (session, copy) for session, copy in pairs}
    for one in Material.objects.select_for_update().filter(session__in=copies):
        session, copy = copies[one.session_id]
        opens = one.visible_from and one.visible_from + (copy.on - session.on)
        kept = {name: getattr(one, name) for name in COMES_ALONG}
        Material.objects.create(session=copy, by=by, visible_from=opens, file=one.file.name, **kept)
