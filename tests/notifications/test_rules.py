"""The rules of reminders: standard, the lead's changes, and that no step goes twice."""

import pytest
from casting import NOW, TODAY
from django.urls import reverse

from audit.models import Activity
from kit.access import Refused
from notifications import changes
from notifications.actions import dispatch, letter, plan
from notifications.kinds import kinds
from notifications.models import Message, MessageState, ReminderRule
from notifications.rules import Rule, rules, standing, standing_with

pytestmark = pytest.mark.django_db
SESSIONS = {14: 14, 7: 7, 1: 1}


def change(cast, kind="session_coming", *, is_on=True, days=SESSIONS, audience="representatives"):
    return changes.change_rule(kind, by=cast.lead, is_on=is_on, days=days, audience=audience)


@pytest.mark.parametrize(
    ("is_after", "days", "left", "step"),
    [
        (False, {}, 15, None),
        (False, {}, 14, 14),
        (False, {}, 8, 14),
        (False, {}, 7, 7),
        (False, {}, 1, 1),
        (False, {"14": 20, "7": None, "1": 2}, 20, 14),
        (False, {"14": 20, "7": None, "1": 2}, 3, 14),
        (False, {"14": 20, "7": None, "1": 2}, 2, 1),
        (True, {}, 0, None),
        (True, {}, 1, 1),
        (True, {}, 6, 1),
        (True, {}, 7, 7),
        (True, {}, 24, 14),
        (True, {}, 25, None),  # a rule does not reach back for months
    ],
)
def test_which_step_is_reached(is_after, days, left, step):
    order = (1, 7, 14) if is_after else (14, 7, 1)
    row = ReminderRule(kind="any", days=days) if days else None
    assert standing_with(Rule("any", "the day", order, is_after=is_after), row).step(left, TODAY) == step


def test_every_rule_speaks_of_a_reminder_and_every_reminder_has_a_rule():
    assert sorted(rules) == sorted(name for name, kind in kinds.items() if kind.reminder)


def test_the_standard_in_words():
    assert standing("session_coming").when == "14, 7 and 1 school days before the session"
    assert standing("register_not_closed").when == "1 and 5 school days after the session"
    assert standing("session_coming").to == "the school’s representatives"


def test_a_changed_rule_is_recorded_and_goes_back(cast):
    after = change(cast, days={14: 10, 7: None, 1: 2}, audience="school_leads")
    assert (after.when, after.to) == (
        "10 and 2 school days before the session",
        "the representatives, and the school’s leads",
    )
    note = Activity.objects.get(verb="changed")
    assert note.details["before"] == "14, 7 and 1 school days before the session, to the school’s representatives"
    assert (
        note.details["after"]
        == "10 and 2 school days before the session, to the representatives, and the school’s leads"
    )
    assert note.act == "changed the rule of “Session coming”"
    changes.restore_rule("session_coming", by=cast.lead)
    assert standing("session_coming").changed is None
    assert Activity.objects.filter(verb="set back to the standard").count() == 1


def test_what_no_longer_fits_the_rule_is_ignored(cast):
    ReminderRule.objects.create(kind="session_coming", days={"99": 3, "1": 2}, audience="everybody on earth")
    stands = standing("session_coming")
    assert (stands.days, stands.audience) == ({1: 2}, "representatives")


def test_an_essential_reminder_is_not_switched_off(cast):
    with pytest.raises(Refused, match="always goes"):
        changes.change_rule("offer_closing", by=cast.lead, is_on=False, days={3: 3})
    ReminderRule.objects.create(kind="offer_closing", is_on=False, days={"3": 3})
    assert standing("offer_closing").is_on


def sent(kind="session_coming"):
    return sorted(Message.objects.filter(kind=kind).values_list("occasion", flat=True))


def test_a_changed_step_never_goes_twice(cast, cohort, place, frozen):
    """Session 5 is 49 days ahead: step 14 has gone, then the lead moves it nearer and farther."""
    from datetime import timedelta

    at = NOW + timedelta(days=29)
    assert plan(at)
    assert [occasion.rsplit(":", 1)[1] for occasion in sent()] == ["14-days-before"] * 2
    for days in (20, 12, 9):
        change(cast, days={14: days, 7: 7, 1: 1})
        plan(at + timedelta(days=1))
    assert len(sent()) == 2


def test_what_waits_of_a_reminder_that_is_switched_off_does_not_go(cast, cohort, place, mailoutbox, frozen):
    session = cohort.sessions.get(number=5)
    message = letter("session_coming", cast.school_lead, about=session, occasion="one", on=session.on.isoformat())
    message.save()
    change(cast, is_on=False)
    dispatch(NOW)
    message.refresh_from_db()
    assert (message.state, mailoutbox) == (MessageState.UNWANTED, [])
    from datetime import timedelta

    plan(NOW + timedelta(days=42))
    assert sent() == ["one"]


