"""Trusts on pages: listed, who reads, the school's word, the register's part, and what a viewer's pages say."""

import pytest
from casting import TODAY, person
from django.core.files.base import ContentFile

from audit.models import Activity
from notifications.models import Message
from schools.actions import plan as plan_actions
from schools.actions.people import add_internal_note
from schools.models import Role, School, Trust, TrustAgreement, TrustViewer
from schools.register.applying import bring_in

HEADER = "URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation (name),Postcode,Trusts (code),Trusts (name)"  # fmt: skip


@pytest.fixture
def acts():
    return lambda: list(Activity.objects.order_by("pk").values_list("verb", "by__name", "on_behalf"))


def let(school):
    return f"/schools/{school.pk}/trust/agree/"


def stop(school):
    return f"/schools/{school.pk}/trust/withdraw/"


def test_trusts_are_listed_searched_and_opened(cast, agreed, frozen, client_of):
    School.objects.filter(pk=cast.other.pk).update(trust=cast.trust)
    Trust.objects.create(name="Without a school here", uid="777")
    client = client_of(cast.administrator)
    assert "/schools/trusts/" in client.get("/schools/").content.decode()
    page = client.get("/schools/trusts/").context["page"]
    assert [(one.name, one.school_number, one.agreed_number, one.viewer_number) for one in page] == [
        ("Three Becks Learning Trust", 2, 1, 1)
    ]
    for words, found in {
        "three trust": ["Three Becks Learning Trust"],
        "777": ["Without a school here"],
        "nothing": [],
    }.items():
        assert [one.name for one in client.get("/schools/trusts/", {"q": words}).context["page"]] == found, words
    text = client.get(cast.trust.get_absolute_url()).content.decode()
    for words in ("Helen Strand agreed on 12 January 2026", "Has not agreed", "Nell Ashdown", "never signed in"):
        assert words in text, words


@pytest.mark.parametrize("who", ["adviser", "observer", "headteacher", "trust_viewer", "nobody"])
def test_trusts_are_looked_after_by_leads_and_administrators(cast, agreed, client_of, who):
    client, viewer = client_of(getattr(cast, who)), TrustViewer.objects.get()
    own = 403 if who == "trust_viewer" else 404
    for address, status in (
        ("/schools/trusts/", 403),
        (cast.trust.get_absolute_url(), 404),
        (f"{cast.trust.get_absolute_url()}viewers/add/", 404),
        (f"/schools/trusts/viewers/{viewer.pk}/end/", own),
    ):
        assert (client.get(address).status_code, client.post(address).status_code) == (status, status), address
    viewer.refresh_from_db()
    assert viewer.until_on is None


def test_somebody_of_the_trust_is_invited(cast, frozen, client_of, acts):
    client, address = client_of(cast.lead), f"/schools/trusts/{cast.trust.pk}/viewers/add/"
    sent = {"name": "Ash Mere", "email": "Ash@becks.example", "job_title": "Chief executive"}
    for _ in range(2):
        assert client.post(address, sent).headers["Location"] == cast.trust.get_absolute_url()
    viewer = TrustViewer.objects.get(user__email="ash@becks.example")
    assert (viewer.user.name, viewer.trust, viewer.since_on, viewer.until_on) == ("Ash Mere", cast.trust, TODAY, None)
    assert Message.objects.filter(kind="invitation", recipient=viewer.user).exists()
    assert acts().count(("named a viewer of", "Marian Osgood", False)) == 1


def test_an_account_that_exists_keeps_everything(cast, frozen, client_of):
    cast.stranger.last_login = "2026-01-10T09:00Z"
    cast.stranger.save()
    sent = {"name": "Somebody else", "email": cast.stranger.email.upper(), "job_title": ""}
    client_of(cast.administrator).post(f"/schools/trusts/{cast.trust.pk}/viewers/add/", sent)
    assert TrustViewer.objects.get(user=cast.stranger).trust == cast.trust
    cast.stranger.refresh_from_db()
    assert (cast.stranger.name, Message.objects.count()) == ("Ines Farrow", 0)
    assert Role.objects.current().filter(user=cast.stranger).count() == 1


