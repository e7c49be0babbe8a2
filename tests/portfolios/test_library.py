"""The practice library: nothing without consent and a named check; withdrawn consent takes it away."""

import pytest
from django.urls import reverse

from portfolios.actions import entries as actions
from portfolios.models import Document, DocumentState, EntryState

TEXTS = {
    "title": "One minute at the gate",
    "summary": "A named adult",
    "theme": "Key adults",
    "why": "Mornings",
    "what_we_did": "A script",
    "what_changed": "Calm",
    "what_did_not_work": "Fridays",
    "quote": "She says my name",
    "visits_welcome": True,
}


@pytest.fixture
def entry(place, cast):
    entry = actions.start_entry(place, by=cast.school_lead)
    actions.edit_entry(entry, by=cast.school_lead, seen=1, **TEXTS)
    return entry


@pytest.fixture
def published(entry, cast):
    actions.give_consent(entry, by=cast.school_lead, school_named=True, images=False, childrens_words=False)
    actions.submit_entry(entry, by=cast.school_lead)
    actions.check_anonymity(entry, by=cast.administrator)
    actions.approve_entry(entry, by=cast.lead)
    actions.publish_entry(entry, by=cast.lead)
    return entry


def test_no_entry_goes_on_without_consent(entry, cast):
    with pytest.raises(actions.ConsentMissing):
        actions.submit_entry(entry, by=cast.school_lead)
    entry.refresh_from_db()
    assert entry.state == EntryState.DRAFT


def test_the_page_offers_no_step_that_would_be_refused(entry, cast, client_of):
    client, page = client_of(cast.school_lead), reverse("portfolios:entry", args=[entry.pk])
    submit = reverse("portfolios:submit_entry", args=[entry.pk])
    assert submit not in client.get(page).text
    assert "once the school’s consent is noted" in client.get(page).text
    refused = client.post(submit, follow=True).text
    assert "There is a problem" in refused
    assert ">Done</h2>" not in refused
    actions.give_consent(entry, by=cast.school_lead, school_named=True, images=False, childrens_words=False)
    assert submit in client.get(page).text
    client.post(submit)
    approve = reverse("portfolios:approve_entry", args=[entry.pk])
    assert approve not in client_of(cast.lead).get(page).text
    actions.check_anonymity(entry, by=cast.administrator)
    assert approve in client_of(cast.lead).get(page).text


def test_consent_whose_giver_has_gone_names_nobody(entry, cast, client_of):
    actions.give_consent(entry, by=cast.school_lead, school_named=True, images=False, childrens_words=False)
    page = reverse("portfolios:entry", args=[entry.pk])
    assert "by Jo Pemberton" in client_of(cast.lead).get(page).text
    entry.consent.given_by = None
    entry.consent.save()
    assert "None" not in client_of(cast.lead).get(page).text


def test_nobody_approves_what_nobody_checked(entry, cast):
    actions.give_consent(entry, by=cast.school_lead, school_named=True, images=True, childrens_words=True)
    actions.submit_entry(entry, by=cast.school_lead)
    with pytest.raises(actions.ConsentMissing):
        actions.approve_entry(entry, by=cast.lead)


def test_the_public_reads_it_without_the_childrens_words(published, client):
    said = client.get(reverse("portfolios:library_entry", args=[published.pk])).content.decode()
    assert "One minute at the gate" in said
    assert "Heathervale Primary" in said
    assert "She says my name" not in said


def test_withdrawn_consent_takes_entry_and_documents_away(published, cast, client):
    document = Document.objects.create(kind="portfolio", title="P", school=cast.school, asked_by=cast.lead, parameters={"entry": published.pk}, state="ready", file="x.pdf")  # fmt: skip
    actions.withdraw_consent(published, by=cast.school_lead)
    document.refresh_from_db()
    assert document.state == DocumentState.WITHDRAWN
    assert client.get(reverse("portfolios:library_entry", args=[published.pk])).status_code == 404
    assert "One minute" not in client.get(reverse("portfolios:library")).content.decode()


def test_consent_is_the_schools_alone(entry, cast, client_of):
    address = reverse("portfolios:give_consent", args=[entry.pk])
    assert client_of(cast.lead).post(address, {"confirmed": "on"}).status_code == 403
    assert client_of(cast.school_lead).post(address, {"confirmed": "on", "agreed": "school_named"}).status_code == 302
    entry.consent.refresh_from_db()
    assert (entry.consent.is_given, entry.consent.school_named, entry.consent.images) == (True, True, False)


def test_two_editors_never_lose_a_text(entry, cast, client_of):
    address = reverse("portfolios:edit_entry", args=[entry.pk])
    mine = TEXTS | {"version": "2", "visits_welcome": "on", "why": "My own long words about the mornings"}
    assert client_of(cast.school_lead).post(address, mine).status_code == 302
    response = client_of(cast.headteacher).post(address, mine | {"why": "Other words that must not be lost"})
    assert response.status_code == 409
    assert "Other words that must not be lost" in response.content.decode()


def test_an_observer_reads_the_entry_of_a_school_of_their_own_and_no_other(entry, cast, client_of):
    from datetime import date

    from schools.models import Role

    client, address = client_of(cast.observer), reverse("portfolios:entry", args=[entry.pk])
    assert client.get(address).status_code == 403
    Role.objects.create(user=cast.observer, school=cast.school, kind="school_lead", starts_on=date(2025, 9, 1))
    assert client.get(address).status_code == 200
