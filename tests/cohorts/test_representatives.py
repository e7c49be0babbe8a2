"""Representatives follow one another and stand in with dates and a note; a name follows its account; the rule of the senior leader."""

from datetime import date

import pytest
from casting import TODAY, accepts
from django.urls import reverse
from django.utils import timezone

from accounts.actions import accept_invitation, keep_profile
from accounts.models import Invitation, User
from audit.models import Activity
from cohorts.actions.seat import change_representative
from cohorts.models import SeatHolder
from cohorts.today import asked_of
from kit.access import Refused
from schools.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def change(seat, cast, **changes):
    facts = {
        "last_day": date(2026, 2, 13),
        "from_on": date(2026, 2, 23),
        "name": "Amy Lorrimer",
        "email": "amy@example.org",
        "job_title": "Teacher",
        "is_senior_leader": False,
        "on": TODAY,
    }
    return change_representative(seat, by=cast.school_lead, **facts | changes)


def rows(seat):
    held = SeatHolder.objects.filter(seat=seat).order_by("from_on")
    return list(held.values_list("name", "from_on", "until_on", "stands_in"))


def test_who_stands_in_hands_back_by_itself(client_of, cast, place):
    seat = place.seats.get(number=2)
    change(seat, cast, until_on=date(2026, 6, 30), note="Tomasz is on leave")
    assert rows(seat) == [
        ("Tomasz Wilk", date(2025, 9, 1), date(2026, 2, 13), False),
        ("Amy Lorrimer", date(2026, 2, 23), date(2026, 6, 30), True),
        ("Tomasz Wilk", date(2026, 7, 1), None, False),
    ]
    again = SeatHolder.objects.get(seat=seat, until_on=None)
    assert again.user == cast.contributor
    page = client_of(cast.headteacher).get(place.get_absolute_url()).text
    assert "Tomasz is on leave" in page
    assert "until 30 June 2026, stands in" in page


def test_a_plan_that_has_not_begun_gives_way(cast, place):
    seat = place.seats.get(number=2)
    change(seat, cast, until_on=date(2026, 6, 30))
    change(seat, cast, name="Bea Moss", email="bea@example.org", last_day=date(2026, 3, 27), from_on=date(2026, 4, 13), on=date(2026, 3, 3))  # fmt: skip
    assert rows(seat) == [
        ("Tomasz Wilk", date(2025, 9, 1), date(2026, 2, 13), False),
        ("Amy Lorrimer", date(2026, 2, 23), date(2026, 3, 27), True),
        ("Bea Moss", date(2026, 4, 13), None, False),
    ]


def test_what_has_been_is_never_rewritten(cast, place):
    seat = place.seats.get(number=2)
    change(seat, cast)
    before = rows(seat)
    with pytest.raises(Refused, match="has been a representative only since 23 February 2026"):
        change(seat, cast, name="Bea Moss", email="bea@example.org", last_day=date(2026, 2, 20), on=date(2026, 3, 3))
    assert rows(seat) == before


def test_nobody_holds_two_seats_of_one_school(cast, place):
    SeatHolder.objects.filter(seat__place=place, seat__number=1).update(email="jo@example.org")
    with pytest.raises(Refused, match="Jo Pemberton is a representative of this school already"):
        change(place.seats.get(number=2), cast, email="JO@example.org")


def test_the_school_is_asked_for_a_senior_leader_and_warned_before(client_of, cast, place):
    seat = place.seats.get(number=1)
    client = client_of(cast.headteacher)
    url = reverse("cohorts:change_representative", args=[seat.pk])
    assert "No other representative belongs to senior leadership" in client.get(url).text
    title = "Name a senior leader among the representatives of Heathervale Primary"
    assert title not in [duty.title for duty in asked_of(cast.headteacher, TODAY)]
    SeatHolder.objects.filter(seat=seat).update(is_senior_leader=False)
    assert title in [duty.title for duty in asked_of(cast.headteacher, TODAY)]
    assert title not in [duty.title for duty in asked_of(cast.contributor, TODAY)]
    words = "No senior leader is among the representatives"
    assert words in client.get(place.get_absolute_url()).text
    assert words in client_of(cast.adviser).get(place.get_absolute_url()).text


def test_a_name_written_at_the_invitation_stands_on_the_seat(cast, deciding, whole):
    application = whole(deciding, cast.school, state="offered", offer_expires_at=timezone.now(), decided_by=cast.lead)
    place = accepts(application)
    tom = User.objects.get(email=application.representatives[1]["email"])
    invitation = Invitation.objects.get(user=tom)
    accept_invitation(invitation, name="Thomas Wilkes", at=timezone.now())
    held = SeatHolder.objects.filter(seat__place=place).order_by("seat__number")
    assert list(held.values_list("name", flat=True)) == ["Jo Pemberton", "Thomas Wilkes"]


