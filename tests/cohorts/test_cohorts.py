"""Planning a cohort: created, changed, copied, and taken through its year."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.copying import proposals
from cohorts.intake import free_places
from cohorts.models import Cohort, CohortState, Place, PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LONDON = ZoneInfo("Europe/London")


def parts(name, on):
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def filled(**changes):
    return (
        {
            "name": "2027-28",
            "places": "17",
            "seats_per_place": "2",
            "opens_at": "9am",
            "closes_at": "5pm",
            "offer_days": "14",
            "days_may_miss": "1",
            "substitute_days": "0.5",
            "last_joining_session": "2",
            "needs_plan": "on",
        }
        | parts("starts_on", date(2027, 9, 1))
        | parts("ends_on", date(2028, 7, 14))
        | parts("opens_on", date(2027, 1, 11))
        | parts("closes_on", date(2027, 6, 11))
        | parts("decisions_on", date(2027, 6, 25))
        | changes
    )


def test_a_cohort_begins_as_a_draft_with_londons_times(client_of, cast):
    client_of(cast.lead).post(reverse("cohorts:create_cohort"), filled())
    made = Cohort.objects.get(name="2027-28")
    assert made.state == CohortState.DRAFT
    assert made.applications_open_at == datetime(2027, 1, 11, 9, tzinfo=LONDON)
    assert made.applications_close_at == datetime(2027, 6, 11, 17, tzinfo=LONDON)  # summer time
    assert (made.needs_plan, made.needs_project) == (True, False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (parts("ends_on", date(2027, 8, 1)), "Enter a day after the start"),
        (parts("closes_on", date(2026, 12, 1)), "Enter a day after the window opens"),
        (parts("decisions_on", date(2027, 6, 1)), "Enter a day after applications close"),
        ({"name": "2025-26"}, "Another cohort is called that"),
        ({"days_may_miss": "0.7"}, "whole or half days"),
        ({"places": "0"}, "Enter 1 or more"),
    ],
)
def test_what_cannot_be_is_said(client_of, cast, cohort, changes, words):
    page = client_of(cast.lead).post(reverse("cohorts:create_cohort"), filled(**changes)).content.decode()
    assert words in page
    assert Cohort.objects.count() == 1


def test_no_fewer_places_than_are_on_offer(client_of, cast, coming, whole):
    for school in (cast.school, cast.other):
        whole(coming, school, state="offered", offer_expires_at=timezone.now())
    url = reverse("cohorts:edit_cohort", args=[coming.pk])
    page = client_of(cast.lead).post(url, filled(places="1")).content.decode()
    assert "2 schools have a place or an offer already" in page
    coming.refresh_from_db()
    assert (coming.name, coming.places) == ("2026-27", 2)


def test_places_count_as_taken_however_they_came(client_of, cast, cohort, place, other_place, whole):
    """Places without an application, one of an accepted application, an offer; a school that left gives its place back."""
    whole(cohort, cast.school, state="offered", offer_expires_at=timezone.now())
    accepted = whole(cohort, cast.other, state="accepted")
    Place.objects.filter(pk=other_place.pk).update(application=accepted)
    page = client_of(cast.lead).get(reverse("cohorts:cohort", args=[cohort.pk])).content.decode()
    assert "<dt>Places</dt><dd>17, 14 free</dd><dt>At work</dt><dd>2</dd>" in page
    Place.objects.filter(pk=other_place.pk).update(
        state=PlaceState.WITHDRAWN, left_on=date(2026, 2, 3), left_reason="New head"
    )
    Place.objects.filter(pk=place.pk).update(state=PlaceState.GRADUATED, graduated_on=date(2026, 2, 3))
    assert free_places(cohort) == 15
    url = reverse("cohorts:edit_cohort", args=[cohort.pk])
    page = client_of(cast.lead).post(url, filled(places="1")).content.decode()
    assert "2 schools have a place or an offer already" in page


def test_a_copy_moves_every_date_to_the_same_weekday(client_of, cast, coming):
    data = {"name": "2027-28"}
    for key, move in proposals(coming).items():
        data |= {f"{key}_day": move.day.day, f"{key}_month": move.day.month, f"{key}_year": move.day.year}
    client_of(cast.lead).post(reverse("cohorts:copy_cohort", args=[coming.pk]), data)
    copy = Cohort.objects.get(name="2027-28")
    assert copy.state == CohortState.DRAFT
    assert copy.starts_on == date(2027, 8, 31)
    assert copy.starts_on.weekday() == coming.starts_on.weekday()
    assert copy.applications_close_at == datetime(2027, 3, 12, 17, tzinfo=LONDON)
    assert copy.plan_due_on is None
    assert copy.places == 2


def test_the_way_through_the_year(client_of, cast, coming):
    client = client_of(cast.lead)
    for step, state in (("select", "selecting"), ("run", "running"), ("close", "closed")):
        if step == "run":
            taken = Place.objects.create(cohort=coming, school=cast.school)
        if step == "close":
            Place.objects.filter(pk=taken.pk).update(
                state=PlaceState.WITHDRAWN, left_on=date(2026, 2, 3), left_reason="New head"
            )
        client.post(reverse(f"cohorts:{step}_cohort", args=[coming.pk]))
        coming.refresh_from_db()
        assert coming.state == state
    assert client.post(reverse("cohorts:open_cohort", args=[coming.pk])).status_code == 409
    assert client.get(reverse("cohorts:edit_cohort", args=[coming.pk])).status_code == 409


def test_a_cohort_with_a_school_at_work_stays_open(client_of, cast, cohort, place):
    page = client_of(cast.lead).post(reverse("cohorts:close_cohort", args=[cohort.pk]), follow=True).content.decode()
    assert "1 school is still at work in it" in page
    cohort.refresh_from_db()
    assert cohort.state == CohortState.RUNNING


MAY = {  # the list, a cohort, create, edit, copy; then whether they open one
    "lead": (200, 200, 200, 200, 200, 302),
    "administrator": (200, 200, 200, 200, 200, 403),
    "observer": (200, 200, 403, 403, 403, 403),
    "adviser": (403, 403, 403, 403, 403, 403),
    "school_lead": (403, 403, 403, 403, 403, 403),
    "nobody": (403, 404, 403, 404, 404, 404),
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_do_what_with_a_cohort(client_of, cast, cohort, place, who):
    Cohort.objects.filter(pk=cohort.pk).update(state="draft")
    client = client_of(getattr(cast, who))
    addresses = [
        reverse("cohorts:cohorts"),
        reverse("cohorts:cohort", args=[cohort.pk]),
        reverse("cohorts:create_cohort"),
    ]
    addresses += [reverse(f"cohorts:{name}", args=[cohort.pk]) for name in ("edit_cohort", "copy_cohort")]
    found = [client.get(address).status_code for address in addresses]
    found.append(client.post(reverse("cohorts:open_cohort", args=[cohort.pk])).status_code)
    assert tuple(found) == MAY[who]
    assert Cohort.objects.get(pk=cohort.pk).state == ("open" if who == "lead" else "draft")


START = "Start the year"


def started(client, cohort):
    """What the page of a cohort offers, what pressing says anyway, and the state it is in then."""
    page = client.get(reverse("cohorts:cohort", args=[cohort.pk])).text
    told = client.post(reverse("cohorts:run_cohort", args=[cohort.pk]), follow=True).text
    cohort.refresh_from_db()
    return page, told, cohort.state


def test_the_year_does_not_start_while_schools_can_apply(client_of, cast, coming):
    Place.objects.create(cohort=coming, school=cast.school)
    page, told, state = started(client_of(cast.lead), coming)
    sentence = "Schools can still apply until Friday 13 March 2026. Close applications and decide first."
    assert (START in page, sentence in page, sentence in told, state) == (False, True, True, "open")
    coming.applications_close_at = timezone.now()  # the window is over and nobody waits: nothing is in the way
    coming.save()
    page, told, state = started(client_of(cast.lead), coming)
    assert (START in page, "The year has started" in told, state) == (True, True, "running")


def test_the_year_does_not_start_before_the_decisions_are_out_and_a_school_has_taken_a_place(
    client_of, cast, deciding, whole
):
    client = client_of(cast.lead)
    waiting = whole(deciding, cast.other)
    page, told, state = started(client, deciding)
    for sentence in ("1 school waits for a decision. Release the decisions first.", "No school has taken a place yet."):
        assert sentence in page
    assert (START in page, "1 school waits for a decision" in told, state) == (False, True, "selecting")
    waiting.late_reason, waiting.late_until = "Their head was ill", timezone.now()  # a late one holds nobody up
    waiting.save()
    Place.objects.create(cohort=deciding, school=cast.school)
    page, told, state = started(client, deciding)
    assert (START in page, state) == (True, "running")


@pytest.mark.parametrize("who", ["administrator", "observer", "headteacher", "nobody"])
def test_nobody_else_starts_the_year(client_of, cast, deciding, who):
    Place.objects.create(cohort=deciding, school=cast.school)
    assert client_of(getattr(cast, who)).post(reverse("cohorts:run_cohort", args=[deciding.pk])).status_code in (
        403,
        404,
    )
    deciding.refresh_from_db()
    assert deciding.state == "selecting"
