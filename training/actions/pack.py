"""The pack of a session, written by the lead."""

from django.db import transaction

from audit.actions import record
from kit.clock import now

from ..models import Pack, PackLink, PackStep


@transaction.atomic
def edit_pack(session, *, by, steps, links, **said):
    """Keep the pack as a whole: `steps` are (minutes, what, how), `links` are (title, address)."""
    pack, is_new = Pack.objects.update_or_create(session=session, defaults=said | {"by": by, "changed_at": now()})
    pack.steps.all().delete()
    pack.links.all().delete()
    PackStep.objects.bulk_create(
        PackStep(pack=pack, number=number, minutes=minutes, what=what, how=how)
        for number, (minutes, what, how) in enumerate(steps, 1)
    )
    PackLink.objects.bulk_create(
        PackLink(pack=pack, number=number, title=title, url=url) for number, (title, url) in enumerate(links, 1)
    )
    record(by, "wrote" if is_new else "changed", pack)
    return pack


COMES_ALONG = ("title", "purpose", "notes", "questions", "is_early")


@transaction.atomic
def copy_packs(pairs, *, by):
    """The packs of sessions once more for their copies, as pairs of (session, copy), with outline and links."""
    copies = {session.pk: copy for session, copy in pairs}
    for one in Pack.objects.filter(session__in=copies).prefetch_related("steps", "links"):
        kept = {name: getattr(one, name) for name in COMES_ALONG}
        pack = Pack.objects.create(session=copies[one.session_id], by=by, **kept)
        PackStep.objects.bulk_create(
            PackStep(pack=pack, number=step.number, minutes=step.minutes, what=step.what, how=step.how)
            for step in one.steps.all()
        )
        PackLink.objects.bulk_create(
            PackLink(pack=pack, number=link.number, title=link.title, url=link.url) for link in one.links.all()
        )


@transaction.atomic
def remove_pack(pack, *, by):
    """No pack for this day any more; the record keeps that there was one."""
    record(by, "removed", pack)
    pack.delete()
