"""Visits: who logs, who reads, and what a school answers. Internal ones never reach anybody who holds a role there."""

from datetime import date

import pytest

from audit.models import Activity
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.actions import render
from notifications.models import Message
from schools import policies
from schools.actions.people import add_internal_note
from schools.actions.visit import answer_challenge, open_visit
from schools.models import Challenge, Role, Visit

SENT = {"on_day": "14", "on_month": "1", "on_year": "2026", "kind": "visit", "support": "Walked the gate"}
MAY_LOG = {"lead", "administrator", "adviser"}
EVERYBODY = (
    "lead",
    "administrator",
    "adviser",
    "other_adviser",
    "observer",
    "headteacher",
    "school_lead",
    "contributor",
    "stranger",
    "nobody",
)


def test_who_logs_a_visit(cast):
    assert {who for who in EVERYBODY if policies.can_log_visit(getattr(cast, who), cast.school)} == MAY_LOG


def test_who_reads_an_open_and_an_internal_record(cast, log):
    shared, inside = log(), log(is_internal=True, challenges=[])
    reads = {who: set(Visit.objects.visible_to(getattr(cast, who))) for who in EVERYBODY}
    assert {who for who in EVERYBODY if shared in reads[who]} == {
        *MAY_LOG,
        "observer",
        "headteacher",
        "school_lead",
        "contributor",
    }
    assert {who for who in EVERYBODY if inside in reads[who]} == MAY_LOG


def test_an_adviser_who_also_observes_reads_inside_only_the_schools_they_look_after(cast, log):
    from schools.models import InternalNote

    type(cast.other_adviser).objects.filter(pk=cast.other_adviser.pk).update(is_observer=True)
    both = type(cast.other_adviser).objects.get(pk=cast.other_adviser.pk)
    shared, inside = log(), log(is_internal=True, challenges=[])
    theirs = Visit.objects.create(school=cast.other, is_internal=True, by=cast.lead)
    notes = [InternalNote.objects.create(school=school, text="x", by=cast.lead) for school in (cast.school, cast.other)]
    assert set(Visit.objects.visible_to(both)) == {shared, theirs}
    assert inside not in Visit.objects.visible_to(both)
    assert list(InternalNote.objects.visible_to(both)) == notes[1:]


def test_nobody_chooses_the_readers_for_you(cast, frozen, client_of):
    client = client_of(cast.adviser)
    page = client.get(f"/schools/{cast.school.pk}/visits/log/").content.decode()
    assert page.count("checked") == 0
    answer = client.post(f"/schools/{cast.school.pk}/visits/log/", SENT)
    assert "Choose who reads this record" in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_challenge_is_put_answered_and_told(cast, frozen, client_of):
    adviser, school = client_of(cast.adviser), client_of(cast.school_lead)
    day = {"follow_up_1_day": "13", "follow_up_1_month": "2", "follow_up_1_year": "2026"}
    for _ in range(2):
        adviser.post(
            f"/schools/{cast.school.pk}/visits/log/",
            SENT | day | {"readers": "school", "challenge_1": "What would a child say?"},
        )
    visit = Visit.objects.get()
    letters = Message.objects.filter(kind="challenge_put")
    assert sorted(letters.values_list("address", flat=True)) == ["helen.strand@example.org", "jo.pemberton@example.org"]
    assert "What would a child say?" in render(letters[0])[1]
    assert "Reply expected by 13 February" in school.get(f"/schools/visits/{visit.pk}/").content.decode()
    challenge = visit.challenges.get()
    assert (
        client_of(cast.contributor)
        .post(f"/schools/visits/challenges/{challenge.pk}/answer/", {"reply": "x"})
        .status_code
        == 403
    )
    school.post(f"/schools/visits/challenges/{challenge.pk}/answer/", {"reply": "She would name her key adult"})
    assert "She would name her key adult" in adviser.get(f"/schools/visits/{visit.pk}/").content.decode()
    assert Message.objects.get(kind="challenge_answered").recipient == cast.adviser
    with pytest.raises(StepNotAllowed):
        answer_challenge(challenge, by=cast.headteacher, reply="Second")


