"""What places ask of people: a new headteacher's commitment, a decision, and a senior leader among the representatives."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from kit.together import rows
from schools.models import RoleKind
from schools.ties import roles_of

from .actions.seat import without_senior_leader
from .asked import asks_open
from .models import CohortState, Place, PlaceState
from .today import Duty, beforehand, duties
from .yours import places_written_by

PATIENCE = timedelta(days=14)


@rows
def places_to_decide(on):
    """Places whose extra time is over, and deferred ones whose later cohort is here."""
    over = Q(state=PlaceState.CONTINUING, continues_until__lt=on)
    here = Q(
        state=PlaceState.DEFERRED, went_on=None, deferred_to__state__in=(CohortState.SELECTING, CohortState.RUNNING)
    )
    return Place.objects.filter(over | here).select_related("school", "cohort", "deferred_to")[:20]


@beforehand.register
def asks_and_places(user, on):
    """What the duties below read."""
    if hears_of_commitments(user):
        yield asks_open.later(on)
    if user.is_programme_lead:
        yield places_to_decide.later(on)


def hears_of_commitments(user):
    """Headteachers hear of their own, leads and administrators of all."""
    return user.sees_every_school or any(RoleKind.HEADTEACHER in kinds for kinds in roles_of(user).values())


@duties.register
def commitments(user, on):
    """The new headteacher's own; and for the lead one who has been silent for a fortnight: a telephone call settles it."""
    for ask in asks_open(on) if hears_of_commitments(user) else ():
        is_late = user.sees_every_school and ask.from_on <= on - PATIENCE
        if not is_late and ask.head_id != user.pk:
            continue
        school = ask.place.school
        if ask.head_id == user.pk:
            yield Duty(
                f"Confirm the commitment of {school}",
                reverse("cohorts:sign_commitment", args=[ask.token]),
                since_on=ask.from_on,
                why="You are its new headteacher",
                act="Read and sign",
                school_id=school.pk,
            )
        else:
            yield Duty(
                f"Ask {ask.head}, the new headteacher of {school}, to confirm the commitment",
                ask.place.get_absolute_url(),
                since_on=ask.from_on,
                why="What they say on the telephone can be typed in",
                school_id=school.pk,
            )


@duties.register
def places_to_settle(user, on):
    """The lead's: extra time that is over, and schools whose later cohort is here."""
    if not user.is_programme_lead:
        return
    for place in places_to_decide(on):
        if place.state == PlaceState.CONTINUING:
            yield Duty(
                f"Decide how {place.school} goes on",
                place.get_absolute_url(),
                due_on=place.continues_until,
                why="Its extra time is over: graduate it, give it more time, or let it leave",
                school_id=place.school_id,
            )
        else:
            yield Duty(
                f"Take {place.school} into {place.deferred_to}",
                reverse("cohorts:rejoin_place", args=[place.pk]),
                due_on=place.deferred_to.starts_on,
                why=f"It was deferred from {place.cohort}, and a place is kept for it",
                act="Take it back",
                school_id=place.school_id,
            )


@duties.register
def senior_leaders_wanted(user, on):
    """The school's own: the programme asks for a senior leader among the representatives."""
    mine = [place for place in places_written_by(user) if place.cohort.is_live]
    without = without_senior_leader(mine, on) if mine else ()
    for place in mine:
        if place.pk in without:
            yield Duty(
                f"Name a senior leader among the representatives of {place.school}",
                place.get_absolute_url(),
                why="The programme asks for one: what the training changes needs somebody who decides",
                act="Change one",
                school_id=place.school_id,
            )
