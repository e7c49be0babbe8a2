"""Brings schools in: from the DfE's register, from lists (addresses, what apps above add), or by hand."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from schools.models import RegisterImport, School
from schools.models.school import IMPORT_FLOW, ImportKind, ImportState
from schools.register.kinds import ways
from schools.register.report import HEADINGS, SHOWN, Report


class FileRefused(Exception):
    """The file has errors, so nothing of it was imported; `report` names them."""

    def __init__(self, report):
        super().__init__("The file has errors")
        self.report = report


def preview_import(file, *, kind, la_code="", by):
    """Read an uploaded file, keep it, and say what it would do. A person's earlier unanswered upload of the kind is given up."""
    report = ways[kind].reader.examine(file, la=la_code, shown=SHOWN)
    with transaction.atomic():
        for earlier in RegisterImport.objects.filter(uploaded_by=by, kind=kind, state=ImportState.PREVIEWED).exclude(
            content=""
        ):
            abandon_import(earlier, by=by)
        made = RegisterImport(
            kind=kind, la_code=la_code, uploaded_by=by, file_name=file.name[:200], summary=report.as_summary()
        )
        if not report.is_refused:  # a refused file is never asked for again
            file.seek(0)
            made.content.save(f"{uuid4().hex}.table", file, save=False)
        made.save()
        record(by, "uploaded", made, kind=kind, counts=report.counts)
    return made


def all_findings(upload):
    """Every finding of a previewed file, read again as it would be imported now: (kind, line, URN, message)."""
    with upload.content.open("rb") as file:
        report = ways[upload.kind].reader.examine(file, la=upload.la_code, shown=None)
    return [(kind, *one) for kind in HEADINGS for one in report.found[kind]]


@transaction.atomic
def apply_import(upload, *, by):
    """Import the previewed file whole; FileRefused, and nothing changed, if it now has errors."""
    IMPORT_FLOW.take("apply", upload, applied_at=timezone.now())
    try:
        with upload.content.open("rb") as file:
            report = ways[upload.kind].reader.bring_in(file, la=upload.la_code, by=by, shown=SHOWN)
    except FileNotFoundError:  # a restored database without its files
        report = Report()
        report.add("errors", None, None, "The file is no longer kept here. Choose it again.")
    if report.is_refused:
        raise FileRefused(report)
    upload.summary = report.as_summary()
    let_go(upload)
    record(by, "imported", upload, kind=upload.kind, counts=report.counts)
    return report


def keep_findings(upload, report):
    """Show on the upload's page why it was refused after its preview."""
    upload.refresh_from_db()
    upload.summary = report.as_summary()
    upload.save(update_fields=["summary"])


@transaction.atomic
def abandon_import(upload, *, by):
    """Give up a previewed file: it is deleted and nothing is imported."""
    IMPORT_FLOW.take("abandon", upload)
    let_go(upload)
    record(by, "abandoned", upload, kind=upload.kind)


def let_go(upload):
    """Delete the file once the transaction holds; what it said stays in the summary and the record."""
    name, storage = upload.content.name, upload.content.storage
    upload.content = ""
    upload.save(update_fields=["content", "summary"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def import_file(file, *, name, kind=ImportKind.REGISTER, la_code="", by):
    """Import a file without a preview, as the commands do; returns the report, with errors nothing was imported."""
    with transaction.atomic():
        report = ways[kind].reader.bring_in(file, la=la_code, by=by)
        if not report.is_refused:
            made = RegisterImport.objects.create(
                kind=kind,
                la_code=la_code,
                uploaded_by=by,
                file_name=name[:200],
                state=ImportState.APPLIED,
                applied_at=timezone.now(),
                summary={
                    "counts": report.counts,
                    "fields": dict(report.fields),
                    "reasons": dict(report.reasons),
                    "found": {},
                },
            )
            record(by, "imported", made, kind=made.kind, counts=report.counts)
    return report


@transaction.atomic
def add_school(*, by, **fields):
    """Add a setting the register does not know: it has no URN until a person finds one for it."""
    if fields.get("contact_email"):
        fields["contact_checked_on"] = timezone.localdate()
    school = School.objects.create(is_by_hand=True, **fields)
    record(by, "added", school)
    return school
