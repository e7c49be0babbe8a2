"""Who reads a school for its trust: when, what of it, and what never."""

from datetime import date, timedelta

import pytest
from casting import NOW, TODAY, person

from schools import policies
from schools.actions import plan as plan_actions
from schools.actions import trusts as actions
from schools.actions.people import add_internal_note
from schools.actions.visit import open_visit
from schools.models import (
    Assignment,
    Challenge,
    DevelopmentPlan,
    InternalNote,
    PlanAction,
    PlanVersion,
    Priority,
    Role,
    School,
    Trust,
    TrustAgreement,
    TrustViewer,
    Visit,
)


def sees(user):
    return set(School.objects.visible_to(user).values_list("name", flat=True))


def agree(cast, school, trust=None):
    trust = trust or cast.trust
    School.objects.filter(pk=school.pk).update(trust=trust)
    school.refresh_from_db()
    return TrustAgreement.objects.create(school=school, trust=trust, agreed_by=cast.lead, agreed_name="A head")


def of_the_trust(cast, agreement):
    School.objects.filter(pk=cast.other.pk).update(trust=cast.trust)  # belongs to it, and has not agreed


def withdrawn(cast, agreement):
    actions.stop_trust_reading(cast.school, by=cast.headteacher)


def moved_to_another_trust(cast, agreement):
    cast.school.trust = Trust.objects.create(name="Hollin Bank Academies")
    cast.school.save()


def left_every_trust(cast, agreement):
    cast.school.trust = None
    cast.school.save()


def viewer_of_another_trust(cast, agreement):
    TrustViewer.objects.update(trust=Trust.objects.create(name="Hollin Bank Academies"))


def viewer_ended(cast, agreement):
    actions.end_trust_viewer(TrustViewer.objects.get(), by=cast.lead)


def viewer_from_tomorrow(cast, agreement):
    TrustViewer.objects.update(since_on=TODAY + timedelta(days=1))


def viewer_until_tomorrow(cast, agreement):
    TrustViewer.objects.update(until_on=TODAY + timedelta(days=1))


def viewer_deactivated(cast, agreement):
    cast.trust_viewer.is_active = False
    cast.trust_viewer.save()


def read_by_two(cast, agreement):
    TrustViewer.objects.create(user=cast.trust_viewer, trust=Trust.objects.create(name="Hollin Bank Academies"))


HEATHERVALE = {"Heathervale Primary"}
WORLDS = {
    of_the_trust: HEATHERVALE,
    read_by_two: HEATHERVALE,
    viewer_until_tomorrow: HEATHERVALE,
    withdrawn: set(),
    moved_to_another_trust: set(),
    left_every_trust: set(),
    viewer_of_another_trust: set(),
    viewer_ended: set(),
    viewer_from_tomorrow: set(),
    viewer_deactivated: set(),
}


@pytest.mark.parametrize("change", WORLDS, ids=lambda change: change.__name__)
def test_which_schools_a_viewer_sees(cast, agreed, frozen, change):
    assert sees(cast.trust_viewer) == HEATHERVALE
    change(cast, agreed)
    assert sees(cast.trust_viewer) == WORLDS[change]
    assert not School.objects.read_whole_by(cast.trust_viewer).exists()


def test_sight_is_gone_on_the_next_request(cast, agreed, frozen, client_of):
    client = client_of(cast.trust_viewer)
    assert client.get(cast.school.get_absolute_url()).status_code == 200
    actions.stop_trust_reading(cast.school, by=cast.headteacher)
    assert client.get(cast.school.get_absolute_url()).status_code == 404
    actions.let_trust_read(cast.school, by=cast.headteacher, trust=cast.trust.pk, name="Helen Strand")
    assert client.get(cast.school.get_absolute_url()).status_code == 200
    actions.end_trust_viewer(TrustViewer.objects.get(), by=cast.lead)
    assert client.get(cast.school.get_absolute_url()).status_code == 404


def test_a_school_stands_once_however_it_is_seen(cast, agreed, frozen):
    for user in (cast.headteacher, cast.adviser):
        TrustViewer.objects.create(user=user, trust=cast.trust)
        assert [school.name for school in School.objects.visible_to(user)] == ["Heathervale Primary"]
        assert list(School.objects.read_whole_by(user)) == [cast.school]


def test_a_school_lead_who_reads_for_the_trust_keeps_both_sights_apart(cast, agreed, at):
    """The stranger writes for Oakenfold, and reads Heathervale for their trust."""
    TrustViewer.objects.create(user=cast.stranger, trust=cast.trust)
    plan = at("draft")
    assert sees(cast.stranger) == {"Heathervale Primary", "Oakenfold School"}
    assert policies.can_write_for_school(cast.stranger, cast.other)
    assert not policies.can_write_for_school(cast.stranger, cast.school)
    assert policies.reads_whole(cast.stranger, cast.other)
    assert not policies.reads_whole(cast.stranger, cast.school)
    assert plan not in DevelopmentPlan.objects.visible_to(cast.stranger)