def test_what_cannot_be_is_said_at_the_field(cast, frozen, client_of):
    cast.nobody.is_active = False
    cast.nobody.save()
    client, address = client_of(cast.lead), f"/schools/trusts/{cast.trust.pk}/viewers/add/"
    for sent, said in (
        ({"name": "", "email": "ash"}, "Enter an e-mail address, like name@school.example"),
        ({"name": "Lee", "email": cast.nobody.email}, "is disabled"),
    ):
        page = client.post(address, sent).content.decode()
        assert said in page
        assert f'value="{sent["email"]}"' in page
    assert TrustViewer.objects.count() == 1


def test_a_viewer_is_ended_once_and_may_come_back(cast, agreed, frozen, client_of):
    client, viewer = client_of(cast.lead), TrustViewer.objects.get()
    address = f"/schools/trusts/viewers/{viewer.pk}/end/"
    assert "Nell Ashdown reads no longer" in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == cast.trust.get_absolute_url()
    assert client.post(address).status_code == 409
    viewer.refresh_from_db()
    assert viewer.until_on == TODAY
    assert "1 September 2025 to 3 February 2026" in client.get(cast.trust.get_absolute_url()).content.decode()
    sent = {"name": "Nell Ashdown", "email": cast.trust_viewer.email, "job_title": ""}
    client.post(f"/schools/trusts/{cast.trust.pk}/viewers/add/", sent)
    assert TrustViewer.objects.current().filter(user=cast.trust_viewer).count() == 1


def test_the_headteacher_agrees_and_withdraws(cast, frozen, client_of, acts):
    School.objects.filter(pk=cast.school.pk).update(trust=cast.trust)
    head, address = client_of(cast.headteacher), let(cast.school)
    assert address in head.get(cast.school.get_absolute_url()).content.decode()
    page = head.get(address).content.decode()
    assert "Nell Ashdown" in page
    assert "Who has agreed?" not in page
    for _ in range(2):
        assert head.post(address, {"trust": cast.trust.pk}).status_code == 302
    agreement = TrustAgreement.objects.get()
    assert (agreement.agreed_by, agreement.agreed_name, agreement.on_behalf) == (
        cast.headteacher,
        "Helen Strand",
        False,
    )
    page = head.get(cast.school.get_absolute_url()).content.decode()
    assert "May read. Helen Strand agreed on 3 February 2026." in page
    assert "Helen Strand let the trust read the school" in page
    head.post(stop(cast.school))
    agreement.refresh_from_db()
    assert (agreement.withdrawn_by, agreement.withdrawn_at.date()) == (cast.headteacher, TODAY)
    head.post(stop(cast.school))
    assert acts() == [
        ("let the trust read", "Helen Strand", False),
        ("stopped the trust from reading", "Helen Strand", False),
    ]


def test_an_administrator_notes_it_for_the_headteacher(cast, frozen, client_of, acts):
    School.objects.filter(pk=cast.school.pk).update(trust=cast.trust)
    client, address = client_of(cast.administrator), let(cast.school)
    page = client.post(address, {"trust": cast.trust.pk, "name": ""}).content.decode()
    assert "Enter the name of the headteacher who has agreed" in page
    assert not TrustAgreement.objects.exists()
    client.post(address, {"trust": cast.trust.pk, "name": "Helen Strand"})
    agreement = TrustAgreement.objects.get()
    assert (agreement.agreed_by, agreement.agreed_name, agreement.on_behalf) == (
        cast.administrator,
        "Helen Strand",
        True,
    )
    client.post(stop(cast.school))
    assert acts() == [
        ("let the trust read", "Colin Batts", True),
        ("stopped the trust from reading", "Colin Batts", True),
    ]
    told = Message.objects.filter(kind="entered_on_behalf").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Helen Strand", "Jo Pemberton"]


def test_who_may_not_agree(cast, agreed, client_of):
    for who, status in {
        "school_lead": 403,
        "contributor": 403,
        "adviser": 403,
        "observer": 403,
        "trust_viewer": 403,
        "stranger": 404,
        "nobody": 404,
    }.items():
        client = client_of(getattr(cast, who))
        for address in (let(cast.school), stop(cast.school)):
            assert client.get(address).status_code == status, who
            assert client.post(address, {"trust": cast.trust.pk}).status_code == status, who
    assert client_of(cast.lead).get(let(cast.other)).status_code == 404  # it belongs to no trust
    assert TrustAgreement.objects.in_force().count() == 1


