"""The list of schools, a school's page, its people and its contact address."""

import re
from datetime import date

import pytest

from accounts.actions.invitations import invite_again
from kit.access import Refused
from notifications.models import Message
from schools.actions import people as actions
from schools.models import Phase, Role, School, SchoolUrn


def shown(client, address="/schools/"):
    return [school.name for school in client.get(address).context["page"]]


def test_the_list_is_searched_and_filtered(cast, place, client_of):
    School.objects.create(
        name="St Anne’s Infant",
        urn="900300",
        phase=Phase.INFANT,
        town="Brackley",
        postcode="ZZ1 2AB",
        district="Low Dale",
        status="closed",
    )
    client = client_of(cast.lead)
    assert shown(client) == ["Heathervale Primary", "Oakenfold School", "St Anne’s Infant"]
    for query, found in {
        "q=st annes": ["St Anne’s Infant"],
        "q=900214": ["Heathervale Primary"],
        "q=zz12ab": ["St Anne’s Infant"],
        "q=stonebeck": ["Oakenfold School"],
        "phase=secondary": ["Oakenfold School"],
        "district=Low Dale": ["St Anne’s Infant"],
        "status=closed": ["St Anne’s Infant"],
        "joined=yes": ["Heathervale Primary"],
        "joined=no&status=open": ["Oakenfold School"],
        "phase=nonsense": [],
        "q=nothing of the kind": [],
    }.items():
        assert shown(client, f"/schools/?{query}") == found, query


def test_each_sees_their_schools(cast, frozen, client_of):
    assert shown(client_of(cast.adviser)) == ["Heathervale Primary"]
    assert shown(client_of(cast.observer)) == ["Heathervale Primary", "Oakenfold School"]
    assert client_of(cast.school_lead).get("/schools/").headers["Location"] == f"/schools/{cast.school.pk}/"
    assert shown(client_of(cast.nobody)) == []
    assert client_of(cast.stranger).get(f"/schools/{cast.school.pk}/").status_code == 404
    Role.objects.create(user=cast.headteacher, school=cast.other, kind="headteacher", starts_on=date(2025, 9, 1))
    assert shown(client_of(cast.headteacher)) == ["Heathervale Primary", "Oakenfold School"]


def test_the_page_says_who_they_are(cast, at, client_of):
    SchoolUrn.objects.create(school=cast.school, urn="900100", until_on=date(2024, 8, 31))
    at("agreed")
    page = client_of(cast.lead).get(f"/schools/{cast.school.pk}/").content.decode()
    for words in (
        "<b>900214</b>", "<b>900100</b>", "Jo Pemberton", "Headteacher, School lead", "Dr Priya Raman", "office@heathervale.example",
        "Marian Osgood agreed the development plan, version 1", "Jo Pemberton submitted the development plan", "Agreed", "Add an internal note",
    ):  # fmt: skip
        assert words in page, words
    assert page.count("<b>Helen Strand</b>") == 1  # two roles, one person
    mine = client_of(cast.school_lead).get(f"/schools/{cast.school.pk}/").content.decode()
    assert "internal note" not in mine.lower()


def test_work_stands_in_the_main_column_and_people_beside_it(cast, frozen, place, client_of):
    cast.headteacher.job_title = "Headteacher"
    cast.headteacher.save()
    answer = client_of(cast.lead).get(f"/schools/{cast.school.pk}/")
    main, side = answer.text.split('aas-stack">')[1:]

    def titles(column):
        return re.findall(r"<h2[^>]*>(?:<svg.*?</svg>)?(.*?)</h2>", column)

    assert titles(main) == [
        "What would settle graduation",
        "The story so far",
        "Visits",
        "Training",
        "Action research",
        "How the school sees itself",
        "Practice library",
    ]
    assert titles(side)[:5] == [
        "People and roles",
        "Representatives, 2025-26",
        "Training in school",
        "Network",
        "Documents",
    ]
    assert "Headteacher<br>" not in side  # the title that says no more than the role is left out
    ids = re.findall(r' id="(.*?)"', answer.text)
    assert len(ids) == len(set(ids))


def test_a_colleague_is_invited_and_changes_roles(cast, frozen, client_of):
    client = client_of(cast.school_lead)
    sent = {"name": "Amy Lorrimer", "email": "Amy@heathervale.example", "job_title": "SENCO", "kind": "contributor"}
    for _ in range(2):
        assert client.post(f"/schools/{cast.school.pk}/people/invite/", sent).status_code == 302
    role = Role.objects.get(user__email="amy@heathervale.example")
    invite_again(role.user, by=cast.lead)
    invitations = Message.objects.filter(kind="invitation", recipient=role.user)
    assert set(invitations.values_list("school_key", flat=True)) == {cast.school.pk}  # in the list of letters, too
    assert (role.kind, role.starts_on, role.ends_on) == ("contributor", date(2026, 2, 3), None)
    later = {"on_day": "1", "on_month": "3", "on_year": "2026"}
    client.post(f"/schools/roles/{role.pk}/change/", later | {"kind": "school_lead"})
    assert list(
        Role.objects.filter(user=role.user).order_by("starts_on").values_list("kind", "starts_on", "ends_on")
    ) == [
        ("contributor", date(2026, 2, 3), date(2026, 2, 28)),
        ("school_lead", date(2026, 3, 1), None),
    ]


