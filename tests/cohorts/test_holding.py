"""Holding on one page: one by one, many at once, the first so many by score; the reserve list in order; and every act undone."""

import pytest
from a_reading import give, score
from django.urls import reverse
from django.utils import timezone

from audit.models import Activity
from cohorts.actions import decision, holding
from cohorts.balance import balance_of
from cohorts.models import Application, ApplicationState, Cohort, HeldAct
from kit.access import Refused
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
S = ApplicationState
FIELDS = ("decision", "decision_reason", "need_band", "reserve_order", "decided_by")


def rows():
    return list(Application.objects.order_by("pk").values_list(*FIELDS))


def post(client, name, cohort, data=None, query=""):
    return client.post(reverse(f"cohorts:{name}", args=[cohort.pk]) + query, data or {}, follow=True)


def undo(client, act):
    return client.post(reverse("cohorts:undo_hold", args=[act.pk]), follow=True)


def hold_one(application, cast, choice, reason="", band=""):
    holding.decide_application(
        application, by=cast.lead, at=timezone.now(), decision=choice, reason=reason, need_band=band
    )


# --- many at once, and back


def test_the_ticked_ones_are_held_and_an_undo_gives_each_what_it_held_before(client_of, cast, deciding, three):
    hold_one(three[0], cast, "offer", band="higher")
    hold_one(three[1], cast, "not_offered", "Too far from a cluster")
    before = rows()
    client = client_of(cast.lead)
    data = {"together": "not_offered", "reason": "Full", "which": "ticked", "picked": [one.pk for one in three]}
    post(client, "hold_many", deciding, data)
    assert [(one[0], one[1]) for one in rows()] == [("not_offered", "Full")] * 3
    page = client.get(
        reverse("cohorts:intake", args=[deciding.pk])
    ).text  # the act is kept: it stands there after a reload
    assert "Not this year: Heathervale Primary, Oakenfold School and Whinmoor Junior" in page
    assert "Marian Osgood, 3 February, 9.30am" in page
    act = HeldAct.objects.latest()[0]
    assert "3 schools hold what stood there before" in undo(client, act).text
    assert rows() == before
    assert "This is undone already" in undo(client, act).text
    assert rows() == before
    assert Message.objects.count() == 0


def test_an_undo_is_refused_whole_when_somebody_changed_a_row_meanwhile(client_of, cast, deciding, three):
    client = client_of(cast.lead)
    post(client, "hold_many", deciding, {"together": "offer", "which": "first", "first": "3"})
    act = HeldAct.objects.get()
    hold_one(three[1], cast, "reserve")
    before = rows()
    page = undo(client, act).text
    assert "Oakenfold School was changed after this. Nothing is undone" in page
    assert rows() == before
    assert HeldAct.objects.get(pk=act.pk).undone_at is None
    undo(client, HeldAct.objects.latest()[0])  # the later act first, then this one
    undo(client, act)
    assert [one[0] for one in rows()] == ["", "", ""]


def test_what_was_released_is_not_undone(client_of, cast, deciding, three):
    hold_one(three[0], cast, "offer")
    client = client_of(cast.lead)
    data = {"together": "reserve", "which": "ticked", "picked": [three[1].pk, three[2].pk]}
    post(client, "hold_many", deciding, data)
    act = HeldAct.objects.latest()[0]
    decision.release_decisions(deciding, by=cast.lead, letters=6, at=timezone.now())
    before = rows()
    page = client.get(reverse("cohorts:intake", args=[deciding.pk])).text
    assert "The letters have gone" in page
    assert reverse("cohorts:undo_hold", args=[act.pk]) not in page
    assert "had their letters since. Nothing is undone" in undo(client, act).text
    assert rows() == before


