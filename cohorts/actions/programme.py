"""Changes the settings of the programme."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from audit.actions import record

from ..models import Logo, ProgrammeSettings, Signature


def hold_programme():
    """The programme's row, held until the transaction ends: whoever comes second waits."""
    ProgrammeSettings.objects.get_or_create(pk=1)
    return ProgrammeSettings.objects.select_for_update().get(pk=1)


@transaction.atomic
def change_programme(*, by, **values):
    """Keep the name, look, contact and signatory; the next page shows them."""
    kept = hold_programme()
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    for name, value in values.items():
        setattr(kept, name, value)
    kept.renamed_at = kept.renamed_at or timezone.now()
    kept.save()
    record(by, "changed the settings of", kept, changed=changed)
    return kept


@transaction.atomic
def keep_signature(upload, *, by):
    """Print this picture (`upload` is a `kit.files.Checked`) on the certificates issued from now on."""
    kept = hold_programme()
    old = kept.signature
    if old is not None and old.digest == upload.digest:
        return
    kept.signature = Signature.objects.create(content=upload.content, digest=upload.digest)
    kept.save(update_fields=["signature"])
    let_go(old)
    record(by, "put the signature on certificates of", kept, signature=upload.digest)


@transaction.atomic
def remove_signature(*, by):
    """From now on certificates have a line to sign on; those issued keep what they have."""
    kept = hold_programme()
    old = kept.signature
    if old is None:
        return
    kept.signature = None
    kept.save(update_fields=["signature"])
    let_go(old)
    record(by, "took the signature off certificates of", kept, signature=old.digest)


@transaction.atomic
def keep_logo(upload, *, by):
    """Show this picture (`upload` is a `kit.files.Checked`) on every page, and print it on certificates issued from now on."""
    kept = hold_programme()
    old = kept.logo
    if old is not None and old.digest == upload.digest:
        return
    kept.logo = Logo.objects.create(content=upload.content, digest=upload.digest)
    kept.save(update_fields=["logo"])
    let_go(old)
    record(by, "changed the logo of", kept, logo=upload.digest)


@transaction.atomic
def remove_logo(*, by):
    """The portal's own mark again; certificates that are issued keep what they have."""
    kept = hold_programme()
    old = kept.logo
    if old is None:
        return
    kept.logo = None
    kept.save(update_fields=["logo"])
    let_go(old)
    record(by, "took away the logo of", kept, logo=old.digest)


def let_go(picture):
    """Keep a person's hand, or an old logo, no longer than a certificate needs it."""
    if picture is None:
        return
    try:
        picture.delete()
    except ProtectedError:
        return
