"""A leaver's work passes to somebody else in one act, and the account is shut with it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.handover import work_of
from accounts.models import User
from audit.models import Activity
from cohorts.models import CommitmentAsk, Place, Review, SeatHolder
from kit.access import Refused
from networks.models import Cluster
from schools.models import Assignment, Challenge, Role, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(cast, place, other_place):
    """Dr Raman leads Heathervale's place, covers Oakenfold's, and looks after Heathervale."""
    Place.objects.filter(pk=place.pk).update(lead=cast.adviser, cover=cast.other_adviser)
    Place.objects.filter(pk=other_place.pk).update(lead=cast.lead, cover=cast.adviser)
    return cast.adviser


def test_what_stands_with_a_person_is_said_in_words(leaver):
    assert [work.words for work in work_of(leaver)] == [
        "Looks after 1 school as adviser",
        "Leads 1 school of a cohort",
        "Is cover for 1 school of a cohort",
    ]


def test_everything_passes_on_and_the_account_is_shut(cast, client_of, leaver, place, other_place):
    url = reverse("accounts:hand_over", args=[leaver.pk])
    answer = client_of(cast.administrator).post(url, {"to": cast.other_adviser.pk, "disable": "on"})
    assert answer.url == leaver.get_absolute_url()
    place.refresh_from_db()
    other_place.refresh_from_db()
    assert (place.lead, place.cover) == (cast.other_adviser, None)  # nobody is lead and cover of one school
    assert (other_place.lead, other_place.cover) == (cast.lead, cast.other_adviser)
    assert set(Assignment.objects.values_list("adviser", "school")) == {
        (cast.other_adviser.pk, cast.school.pk),
        (cast.other_adviser.pk, cast.other.pk),
    }
    assert (work_of(leaver), User.objects.get(pk=leaver.pk).is_active) == ([], False)
    noted = Activity.objects.get(verb="handed over the work of")
    assert (noted.details["to"], noted.details["work"]) == (
        "Gwen Tarrant",
        [
            "Looks after 1 school as adviser: Gwen Tarrant",
            "Leads 1 school of a cohort: Gwen Tarrant",
            "Is cover for 1 school of a cohort: Gwen Tarrant",
        ],
    )


def test_only_people_of_the_virtual_school_take_over(cast, client_of, leaver):
    url = reverse("accounts:hand_over", args=[leaver.pk])
    for wrong in (cast.school_lead, leaver, cast.observer, cast.reviewer):
        answer = client_of(cast.lead).post(url, {"to": wrong.pk})
        assert "govuk-error-summary" in answer.text
    assert len(work_of(leaver)) == 3
    with pytest.raises(Refused):
        actions.hand_over(leaver, to=leaver, by=cast.lead)


def test_schools_do_not_hand_over(cast, client_of, leaver):
    statuses = [
        client_of(user).post(reverse("accounts:hand_over", args=[leaver.pk]), {"to": cast.other_adviser.pk}).status_code
        for user in (cast.school_lead, cast.observer, leaver)
    ]
    assert statuses == [404, 404, 403]
    assert len(work_of(leaver)) == 3


def test_disabling_oneself_is_refused_with_its_reason(cast, client_of):
    answer = client_of(cast.lead).get(reverse("accounts:disable_person", args=[cast.lead.pk]))
    assert answer.status_code == 403
    assert "Nobody disables their own account. Ask another lead or administrator." in answer.text
    assert "another role" not in answer.text
    Assignment.objects.all().delete()
    actions.disable_person(cast.adviser, by=cast.lead)
    answer = client_of(cast.lead).post(reverse("accounts:disable_person", args=[cast.adviser.pk]))
    assert "This account is disabled already." in answer.text


def test_an_account_with_work_is_not_disabled(cast, client_of, leaver):
    url = reverse("accounts:disable_person", args=[leaver.pk])
    page = client_of(cast.lead).get(url).text
    assert reverse("accounts:hand_over", args=[leaver.pk]) in page
    assert "Leads 1 school of a cohort" in page
    client_of(cast.lead).post(url)
    with pytest.raises(Refused, match="Hand it over first"):
        actions.disable_person(leaver, by=cast.lead)
    assert User.objects.get(pk=leaver.pk).is_active


@pytest.fixture
def everything(cast, cohort, leaver):
    """Beside it they convene a cluster, read an application and follow a challenge up."""
    from cohorts.models import Application

    Cluster.objects.create(name="Becks", convenor=leaver)
    visit = Visit.objects.create(school=cast.school, by=leaver, support="Listened")
    Challenge.objects.create(visit=visit, text="What do children say?", follow_up_on=date(2026, 3, 3))
    User.objects.filter(pk=leaver.pk).update(is_reviewer=True)
    leaver.refresh_from_db()
    at = timezone.now()
    cohort.state = "selecting"
    cohort.save()
    application = Application.objects.create(
        cohort=cohort, school=cast.other, applicant_name="A", applicant_email="a@example.org", state="submitted", submitted_at=at
    )  # fmt: skip
    Review.objects.create(application=application, reviewer=leaver, given_by=cast.lead)
    return leaver


def test_each_kind_may_go_to_somebody_else(cast, client_of, everything, place):
    url = reverse("accounts:hand_over", args=[everything.pk])
    client = client_of(cast.administrator)
    page = client.get(url).text
    assert "Convenes 1 cluster" in page
    assert "Follows up 1 challenge put at visits" in page
    answer = client.post(url, {"to": cast.lead.pk}).text
    assert "Marian Osgood cannot take this over. Choose somebody of the list: Has 1 application to read" in answer
    assert len(work_of(everything)) == 6
    client.post(
        url,
        {"to": cast.lead.pk, "to-readings": cast.reviewer.pk, "to-clusters": "nobody", "to-schools": cast.other_adviser.pk, "disable": "on"},
    )  # fmt: skip
    assert (work_of(everything), User.objects.get(pk=everything.pk).is_active) == ([], False)
    place.refresh_from_db()
    assert (place.lead, Cluster.objects.get().convenor, Review.objects.get().reviewer) == (cast.lead, None, cast.reviewer)  # fmt: skip
    challenge = Challenge.objects.get()
    assert (challenge.follower, challenge.visit.by) == (cast.lead, everything)
    assert list(Challenge.objects.followed_up_by(cast.lead)) == [challenge]


def test_nobody_for_what_somebody_has_to_do_is_refused(cast, client_of, leaver):
    url = reverse("accounts:hand_over", args=[leaver.pk])
    answer = client_of(cast.lead).post(url, {"to": ""})
    assert "Choose who takes this over: Leads 1 school of a cohort" in answer.text
    with pytest.raises(Refused, match="Somebody has to take this over"):
        actions.hand_over(leaver, by=cast.lead, to=cast.lead, takers={"places-lead": "nobody"})
    assert len(work_of(leaver)) == 3


def test_a_reader_takes_over_nothing_of_their_own_school(cast, everything):
    Role.objects.create(user=cast.reviewer, school=cast.other, kind="contributor", starts_on=date(2025, 9, 1))
    takers = {"readings": cast.reviewer}
    actions.hand_over(everything, by=cast.administrator, to=cast.lead, takers=takers)
    assert Review.objects.count() == 0


def test_the_roles_and_seats_of_a_school_pass_to_colleagues(cast, client_of, place):
    jo, on = cast.school_lead, date.today()
    assert [work.words for work in work_of(jo)] == [
        "School lead of Heathervale Primary",
        "Representative 1 of Heathervale Primary in 2025-26",
    ]
    seat, role = SeatHolder.objects.get(user=jo), Role.objects.get(user=jo)
    page = client_of(cast.lead).get(reverse("accounts:hand_over", args=[jo.pk])).text
    assert "Ines Farrow" not in page
    data = {f"to-role-{role.pk}": cast.headteacher.pk, f"to-seat-{seat.pk}": cast.headteacher.pk, "disable": "on"}
    client_of(cast.lead).post(reverse("accounts:hand_over", args=[jo.pk]), data)
    seat.refresh_from_db()
    role.refresh_from_db()
    assert (seat.until_on, role.ends_on) == (on, on)
    follower = SeatHolder.objects.get(seat=seat.seat, until_on=None)
    assert (follower.user, follower.from_on, follower.is_senior_leader) == (cast.headteacher, on + timedelta(days=1), True)  # fmt: skip
    assert not User.objects.get(pk=jo.pk).is_active


def test_where_nobody_follows_roles_end_and_seats_are_empty(cast, client_of, place):
    head = cast.headteacher
    SeatHolder.objects.filter(user=cast.contributor).update(user=head, name=head.name)
    data = {f"to-{work.key}": "nobody" for work in work_of(head)}
    assert len(data) == 3
    client_of(cast.lead).post(reverse("accounts:hand_over", args=[head.pk]), data)
    assert work_of(head) == []
    assert CommitmentAsk.objects.count() == 0
    assert not SeatHolder.objects.filter(seat__place=place, seat__number=2, until_on=None).exists()