def test_a_name_set_for_the_certificate_and_the_past_stay(cast, place, other_place):
    SeatHolder.objects.filter(seat__place=other_place, seat__number=1).update(user=cast.contributor, name="Tomasz Wilk", until_on=date(2026, 1, 9))  # fmt: skip
    SeatHolder.objects.filter(seat__place=place, seat__number=2).update(name_on_certificate="Tomasz A. Wilk")
    keep_profile(cast.contributor, name="Tom Wilk", job_title="", telephone="", reminders_muted=False)
    assert set(SeatHolder.objects.filter(user=cast.contributor).values_list("name", flat=True)) == {"Tomasz Wilk"}
    SeatHolder.objects.filter(seat__place=place, seat__number=2).update(name_on_certificate="")
    keep_profile(cast.contributor, name="Tommy Wilk", job_title="", telephone="", reminders_muted=False)
    held = SeatHolder.objects.filter(user=cast.contributor).order_by("seat__place")
    assert list(held.values_list("name", flat=True)) == ["Tommy Wilk", "Tomasz Wilk"]


def test_one_person_represents_two_schools(cast, deciding, whole):
    """An executive head is named by both: one account, a role and a seat at each."""
    for school in (cast.school, cast.other):
        application = whole(deciding, school, state="offered", offer_expires_at=timezone.now(), decided_by=cast.lead)
        people = [application.representatives[0] | {"name": "Ex Head", "email": "Exec@example.org"}, application.representatives[1]]  # fmt: skip
        accepts(application, representatives=people)
    head = User.objects.get(email="exec@example.org")
    held = SeatHolder.objects.filter(user=head).values_list("seat__place__school__name", flat=True)
    assert sorted(held) == ["Heathervale Primary", "Oakenfold School"]
    assert set(Role.objects.filter(user=head).values_list("school", "kind")) == {
        (cast.school.pk, "school_lead"),
        (cast.other.pk, "school_lead"),
    }


# --- a telephone for whoever has given none


@pytest.fixture
def without_account(place):
    """Tomasz has no account."""
    SeatHolder.objects.filter(seat__place=place, seat__number=2).update(user=None)
    return SeatHolder.objects.get(seat__place=place, seat__number=2)


def test_a_school_gives_the_telephone_of_whoever_has_no_account(client_of, cast, place, without_account):
    address = reverse("cohorts:change_telephone", args=[without_account.pk])
    school = client_of(cast.school_lead)
    assert address in school.get(place.get_absolute_url()).text
    assert school.post(address, {"telephone": "07700 900456"}).url == place.get_absolute_url()
    without_account.refresh_from_db()
    assert without_account.telephone == "07700 900456"
    assert "07700 900456" in school.get(place.get_absolute_url()).text
    assert "07700 900456" not in client_of(cast.contributor).get(place.get_absolute_url()).text
    [said] = Activity.objects.filter(verb="changed the telephone of a representative of")
    assert (said.by, said.details) == (cast.school_lead, {"representative": "Tomasz Wilk"})  # and no number
    client_of(cast.lead).post(address, {"telephone": ""})
    without_account.refresh_from_db()
    assert without_account.telephone == ""


def test_who_gives_a_telephone_and_when(client_of, cast, place, without_account):
    address = reverse("cohorts:change_telephone", args=[without_account.pk])
    statuses = {
        who: client_of(getattr(cast, who)).get(address).status_code
        for who in (
            "lead",
            "administrator",
            "headteacher",
            "school_lead",
            "contributor",
            "adviser",
            "stranger",
            "nobody",
        )
    }
    assert statuses == {
        "lead": 200, "administrator": 200, "headteacher": 200, "school_lead": 200,
        "contributor": 403, "adviser": 403, "stranger": 404, "nobody": 404,
    }  # fmt: skip
    own = SeatHolder.objects.get(seat__place=place, seat__number=1)
    User.objects.filter(pk=cast.school_lead.pk).update(telephone="07700 900123")
    theirs = reverse("cohorts:change_telephone", args=[own.pk])
    assert client_of(cast.headteacher).get(theirs).status_code == 403  # Jo says it in her own account
    assert theirs not in client_of(cast.headteacher).get(place.get_absolute_url()).text
    type(place).objects.filter(pk=place.pk).update(state="withdrawn", left_reason="Moved", left_on=TODAY)
    assert client_of(cast.lead).post(address, {"telephone": "1"}).status_code == 409


def test_a_telephone_comes_with_the_newcomer_and_stays_with_whoever_comes_back(client_of, cast, place, without_account):
    seat = place.seats.get(number=2)
    SeatHolder.objects.filter(pk=without_account.pk).update(telephone="07700 900456")
    sent = {"name": "Amy Lorrimer", "email": "amy@example.org", "telephone": "07700 900789"}
    for name, on in (("last_day", date(2026, 2, 13)), ("from_on", date(2026, 2, 23)), ("until_on", date(2026, 6, 30))):
        sent |= {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}
    client_of(cast.school_lead).post(reverse("cohorts:change_representative", args=[seat.pk]), sent)
    held = SeatHolder.objects.filter(seat=seat).order_by("from_on")
    assert list(held.values_list("name", "telephone")) == [
        ("Tomasz Wilk", "07700 900456"), ("Amy Lorrimer", "07700 900789"), ("Tomasz Wilk", "07700 900456"),
    ]  # fmt: skip
