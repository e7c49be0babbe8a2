"""What people without an account do stands in the record under their names, in plain sentences."""

import pytest
from casting import accepts
from django.urls import reverse
from django.utils import timezone

from audit.models import Activity
from cohorts.actions import application as actions
from cohorts.actions import decision, holding
from cohorts.models import Application
from schools.story import acts_at, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_story_names_the_applicant_and_the_headteacher(coming, cast, whole, client_of):
    begun = actions.begin_application(
        coming, cast.school, name="Hadi Field", email="hadi@example.org", at=timezone.now()
    )
    Application.objects.filter(pk=begun.pk).delete()
    sent = whole(coming, cast.school, applicant_name="Hadi Field", state="draft", confirmed_at=None)
    actions.submit_application(sent, at=timezone.now())
    actions.confirm_application(sent, name="Helen Strand", how="link", at=timezone.now())
    coming.state = "selecting"
    coming.save()
    holding.decide_application(sent, by=cast.lead, at=timezone.now(), decision="offer", reason="", need_band="")
    decision.release_decisions(coming, by=cast.lead, letters=2, at=timezone.now())
    sent.refresh_from_db()
    accepts(sent)
    told = {one.title for one in tell(acts_at(cast.school, cast.headteacher), cast.school)}
    assert told >= {
        "Hadi Field began the application",
        "Hadi Field submitted the application",
        "Helen Strand confirmed the application",
        "Helen Strand accepted the offer for the application",
    }
    page = client_of(cast.lead).get(reverse("audit:record"), {"person": "hadi"})
    assert len(page.context["rows"]) == 2
    assert f"began the application of {cast.school}" in page.text
    assert "Application of" not in page.text


def test_what_the_applicant_takes_back_is_theirs(coming, cast, whole):
    sent = whole(coming, cast.school, applicant_name="Hadi Field")
    actions.withdraw_application(sent, reason="Not this year")
    assert Activity.objects.about(sent).get().who == "Hadi Field"


def test_a_school_of_a_trust_says_that_its_trust_agrees(coming, cast, whole, agreed):
    sent = whole(coming, cast.school, state="draft", trust_agreed=False)
    with pytest.raises(actions.Refused, match="your trust agrees"):
        actions.submit_application(sent, at=timezone.now())
    free = whole(coming, cast.other, state="draft", trust_agreed=False)
    actions.submit_application(free, at=timezone.now())
    assert free.state == "submitted"
