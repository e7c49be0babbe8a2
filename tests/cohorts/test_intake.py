"""Deciding: held, previewed, released once; offers answered or lapsed; never more than the places."""

from datetime import date, timedelta

import pytest
from casting import acceptance_form, accepts
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cohorts.actions import decision as actions
from cohorts.actions import holding
from cohorts.balance import balance_of
from cohorts.models import Application, ApplicationState, Place, SeatHolder
from cohorts.tasks import lapse_offers
from cohorts.today import asked_of
from kit.access import Refused
from notifications.actions import dispatch, plan
from notifications.models import Message
from schools.models import Role, School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
S = ApplicationState


def hold(three, cast, *decisions):
    for application, decision in zip(three, decisions, strict=True):
        reason = "Too far from a cluster" if decision == "not_offered" else ""
        holding.decide_application(
            application, by=cast.lead, at=timezone.now(), decision=decision, reason=reason, need_band=""
        )


def release(cohort, cast, letters=6):
    return actions.release_decisions(cohort, by=cast.lead, letters=letters, at=timezone.now())


def test_the_lead_holds_decisions_on_the_page_and_nothing_is_sent(client_of, cast, deciding, three):
    client = client_of(cast.lead)
    data = {f"decision_{one.pk}": decision for one, decision in zip(three, ("offer", "offer", "reserve"), strict=True)}
    client.post(reverse("cohorts:hold_decisions", args=[deciding.pk]), data)
    assert [Application.objects.get(pk=one.pk).decision for one in three] == ["offer", "offer", "reserve"]
    assert Message.objects.count() == 0
    page = client.get(reverse("cohorts:intake", args=[deciding.pk])).content.decode()
    assert "<dd>2 of 2 places</dd>" in page
    assert page.count("is-offer") == 2
    read = client_of(cast.administrator).get(reverse("cohorts:intake", args=[deciding.pk])).text
    assert (read.count("Offer a place"), read.count("Reserve list</"), "Submitted" in read) == (2, 2, False)


def test_a_preview_from_the_page_holds_what_was_chosen_first(client_of, cast, deciding, three):
    client = client_of(cast.lead)
    page = client.get(reverse("cohorts:intake", args=[deciding.pk])).text
    assert page.count('form="decide" name="then" value="preview"') == 2
    assert reverse("cohorts:preview_release", args=[deciding.pk]) not in page  # a link would lose what was chosen
    data = {f"decision_{one.pk}": "offer" for one in three[:2]} | {"then": "preview"}
    answer = client.post(reverse("cohorts:hold_decisions", args=[deciding.pk]), data, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("cohorts:preview_release", args=[deciding.pk])
    assert "2 schools, for" in answer.text
    assert "no school." in answer.text
    assert "no school, " not in answer.text
    assert [Application.objects.get(pk=one.pk).decision for one in three[:2]] == ["offer", "offer"]
    assert Message.objects.count() == 0


def test_a_release_sends_each_decision_once(client_of, cast, deciding, three):
    hold(three, cast, "offer", "reserve", "not_offered")
    client = client_of(cast.lead)
    preview = client.get(reverse("cohorts:preview_release", args=[deciding.pk])).content.decode()
    assert "6 letters" in preview
    url = reverse("cohorts:release_decisions", args=[deciding.pk])
    assert "6 letters would go now, not 5" in client.post(url, {"letters": 5}).content.decode()
    assert Message.objects.count() == 0
    client.post(url, {"letters": 6})
    client.post(url, {"letters": 6})
    states = [Application.objects.get(pk=one.pk).state for one in three]
    assert states == [S.OFFERED, S.RESERVE, S.NOT_OFFERED]
    assert (
        sorted(Message.objects.values_list("kind", flat=True))
        == ["not_offered"] * 2 + ["offer_made"] * 2 + ["reserve_told"] * 2
    )
    assert Application.objects.get(pk=three[1].pk).reserve_rank == 1


def test_every_decision_letter_says_what_it_should(cast, deciding, three, mailoutbox):
    hold(three, cast, "offer", "reserve", "not_offered")
    release(deciding, cast)
    dispatch(timezone.now())
    text = {mail.subject: mail.body for mail in mailoutbox}
    assert "Tuesday 17 February 2026" in text["A place for Heathervale Primary"]
    assert "number 1 on the reserve list" in text["Oakenfold School is on the reserve list"]
    assert "Too far from a cluster" in text["Your application for 2026-27"]


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        (("offer", "", "reserve"), "1 school is not decided"),
        (("offer", "offer", "offer"), "3 offers are held for 2 free places"),
    ],
)
def test_what_stands_in_the_way_of_a_release(cast, deciding, three, decisions, words):
    hold(three, cast, *decisions)
    with pytest.raises(Refused, match=words):
        release(deciding, cast)
    assert Message.objects.count() == 0
    assert Application.objects.filter(state=S.SUBMITTED).count() == 3


