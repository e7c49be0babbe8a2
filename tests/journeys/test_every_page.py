"""Every distinct page, as everybody: axe-core and the Nu HTML checker find nothing, and no page is heavy or broken.

Pages are told apart by their shape: tags, attributes and classes, with the words dropped.
"""

import pytest
from a_crawl import Shape, crawl
from casting import BACKEND
from django.test import Client
from journeys.checking import axe_violations, faults_of, nu_errors

PERSONAS = ("", "lead", "administrator", "adviser", "observer", "headteacher", "school_lead", "contributor", "trust_viewer", "reviewer", "stranger")  # fmt: skip


@pytest.fixture
def pages(county):
    """{shape: (persona, address, html)}, and what was broken or heavy on the way."""
    from accounts.models import User

    found, wrong = {}, []
    for persona in PERSONAS:
        client = Client(raise_request_exception=False)
        if persona:
            client.force_login(User.objects.get(persona=persona), backend=BACKEND)
        for address, status, html in crawl(client):
            if status != 200:
                wrong.append((persona, address, status))
                continue
            wrong += [(persona, address, fault) for fault in faults_of(html)]
            found.setdefault(Shape(html).digest, (persona, address, html))
    return found, wrong


@pytest.mark.journey
@pytest.mark.slow
def test_every_distinct_page(pages, browsing, tmp_path):
    from accounts.models import User

    found, wrong = pages
    assert len(found) > 40
    bad = wrong + nu_errors(found.values(), tmp_path)
    tabs = {}
    for persona, address, _ in found.values():
        if persona not in tabs:
            tabs[persona] = browsing(User.objects.get(persona=persona) if persona else None)
        tab = tabs[persona]
        tab.goto(address)
        bad += [(persona, address, *violation) for violation in axe_violations(tab)]
    assert not bad, "\n".join(map(str, bad))
