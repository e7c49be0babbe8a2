"""What stands where there is no training yet speaks to whoever reads it."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(("who", "words"), [("lead", "When a cohort has its dates"), ("school_lead", "When your school has a place")])  # fmt: skip
def test_an_empty_list_of_sessions_speaks_to_its_reader(frozen, cast, client_of, who, words):
    assert words in client_of(getattr(cast, who)).get(reverse("training:sessions")).text


def test_the_first_page_says_whom_to_ask(client, db):
    page = client.get("/").text
    assert f'<a class="govuk-link" href="{reverse("cohorts:contact")}">Ask us</a> when the next one opens' in page