@pytest.mark.parametrize("state", ["draft", "submitted", "signed", "returned", "agreed"])
def test_a_plan_is_read_as_it_was_agreed(cast, agreed, at, state):
    plan = at(state)
    found = [
        set(model.objects.visible_to(cast.trust_viewer))
        for model in (DevelopmentPlan, Priority, PlanAction, PlanVersion)
    ]
    everything = [{plan}, set(Priority.objects.all()), set(PlanAction.objects.all()), set(PlanVersion.objects.all())]
    assert found == (everything if state == "agreed" else [set(), set(), set(), set()])


def test_the_agreed_version_stays_while_the_next_is_written(cast, agreed, at, client_of):
    plan = at("agreed")
    plan_actions.reopen_plan(plan, by=cast.school_lead)
    plan_actions.edit_plan(plan, by=cast.school_lead, vision="A why that is not ready", seen=plan.version)
    version = PlanVersion.objects.get()
    client = client_of(cast.trust_viewer)
    assert client.get(plan.get_absolute_url()).status_code == 404
    page = client.get(version.get_absolute_url()).content.decode()
    assert "The why of Heathervale Primary" in page
    assert plan.get_absolute_url() not in page
    school = client.get(cast.school.get_absolute_url()).content.decode()
    assert version.get_absolute_url() in school
    assert "its next version is being written" in school
    assert "A why that is not ready" not in page + school


WRITES = (
    "can_write_for_school",
    "can_see_internal",
    "can_add_internal_note",
    "can_change_contact",
    "can_invite_colleague",
    "can_change_headteacher",
    "can_start_plan",
    "can_log_visit",
    "can_read_story",
    "can_see_exact_counts",
    "can_let_trust_read",
    "can_stop_trust_reading",
    "reads_whole",
)


def test_a_viewer_changes_nothing(cast, agreed, at, log):
    plan, visit = at("agreed"), log()
    assert {name for name in WRITES if getattr(policies, name)(cast.trust_viewer, cast.school)} == set()
    for verb in ("edit", "submit", "sign", "send_back", "agree", "review", "reopen"):
        assert not getattr(policies, f"can_{verb}_plan")(cast.trust_viewer, plan), verb
    assert not policies.can_add_update(cast.trust_viewer, plan)
    assert not policies.can_answer_challenge(cast.trust_viewer, visit.challenges.get())


def test_visits_are_read_as_the_school_reads_them(cast, agreed, log):
    shown, inside = log(), log(is_internal=True, challenges=[])
    assert set(Visit.objects.visible_to(cast.trust_viewer)) == {shown}
    assert set(Challenge.objects.visible_to(cast.trust_viewer)) == {shown.challenges.get()}
    open_visit(inside, by=cast.lead)
    assert set(Visit.objects.visible_to(cast.trust_viewer)) == {shown, inside}
    Visit.objects.update(hidden_at=NOW)
    assert set(Visit.objects.visible_to(cast.trust_viewer)) == set()


@pytest.mark.parametrize("school_has_agreed", [True, False])
@pytest.mark.parametrize("who", ["lead", "administrator", "adviser", "headteacher", "observer"])
def test_nobody_of_a_trust_reads_internal_notes_of_its_schools(cast, agreed, log, who, school_has_agreed):
    """Whatever else they are, and whether or not the school lets the trust read."""
    user = getattr(cast, who)
    Assignment.objects.create(adviser=cast.adviser, school=cast.other)
    kept = [add_internal_note(school, by=cast.lead, text="Kept inside") for school in (cast.school, cast.other)]
    inside = log(is_internal=True, by=cast.lead, challenges=[])
    before = set(InternalNote.objects.visible_to(user)), set(Visit.objects.visible_to(user))
    works_here = who in ("lead", "administrator", "adviser")
    assert before == ((set(kept), {inside}) if works_here else (set(), set()))
    TrustViewer.objects.create(user=user, trust=cast.trust)
    if not school_has_agreed:
        TrustAgreement.objects.update(withdrawn_at=NOW)
    assert set(InternalNote.objects.visible_to(user)) == ({kept[1]} if works_here else set())
    assert set(Visit.objects.visible_to(user)) == set()
    assert not policies.can_see_internal(user, cast.school)
    assert policies.can_see_internal(user, cast.other) == works_here


