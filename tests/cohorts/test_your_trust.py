"""Your trust: where a viewer begins, what stands there in words, and that nothing they can reach is more than was agreed."""

import re
from datetime import date

import pytest
from casting import NOW, TODAY, place_of
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from action_research.models import Comment, Cycle, Evidence, Measure, Project
from cohorts.models import Place
from networks.models import Cluster, Membership, Pairing
from portfolios.models import Document, PortfolioEntry
from schools.actions import plan as plans
from schools.actions import plan_parts as parts
from schools.actions import trusts
from schools.actions.people import add_internal_note
from schools.actions.visit import log_visit
from schools.models import School, Trust, TrustAgreement, TrustViewer
from training.models import Attendance


@pytest.fixture
def viewer(cast, agreed, place, client_of, frozen):
    return client_of(cast.trust_viewer)


def rows(client):
    """{school: words of its strands, or None}, as the page says them."""
    found = client.get("/your-trust/").context["rows"]
    return {school.name: cells and [cell.word for cell in cells] for school, _, cells in found}


def test_where_each_person_begins(cast, agreed, client_of):
    begins = reverse("cohorts:begin")
    assert client_of(cast.trust_viewer).get(begins).headers["Location"] == "/your-trust/"
    for who, address in (("school_lead", "/next/"), ("adviser", "/today/"), ("nobody", "/")):
        user = getattr(cast, who)
        if who != "nobody":
            TrustViewer.objects.create(user=user, trust=cast.trust)  # several roles: the one with duties comes first
        assert client_of(user).get(begins).headers["Location"] == address, who


def test_the_doors_of_a_viewer(cast, agreed, client_of):
    def labels(user):
        return [door.label for door in client_of(user).get("/help/").context["ways"]["nav"]]

    assert labels(cast.trust_viewer) == ["Your trust", "Practice library"]
    before = labels(cast.school_lead)
    TrustViewer.objects.create(user=cast.school_lead, trust=cast.trust)
    assert sorted(set(labels(cast.school_lead)) - set(before)) == ["Your trust"]
    assert "Your trust" not in labels(cast.lead)


def test_only_viewers_have_the_page(cast, agreed, client_of):
    for who in ("lead", "administrator", "adviser", "observer", "headteacher", "school_lead", "contributor", "stranger", "nobody"):  # fmt: skip
        assert client_of(getattr(cast, who)).get("/your-trust/").status_code == 403, who
    assert client_of(None).get("/your-trust/").status_code == 302
    TrustViewer.objects.update(until_on=TODAY)
    assert client_of(cast.trust_viewer).get("/your-trust/").status_code == 403


def test_strands_in_words_and_the_names_of_those_that_have_not_agreed(cast, viewer):
    School.objects.filter(pk=cast.other.pk).update(trust=cast.trust)
    [(name, words)] = rows(viewer).items()
    assert (name, words[:4]) == ("Heathervale Primary", ["0 of 12", "Not started", "Not started", "Not yet placed"])
    assert words[-1].endswith("things to settle")
    page = viewer.get("/your-trust/").content.decode()
    assert "1 school has agreed that you read its work" in page
    assert "1 school has not agreed that you read its work here" in page
    assert "<li>Oakenfold School</li>" in page
    assert cast.other.get_absolute_url() not in page
    trusts.stop_trust_reading(cast.school, by=cast.headteacher)
    assert "No school has agreed yet" in viewer.get("/your-trust/").content.decode()


def plan_of(cast):
    """Heathervale's plan, submitted and signed."""
    plan = plans.start_plan(cast.school, by=cast.school_lead)
    plans.edit_plan(plan, by=cast.school_lead, vision="SECRET draft why", seen=plan.version)
    priority = parts.add_priority(plan, by=cast.school_lead, title="Greet", theme="", success="")
    parts.add_action(priority, by=cast.school_lead, title="At the gate", owner="Jo", due_on=None)
    return plan


def test_a_plan_on_its_way(cast, viewer):
    def word():
        [(_, _, cells)] = viewer.get("/your-trust/").context["rows"]
        return cells[1].word, bool(cells[1].url)

    plan = plan_of(cast)
    found = [word()]
    plans.submit_plan(plan, by=cast.school_lead)
    found.append(word())
    plans.send_back_plan(plan, by=cast.lead, comment="SECRET comment")
    found.append(word())
    assert "SECRET" not in viewer.get("/your-trust/").content.decode()
    plans.submit_plan(plan, by=cast.school_lead)
    plans.sign_plan(plan, by=cast.headteacher, name="Helen Strand")
    plans.agree_plan(plan, by=cast.lead)
    found.append(word())
    plans.reopen_plan(plan, by=cast.school_lead)
    found.append(word())
    assert found == [
        ("Being written", False),
        ("Submitted", False),
        ("Being written", False),
        ("Agreed", True),
        ("Agreed", True),
    ]


