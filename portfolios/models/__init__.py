"""What a school takes away: certificates, documents, and its entry in the practice library."""

from .certificate import Certificate, CertificateKind, CertificateState
from .document import DOCUMENT_FLOW, Document, DocumentKind, DocumentState
from .entry import ENTRY_FLOW, Consent, EntryState, PortfolioEntry

__all__ = [
    "DOCUMENT_FLOW",
    "ENTRY_FLOW",
    "Certificate",
    "CertificateKind",
    "CertificateState",
    "Consent",
    "Document",
    "DocumentKind",
    "DocumentState",
    "EntryState",
    "PortfolioEntry",
]