def test_an_adviser_reads_more_only_of_schools_assigned(cast, agreed, at, log):
    """Somebody who is an adviser elsewhere, and reads this school for its trust, is no adviser here."""
    TrustViewer.objects.create(user=cast.other_adviser, trust=cast.trust)
    plan = at("draft")
    log(is_internal=True, challenges=[])
    add_internal_note(cast.school, by=cast.lead, text="Kept inside")
    assert sees(cast.other_adviser) == {"Heathervale Primary", "Oakenfold School"}
    assert list(School.objects.read_whole_by(cast.other_adviser)) == [cast.other]
    assert plan not in DevelopmentPlan.objects.visible_to(cast.other_adviser)
    assert not InternalNote.objects.visible_to(cast.other_adviser).exists()
    assert not Visit.objects.visible_to(cast.other_adviser).exists()


def test_who_agrees_for_a_school(cast, agreed):
    everybody = ("lead", "administrator", "adviser", "observer", "headteacher", "school_lead", "contributor", "stranger", "trust_viewer", "nobody")  # fmt: skip
    may = {who for who in everybody if policies.can_let_trust_read(getattr(cast, who), cast.school)}
    assert may == {"lead", "administrator", "headteacher"}
    assert not policies.can_let_trust_read(cast.lead, cast.other)  # it belongs to no trust
    assert {who for who in everybody if policies.can_see_trusts(getattr(cast, who))} == {"lead", "administrator"}


def test_what_a_person_is_stands_with_their_roles(cast, agreed, frozen):
    from accounts.belonging import holdings, lines_of
    from accounts.models import User

    actions.end_trust_viewer(TrustViewer.objects.get(), by=cast.lead)
    actions.add_trust_viewer(cast.trust, by=cast.lead, email=cast.trust_viewer.email, name="", job_title="")
    lines = lines_of([cast.trust_viewer])[cast.trust_viewer.pk]
    assert [(line.words, line.is_over) for line in lines] == [
        ("Trust viewer, Three Becks Learning Trust, until 3 February 2026", True),
        ("Trust viewer, Three Becks Learning Trust", False),
    ]
    assert list(User.objects.filter(holdings()["trust_viewer"].holders)) == [cast.trust_viewer]


def test_a_new_agreement_replaces_one_with_an_earlier_trust(cast, agreed, frozen):
    new = Trust.objects.create(name="Hollin Bank Academies")
    School.objects.filter(pk=cast.school.pk).update(trust=new)
    actions.let_trust_read(cast.school, by=cast.headteacher, trust=new.pk, name="Helen Strand")
    found = TrustAgreement.objects.order_by("agreed_at").values_list("trust__name", "withdrawn_at__date")
    assert list(found) == [("Three Becks Learning Trust", TODAY), ("Hollin Bank Academies", None)]
    assert sees(cast.trust_viewer) == set()


def test_an_agreement_with_an_earlier_trust_does_not_come_back_with_the_school(cast, agreed, frozen):
    """What the register import does when a school moves, and moves back."""
    for trust in (Trust.objects.create(name="Hollin Bank Academies"), cast.trust):
        School.objects.filter(pk=cast.school.pk).update(trust=trust)
        actions.end_agreements_left_behind([cast.school.pk], by=cast.administrator)
    assert sees(cast.trust_viewer) == set()


def test_two_readers_of_two_trusts_do_not_mix(cast, agreed, frozen):
    other = person("Bram Hollis")
    trust = Trust.objects.create(name="Hollin Bank Academies")
    TrustViewer.objects.create(user=other, trust=trust)
    agree(cast, cast.other, trust)
    assert (sees(cast.trust_viewer), sees(other)) == ({"Heathervale Primary"}, {"Oakenfold School"})
    Role.objects.create(user=other, school=cast.school, kind="contributor", starts_on=date(2025, 9, 1))
    assert sees(other) == {"Heathervale Primary", "Oakenfold School"}


def test_what_has_moved_tells_nothing_internal_of_ones_trust(cast, agreed, frozen, client_of):
    """The adviser of Oakenfold reads Heathervale for its trust; the adviser of Heathervale reads for it as well."""
    add_internal_note(cast.school, by=cast.lead, text="Kept inside")
    for user in (cast.other_adviser, cast.adviser):
        assert acts_shown(client_of(user)) == (["wrote"] if user == cast.adviser else [])
        TrustViewer.objects.create(user=user, trust=cast.trust)
        assert acts_shown(client_of(user)) == []
    assert acts_shown(client_of(cast.observer)) == []
    assert acts_shown(client_of(cast.administrator)) == ["wrote"]


def acts_shown(client):
    return [act.verb for act in client.get("/today/").context["recent"]]