def test_the_place_at_work_is_shown_and_why_a_school_left_is_not(cast, viewer, place, coming):
    Place.objects.create(school=cast.school, cohort=coming, joined_on=date(2026, 2, 1), state="withdrawn", left_reason="SECRET reason")  # fmt: skip
    page = viewer.get("/your-trust/").content.decode()
    assert "Cohort 2025-26" in page
    Place.objects.filter(pk=place.pk).update(state="withdrawn", left_on=TODAY, left_reason="SECRET reason")
    page = viewer.get("/your-trust/").content.decode()
    assert "Withdrawn" in page
    for address in ("/your-trust/", place.get_absolute_url(), cast.school.get_absolute_url()):
        assert "SECRET" not in viewer.get(address).content.decode(), address


def test_two_trusts_stand_on_one_page(cast, viewer):
    other = Trust.objects.create(name="Hollin Bank Academies")
    School.objects.filter(pk=cast.other.pk).update(trust=other)
    TrustAgreement.objects.create(school=cast.other, trust=other, agreed_name="A head")
    assert list(rows(viewer)) == ["Heathervale Primary"]
    TrustViewer.objects.create(user=cast.trust_viewer, trust=other)
    assert rows(viewer)["Oakenfold School"] is None  # it has never had a place
    page = viewer.get("/your-trust/").content.decode()
    assert "Hollin Bank Academies, Three Becks Learning Trust</h1>" in page
    assert "Not in the programme · Hollin Bank Academies" in page


def test_a_disabled_account_reads_nothing(cast, viewer):
    from accounts.actions import disable_person

    disable_person(cast.trust_viewer, by=cast.lead)
    for address in ("/your-trust/", cast.school.get_absolute_url()):
        assert viewer.get(address).status_code == 302


def test_the_page_costs_the_same_for_many_schools(cast, cohort, viewer):
    def more(first, last):
        for n in range(first, last):
            school = School.objects.create(name=f"School {n}", trust=cast.trust)
            TrustAgreement.objects.create(school=school, trust=cast.trust, agreed_name="A head")
            place_of(school, cohort, ("One", "Two"))
            plans.start_plan(school, by=cast.lead)
            School.objects.create(name=f"Not agreed {n}", trust=cast.trust)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            viewer.get("/your-trust/")
        return len(asked)

    more(0, 2)
    viewer.get("/your-trust/")  # the first request of a session notes where it comes from
    few = cost()
    more(2, 16)
    assert cost() == few <= 32


# --- what can be reached


@pytest.fixture
def full_year(cast, place, other_place, agreed, frozen):
    """Heathervale with something of everything; SECRET is what its trust never reads, and every text of Oakenfold."""
    School.objects.filter(pk=cast.other.pk).update(trust=cast.trust)
    cast.school.refresh_from_db()
    add_internal_note(cast.school, by=cast.lead, text="SECRET note")
    plan = plan_of(cast)
    said = {"on": TODAY, "kind": "visit", "people": "Jo", "agreed": "", "challenges": []}
    log_visit(cast.school, by=cast.lead, support="SECRET inside", is_internal=True, **said)
    log_visit(cast.school, by=cast.lead, support="Open support", is_internal=False, **said)
    log_visit(cast.other, by=cast.lead, support="SECRET elsewhere", is_internal=False, **said)
    project = Project.objects.create(place=place, title="SECRET draft", question="SECRET question", impact="SECRET impact")  # fmt: skip
    Measure.objects.create(project=project, what="Children who settle", unit="children", start=3, mid=9, end=12, n=14)
    Measure.objects.create(project=project, what="Scaled trust", unit="points", start="31.5", end="47.25", n=4)
    Measure.objects.create(project=project, what="Settled mornings", unit="of 20", start=2, end=16, n=14)
    Cycle.objects.create(project=project, number=1, plan="Open plan of a cycle")
    Comment.objects.create(project=project, text="SECRET word", by=cast.lead)
    Evidence.objects.create(project=project, kind="note", text="SECRET evidence", by=cast.school_lead)
    other = Project.objects.create(place=other_place, title="SECRET other", question="SECRET other", state="agreed")
    session = place.cohort.sessions.first()
    Attendance.objects.create(
        session=session, seat=place.seats.first(), state="apologies", note="SECRET illness", confirmed_at=NOW
    )
    PortfolioEntry.objects.create(place=place, title="SECRET entry")
    document = Document.objects.create(kind="portfolio", title="SECRET paper", school=cast.school)
    cluster = Cluster.objects.create(name="Highmoor", about="SECRET about")
    Membership.objects.create(cluster=cluster, school=cast.school, since_on=date(2025, 9, 1))
    pairing = Pairing.objects.create(mentor=cast.other, mentored=cast.school, state="active", note="SECRET pairing", active_from=TODAY)  # fmt: skip
    return {
        "plan": plan,
        "project": project,
        "closed": [other, cluster, pairing, document, session, cast.other],
        "telling": ["SECRET", "31.5", "47.25", "@example.org", cast.school.contact_email],
    }


