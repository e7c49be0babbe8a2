"""Documents: asked for once, built by the worker, stopped, failed and tried again; the portfolio says what the school wrote."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from portfolios.actions import documents as actions
from portfolios.contents.portfolio import portfolio_html
from portfolios.gathering import gather_portfolio
from portfolios.models import Document, DocumentState
from schools.models import DevelopmentPlan, Priority, Visit


@pytest.fixture
def written(cast, place):
    """A school with a plan, a visit it sees and one it does not."""
    plan = DevelopmentPlan.objects.create(school=cast.school, vision="Every child is <b>noticed</b>")
    Priority.objects.create(plan=plan, number=1, title="Greetings")
    Priority.objects.create(plan=plan, number=2, title="Taken away", hidden_at=timezone.now())
    Visit.objects.create(school=cast.school, support="We walked the school", by=cast.lead)
    Visit.objects.create(school=cast.school, support="The head will leave", is_internal=True, by=cast.lead)
    return cast.school


def test_a_portfolio_is_built_by_the_worker(written, cast, tmp_path):
    document = actions.ask_for_portfolio(written, by=cast.school_lead)
    assert actions.ask_for_portfolio(written, by=cast.school_lead) == document  # asked twice, made once
    actions.build_next(timezone.now())
    document.refresh_from_db()
    assert (document.state, document.done, document.fault) == (DocumentState.READY, 4, "")
    with document.file.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert len(pdf.pages) == document.pages


def test_page_and_pdf_say_the_same_and_nothing_internal(written):
    portfolio, _ = gather_portfolio(written, is_draft=True)
    for said in (portfolio_html(portfolio, for_print=True), portfolio_html(portfolio, for_print=False)):
        assert "Every child is &lt;b&gt;noticed&lt;/b&gt;" in said
        assert "We walked the school" in said
        assert "The head will leave" not in said
        assert "Taken away" not in said


def test_a_stopped_build_keeps_nothing(written, cast):
    document = actions.ask_for_portfolio(written, by=cast.lead)
    actions.stop_document(document, by=cast.lead)
    assert actions.build_next(timezone.now()) is None
    actions.try_document_again(document, by=cast.lead)
    assert actions.build_next(timezone.now()) == document


def test_a_failed_build_says_why(cast, cohort):
    document = actions.ask_for_print_file(cohort, by=cast.lead)
    actions.build_next(timezone.now())
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert "No school of this cohort has a certificate yet" in document.fault


def test_a_dead_workers_build_is_taken_up_and_given_up_after_three(written, cast):
    document = actions.ask_for_portfolio(written, by=cast.lead)
    at = timezone.now()
    for turn in range(3):
        assert actions.claim_next(at + timedelta(minutes=20 * turn)) == document
    assert actions.claim_next(at + timedelta(minutes=80)) is None
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED


def test_only_those_it_concerns_read_it(written, cast, client_of):
    document = actions.ask_for_portfolio(written, by=cast.lead)
    actions.build_next(timezone.now())
    address = f"/documents/{document.pk}/download/"
    codes = {
        who: client_of(getattr(cast, who)).get(address).status_code
        for who in ("lead", "school_lead", "contributor", "stranger", "observer")
    }
    assert codes == {"lead": 200, "school_lead": 200, "contributor": 403, "stranger": 404, "observer": 403}
    assert Document.objects.count() == 1


def test_the_adviser_of_a_school_reads_its_papers_and_no_other_adviser_does(written, cast, client_of):
    from portfolios.models import Certificate
    from schools.models import Role

    document = actions.ask_for_portfolio(written, by=cast.lead)
    actions.build_next(timezone.now())
    certificate = Certificate.objects.create(
        place=written.places.get(), kind="school", number="AAS-2026-9001", name_printed=written.name,
        school_name=written.name, cohort_name="2025-26", programme_name="P", organisation="O", awarded_on=date(2026, 7, 3),
    )  # fmt: skip
    # an adviser of other schools who is on the staff here reads no more than their role here lets them
    Role.objects.create(user=cast.other_adviser, school=written, kind="contributor", starts_on=date(2025, 9, 1))
    addresses = [
        f"/portfolio/{written.pk}/",
        f"/documents/{document.pk}/download/",
        f"/certificates/{certificate.pk}/pdf/",
    ]
    codes = {
        who: [client_of(getattr(cast, who)).get(address).status_code for address in addresses]
        for who in ("adviser", "other_adviser", "observer")
    }
    assert codes == {"adviser": [200] * 3, "other_adviser": [403] * 3, "observer": [403] * 3}
    assert client_of(cast.observer).get("/documents/").status_code == 403


def test_a_headteacher_stops_what_the_school_lead_asked_for(written, cast, client_of):
    document = actions.ask_for_portfolio(written, by=cast.school_lead)
    assert client_of(cast.adviser).post(f"/documents/{document.pk}/stop/").status_code == 403
    client_of(cast.headteacher).post(f"/documents/{document.pk}/stop/")
    document.refresh_from_db()
    assert document.state == DocumentState.STOPPED


def test_what_can_be_done_changes_with_the_state_while_the_page_is_open(written, cast, client_of):
    document = actions.ask_for_portfolio(cast.school, by=cast.lead)
    client, page = client_of(cast.lead), document.get_absolute_url()
    assert 'id="stop"' in client.get(page, headers={"HX-Request": "true"}).text
    Document.objects.filter(pk=document.pk).update(
        state="ready", file="x.pdf", pages=2, size=9, ready_at=timezone.now()
    )
    answer = client.get(page, headers={"HX-Request": "true"}).text
    assert "Download" in answer
    assert "Look again" not in answer
    assert 'id="stop"' not in answer


def test_tables_of_the_page_scroll_in_themselves(written, cast, client_of):
    page = client_of(cast.lead).get(reverse("portfolios:portfolio", args=[cast.school.pk])).text
    assert page.count("<table") == page.count('<div class="aas-scroll"><table') > 0
