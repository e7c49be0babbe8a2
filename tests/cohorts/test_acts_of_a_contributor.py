"""What next offers a contributor no act that only those who write for the school can do."""

import pytest
from django.urls import reverse

from action_research.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ACTS = ("Write it up", "Begin it", "Arrange a catch-up", "Note the presentation")


@pytest.mark.parametrize("state", [None, "draft", "agreed"])
def test_a_contributor_reads_what_is_missing_without_acts_of_others(cast, place, client_of, state):
    if state:
        Project.objects.create(
            place=place, title="T", question="Q?", state=state, ethics_confirmed=True, anonymity_confirmed=True
        )

    def settle(user):
        page = client_of(user).get(reverse("cohorts:what_next")).text
        return page[page.index("What would settle graduation") :].split("</section>")[0]

    theirs, leads = settle(cast.contributor), settle(cast.school_lead)
    asked_above = 2 if state == "draft" else 1  # the plan, and a question not yet proposed
    assert theirs.count("<li>") == leads.count("<li>") + asked_above
    assert not any(act in theirs for act in ACTS)
    assert {None: "Begin it", "draft": "What is asked of you above is all", "agreed": "Write it up"}[state] in leads