def crawl(client, start="/your-trust/"):
    """Every page that can be reached by links: {address: text}. A link that is refused fails."""
    texts, waiting, lost = {}, [start], []
    while waiting:
        address = waiting.pop().partition("#")[0]
        if (
            address in texts
            or not address.startswith("/")
            or address.startswith(("/accounts/", "/people/", "/static/"))
        ):
            continue
        response = client.get(address, follow=True)
        texts[address] = response.content.decode() if response["Content-Type"].startswith("text/html") else ""
        if response.status_code != 200:
            lost.append((address, response.status_code))
        waiting += re.findall(r'<a [^>]*href="([^"]+)"', texts[address])
    assert lost == []
    return texts


def sung(texts, words):
    return sorted((address, word) for address, text in texts.items() for word in words if word in text)


def test_while_everything_is_being_written_a_viewer_reads_none_of_it(cast, viewer, full_year):
    texts = crawl(viewer)
    assert sung(texts, full_year["telling"]) == []
    assert {cast.school.get_absolute_url(), full_year["project"].place.get_absolute_url()} <= texts.keys()
    assert any("Open support" in text for text in texts.values())
    for record in (full_year["plan"], full_year["project"], *full_year["closed"]):
        assert viewer.get(record.get_absolute_url()).status_code == 404, record


def test_once_it_is_agreed_a_viewer_reads_that_and_no_more(cast, viewer, full_year):
    plan, project = full_year["plan"], full_year["project"]
    plans.edit_plan(plan, by=cast.school_lead, vision="Open why", seen=plan.version)
    plans.submit_plan(plan, by=cast.school_lead)
    plans.sign_plan(plan, by=cast.headteacher, name="Helen Strand")
    plans.agree_plan(plan, by=cast.lead)
    Project.objects.update(title="Open title", question="Open question", state="agreed")
    Project.objects.filter(pk=full_year["closed"][0].pk).update(title="SECRET other")
    texts = crawl(viewer)
    assert sung(texts, full_year["telling"]) == []
    assert "Open why" in texts[plan.get_absolute_url()]
    page = texts[project.get_absolute_url()]
    for words in ("Open question", "Open plan of a cycle", "fewer than 5", "not shown", ">12<", ">16<"):
        assert words in page, words
    assert ">3<" not in page
    evidence = Evidence.objects.get()
    assert viewer.get(reverse("action_research:evidence_file", args=[evidence.pk])).status_code == 404
    for record in full_year["closed"]:
        assert viewer.get(record.get_absolute_url()).status_code == 404, record
    Project.objects.filter(pk=project.pk).update(state="written_up", written_up_at=NOW, impact="Open impact")
    assert "Open impact" in viewer.get(project.get_absolute_url()).content.decode()


def test_the_school_itself_and_its_lead_read_exact_numbers(cast, full_year, client_of):
    Project.objects.update(state="agreed")
    address = full_year["project"].get_absolute_url()
    for who, exact in {"lead": True, "adviser": True, "school_lead": True, "contributor": True, "observer": False}.items():  # fmt: skip
        page = client_of(getattr(cast, who)).get(address).content.decode()
        assert ("31.5" in page, "not shown" in page) == (exact, not exact), who


def test_a_viewer_writes_nowhere(cast, viewer, full_year):
    """Every act on what they can see is refused, and on what they cannot see it does not exist."""
    plan, project, place = full_year["plan"], full_year["project"], full_year["project"].place
    Project.objects.update(state="agreed")
    seen = {
        "schools:invite_colleague": cast.school,
        "schools:change_headteacher": cast.school,
        "schools:change_contact": cast.school,
        "schools:add_internal_note": cast.school,
        "schools:log_visit": cast.school,
        "schools:start_plan": cast.school,
        "schools:let_trust_read": cast.school,
        "action_research:edit_project": project,
        "action_research:add_evidence": project,
        "action_research:add_comment": project,
        "action_research:write_up_project": project,
        "portfolios:start_entry": place,
        "portfolios:proof_names": place,
        "portfolios:ask_for_portfolio": cast.school,
        "cohorts:withdraw_place": place,
        "cohorts:cover_place": place,
    }
    answers = {name: viewer.post(reverse(name, args=[record.pk])).status_code for name, record in seen.items()}
    assert answers == dict.fromkeys(seen, 403)
    for name in ("schools:edit_plan", "schools:submit_plan", "schools:add_update", "schools:add_priority"):
        assert viewer.post(reverse(name, args=[plan.pk])).status_code == 404, name
