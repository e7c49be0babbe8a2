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


@transaction.atomic
def remove_pack(pack, *, by):
    """No pack for this day any more; the record keeps that there was one."""
    record(by, "removed", pack)
    pack.delete()