def test_a_reply_typed_in_by_the_lead_is_told(cast, log):
    challenge = log().challenges.get()
    answer_challenge(challenge, by=cast.lead, reply="By telephone")
    assert Activity.objects.get(verb="answered a challenge put at").on_behalf
    assert Message.objects.filter(kind="entered_on_behalf").count() == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"readers": "internal", "challenge_1": "Why?"}, "The school cannot answer a challenge it does not read"),
        ({"readers": "school", "challenge_2": "Why?"}, "Enter the day by which you expect a reply to challenge 2"),
        (
            {"readers": "school", "challenge_1": "Why?"}
            | {"follow_up_1_day": "13", "follow_up_1_month": "1", "follow_up_1_year": "2026"},
            "Enter a day on or after the visit for the reply to challenge 1",
        ),
        ({"readers": "school", "support": ""}, "Enter what was said"),
        ({"readers": "school", "on_year": "2027"}, "Enter the day of a visit that has taken place"),
    ],
)
def test_what_is_not_accepted_is_explained(cast, frozen, client_of, changes, message):
    answer = client_of(cast.lead).post(f"/schools/{cast.school.pk}/visits/log/", SENT | changes)
    assert message in answer.content.decode()
    assert not Visit.objects.exists()


def test_an_internal_record_is_opened_never_closed(cast, log, client_of):
    visit = log(is_internal=True, challenges=[])
    assert client_of(cast.school_lead).get(f"/schools/visits/{visit.pk}/").status_code == 404
    client_of(cast.adviser).post(f"/schools/visits/{visit.pk}/open/")
    assert client_of(cast.school_lead).get(f"/schools/visits/{visit.pk}/").status_code == 200
    open_visit(visit, by=cast.lead)
    assert Activity.objects.filter(verb="opened to the school").count() == 1


def everything_of(client, school):
    visits = Visit.objects.values_list("pk", flat=True)
    pages = [
        f"/schools/{school.pk}/",
        f"/schools/{school.pk}/story/",
        f"/schools/{school.pk}/visits/",
        "/schools/",
        f"/schools/{school.pk}/notes/add/",
    ]
    return "".join(client.get(page).content.decode() for page in [*pages, *(f"/schools/visits/{pk}/" for pk in visits)])


def test_internal_words_never_reach_anybody_with_a_role_at_the_school(cast, log, client_of):
    log(is_internal=True, support="canary-visit", challenges=[])
    add_internal_note(cast.school, by=cast.lead, text="canary-note")
    for who in ("lead", "administrator", "adviser"):
        found = everything_of(client_of(getattr(cast, who)), cast.school)
        assert "canary-visit" in found, who
        assert "canary-note" in found, who
    for who in ("lead", "adviser"):  # whatever else they are
        Role.objects.create(user=getattr(cast, who), school=cast.school, kind="contributor", starts_on=date(2025, 9, 1))
    for who in (
        "lead",
        "adviser",
        "observer",
        "headteacher",
        "school_lead",
        "contributor",
        "stranger",
        "other_adviser",
    ):
        found = everything_of(client_of(getattr(cast, who)), cast.school)
        assert "canary" not in found, who
        assert "wrote an internal note" not in found, who
        assert client_of(getattr(cast, who)).post(
            f"/schools/{cast.school.pk}/notes/add/", {"text": "x"}
        ).status_code in (403, 404)


def test_a_lead_with_a_role_there_keeps_no_internal_record(cast, log, client_of):
    Role.objects.create(user=cast.lead, school=cast.school, kind="contributor", starts_on=date(2025, 9, 1))
    assert (
        "The Virtual School only"
        not in client_of(cast.lead).get(f"/schools/{cast.school.pk}/visits/log/").content.decode()
    )
    with pytest.raises(Refused, match="You hold a role"):
        log(by=cast.lead, is_internal=True)


def test_a_hidden_challenge_is_gone_for_the_school(cast, log, client_of):
    visit = log()
    Challenge.objects.update(hidden_at=visit.created_at)
    assert "Year 6" not in client_of(cast.school_lead).get(f"/schools/visits/{visit.pk}/").content.decode()
    assert "Year 6" in client_of(cast.lead).get(f"/schools/visits/{visit.pk}/").content.decode()
    Visit.objects.update(hidden_at=visit.created_at)
    assert client_of(cast.school_lead).get(f"/schools/visits/{visit.pk}/").status_code == 404
