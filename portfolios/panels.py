"""What a school's page shows of its documents, certificates and practice entry."""

from cohorts.models import PlaceState
from cohorts.panels import place_of
from schools.panels import Panel, panels

from . import policies
from .models import Certificate, CertificateState, Document, DocumentState, PortfolioEntry


@panels.register
def documents(school, user):
    """Certificates and the latest documents, with the act that makes a portfolio."""
    if not policies.can_ask_for_portfolio(user, school):
        return None
    made = Document.objects.filter(school=school).exclude(state=DocumentState.STOPPED).select_related("asked_by")[:4]
    issued = Certificate.objects.filter(place__school=school, state=CertificateState.VALID).select_related("holder")
    context = {"school": school, "documents": made, "certificates": issued}
    return Panel("Documents", "portfolios/_documents_panel.html", context, column="side", place=80)


@panels.register
def entry(school, user):
    """The school's practice entry, or the act that begins one."""
    place = place_of(school)
    if place is None or place.state == PlaceState.WITHDRAWN or not policies.reads_papers_of(user, school.pk):
        return None
    found = PortfolioEntry.objects.filter(place=place).first()
    context = {"school": school, "entry": found, "place": place, "may_start": policies.can_start_entry(user, place)}
    return Panel("Practice library", "portfolios/_entry_panel.html", context, place=85)