def test_what_is_chosen_row_by_row_goes_with_the_act_on_many(client_of, cast, deciding, three):
    data = {f"decision_{three[0].pk}": "reserve", f"was_decision_{three[0].pk}": ""}
    data |= {f"decision_{one.pk}": "" for one in three[1:]} | {f"was_decision_{one.pk}": "" for one in three[1:]}
    data |= {"together": "offer", "which": "ticked", "picked": [three[2].pk]}
    post(client_of(cast.lead), "hold_many", deciding, data)
    assert [one[0] for one in rows()] == ["reserve", "", "offer"]
    assert HeldAct.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"which": "ticked"}, "Tick at least one school"),
        ({"which": "first", "first": ""}, "Enter how many"),
        ({"which": "first", "first": "2", "together": "not_offered"}, "Enter the reason: the schools read it"),
        ({"which": "first", "first": "no"}, "Enter a whole number, like 12"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_held(client_of, cast, deciding, three, data, words):
    chosen = {f"decision_{three[0].pk}": "reserve", f"was_decision_{three[0].pk}": ""}
    answer = post(client_of(cast.lead), "hold_many", deciding, {"together": "offer"} | data | chosen)
    assert words in answer.text
    assert '<option value="reserve" selected>' in answer.text  # what was chosen is still there
    assert [one[0] for one in rows()] == ["", "", ""]


# --- by score


@pytest.fixture
def scored(cast, deciding, three, criteria):
    """The third has 4, the first 3 and the second 2, from one reviewer."""
    give(deciding, cast, three, cast.reviewer)
    for application, points in zip(three, (3, 2, 4), strict=True):
        score(application, cast.reviewer, points, points)
    return three


def test_the_first_two_by_score_are_the_two_with_the_most(client_of, cast, deciding, scored):
    post(client_of(cast.lead), "hold_many", deciding, {"together": "offer", "which": "first", "first": "2"})
    assert [one[0] for one in rows()] == ["offer", "", "offer"]
    assert (
        HeldAct.objects.get().what == "Offer a place, for the first 2 by score: Heathervale Primary and Whinmoor Junior"
    )


def test_the_line_never_falls_between_two_that_score_the_same(client_of, cast, deciding, scored):
    score(scored[1], cast.reviewer, 3, 3)
    answer = post(client_of(cast.lead), "hold_many", deciding, {"together": "offer", "which": "first", "first": "2"})
    assert "Heathervale Primary and Oakenfold School have the same score, on either side of the line" in answer.text
    assert [one[0] for one in rows()] == ["", "", ""]


def test_the_order_is_the_leads_to_choose(client_of, cast, deciding, scored):
    for application, band in zip(scored, ("lower", "higher", ""), strict=True):
        Application.objects.filter(pk=application.pk).update(need_band=band)
    client, url = client_of(cast.lead), reverse("cohorts:intake", args=[deciding.pk])

    def names(**query):
        return [row["application"].school.name.split()[0] for row in client.get(url, query).context["rows"]]

    assert names() == names(sort="score") == ["Whinmoor", "Heathervale", "Oakenfold"]
    assert names(sort="arrival") == ["Heathervale", "Oakenfold", "Whinmoor"]
    assert names(sort="need") == ["Oakenfold", "Heathervale", "Whinmoor"]


# --- two people at once


def test_a_page_from_before_does_not_undo_what_somebody_else_held(client_of, cast, deciding, three):
    stale = {f"decision_{one.pk}": "" for one in three} | {f"was_decision_{one.pk}": "" for one in three}
    hold_one(three[0], cast, "offer")
    client = client_of(cast.lead)
    assert "Nothing has changed" in post(client, "hold_decisions", deciding, stale).text
    assert rows()[0][0] == "offer"
    both = stale | {f"decision_{three[0].pk}": "reserve", f"decision_{three[1].pk}": "offer"}
    answer = post(client, "hold_decisions", deciding, both).text
    assert "Somebody has changed Heathervale Primary meanwhile" in answer
    assert [one[0] for one in rows()] == ["offer", "", ""]


# --- need


def test_need_is_entered_for_many_at_once_and_undone(client_of, cast, deciding, three):
    client = client_of(cast.administrator)
    page = client.get(reverse("cohorts:intake", args=[deciding.pk]), {"enter": "need"}).text
    assert page.count(">Higher</option>") == 3
    data = {f"need_{one.pk}": band for one, band in zip(three, ("higher", "", "lower"), strict=True)}
    post(client, "enter_need", deciding, data)
    assert [one[2] for one in rows()] == ["higher", "", "lower"]
    undo(client, HeldAct.objects.get())
    assert [one[2] for one in rows()] == ["", "", ""]


def test_an_administrator_undoes_only_what_is_their_own(client_of, cast, deciding, three):
    hold_one(three[0], cast, "offer")
    assert undo(client_of(cast.administrator), HeldAct.objects.get()).status_code == 403
    assert rows()[0][0] == "offer"


# --- the reserve list


@pytest.fixture
def reserves(cast, deciding, three):
    """All three on the held reserve list."""
    chosen = dict.fromkeys([one.pk for one in three], "reserve")
    holding.hold_decisions(deciding, chosen, by=cast.lead, at=timezone.now())
    return three


def in_order(page):
    return [row.school.name.split()[0] for row, _ in page.context["order_form"].rows()]


def test_the_reserve_list_is_ordered_by_arrows_and_numbers_and_told_so(client_of, cast, deciding, reserves):
    client, (first, second, third) = client_of(cast.lead), reserves
    numbers = {f"order_{one.pk}": str(n) for n, one in enumerate(reserves, 1)}
    page = post(client, "order_reserves", deciding, numbers | {"move": f"up-{third.pk}"})
    assert in_order(page) == ["Heathervale", "Whinmoor", "Oakenfold"]
    typed = {f"order_{first.pk}": "3", f"order_{second.pk}": "1", f"order_{third.pk}": "2"}
    assert in_order(post(client, "order_reserves", deciding, typed)) == ["Oakenfold", "Whinmoor", "Heathervale"]
    undo(client, HeldAct.objects.latest()[0])
    assert in_order(client.get(reverse("cohorts:intake", args=[deciding.pk]))) == [
        "Heathervale",
        "Whinmoor",
        "Oakenfold",
    ]
    decision.release_decisions(deciding, by=cast.lead, letters=6, at=timezone.now())
    told = Application.objects.order_by("reserve_rank").values_list("school__name", "reserve_rank")
    assert list(told) == [("Heathervale Primary", 1), ("Whinmoor Junior", 2), ("Oakenfold School", 3)]


def test_an_order_of_other_schools_is_refused(cast, deciding, reserves):
    hold_one(reserves[2], cast, "offer")
    with pytest.raises(Refused, match="other schools on it now"):
        holding.order_reserves(deciding, [one.pk for one in reserves], by=cast.lead, at=timezone.now())


# --- the balance


def test_a_school_with_an_earlier_place_or_application_is_not_there_for_the_first_time(
    cast, deciding, three, place, cohort, whole
):
    whole(cohort, three[1].school)
    later = Cohort.objects.create(
        name="Later", starts_on="2027-09-01", ends_on="2028-07-01", decisions_on="2027-03-01",
        applications_open_at=timezone.now(), applications_close_at=timezone.now().replace(year=2027),
    )  # fmt: skip
    whole(later, three[2].school)
    for application in three:
        application.decision = "offer"
    (shares,) = [lines for title, lines in balance_of(deciding, three) if title == "Earlier years"]
    assert [(one.name, one.offers, one.applied) for one in shares] == [("First time", 1, 1), ("Here before", 2, 2)]


def test_the_balance_follows_what_is_chosen_and_holds_nothing(client_of, cast, deciding, three):
    url = reverse("cohorts:intake_balance", args=[deciding.pk])
    page = client_of(cast.lead).get(url, {f"decision_{one.pk}": "offer" for one in three})
    assert "3 of 2 places" in page.text
    assert "1 offer more than there are places" in page.text
    assert [one[0] for one in rows()] == ["", "", ""]
    assert HeldAct.objects.count() == 0


# --- who


@pytest.mark.parametrize(
    "who", ["adviser", "observer", "headteacher", "school_lead", "contributor", "stranger", "nobody"]
)
def test_nobody_else_holds_orders_undoes_or_looks(client_of, cast, deciding, reserves, who):
    client, act, before = client_of(getattr(cast, who)), HeldAct.objects.get(), rows()
    data = {"together": "offer", "which": "first", "first": "3", f"need_{reserves[0].pk}": "higher"}
    names = ("hold_many", "enter_need", "order_reserves", "intake_balance")
    codes = {client.post(reverse(f"cohorts:{name}", args=[deciding.pk]), data).status_code for name in names}
    codes.add(client.get(reverse("cohorts:intake_balance", args=[deciding.pk])).status_code)
    assert codes <= {403, 404, 405}
    assert client.post(reverse("cohorts:undo_hold", args=[act.pk])).status_code == 404
    assert rows() == before


def test_the_record_of_what_is_held_is_internal(cast, deciding, reserves):
    act = HeldAct.objects.get()
    holding.undo_hold(act, by=cast.lead, at=timezone.now())
    assert set(Activity.objects.values_list("internal", flat=True)) == {True}
