"""Reflections: written in two minutes, kept for oneself, shared with the programme lead and taken back."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import everyone, guard, say

from .. import policies
from ..actions import reflection as actions
from ..forms.after import ReflectionForm
from ..models import Reflection, Session

session_rows = Session.objects.select_related("cohort", "host").visible_to
own_rows = Reflection.objects.select_related("session__cohort", "user").of
PAGE = 20


@guard(policies.can_write_reflection, load=session_rows)
def write_reflection(request, session):
    """A few lines on a day, new or changed."""
    kept = own_rows(request.user).filter(session=session).first()
    initial = {name: getattr(kept, name) for name in ReflectionForm.base_fields} if kept else {}
    form = ReflectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = actions.write_reflection(session, by=request.user, **form.cleaned_data)
        say(request, "Kept, and shared with the programme lead" if made.is_shared else "Kept. You alone read it")
        return redirect("training:reflections")
    context = {"session": session, "form": form, "kept": kept}
    return render(request, "training/write_reflection.html", context, status=422 if form.errors else 200)


@require_safe
@guard(everyone)
def reflections(request):
    """One's own, newest first."""
    page = Paginator(own_rows(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "training/reflections.html", {"page": page})


@require_POST
@guard(policies.can_change_reflection, load=own_rows)
def stop_sharing_reflection(request, reflection):
    """Take it back."""
    actions.stop_sharing_reflection(reflection, by=request.user)
    say(request, "You alone read it again")
    return redirect("training:reflections")


@guard(policies.can_change_reflection, load=own_rows)
def remove_reflection(request, reflection):
    """Gone for good, after a question."""
    if request.method == "POST":
        actions.remove_reflection(reflection, by=request.user)
        say(request, "It is gone")
        return redirect("training:reflections")
    return render(request, "training/remove_reflection.html", {"reflection": reflection})


@require_safe
@guard(policies.can_read_shared_reflections, load=session_rows)
def shared_reflections(request, session):
    """What representatives shared with the programme leads."""
    rows = Reflection.objects.select_related("user").shared_with(request.user).filter(session=session)
    page = Paginator(rows.order_by("-shared_at", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "training/shared_reflections.html", {"session": session, "page": page})
