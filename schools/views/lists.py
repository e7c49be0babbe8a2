"""A list that people keep comes in: a file chosen or lines pasted, then its preview."""

from django.core.files.base import ContentFile
from django.shortcuts import redirect, render

from schools.actions.register import preview_import
from schools.forms.lists import ListForm

from .register import posted, recent

SHOWN = 12  # faults of a pasted list that are said at its field


def take_list(request, kind, template, examine, *, form_class=ListForm):
    """Ask for the list; faults of a pasted one are said where it was pasted, so that it can be put right there."""
    form = form_class(*posted(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        if not file:
            file = ContentFile(form.cleaned_data["text"].encode(), name="Pasted lines.txt")
            for line, _, message in examine(file).found["errors"][:SHOWN]:
                form.add_error("text", f"Line {line}: {message}" if line else message)
        if form.is_valid():
            return redirect(preview_import(file, kind=kind, by=request.user))
    return render(request, template, {"form": form, "earlier": recent(kind)})