def test_none_is_offered_before_the_headteacher_confirms(cast, deciding, three):
    Application.objects.filter(pk=three[0].pk).update(confirmed_at=None)
    hold(three, cast, "offer", "reserve", "reserve")
    with pytest.raises(
        Refused, match="Heathervale Primary is held for an offer, but its headteacher has not confirmed"
    ):
        release(deciding, cast)


def test_a_refusal_without_a_reason_is_not_released(cast, deciding, three):
    hold(three, cast, "offer", "reserve", "reserve")
    Application.objects.filter(pk=three[2].pk).update(decision="not_offered")
    with pytest.raises(Refused, match="no reason is written"):
        release(deciding, cast)


def test_the_code_is_read_out_on_the_telephone(client_of, cast, three):
    Application.objects.filter(pk=three[0].pk).update(confirmed_at=None)
    url = reverse("cohorts:confirm_by_code", args=[three[0].pk])
    client = client_of(cast.administrator)
    assert (
        "not the code of this application"
        in client.post(url, {"name": "Helen Strand", "code": "654321"}).content.decode()
    )
    client.post(url, {"name": "Helen Strand", "code": "123 456"})
    three[0].refresh_from_db()
    assert (three[0].confirmed_by_name, three[0].confirmed_how) == ("Helen Strand", "code")


@pytest.fixture
def offered(cast, deciding, three):
    """Heathervale has an offer, the others are reserves 1 and 2."""
    hold(three, cast, "offer", "reserve", "reserve")
    release(deciding, cast)
    for one in three:
        one.refresh_from_db()
    return three


def test_accepting_makes_the_place_its_people_and_their_accounts(client, cast, offered, coming):
    url = reverse("cohorts:answer_offer", args=[offered[0].offer_token])
    client.get(url)
    assert Place.objects.count() == 0
    client.post(url, acceptance_form(offered[0], note="Hurrah"))
    client.post(url, acceptance_form(offered[0], note="Hurrah"))
    place = Place.objects.get()
    assert (place.school, place.cohort, place.lead) == (cast.school, coming, cast.lead)
    holders = SeatHolder.objects.filter(seat__place=place).order_by("seat__number")
    assert [(one.name, one.is_senior_leader, one.from_on) for one in holders] == [
        ("Jo Pemberton", True, coming.starts_on),
        ("Tom Wilk", False, coming.starts_on),
    ]
    newcomers = User.objects.filter(email__in=["office@heathervale.example", *(one.email for one in holders)])
    roles = Role.objects.filter(user__in=newcomers, school=cast.school)
    assert sorted(roles.values_list("user__name", "kind")) == [
        ("Helen Strand", "headteacher"),
        ("Jo Pemberton", "school_lead"),
        ("Tom Wilk", "contributor"),
    ]
    assert Message.objects.filter(kind="invitation").count() == 3
    assert Message.objects.filter(kind="offer_answered").values_list("address", flat=True)[0] == cast.lead.email


