"""Every page of the intake has something to show in the demo: held acts, one of them undone, and a reserve list that was carried."""

import pytest
from django.urls import reverse

from aas_portal.demo.load import load
from accounts.models import User
from cohorts.intake import free_places
from cohorts.models import Carry, Cohort, HeldAct
from notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    load(40)


def test_the_intake_of_the_demo(county, client_of):
    lead = client_of(User.objects.get(persona="lead"))
    coming, running = Cohort.objects.get(state="open"), Cohort.objects.get(state="running")
    acts = list(HeldAct.objects.filter(cohort=coming).order_by("pk"))
    assert [bool(act.undone_at) for act in acts] == [False, False, False, False, True]
    assert [act.what.split(":")[0] for act in acts] == [
        "Need", "Offer a place", "Reserve list", "Order of the reserve list", "Not this year",
    ]  # fmt: skip
    page = lead.get(reverse("cohorts:intake", args=[coming.pk])).text
    assert all(act.what.split(":")[0] in page for act in acts)
    assert lead.post(reverse("cohorts:undo_hold", args=[acts[1].pk]), follow=True).status_code == 200
    acts[1].refresh_from_db()
    assert acts[1].undone_at

    asked = Carry.objects.filter(application__cohort=running).order_by("application__applicant_name")
    assert sorted(asked.values_list("state", "application__state")) == [
        ("asked", "reserve"), ("kept", "carried"), ("withdrawn", "withdrawn"),
    ]  # fmt: skip
    assert asked.get(state="kept").became.cohort == coming
    page = lead.get(reverse("cohorts:carry_reserve", args=[running.pk])).text
    assert all(word in page for word in ("No answer yet", "Kept", "Withdrawn", "Its new application"))
    assert free_places(running) == 0  # nobody is offered a place in the middle of a year
    letters = Message.objects.filter(kind__startswith="carry_")
    assert set(letters.values_list("kind", "state")) == {
        ("carry_asked", "sent"), ("carry_kept", "sent"), ("carry_withdrawn", "sent"),
    }  # fmt: skip
    open_one = asked.get(state="asked")
    told = letters.get(kind="carry_asked", address=open_one.application.applicant_email)
    assert "/keep/" in told.body and told.sent_at.date() == open_one.asked_at.date()
    for name in ("answer_carry", "answer_carry_for_school"):
        key = open_one.token if name == "answer_carry" else open_one.pk
        assert open_one.application.school.name in lead.get(reverse(f"cohorts:{name}", args=[key])).text
