"""The papers a newcomer to the demo finds made."""

import pytest

from aas_portal.demo.papers import build_papers
from portfolios.models import Document, DocumentKind, DocumentState

pytestmark = pytest.mark.django_db


def test_one_document_of_each_kind_is_ready_to_open(cast, cohort, place):
    cohort.state = "closed"
    cohort.save()
    build_papers(cast.school, cast.lead)
    made = Document.objects.filter(state=DocumentState.READY, pages__gt=0)
    assert set(made.values_list("kind", flat=True)) >= {DocumentKind.PORTFOLIO}
    assert Document.objects.count() == 2
    assert not Document.objects.filter(state__in=(DocumentState.WAITING, DocumentState.BUILDING)).exists()