def test_somebody_who_has_an_account_keeps_it(cast, offered, coming):
    people = offered[0].representatives
    people[0]["email"] = cast.school_lead.email.upper()
    Application.objects.filter(pk=offered[0].pk).update(representatives=people)
    accepts(offered[0])
    assert SeatHolder.objects.get(seat__number=1).user == cast.school_lead
    assert Role.objects.filter(user=cast.school_lead, school=cast.school, kind="school_lead").count() == 1


def test_an_offer_turned_down_frees_the_place_for_the_first_reserve(client, client_of, cast, offered, coming):
    client.post(reverse("cohorts:turn_down_offer", args=[offered[0].offer_token]), {"note": "Next year"})
    assert Application.objects.get(pk=offered[0].pk).state == S.TURNED_DOWN
    lead = client_of(cast.lead)
    assert "first on the reserve list" in lead.get(reverse("cohorts:intake", args=[coming.pk])).content.decode()
    for _ in range(3):
        lead.post(reverse("cohorts:offer_reserve", args=[coming.pk]))
    states = [Application.objects.get(pk=one.pk).state for one in offered]
    assert states == [S.TURNED_DOWN, S.OFFERED, S.OFFERED]


def test_a_late_answer_is_refused_and_the_offer_lapses_once(client, cast, offered, frozen):
    frozen.shift(timedelta(days=15))
    page = client.post(
        reverse("cohorts:answer_offer", args=[offered[0].offer_token]), acceptance_form(offered[0])
    ).content.decode()
    assert "was open until Tuesday 17 February 2026" in page
    assert Place.objects.count() == 0
    assert [lapse_offers(), lapse_offers()] == [1, 0]
    assert Application.objects.get(pk=offered[0].pk).state == S.LAPSED
    assert Message.objects.filter(kind="offer_lapsed").count() == 2


def test_three_school_days_before_it_closes_the_school_is_reminded_once(offered, frozen):
    frozen.shift(timedelta(days=8))  # Wednesday before a Tuesday
    plan(timezone.now())
    assert Message.objects.filter(kind="offer_closing").count() == 0
    frozen.shift(timedelta(days=1))
    plan(timezone.now())
    plan(timezone.now())
    plan(timezone.now())
    assert Message.objects.filter(kind="offer_closing").count() == 2


def test_a_school_with_a_live_place_takes_no_second(cast, offered, place):
    with pytest.raises(Refused, match="has a place in a cohort already"):
        accepts(offered[0])
    assert Application.objects.get(pk=offered[0].pk).state == S.OFFERED


def test_a_withdrawn_school_may_apply_again(cast, three, whole, deciding):
    from cohorts.actions.application import withdraw_application

    withdraw_application(three[0], by=cast.lead, reason="New head")
    assert whole(deciding, cast.school).pk != three[0].pk
    with pytest.raises(IntegrityError), transaction.atomic():
        whole(deciding, cast.school)


POSTS = ("hold_decisions", "release_decisions", "offer_reserve")


@pytest.mark.parametrize(
    "who", ["administrator", "adviser", "observer", "headteacher", "school_lead", "contributor", "stranger"]
)
def test_only_the_lead_decides(client_of, cast, deciding, three, who):
    hold(three, cast, "offer", "offer", "reserve")
    before = list(Application.objects.values_list("pk", "state", "decision"))
    client = client_of(getattr(cast, who))
    data = {f"decision_{three[0].pk}": "", "letters": 6}
    codes = {client.post(reverse(f"cohorts:{name}", args=[deciding.pk]), data).status_code for name in POSTS}
    assert codes <= {403, 404}
    assert client.post(reverse("cohorts:decide_application", args=[three[0].pk]), {"decision": ""}).status_code in (
        403,
        404,
    )
    assert list(Application.objects.values_list("pk", "state", "decision")) == before
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("administrator", 200),
        ("adviser", 404),
        ("observer", 403),
        ("headteacher", 404),
        ("stranger", 404),
    ],
)
def test_who_sees_what_is_held(client_of, cast, deciding, three, who, status):
    assert client_of(getattr(cast, who)).get(reverse("cohorts:intake", args=[deciding.pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("administrator", 200), ("headteacher", 403), ("stranger", 404)]
)
def test_who_reads_an_application(client_of, cast, three, who, status):
    assert client_of(getattr(cast, who)).get(three[0].get_absolute_url()).status_code == status


def test_the_intake_asks_the_same_queries_for_three_and_for_thirty(client_of, cast, deciding, three, whole):
    def queries():
        client = client_of(cast.lead)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("cohorts:intake", args=[deciding.pk]))
        return [one["sql"] for one in asked]

    queries()  # content types and the like are kept from now on
    few = queries()
    for number in range(27):
        whole(deciding, School.objects.create(name=f"School {number}", urn=f"9003{number:02}"))
    assert len(queries()) == len(few)


