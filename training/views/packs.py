"""The pack of a session: written by the lead, read and printed by the schools that run it."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from audit.actions import record
from cohorts.yours import places_of
from kit.access import guard, say
from kit.pdf.download import pdf_response

from .. import policies
from ..actions import pack as actions
from ..after import pack_of
from ..forms.after import PackForm, PackLines
from ..models import Material, Session
from ..papers import pack_pdf

session_rows = Session.objects.select_related("cohort", "host").visible_to


@require_safe
@guard(policies.can_read_pack, load=session_rows)
def pack(request, session):
    """Everything needed to run it in school."""
    kept = pack_of(session)
    steps = list(kept.steps.all())
    context = {
        "session": session,
        "pack": kept,
        "steps": steps,
        "minutes": sum(step.minutes for step in steps),
        "links": list(kept.links.all()),
        "materials": list(Material.objects.visible_to(request.user).filter(session=session, is_before=False)),
        "schools": [one.school for one in places_of(request.user) if one.cohort_id == session.cohort_id],
        "may_edit": policies.can_edit_pack(request.user, session),
    }
    return render(request, "training/pack.html", context)


@require_safe
@guard(policies.can_read_pack, load=session_rows)
def download_pack(request, session):
    """The same on paper."""
    content = pack_pdf(pack_of(session))
    record(request.user, "downloaded the pack of", session)
    return pdf_response(f"pack-session-{session.number}", content)


@guard(policies.can_edit_pack, load=session_rows)
def edit_pack(request, session):
    """Write it, or change it."""
    kept = pack_of(session)
    names = list(PackForm.base_fields)
    initial = {name: getattr(kept, name) for name in names} if kept else {"title": session.title}
    form, lines = PackForm(request.POST or None, initial=initial), PackLines(request.POST or None, kept)
    faults = [one for one in (form, lines) if not one.is_valid()]
    if request.method == "POST" and not faults:
        actions.edit_pack(session, by=request.user, **form.cleaned_data, **lines.said())
        say(request, "The pack is kept")
        return redirect("training:pack", session.pk)
    context = {"session": session, "pack": kept, "form": form, "lines": lines}
    status = 422 if request.method == "POST" else 200
    return render(request, "training/edit_pack.html", context, status=status)


@guard(policies.can_remove_pack, load=session_rows)
def remove_pack(request, session):
    """No pack any more, after a question."""
    if request.method == "POST":
        actions.remove_pack(pack_of(session), by=request.user)
        say(request, "The pack is removed")
        return redirect(session)
    return render(request, "training/remove_pack.html", {"session": session, "pack": pack_of(session)})