def test_people_are_managed_by_those_who_write_for_the_school(cast, client_of):
    for who, status in {
        "contributor": 403,
        "adviser": 403,
        "observer": 403,
        "stranger": 404,
        "school_lead": 200,
        "headteacher": 200,
        "lead": 200,
        "administrator": 200,
    }.items():
        assert client_of(getattr(cast, who)).get(f"/schools/{cast.school.pk}/people/").status_code == status, who
        assert client_of(getattr(cast, who)).get(f"/schools/{cast.school.pk}/people/invite/").status_code == status, who


def test_a_role_ends_on_its_last_day(cast, frozen, client_of, settings):
    role = Role.objects.get(user=cast.contributor)
    yesterday = {"on_day": "2", "on_month": "2", "on_year": "2026"}
    client_of(cast.school_lead).post(f"/schools/roles/{role.pk}/end/", yesterday)
    assert client_of(cast.contributor).get(f"/schools/{cast.school.pk}/").status_code == 404
    role.refresh_from_db()
    assert role.ends_on == date(2026, 2, 2)


def test_the_last_who_writes_cannot_leave(cast, frozen):
    role = Role.objects.get(user=cast.stranger)
    with pytest.raises(Refused, match="Somebody has to write"):
        actions.end_role(role, by=cast.stranger, on=date(2026, 2, 3))
    with pytest.raises(Refused, match="Somebody has to write"):
        actions.change_role(role, by=cast.stranger, kind="contributor", on=date(2026, 2, 3))
    actions.end_role(role, by=cast.lead, on=date(2026, 2, 3))


def test_a_headteacher_is_succeeded(cast, frozen, client_of):
    sent = {"name": "Ola Reed", "email": "ola@heathervale.example", "on_day": "2", "on_month": "2", "on_year": "2026"}
    assert client_of(cast.school_lead).post(f"/schools/{cast.school.pk}/people/headteacher/", sent).status_code == 403
    assert client_of(cast.headteacher).post(f"/schools/{cast.school.pk}/people/headteacher/", sent).status_code == 302
    heads = Role.objects.filter(school=cast.school, kind="headteacher").order_by("starts_on")
    assert [(head.user.name, head.ends_on) for head in heads] == [
        ("Helen Strand", date(2026, 2, 1)),
        ("Ola Reed", None),
    ]


def test_the_contact_address_is_checked_by_the_virtual_school(cast, frozen, client_of):
    sent = {
        "email": "head@heathervale.example",
        "checked_on_day": "3",
        "checked_on_month": "2",
        "checked_on_year": "2026",
    }
    assert client_of(cast.school_lead).post(f"/schools/{cast.school.pk}/contact/", sent).status_code == 403
    assert client_of(cast.administrator).post(f"/schools/{cast.school.pk}/contact/", sent).status_code == 302
    cast.school.refresh_from_db()
    assert (cast.school.contact_email, cast.school.contact_checked_on) == ("head@heathervale.example", date(2026, 2, 3))


@pytest.mark.parametrize("many", [5, 120])
def test_the_list_costs_the_same_whatever_its_size(cast, cost, many):
    School.objects.bulk_create(
        School(name=f"School {n:03}", urn=str(800000 + n), search_text=f"school {n:03}") for n in range(many)
    )
    assert cost(cast.lead, "/schools/") == 4
    assert cost(cast.lead, "/schools/?q=school&joined=no") == 4


def test_a_school_costs_the_same_however_much_has_happened(cast, log, cost, monkeypatch):
    from schools import panels

    monkeypatch.setattr(panels, "panels", [])  # what other apps bring is counted by their own tests
    monkeypatch.setattr(panels, "states", [])

    def queries():
        return [
            cost(user, address)
            for user in (cast.lead, cast.school_lead)
            for address in (page, f"{page}story/", f"{page}visits/")
        ]

    page = f"/schools/{cast.school.pk}/"
    log()
    actions.add_internal_note(cast.school, by=cast.lead, text="Note")
    few = queries()
    for number in range(30):
        log(support=f"Visit {number}")
        actions.add_internal_note(cast.school, by=cast.lead, text=f"Note {number}")
    assert queries() == few
    assert max(few) <= 10
