"""The settings of the programme, and the stylesheet of its colours."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kit.access import everyone, guard, say
from kit.context import Door, doors

from ..actions import programme as actions
from ..forms.programme import LogoForm, ProgrammeForm, SignatureForm
from ..models import ProgrammeSettings
from ..policies import can_change_programme
from ..programme import stylesheet

YEAR = 60 * 60 * 24 * 365


@doors.register
def settings_door(request):
    """For those who may change them."""
    if request.user.is_authenticated and can_change_programme(request.user):
        return Door("Settings", reverse("cohorts:programme_settings"), position=90)
    return None


@guard(can_change_programme)
def programme_settings(request):
    """Name, look, contact and signature on one page."""
    form = ProgrammeForm(request.POST or None, initial=start())
    if request.method == "POST" and form.is_valid():
        actions.change_programme(by=request.user, **form.cleaned_data)
        say(request, "Saved. Every page shows it from now on")
        return redirect("cohorts:programme_settings")
    return settings_page(request, form)


def start():
    """What the form begins with."""
    kept = ProgrammeSettings.current()
    return {name: getattr(kept, name) for name in ProgrammeForm.base_fields}


def settings_page(request, form=None, *, signature_form=None, logo_form=None):
    """The page with its three forms; what was typed wrongly is said at the top."""
    form = form or ProgrammeForm(initial=start())
    signature_form, logo_form = signature_form or SignatureForm(), logo_form or LogoForm()
    wrong = next((one for one in (signature_form, logo_form) if one.errors), form)
    context = {
        "form": form,
        "signature_form": signature_form,
        "logo_form": logo_form,
        "wrong": wrong,
        "kept": ProgrammeSettings.current(),
    }
    return render(request, "cohorts/programme_settings.html", context, status=422 if wrong.errors else 200)


@require_POST
@guard(can_change_programme)
def keep_signature(request):
    """The picture for the certificates issued from now on."""
    form = SignatureForm(request.POST, request.FILES)
    if not form.is_valid():
        return settings_page(request, signature_form=form)
    actions.keep_signature(form.cleaned_data["upload"], by=request.user)
    say(request, "Certificates issued from now on carry this signature")
    return redirect("cohorts:programme_settings")


@require_POST
@guard(can_change_programme)
def remove_signature(request):
    """A line to sign on again."""
    actions.remove_signature(by=request.user)
    say(request, "Removed. Certificates issued from now on have a line to sign on")
    return redirect("cohorts:programme_settings")


@require_safe
@guard(can_change_programme)
def signature(request):
    """The picture, for those who keep it."""
    return picture(ProgrammeSettings.current().signature)


def picture(found, **headers):
    """A picture that is kept, or 404."""
    if found is None:
        raise Http404
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", **headers}
    return HttpResponse(bytes(found.content), content_type="image/png", headers=headers)


@require_POST
@guard(can_change_programme)
def keep_logo(request):
    """The picture beside the name on every page."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return settings_page(request, logo_form=form)
    actions.keep_logo(form.cleaned_data["upload"], by=request.user)
    say(request, "Every page shows this logo, and certificates issued from now on")
    return redirect("cohorts:programme_settings")


@require_POST
@guard(can_change_programme)
def remove_logo(request):
    """The portal's own mark again."""
    actions.remove_logo(by=request.user)
    say(request, "Removed. The portal’s own mark stands there again")
    return redirect("cohorts:programme_settings")


@require_safe
@guard(everyone, public=True)
def logo(request):
    """The logo; its address changes with it, so it may be kept for a year."""
    return picture(ProgrammeSettings.current().logo, **{"Cache-Control": f"public, max-age={YEAR}"})


@require_safe
@guard(everyone, public=True)
def brand_css(request):
    """The colours as custom properties; its address changes with them, so it may be kept for a year."""
    css = stylesheet(ProgrammeSettings.current())
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"Cache-Control": f"public, max-age={YEAR}"}
    )
