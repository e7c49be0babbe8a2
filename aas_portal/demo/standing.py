"""What the demo's schools have signed, a new headteacher who is asked, more time for one, and a place kept for another."""

from datetime import timedelta

from cohorts.actions.paper import ask_new_headteacher
from cohorts.models import PaperKind, Place, PlaceState, SignedPaper
from cohorts.papers import texts_of
from schools.models import Role, RoleKind

from .people import user

NEW_HEAD, LONGER, LATER = "Oakenfold School", "Calder Edge Academy", "Wetherfold Support Centre"


def build_standing(clock, places, people, coming):
    """Papers for every place of the running cohort, and three schools that go on in ways of their own."""
    signed = clock.day(-190)
    heads = {
        role.school_id: role.user.name
        for role in Role.objects.filter(kind=RoleKind.HEADTEACHER, school__in=[place.school_id for place in places])
    }
    texts = texts_of(places[0].cohort)
    SignedPaper.objects.bulk_create(
        SignedPaper(
            place=place,
            kind=kind,
            text=texts[kind],
            name=heads.get(place.school_id, "The headteacher"),
            role="Headteacher",
            signed_at=clock.at(signed + timedelta(days=n % 7), 8 + n % 8, 20),
        )
        for n, place in enumerate(places)
        for kind in PaperKind.values
    )
    by_name = {place.school.name: place for place in places}
    if place := by_name.get(NEW_HEAD):
        follow(clock, place, people)
    if place := by_name.get(LONGER):
        Place.objects.filter(pk=place.pk, state=PlaceState.ACTIVE).update(
            state=PlaceState.CONTINUING,
            continues_until=place.cohort.ends_on + timedelta(days=120),
            continues_why="The project began late: its lead was ill in the first term",
        )
    if place := by_name.get(LATER):
        Place.objects.filter(pk=place.pk, state=PlaceState.DEFERRED).update(deferred_to=coming)


def follow(clock, place, people):
    """A headteacher who came three weeks ago and has not confirmed the commitment yet."""
    since = clock.day(-21)
    Role.objects.filter(school=place.school, kind=RoleKind.HEADTEACHER, ends_on=None).update(
        ends_on=since - timedelta(days=1)
    )
    head = user("Rosa Merton", job_title="Headteacher")
    role = Role.objects.create(school=place.school, user=head, kind=RoleKind.HEADTEACHER, starts_on=since)
    ask_new_headteacher(role, by=people.lead)
    place.commitment_asks.update(asked_at=clock.at(since))
