"""Asks for documents and builds them; building is the worker's, asking is a row."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from audit.actions import record
from kit.flow import StepNotAllowed

from ..models import DOCUMENT_FLOW, CertificateKind, Document, DocumentKind, DocumentState

LEASE = timedelta(minutes=10)
TRIES = 3


@transaction.atomic
def ask_for_portfolio(school, *, by):
    """Queue the school's portfolio; the one that waits already if there is one."""
    waiting = Document.objects.filter(
        school=school, kind=DocumentKind.PORTFOLIO, state__in=(DocumentState.WAITING, DocumentState.BUILDING)
    )
    if found := waiting.filter(asked_by=by).first():
        return found
    title = f"Portfolio of {school.name}"
    document = Document.objects.create(kind=DocumentKind.PORTFOLIO, title=title, school=school, asked_by=by, steps=4)
    record(by, "asked for", document)
    return document


@transaction.atomic
def ask_for_print_file(cohort, *, by):
    """Queue all certificates of a cohort in running order, one file for the printer."""
    title = f"Certificates of cohort {cohort.name}, in running order"
    document = Document.objects.create(kind=DocumentKind.CERTIFICATES, title=title, cohort=cohort, asked_by=by, steps=2)
    record(by, "asked for", document)
    return document


@transaction.atomic
def stop_document(document, *, by):
    """Give up a build; nothing is kept of it."""
    DOCUMENT_FLOW.take("stop", document)
    record(by, "stopped", document)


@transaction.atomic
def try_document_again(document, *, by):
    """Queue a failed or stopped build once more."""
    DOCUMENT_FLOW.take("try_again", document, done=0, fault="", attempts=0)
    record(by, "asked again for", document)


def claim_next(at):
    """Take the next waiting build, or one whose worker died; None when nothing waits."""
    Document.objects.filter(state=DocumentState.BUILDING, lease_until__lt=at, attempts__gte=TRIES).update(
        state=DocumentState.FAILED, fault="It was tried three times and did not finish.", lease_until=None
    )
    Document.objects.filter(state=DocumentState.BUILDING, lease_until__lt=at).update(
        state=DocumentState.WAITING, lease_until=None
    )
    for document in Document.objects.filter(state=DocumentState.WAITING).order_by("asked_at")[:5]:
        try:
            DOCUMENT_FLOW.take("begin", document, lease_until=at + LEASE, attempts=document.attempts + 1, done=0)
        except StepNotAllowed:
            continue
        return document
    return None


def build_next(at):
    """Build one waiting document. Returns it, or None when nothing waits."""
    document = claim_next(at)
    if document is None:
        return None
    try:
        name, content, pages = BUILDERS[document.kind](document)
        DOCUMENT_FLOW.take("advance", document, done=document.steps, doing="Keeping the file")
    except StepNotAllowed:
        return document  # stopped meanwhile: nothing is kept
    except Exception as fault:
        DOCUMENT_FLOW.take("fail", document, fault=f"{type(fault).__name__}: {fault}"[:500])
        return document
    document.file.save(name, ContentFile(content), save=False)
    DOCUMENT_FLOW.take(
        "finish",
        document,
        file=document.file.name,
        file_name=name,
        pages=pages,
        size=len(content),
        ready_at=timezone.now(),
    )
    return document


def progress(document, done, doing):
    """Say how far the build is; raises StepNotAllowed if somebody stopped it."""
    DOCUMENT_FLOW.take("advance", document, done=done, doing=doing)


def pages_of(content):
    """How many pages a PDF has."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def build_portfolio(document):
    """The school's portfolio: what it says is gathered from the rows, then drawn by the engine's child."""
    from ..contents.portfolio import portfolio_pdf
    from ..gathering import gather_portfolio

    progress(document, 1, "Gathering what the school wrote")
    portfolio, entry_pk = gather_portfolio(document.school, is_draft=True)
    if entry_pk:
        Document.objects.filter(pk=document.pk).update(parameters={"entry": entry_pk})
    progress(document, 2, "Drawing the pages")
    content = portfolio_pdf(portfolio)
    progress(document, 3, "Counting the pages")
    return f"portfolio-{slugify(document.school.name)}.pdf", content, pages_of(content)


def build_print_file(document):
    """Every valid certificate of a cohort in running order: the school's, then its representatives'."""
    from ..contents.certificate import print_file
    from ..gathering import printed
    from ..models import Certificate, CertificateState

    found = (
        Certificate.objects.filter(place__cohort=document.cohort, state=CertificateState.VALID)
        .select_related("place", "signature", "logo")
        .order_by("place__running_order", "place__school__name")
    )
    kinds = {CertificateKind.SCHOOL: 0, CertificateKind.REPRESENTATIVE: 1}
    ordered = sorted(
        found, key=lambda one: (one.place.running_order or 9999, one.school_name, kinds[one.kind], one.number)
    )
    if not ordered:
        raise LookupError("No school of this cohort has a certificate yet")
    progress(document, 1, f"Drawing {len(ordered)} certificates")
    content = print_file([printed(one) for one in ordered])
    return f"certificates-{slugify(document.cohort.name)}.pdf", content, pages_of(content)


BUILDERS = {DocumentKind.PORTFOLIO: build_portfolio, DocumentKind.CERTIFICATES: build_print_file}
