"""Bringing schools in: upload, preview, confirm; and a setting typed by hand."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.access import guard, say
from kit.tables.exports import table_response
from schools import policies
from schools.actions import register as actions
from schools.forms.register import RegisterFileForm, SchoolForm, TableFileForm
from schools.models import RegisterImport
from schools.models.school import ImportKind, ImportState
from schools.register.kinds import ways
from schools.register.report import HEADINGS, in_words, tables

uploads = RegisterImport.objects.select_related("uploaded_by").visible_to
RECENT = 10


@require_http_methods(["GET", "POST"])
@guard(policies.can_import_register)
def import_register(request):
    """Choose the DfE's file and the authority."""
    earlier = recent(ImportKind.REGISTER)
    last = next((upload for upload in earlier if upload.state == ImportState.APPLIED), None)
    form = RegisterFileForm(*posted(request), initial={"la_code": last.la_code if last else ""})
    return upload(request, form, ImportKind.REGISTER, "schools/import_register.html", earlier)


@require_http_methods(["GET", "POST"])
@guard(policies.can_import_register)
def import_contacts(request):
    """Choose the council's list of contact addresses."""
    form = TableFileForm(*posted(request))
    return upload(request, form, ImportKind.CONTACTS, "schools/import_contacts.html", recent(ImportKind.CONTACTS))


def posted(request):
    """What a form is bound to: an empty POST is an answer too."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def recent(kind):
    """The latest files of a kind."""
    return list(RegisterImport.objects.filter(kind=kind).select_related("uploaded_by").defer("summary")[:RECENT])


def upload(request, form, kind, template, earlier):
    """Ask for a file; once it is there, read it and go on to its preview."""
    if form.is_valid():
        asked = form.cleaned_data
        return redirect(
            actions.preview_import(asked["file"], kind=kind, la_code=asked.get("la_code", ""), by=request.user)
        )
    return render(request, template, {"form": form, "earlier": earlier})


@require_GET
@guard(policies.can_import_register, load=uploads)
def register_import(request, upload):
    """What the file would do, or did."""
    counts = upload.summary["counts"]
    context = {
        "upload": upload,
        "way": ways[upload.kind],
        "sentence": in_words(upload.summary),
        "tables": tables(upload.summary),
        "changes_nothing": not any(counts.get(kind) for kind in ("new", "changed", "closed")),
        "may_read_findings": policies.can_read_findings(request.user, upload),
    }
    return render(request, "schools/register_import.html", context)


@require_GET
@guard(policies.can_read_findings, load=uploads)
def import_findings(request, upload):
    """Every line of a file that waits for its answer, and what would become of it: a page shows only the first of each kind."""
    rows = [(HEADINGS[kind], line, urn, message) for kind, line, urn, message in actions.all_findings(upload)]
    return table_response(f"import-{upload.pk}", ("What", "Line", "URN", "School or reason"), rows)


@require_POST
@guard(policies.can_apply_import, load=uploads)
def apply_import(request, upload):
    """Yes: import it."""
    try:
        actions.apply_import(upload, by=request.user)
    except actions.FileRefused as refused:
        actions.keep_findings(upload, refused.report)
        messages.error(
            request, "Nothing was imported: since you looked something has changed, and the file now has errors."
        )
    else:
        say(request, "Imported")
    return redirect(upload)


@require_POST
@guard(policies.can_abandon_import, load=uploads)
def abandon_import(request, upload):
    """No: leave everything as it is."""
    actions.abandon_import(upload, by=request.user)
    say(request, "Nothing was imported")
    return redirect(ways[upload.kind].page)


@require_http_methods(["GET", "POST"])
@guard(policies.can_add_school)
def add_school(request):
    """A setting without a URN."""
    form = SchoolForm(*posted(request))
    if form.is_valid():
        school = actions.add_school(by=request.user, **form.cleaned_data)
        say(request, f"{school} added")
        return redirect(school)
    return render(request, "schools/add_school.html", {"form": form})
