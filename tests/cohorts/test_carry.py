"""The reserve list carried to the next cohort: asked once, answered by two buttons, and nothing changed by opening a link."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Activity
from cohorts.actions import carry as actions
from cohorts.actions import decision
from cohorts.models import Answer, Application, ApplicationState, Carry, CarryState, Cohort
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.actions import dispatch
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
S, C = ApplicationState, CarryState


@pytest.fixture
def following(deciding):
    """The cohort after the one that is decided on, open for applications."""
    now = timezone.now()
    return Cohort.objects.create(
        name="2027-28", starts_on=date(2027, 9, 1), ends_on=date(2028, 7, 14), decisions_on=date(2027, 3, 26),
        applications_open_at=now - timedelta(days=1), applications_close_at=now + timedelta(days=60), state="open",
    )  # fmt: skip


@pytest.fixture
def waiting(deciding, three):
    """All three on the reserve list, told."""
    for rank, one in enumerate(three, 1):
        Application.objects.filter(pk=one.pk).update(
            state=S.RESERVE, decision="reserve", reserve_rank=rank, released_at=timezone.now(), need_band="higher"
        )
        one.refresh_from_db()
    return three


@pytest.fixture
def asked(cast, deciding, following, waiting):
    """The three, asked."""
    facts = {"to_cohort": following, "answer_by": date(2026, 2, 24), "letters": 6}
    actions.carry_reserve(deciding, **facts, by=cast.lead, at=timezone.now())
    return list(Carry.objects.order_by("application__reserve_rank"))


def answer(client, one, word=None):
    url = reverse("cohorts:answer_carry", args=[one.token])
    return client.post(url, {"answer": word}, follow=True) if word else client.get(url)


def writing(application):
    """What a school wrote: every answer with its wording."""
    own = ("id", "application")
    names = [field.name for field in Answer._meta.concrete_fields if field.name not in own]
    return sorted(map(str, application.answers.values_list(*names)))


def test_the_lead_types_the_number_of_letters_and_each_school_is_asked_once(
    client_of, cast, deciding, following, waiting
):
    client, url = client_of(cast.lead), reverse("cohorts:carry_reserve", args=[deciding.pk])
    assert "6 letters go" in client.get(url).text
    data = {"to_cohort": following.pk, "answer_by_day": "24", "answer_by_month": "2", "answer_by_year": "2026"}
    assert "6 letters would go now, not 3" in client.post(url, data | {"letters": "3"}).text
    assert (Carry.objects.count(), Message.objects.count()) == (0, 0)
    page = client.post(url, data | {"letters": "6"}, follow=True).text
    assert page.count("No answer yet") == 3
    assert (Carry.objects.count(), Message.objects.filter(kind="carry_asked").count()) == (3, 6)
    client.post(url, data | {"letters": "6"})
    assert (Carry.objects.count(), Message.objects.count()) == (3, 6)


def test_without_a_next_cohort_nobody_is_asked(client_of, cast, deciding, waiting):
    page = client_of(cast.lead).get(reverse("cohorts:carry_reserve", args=[deciding.pk]))
    assert (page.context["form"], "Open the next cohort for applications first" in page.text) == (None, True)


def test_opening_the_link_a_hundred_times_changes_nothing(client, asked):
    before = list(Application.objects.values_list()), list(Carry.objects.values_list()), Message.objects.count()
    for _ in range(3):
        page = answer(client, asked[1])
        client.head(reverse("cohorts:answer_carry", args=[asked[1].token]))
    assert "You are number 2 on the reserve list" in page.text
    assert page.text.count('name="answer"') == 2
    after = list(Application.objects.values_list()), list(Carry.objects.values_list()), Message.objects.count()
    assert after == before


def test_a_kept_application_stands_in_the_next_cohort_as_it_was_written(client, asked, following, waiting, mailoutbox):
    before = writing(waiting[0])
    page = answer(client, asked[0], "keep")
    assert "Your application is kept for 2027-28" in page.text
    old, new = Application.objects.get(pk=waiting[0].pk), Application.objects.get(cohort=following)
    assert (old.state, old.reserve_rank, Carry.objects.get(pk=asked[0].pk).became) == (S.CARRIED, None, new)
    assert (writing(new), len(before) > 0) == (before, True)  # the answers, each with the question as it was asked
    for field in Application._meta.concrete_fields:
        if field.name not in actions.NOT_KEPT:
            assert getattr(new, field.attname) == getattr(old, field.attname), field.name
    fresh = (new.state, new.confirmed_at, new.decision, new.need_band, new.released_at, new.submitted_at)
    assert fresh == (S.SUBMITTED, None, "", "", None, timezone.now())
    assert Application.objects.get(pk=waiting[1].pk).position == 1  # those behind it move up
    assert Message.objects.filter(kind="head_confirmation_wanted", object_id=str(new.pk)).count() == 1
    dispatch(timezone.now())
    assert "Your application is kept for 2027-28" in {mail.subject for mail in mailoutbox}
    answer(client, asked[0], "keep")
    answer(client, asked[0], "withdraw")
    assert Application.objects.filter(cohort=following).count() == 1
    assert Application.objects.get(pk=old.pk).state == S.CARRIED


def test_what_belongs_to_one_intake_is_named_and_nothing_else_is_left_behind():
    fields = {field.name for field in Application._meta.concrete_fields}
    kept = fields - set(actions.NOT_KEPT)
    assert set(actions.NOT_KEPT) <= fields
    assert kept >= {"school", "representatives", "wording", "head_name", "applicant_email", "trust_agreed"}


def test_a_withdrawn_one_leaves_the_list_and_is_told(client, asked, following, waiting):
    answer(client, asked[0], "withdraw")
    old = Application.objects.get(pk=waiting[0].pk)
    assert (old.state, old.withdrawn_reason) == (S.WITHDRAWN, "Not kept for 2027-28")
    assert Carry.objects.get(pk=asked[0].pk).state == C.WITHDRAWN
    assert Application.objects.filter(cohort=following).count() == 0
    assert Message.objects.filter(kind="carry_withdrawn").count() == 2
    assert "Your application is withdrawn" in answer(client, asked[0]).text


def test_a_school_that_applied_anew_keeps_that_application(client, asked, following, waiting, whole):
    own = whole(following, waiting[0].school)
    answer(client, asked[0], "keep")
    assert Application.objects.get(pk=waiting[0].pk).state == S.CARRIED
    assert Application.objects.get(cohort=following) == own


def test_until_it_answers_a_school_can_still_be_offered_a_place(client, cast, asked, deciding, following, waiting):
    decision.offer_reserve(deciding, by=cast.lead, at=timezone.now())
    assert "There is nothing to answer here any more" in answer(client, asked[0]).text
    assert client.post(reverse("cohorts:answer_carry", args=[asked[0].token]), {"answer": "keep"}).status_code == 409
    assert Application.objects.get(pk=waiting[0].pk).state == S.OFFERED
    with pytest.raises(StepNotAllowed):
        actions.keep_application(asked[0], at=timezone.now())
    assert Carry.objects.get(pk=asked[0].pk).state == C.ASKED
    assert Application.objects.filter(cohort=following).count() == 0


def test_once_the_next_places_are_decided_nothing_is_kept(asked, following):
    Cohort.objects.filter(pk=following.pk).update(state="running")
    asked[0].refresh_from_db()
    with pytest.raises(Refused, match="are decided by now"):
        actions.keep_application(asked[0], at=timezone.now())


def test_the_virtual_school_answers_for_a_school_and_reminds_another(client_of, cast, asked, deciding, following):
    client = client_of(cast.lead)
    client.post(reverse("cohorts:answer_carry_for_school", args=[asked[0].pk]), {"answer": "keep"})
    assert Activity.objects.get(verb="kept for the next cohort").on_behalf
    for _ in range(2):
        client.post(reverse("cohorts:ask_again", args=[asked[1].pk]))
    assert Message.objects.filter(kind="carry_asked", occasion__contains="again").count() == 2
    page = client.get(reverse("cohorts:carry_reserve", args=[deciding.pk])).text
    assert (page.count("No answer yet"), page.count(">Its new application<")) == (2, 1)
    assert client.post(reverse("cohorts:ask_again", args=[asked[0].pk])).status_code == 409


@pytest.mark.parametrize(
    "who", ["adviser", "observer", "headteacher", "school_lead", "contributor", "stranger", "nobody"]
)
def test_nobody_else_asks_or_answers(client_of, cast, asked, deciding, who):
    client, before = client_of(getattr(cast, who)), list(Carry.objects.values_list())
    codes = {client.post(reverse("cohorts:carry_reserve", args=[deciding.pk])).status_code}
    for name in ("answer_carry_for_school", "ask_again"):
        codes.add(client.post(reverse(f"cohorts:{name}", args=[asked[0].pk]), {"answer": "keep"}).status_code)
    assert codes <= {403, 404}
    assert list(Carry.objects.values_list()) == before
    assert client.get(reverse("cohorts:answer_carry", args=["made-up"])).status_code == 404