def test_a_wider_audience_hears_and_is_still_wanted(cast, cohort, place, mailoutbox, frozen):
    from datetime import timedelta

    change(cast, audience="headteacher")
    at = NOW + timedelta(days=48)
    frozen.move_to(at)
    dispatch(at)
    told = Message.objects.filter(kind="session_coming", state=MessageState.SENT).values_list("address", flat=True)
    assert sorted(address.split("@")[0] for address in told) == ["helen.strand", "jo.pemberton", "tomasz.wilk"]


def test_planning_reads_the_rules_once(cast, cohort, place, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        plan(NOW)
    assert len([query for query in queries if "reminderrule" in query["sql"]]) <= 1


# Steps that come and go


def planned(at):
    """The steps by which letters about session 5 were planned, after planning on this day."""
    plan(at)
    return sorted({occasion.rsplit(":", 1)[1].removesuffix("-days-before") for occasion in sent()}, key=int)


def school_days_later(number):
    """The morning so many school days before session 5, 24 March 2026: weekdays, without term dates."""
    from datetime import date, timedelta

    day = date(2026, 3, 24)
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return NOW + (day - NOW.date())


def test_a_step_more_is_planned_beside_the_others(cast, cohort, place, frozen):
    stands = changes.change_rule(
        "session_coming", by=cast.lead, is_on=True, days=SESSIONS, audience="representatives", new=4
    )
    assert stands.when == "14, 7, 4 and 1 school days before the session"
    found = [planned(school_days_later(number)) for number in (14, 7, 5, 4, 3, 1)]
    assert found == [["14"], ["7", "14"], ["7", "14"], ["4", "7", "14"], ["4", "7", "14"], ["1", "4", "7", "14"]]
    assert len(sent()) == 8  # each step once to each of two


def test_no_letter_for_a_step_that_was_past_when_it_was_put_in(cast, cohort, place, frozen):
    planned(school_days_later(7))
    frozen.move_to(school_days_later(3))
    change(cast)
    changes.change_rule("session_coming", by=cast.lead, is_on=True, days=SESSIONS, audience="representatives", new=4)
    assert planned(school_days_later(3)) == ["7"]
    assert planned(school_days_later(2)) == ["7"]
    assert planned(school_days_later(1)) == ["1", "7"]


def test_a_step_taken_out_brings_back_none_before_it(cast, cohort, place, frozen):
    """The session was planned ten days ahead: step 14 never went, and must not because step 7 is gone."""
    frozen.move_to(school_days_later(6))
    assert planned(school_days_later(6)) == ["7"]
    change(cast, days={14: 14, 7: None, 1: 1})
    assert planned(school_days_later(5)) == ["7"]
    changes.restore_rule("session_coming", by=cast.lead)
    assert planned(school_days_later(4)) == ["7"]
    assert planned(school_days_later(1)) == ["1", "7"]


def test_a_step_put_in_again_does_not_go_again(cast, cohort, place, frozen):
    frozen.move_to(school_days_later(10))
    add = {"by": cast.lead, "is_on": True, "audience": "representatives"}
    changes.change_rule("session_coming", days=SESSIONS, new=4, **add)
    assert planned(school_days_later(4)) == ["4"]
    frozen.move_to(school_days_later(4))
    changes.change_rule("session_coming", days={**SESSIONS, 4: None}, **add)
    changes.change_rule("session_coming", days=SESSIONS, new=4, **add)
    assert planned(school_days_later(3)) == ["4"]
    assert len(sent()) == 2


def test_the_only_step_keeps_its_occasion_and_one_more_has_its_own(cast):
    changes.change_rule("offer_closing", by=cast.lead, is_on=True, days={3: 3}, new=1)
    stands = standing("offer_closing")
    assert (stands.days, stands.mark(3), stands.mark(1)) == ({3: 3, 1: 1}, "", ":1")


def test_a_name_is_never_given_to_two_steps(cast):
    add = {"by": cast.lead, "is_on": True, "audience": "representatives"}
    changes.change_rule("session_coming", days={14: 14, 7: 10, 1: 1}, new=7, **add)
    assert standing("session_coming").days == {14: 14, 7: 10, 1: 1, 107: 7}


def test_a_rule_has_one_to_five_steps(cast):
    add = {"by": cast.lead, "is_on": True, "audience": "representatives"}
    with pytest.raises(Refused, match="one to 5 steps"):
        changes.change_rule("session_coming", days={14: None, 7: None, 1: None}, **add)
    with pytest.raises(Refused, match="one to 5 steps"):
        changes.change_rule("session_coming", days={**SESSIONS, 3: 3, 2: 2}, new=5, **add)


# Pages


@pytest.fixture
def pages():
    return {
        name: reverse(f"notifications:{name}", args=["session_coming"])
        for name in ("rule", "change_rule", "restore_rule", "change_wording", "restore_wording")
    } | {"rules": reverse("notifications:rules")}


def test_the_lead_changes_and_the_administrator_reads(cast, client_of, pages):
    for who, statuses in {
        "lead": {"rules": 200, "rule": 200, "change_rule": 200, "change_wording": 200},
        "administrator": {"rules": 200, "rule": 200, "change_rule": 403, "change_wording": 403},
        "adviser": {"rules": 403, "rule": 403, "change_rule": 403, "change_wording": 403},
        "school_lead": {"rules": 403, "rule": 403, "change_rule": 403, "change_wording": 403},
    }.items():
        client = client_of(getattr(cast, who))
        assert {name: client.get(pages[name]).status_code for name in statuses} == statuses, who
    client = client_of(cast.administrator)
    assert [client.post(pages[name]).status_code for name in ("restore_rule", "restore_wording")] == [403, 403]
    assert client_of(cast.lead).get(reverse("notifications:rule", args=["no_such"])).status_code == 404


def test_the_list_counts_what_went(cast, client_of, pages):
    message = letter("session_coming", cast.school_lead, about=cast.school, occasion="one")
    message.state, message.sent_at = MessageState.SENT, message.planned_at
    message.save()
    lines = {
        line["kind"].name: line
        for lines in client_of(cast.lead).get(pages["rules"]).context["groups"].values()
        for line in lines
    }
    assert {name: line["sent"] for name, line in lines.items() if line["sent"]} == {"session_coming": 1}
    assert set(lines) == set(kinds)


def test_the_form_takes_what_is_meant(cast, client_of, pages):
    client = client_of(cast.lead)
    typed = {"is_on": "on", "step_14": "10", "step_7": "", "step_1": "2", "audience": "headteacher"}
    assert client.post(pages["change_rule"], typed)["Location"] == pages["rule"]
    assert standing("session_coming").days == {14: 10, 1: 2}
    assert "changed today" in client.get(pages["rules"]).text
    client.post(pages["restore_rule"])
    assert standing("session_coming").days == SESSIONS


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"step_7": "14"}, "step_7", "Enter fewer school days than in the reminder before it, so fewer than 14"),
        ({"step_14": "0"}, "step_14", "Enter 1 or more"),
        ({"step_14": "61"}, "step_14", "Enter 60 or less"),
        ({"step_14": "soon"}, "step_14", "Enter a whole number, like 12"),
        ({"step_14": "", "step_7": "", "step_1": ""}, "step_1", "Enter at least one day, or switch the reminder off"),
        ({"step_new": "7"}, "step_new", "There is a reminder at 7 already. Enter another number of school days"),
        ({"step_new": "0"}, "step_new", "Enter 1 or more"),
        ({"audience": "everybody"}, "audience", "Choose one of the answers in the list"),
    ],
)
def test_the_form_says_what_is_wrong(cast, client_of, pages, typed, field, said):
    good = {"is_on": "on", "step_14": "14", "step_7": "7", "step_1": "1", "audience": "representatives"}
    response = client_of(cast.lead).post(pages["change_rule"], good | typed)
    assert response.context["form"].errors == {field: [said]}
    assert not ReminderRule.objects.exists()


