"""Documents: ask for one, see how far it is, fetch it; and the portfolio as a page."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from audit.actions import record
from cohorts.models import Cohort
from kit.access import everyone, guard
from kit.context import Door, doors
from schools.models import DevelopmentPlan, School
from schools.papers import plan_papers

from .. import policies
from ..actions import documents as actions
from ..contents.plan import plan_pdf
from ..contents.portfolio import portfolio_html
from ..gathering import gather_portfolio
from ..models import Document, DocumentState
from ..plan_paper import gather_plan

mine = Document.objects.select_related("school", "cohort", "asked_by").visible_to
MOVING = (DocumentState.WAITING, DocumentState.BUILDING)


@guard(policies.can_see_documents)
def documents(request):
    """Every document this person may read, newest first."""
    page = Paginator(mine(request.user), 30).get_page(request.GET.get("page"))
    return render(
        request, "portfolios/documents.html", {"page": page, "is_moving": any(one.state in MOVING for one in page)}
    )


@require_POST
@guard(policies.can_ask_for_portfolio, load=School.objects.visible_to)
def ask_for_portfolio(request, school):
    """Queue the school's portfolio."""
    return redirect(actions.ask_for_portfolio(school, by=request.user))


@require_POST
@guard(policies.can_ask_for_print_file, load=Cohort.objects.visible_to)
def ask_for_print_file(request, cohort):
    """Queue the certificates of a cohort for the printer."""
    return redirect(actions.ask_for_print_file(cohort, by=request.user))


@require_safe
@guard(policies.can_read_document, load=mine)
def document(request, document):
    """How far a document is; the page asks again by itself, and has a link for when scripts are off."""
    template = "portfolios/_document.html" if request.htmx else "portfolios/document.html"
    return render(request, template, {"document": document, "is_moving": document.state in MOVING})


@require_safe
@guard(policies.can_read_document, load=mine)
def download_document(request, document):
    """The file, once it is ready."""
    if document.state != DocumentState.READY:
        raise Http404
    record(request.user, "downloaded", document)
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.file_name, content_type="application/pdf"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@guard(policies.can_stop_document, load=mine)
def stop_document(request, document):
    """Give it up."""
    actions.stop_document(document, by=request.user)
    return redirect(document)


@require_POST
@guard(policies.can_try_document_again, load=mine)
def try_document_again(request, document):
    """Queue it once more."""
    actions.try_document_again(document, by=request.user)
    return redirect(document)


@require_safe
@guard(policies.can_ask_for_portfolio, load=School.objects.visible_to)
def portfolio(request, school):
    """The portfolio's content as a page: the same words as the PDF."""
    gathered, _ = gather_portfolio(school, is_draft=True)
    # The contents module escapes every text of the school's; what it returns is markup of ours.
    body = mark_safe(portfolio_html(gathered, for_print=False))  # noqa: S308
    return render(request, "portfolios/portfolio.html", {"school": school, "body": body})


@require_safe
@guard(everyone, load=DevelopmentPlan.objects.select_related("school").visible_to)
def download_plan(request, plan):
    """The plan as a PDF, for whoever reads its page: a few pages, drawn at once."""
    content = plan_pdf(gather_plan(plan))
    record(request.user, "downloaded", plan)
    headers = {
        "Content-Disposition": content_disposition_header(True, f"plan-{slugify(plan.school.name)}.pdf"),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@plan_papers.register
def plan_path(plan):
    """Where a plan's PDF is had."""
    return reverse("portfolios:download_plan", args=[plan.pk])


@doors.register
def documents_door(request):
    """Documents in the navigation of whoever has some; the practice library and the check page for everybody."""
    user = request.user
    if not user.is_authenticated:
        return [
            Door("Practice library", reverse("portfolios:library"), position=40),
            Door("Check a certificate", reverse("portfolios:find_certificate"), position=50),
        ]
    found = [Door("Practice library", reverse("portfolios:library"), position=90)]
    if policies.can_see_documents(user) and not user.is_observer:
        found.append(Door("Documents", reverse("portfolios:documents"), position=60))
    return found