def test_every_letter_of_an_answer_can_be_written(cast, offered, mailoutbox, frozen, coming):
    accepts(offered[0], note="Hurrah")
    actions.offer_reserve(coming, by=cast.lead, at=timezone.now())
    frozen.shift(timedelta(days=10))
    plan(timezone.now())
    dispatch(timezone.now())
    frozen.shift(timedelta(days=7))
    lapse_offers()
    dispatch(timezone.now())
    kinds = set(Message.objects.filter(state="sent").values_list("kind", flat=True))
    assert kinds >= {"place_taken", "offer_answered", "offer_closing", "offer_lapsed", "reserve_told", "offer_made"}
    assert not Message.objects.filter(state="refused").exists()
    assert any("Hurrah" in mail.body for mail in mailoutbox)
    assert all("This message was sent because" in mail.body for mail in mailoutbox)


@pytest.mark.parametrize("who", ["observer", "adviser", "headteacher", "school_lead", "stranger", "nobody"])
def test_nobody_else_writes_to_headteachers(client_of, cast, three, who):
    Application.objects.filter(pk=three[0].pk).update(confirmed_at=None)
    assert client_of(getattr(cast, who)).post(reverse("cohorts:ask_headteacher", args=[three[0].pk])).status_code in (
        403,
        404,
    )
    assert Message.objects.count() == 0


def test_a_position_on_the_reserve_list_is_counted_among_those_who_wait(cast, deciding, three):
    for rank, application in enumerate(three, 1):
        Application.objects.filter(pk=application.pk).update(state=S.RESERVE, reserve_rank=rank)
    assert [Application.objects.get(pk=one.pk).position for one in three] == [1, 2, 3]
    actions.offer_reserve(deciding, by=cast.lead, at=timezone.now())
    assert [Application.objects.get(pk=one.pk).position for one in three[1:]] == [1, 2]


def test_an_application_shows_what_happened_to_it(client_of, cast, deciding, three):
    hold(three, cast, "offer", "offer", "reserve")
    page = client_of(cast.lead).get(three[0].get_absolute_url()).content.decode()
    assert "Marian Osgood held a decision on the application of Heathervale Primary" in page


def test_the_balance_keeps_bands_and_phases_in_their_own_order(deciding, three):
    bands = ("lower", "middle", "higher")
    for application, band, phase in zip(three, bands, ("secondary", "middle", "nursery"), strict=True):
        application.need_band, application.school.phase = band, phase
    phases, _, needs, _ = balance_of(deciding, three)
    assert [share.name for share in needs[1]] == ["Higher", "Middle", "Lower"]
    assert [share.name for share in phases[1]] == ["Nursery", "Middle", "Secondary"]


def titles(user, on):
    return [
        duty.title
        for duty in asked_of(user, on)
        if "ntake" in duty.title or "reserve" in duty.title or "headteacher of" in duty.title
    ]


def test_the_school_is_asked_to_answer_its_offer(cast, offered):
    assert "Answer the offer of a place in 2026-27" in [
        duty.title for duty in asked_of(cast.headteacher, date(2026, 2, 3))
    ]
    assert "Answer the offer of a place in 2026-27" not in [
        duty.title for duty in asked_of(cast.contributor, date(2026, 2, 3))
    ]
