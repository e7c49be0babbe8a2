"""What makes a training day ready: its materials, and what people need to eat and to get in."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kit.access import everyone, guard, say
from kit.wording import count

from .. import actions, policies
from ..forms import ChangeMaterialForm, MaterialForm, NeedsForm
from ..models import Material, Need, Session
from ..needs import guests_of, holders_for

session_rows = Session.objects.select_related("cohort", "host").visible_to
material_rows = Material.objects.select_related("session__cohort").visible_to
NAMED = 80  # people in a list at the side
SHOWN = ("image/jpeg", "image/png")  # in the browser; everything else is downloaded


@guard(policies.can_keep_materials, load=session_rows)
def add_material(request, session):
    """A file or a link for the day."""
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.add_material(session, by=request.user, **form.facts)
        say(request, "The material is kept")
        return redirect(f"{session.get_absolute_url()}#materials")
    context = {"session": session, "form": form}
    return render(request, "training/add_material.html", context, status=422 if form.errors else 200)


@guard(policies.can_change_material, load=material_rows)
def edit_material(request, material):
    """Its title, and when schools see it."""
    said = {name: getattr(material, name) for name in ChangeMaterialForm.base_fields}
    form = ChangeMaterialForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        actions.edit_material(material, by=request.user, **form.cleaned_data)
        say(request, "The material is kept")
        return redirect(f"{material.session.get_absolute_url()}#materials")
    context = {"session": material.session, "material": material, "form": form}
    return render(request, "training/edit_material.html", context)


@require_POST
@guard(policies.can_change_material, load=material_rows)
def remove_material(request, material):
    """Taken away."""
    session = material.session
    actions.remove_material(material, by=request.user)
    say(request, "The material is taken away")
    return redirect(f"{session.get_absolute_url()}#materials")


@require_safe
@guard(everyone, load=material_rows)
def material_file(request, material):
    """The file, for whoever may see the session from its day on; never run by the browser."""
    if not material.file:
        raise Http404
    response = FileResponse(
        material.file.open("rb"),
        as_attachment=material.file_type not in SHOWN,
        filename=material.file_name,
        content_type=material.file_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@guard(policies.can_say_needs, load=session_rows)
def say_needs(request, session):
    """What somebody needs on the day: one's own word is shown again, a colleague's only that it was given."""
    holders = holders_for(request.user, session)
    people = list(holders)
    said = {need.holder_id: need for need in Need.objects.filter(session=session, holder__in=people)}
    asked = request.GET.get("holder") or ""
    mine = [one for one in people if one.user_id == request.user.pk]
    chosen = next((one for one in people if str(one.pk) == asked), None) or (mine or [None])[0]
    initial = {"holder": chosen}
    if chosen in mine and chosen.pk in said:
        initial |= {"food": said[chosen.pk].food, "access": said[chosen.pk].access}
    form = NeedsForm(request.POST or None, holders=holders, initial=initial)
    if request.method == "POST" and form.is_valid():
        days = actions.say_needs(session, by=request.user, **form.cleaned_data)
        say(
            request,
            "The organiser reads it on the list of this day"
            + (f" and of {count(days - 1, 'other,others')}" if days > 1 else ""),
        )
        return redirect("training:say_needs", session.pk)
    context = {
        "session": session,
        "form": form,
        "page": Paginator([(one, said.get(one.pk), one in mine) for one in people], NAMED, orphans=NAMED // 4).get_page(
            request.GET.get("page")
        ),
        "may_list": policies.can_see_needs(request.user, session),
    }
    response = render(request, "training/say_needs.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"  # a staffroom's computer is used by many
    return response


@require_safe
@guard(policies.can_see_needs, load=session_rows)
def needs(request, session):
    """The organiser's list: who needs what, and who has not said."""
    guests = guests_of(session)
    coming = [guest for guest in guests if not guest.cannot_come]
    silent = Paginator([guest for guest in coming if guest.need is None], NAMED, orphans=NAMED // 4)
    context = {
        "session": session,
        "food": [guest for guest in coming if guest.need and guest.need.food],
        "access": [guest for guest in coming if guest.need and guest.need.access],
        "nothing": sum(guest.need is not None and guest.need.is_nothing for guest in coming),
        "silent": silent.get_page(request.GET.get("page")),
        "away": len(guests) - len(coming),
        "coming": len(coming),
        "may_say": policies.can_say_needs(request.user, session),
        "say_url": reverse("training:say_needs", args=[session.pk]),
    }
    response = render(request, "training/needs.html", context)
    response["Cache-Control"] = "no-store"
    return response
