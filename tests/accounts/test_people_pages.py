"""The people pages: who may open them, and what each act does at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Invitation, User
from audit.models import Activity
from notifications.models import Message

pytestmark = pytest.mark.django_db
PAGES = ("people", "invite_person")
OF_ONE = ("person", "change_person", "disable_person", "hand_over")
ACTS = ("invite_again", "enable_person")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("administrator", 200),
        ("adviser", 403),
        ("observer", 403),
        ("headteacher", 403),
        ("contributor", 403),
    ],
)
def test_only_leads_and_administrators_manage_people(cast, client_of, name, who, status):
    assert client_of(getattr(cast, who)).get(reverse(f"accounts:{name}")).status_code == status


@pytest.mark.parametrize("name", OF_ONE)
def test_a_persons_page_is_for_managers_and_does_not_exist_for_others(cast, client_of, name):
    url = reverse(f"accounts:{name}", args=[cast.school_lead.pk])
    statuses = {
        who: client_of(getattr(cast, who)).get(url).status_code
        for who in ("lead", "school_lead", "stranger", "adviser")
    }
    assert statuses == {"lead": 200, "school_lead": 403, "stranger": 404, "adviser": 404}


@pytest.mark.parametrize("name", ACTS)
def test_a_refused_act_changes_nothing(cast, client_of, name):
    before = Activity.objects.count(), Message.objects.count()
    assert client_of(cast.adviser).post(reverse(f"accounts:{name}", args=[cast.school_lead.pk])).status_code == 404
    assert (Activity.objects.count(), Message.objects.count()) == before


def test_inviting_somebody_plans_one_letter_and_shows_them_as_invited(cast, client_of):
    answer = client_of(cast.lead).post(
        reverse("accounts:invite_person"),
        {"name": "Nadia Fell", "email": "Nadia.Fell@Example.org", "roles": ["is_adviser"]},
    )
    nadia = User.objects.get(email="nadia.fell@example.org")
    assert answer.url == nadia.get_absolute_url()
    assert (nadia.is_adviser, nadia.is_programme_lead, nadia.state, nadia.has_usable_password()) == (
        True,
        False,
        "invited",
        False,
    )
    assert list(Message.objects.values_list("kind", "address")) == [("invitation", "nadia.fell@example.org")]


def test_a_reviewer_is_invited_shown_and_changed_like_anybody_and_is_not_of_the_virtual_school(cast, client_of):
    client = client_of(cast.administrator)
    client.post(
        reverse("accounts:invite_person"), {"name": "Odo Finch", "email": "odo@example.org", "roles": ["is_reviewer"]}
    )
    odo = User.objects.get(email="odo@example.org")
    assert (odo.is_reviewer, odo.is_virtual_school, odo.sees_every_school, odo.needs_second_factor) == (
        True,
        False,
        False,
        False,
    )
    assert odo.role_label == "Reviewer"
    assert "No role yet" not in client.get(odo.get_absolute_url()).text
    assert not User.objects.of_the_virtual_school().filter(pk=odo.pk).exists()
    rows = client.get(reverse("accounts:people"), {"role": "is_reviewer"}).context["rows"]
    assert [person.name for person, _ in rows] == ["Nerys Alderton", "Odo Finch"]
    client.post(reverse("accounts:change_person", args=[odo.pk]), {"name": "Odo Finch"})
    assert not User.objects.get(pk=odo.pk).is_reviewer


def test_the_list_is_searched_and_filtered(cast, client_of):
    client = client_of(cast.administrator)

    def names(**query):
        return [person.name for person, _ in client.get(reverse("accounts:people"), query).context["rows"]]

    assert names(q="pem") == ["Jo Pemberton"]
    assert names(role="is_adviser") == ["Dr Priya Raman", "Gwen Tarrant"]
    assert names(role="contributor") == ["Tomasz Wilk"]
    assert names(role="nonsense", q="osgood") == ["Marian Osgood"]
    assert names(state="disabled") == []
    assert names(state="active") == ["Colin Batts"]  # only he has signed in
    assert "Jo Pemberton" in names(state="never")


def test_a_change_of_role_takes_effect_on_the_next_request(cast, client_of):
    theirs = client_of(cast.administrator)
    assert theirs.get(reverse("accounts:people")).status_code == 200
    change = reverse("accounts:change_person", args=[cast.administrator.pk])
    client_of(cast.lead).post(change, {"name": "Colin Batts", "roles": ["is_observer"]})
    assert theirs.get(reverse("accounts:people")).status_code == 403
    theirs_again = User.objects.get(pk=cast.administrator.pk)
    assert (theirs_again.is_administrator, theirs_again.is_observer) == (False, True)


def test_nobody_takes_their_own_place_away(cast, client_of):
    answer = client_of(cast.lead).post(
        reverse("accounts:change_person", args=[cast.lead.pk]), {"name": "Marian Osgood"}
    )
    assert "You cannot take your own place away" in answer.text
    assert User.objects.get(pk=cast.lead.pk).is_programme_lead
    assert client_of(cast.lead).post(reverse("accounts:disable_person", args=[cast.lead.pk])).status_code == 403


def test_nobody_makes_themselves_a_lead(cast, client_of):
    answer = client_of(cast.administrator).post(
        reverse("accounts:change_person", args=[cast.administrator.pk]),
        {"name": "Colin Batts", "roles": ["is_administrator", "is_programme_lead"]},
    )
    assert "You cannot make yourself a programme lead. Ask a lead." in answer.text
    assert not User.objects.get(pk=cast.administrator.pk).is_programme_lead


def test_disabling_ends_every_session_at_once(cast, client_of):
    theirs = client_of(cast.school_lead)
    assert theirs.get(reverse("accounts:profile")).status_code == 200
    cast.school_lead.roles.all().delete()  # nothing stands with them any more
    client_of(cast.lead).post(reverse("accounts:disable_person", args=[cast.school_lead.pk]))
    assert theirs.get(reverse("accounts:profile")).status_code == 302
    jo = User.objects.get(pk=cast.school_lead.pk)
    assert (jo.is_active, jo.state, jo.usersession_set.count()) == (False, "disabled", 0)
    assert client_of(cast.lead).post(reverse("accounts:disable_person", args=[jo.pk])).status_code == 403
    client_of(cast.lead).post(reverse("accounts:enable_person", args=[jo.pk]))
    assert User.objects.get(pk=jo.pk).is_active


def test_a_fresh_invitation_ends_the_old_link_and_a_withdrawn_one_ends_itself(cast, client_of):
    client = client_of(cast.lead)
    for _ in range(2):
        client.post(reverse("accounts:invite_again", args=[cast.nobody.pk]))
    new, old = Invitation.objects.order_by("-pk")
    assert old.revoked_at
    assert not new.revoked_at
    assert client_of(cast.stranger).post(reverse("accounts:revoke_invitation", args=[new.pk])).status_code == 404
    client.post(reverse("accounts:revoke_invitation", args=[new.pk]))
    assert client.post(reverse("accounts:revoke_invitation", args=[new.pk])).status_code == 409
    assert Message.objects.filter(kind="invitation").count() == 2


def test_the_list_asks_as_many_questions_for_many_people(cast, client_of):
    client = client_of(cast.lead)
    client.get(reverse("accounts:people"))

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("accounts:people"))
        return len(asked)

    few = questions()
    for number in range(40):
        User.objects.create_user(f"p{number}@example.org", name=f"Person {number}", is_adviser=True)
    assert questions() == few
