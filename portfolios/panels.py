"""What a school's page shows of its documents, certificates and practice entry."""

from cohorts.models import PlaceState
from cohorts.panels import place_of
from kit.together import rows
from schools.panels import Panel, beforehand, panels

from . import policies
from .models import Certificate, CertificateState, Document, DocumentState, PortfolioEntry


@rows
def documents_of(school_id):
    """The latest documents of a school."""
    made = Document.objects.filter(school=school_id).exclude(state=DocumentState.STOPPED)
    return made.select_related("asked_by")[:4]


@rows
def certificates_of(school_id):
    """The certificates of a school that hold."""
    return Certificate.objects.filter(place__school=school_id, state=CertificateState.VALID).select_related("holder")


@rows
def entries_of(place):
    """The practice entry of a place."""
    return PortfolioEntry.objects.filter(place=place)


@beforehand.register
def papers_here(school, user):
    """What the panels below read."""
    place = place_of(school)
    if policies.can_ask_for_portfolio(user, school):
        yield documents_of.later(school.pk)
        yield certificates_of.later(school.pk)
    if place is not None and policies.reads_papers_of(user, school.pk):
        yield entries_of.later(place)


@panels.register
def documents(school, user):
    """Certificates and the latest documents, with the act that makes a portfolio."""
    if not policies.can_ask_for_portfolio(user, school):
        return None
    context = {
        "school": school,
        "documents": documents_of(school.pk),
        "certificates": certificates_of(school.pk),
    }
    return Panel("Documents", "portfolios/_documents_panel.html", context, column="side", place=80)


@panels.register
def entry(school, user):
    """The school's practice entry, or the act that begins one."""
    place = place_of(school)
    if place is None or place.state == PlaceState.WITHDRAWN or not policies.reads_papers_of(user, school.pk):
        return None
    found = next(iter(entries_of(place)), None)
    context = {"school": school, "entry": found, "place": place, "may_start": policies.can_start_entry(user, place)}
    return Panel("Practice library", "portfolios/_entry_panel.html", context, place=85)