def test_nobody_agrees_to_a_trust_they_were_not_shown(cast, frozen, client_of):
    School.objects.filter(pk=cast.school.pk).update(trust=Trust.objects.create(name="Hollin Bank Academies"))
    head = client_of(cast.headteacher)
    for shown in (cast.trust.pk, "x", ""):
        page = head.post(let(cast.school), {"trust": shown})
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
    assert "Read which trust it is now" in head.post(let(cast.school), {"trust": cast.trust.pk}).content.decode()
    assert not TrustAgreement.objects.exists()


def line(trust):
    return f"{HEADER}\n900214,999,Heathervale Primary,Academy converter,Open,Primary,ZZ1 1AA,{trust}\n".encode("cp1252")


def test_a_new_trust_in_the_register_ends_the_agreement(cast, agreed, frozen):
    report = bring_in(ContentFile(line("90001,Three Becks Learning Trust"), name="r.csv"), by=cast.administrator)
    assert not report.is_refused
    assert list(TrustAgreement.objects.in_force()) == [agreed]
    bring_in(ContentFile(line("90002,Hollin Bank Academies"), name="r.csv"), by=cast.administrator)
    cast.school.refresh_from_db()
    agreed.refresh_from_db()
    assert (cast.school.trust.name, agreed.withdrawn_by) == ("Hollin Bank Academies", cast.administrator)
    assert Activity.objects.filter(verb="ended the trust’s reading of", school_key=cast.school.pk).count() == 1
    bring_in(ContentFile(line("90001,Three Becks Learning Trust"), name="r.csv"), by=cast.administrator)
    assert not School.objects.visible_to(cast.trust_viewer).exists()


def test_what_the_school_page_says_to_a_viewer(cast, agreed, at, log, client_of):
    at("agreed")
    log()
    add_internal_note(cast.school, by=cast.lead, text="Kept inside")
    page = client_of(cast.trust_viewer).get(cast.school.get_absolute_url()).content.decode()
    for words in (
        "You read this for Three Becks Learning Trust",
        "agreed to it on 12 January 2026",
        "Jo Pemberton",
        "Dr Priya Raman",
        "Visit to the school",
    ):
        assert words in page, words
    for words in ("The story so far", "@", "Kept inside", "Invite", "Log a visit", "Withdraw", "never signed in"):
        assert words not in page, words


def test_what_a_viewer_opens(cast, agreed, at, log, client_of):
    plan, visit = at("agreed"), log()
    plan_actions.review_plan(plan, by=cast.lead, on=TODAY, note="Went well")
    school, client = cast.school.get_absolute_url(), client_of(cast.trust_viewer)
    answers = {
        address: client.get(address).status_code
        for address in (
            school,
            f"{school}visits/",
            visit.get_absolute_url(),
            plan.get_absolute_url(),
            f"{plan.get_absolute_url()}compare/",
            f"{school}story/",
            f"{school}people/",
            f"{school}notes/add/",
            f"{plan.get_absolute_url()}reopen/",
        )
    }
    assert list(answers.values()) == [200, 200, 200, 200, 200, 403, 403, 403, 403]
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Development plan, version 1" in page
    assert "Our plan" in client_of(cast.contributor).get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize("many", [3, 40])
def test_pages_cost_the_same_whatever_their_size(cast, agreed, cost, many):
    for n in range(many):
        trust = Trust.objects.create(name=f"Trust {n:02}")
        School.objects.create(name=f"School {n}", trust=trust)
        school = School.objects.create(name=f"School of Becks {n}", trust=cast.trust)
        TrustAgreement.objects.create(school=school, trust=cast.trust, agreed_by=cast.lead, agreed_name="A head")
        TrustViewer.objects.create(user=person(f"Reader {n}"), trust=cast.trust)
    assert cost(cast.lead, "/schools/trusts/") == 2
    assert cost(cast.lead, cast.trust.get_absolute_url()) == 6
    assert cost(cast.trust_viewer, "/schools/") == 5  # one more than a lead: is there one school only?
