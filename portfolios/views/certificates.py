"""Certificates: the list, the paper, the public check page, and putting one right."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from audit.actions import record
from kit.access import everyone, guard, say

from .. import policies
from ..actions import certificates as actions
from ..contents.certificate import certificates_pdf
from ..forms import ReasonForm
from ..gathering import printed
from ..models import Certificate

mine = Certificate.objects.select_related("place__school", "holder", "replaced_by").visible_to


@guard(policies.can_see_graduation)
def certificates(request):
    """Every certificate ever issued, newest first; found by number, school or person."""
    found = mine(request.user).order_by("-issued_at", "-number")
    words = request.GET.get("q", "").strip()
    if words:
        from django.db.models import Q

        found = found.filter(
            Q(number__icontains=words) | Q(school_name__icontains=words) | Q(name_printed__icontains=words)
        )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "portfolios/certificates.html", {"page": page, "q": words})


@require_safe
@guard(policies.can_download_certificate, load=mine)
def download_certificate(request, certificate):
    """The certificate as a PDF, made from what was frozen at issue."""
    content = certificates_pdf([printed(certificate)])[0]
    record(request.user, "downloaded", certificate)
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{certificate.number}.pdf"),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@guard(policies.can_reissue_certificate, load=mine)
def reissue_certificate(request, certificate):
    """A new one with the names as they are now; the old one says that it was superseded."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = actions.reissue_certificate(certificate, by=request.user, reason=form.cleaned_data["reason"])
        say(request, f"Certificate {new.number} replaces {certificate.number}.")
        return redirect("portfolios:certificates")
    context = {"certificate": certificate, "form": form, "verb": "Reissue"}
    return render(request, "portfolios/reissue_certificate.html", context, status=422 if form.errors else 200)


@guard(policies.can_revoke_certificate, load=mine)
def revoke_certificate(request, certificate):
    """Say on the public page that it no longer counts."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke_certificate(certificate, by=request.user, reason=form.cleaned_data["reason"])
        say(request, f"Certificate {certificate.number} is revoked, and its check page says so.")
        return redirect("portfolios:certificates")
    context = {"certificate": certificate, "form": form, "verb": "Revoke"}
    return render(request, "portfolios/revoke_certificate.html", context, status=422 if form.errors else 200)


@require_safe
@guard(everyone, public=True)
def check_certificate(request, code):
    """What a certificate says and whether it is valid; an unknown code says so, and nothing more."""
    found = Certificate.objects.select_related("replaced_by").filter(check_code=code.upper().replace("-", "")).first()
    return render(
        request, "portfolios/check_certificate.html", {"certificate": found, "code": code}, status=200 if found else 404
    )


@require_safe
@guard(everyone, public=True)
def find_certificate(request):
    """The page where a code read off paper is typed in."""
    code = "".join(sign for sign in request.GET.get("code", "") if sign.isalnum())
    if code:
        return redirect("portfolios:check_certificate", code[:20].upper())
    return render(request, "portfolios/find_certificate.html")