def test_an_essential_rule_has_no_switch_and_says_why(cast, client_of):
    client = client_of(cast.lead)
    page = client.get(reverse("notifications:change_rule", args=["offer_closing"]))
    assert list(page.context["form"].fields) == ["step_3", "step_new"]
    assert "It carries a decision or a deadline" in page.text


def test_the_lead_puts_a_step_in_and_takes_it_out(cast, client_of, pages):
    client = client_of(cast.lead)
    typed = {"is_on": "on", "step_14": "14", "step_7": "7", "step_1": "1", "audience": "representatives"}
    client.post(pages["change_rule"], typed | {"step_new": "3"})
    assert standing("session_coming").when == "14, 7, 3 and 1 school days before the session"
    form = client.get(pages["change_rule"]).context["form"]
    assert [name for name in form.fields if name.startswith("step")] == [
        "step_14",
        "step_7",
        "step_3",
        "step_1",
        "step_new",
    ]
    client.post(pages["change_rule"], typed | {"step_3": "3", "step_new": "10"})
    full = client.post(pages["change_rule"], typed | {"step_10": "10", "step_3": "3", "step_new": "5"})
    assert full.context["form"].errors == {
        "step_new": ["There are 5 reminders already. Empty one of them to put in another"]
    }
    client.post(pages["change_rule"], typed | {"step_10": "", "step_3": ""})
    assert standing("session_coming").days == SESSIONS
