"""What waits for the Virtual School in training, counted in one query: claims by session, days made up and people by cohort."""

from django.db.models import Count, F, Value

from cohorts.models import Place, Seat
from kit.once import once

from .models import Attendance, CatchUp

CLAIMS, MADE_UP, PEOPLE = "claims", "made up", "people"


@once
def counted(user):
    """{(what, of which session or cohort): how many}, as far as this person may see it."""
    asked = [
        (CLAIMS, Attendance.objects.visible_to(user).claimed().exclude(session__cohort__state="closed"), "session")
    ]
    if user.sees_every_school:
        asked += [
            (MADE_UP, CatchUp.objects.ready(), "session__cohort"),
            (PEOPLE, Seat.objects.filter(place__in=Place.objects.live()), "place__cohort"),
        ]
    rows = [found.order_by().values_list(Value(what), F(of)).annotate(number=Count("pk")) for what, found, of in asked]
    return {(what, of): number for what, of, number in (rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0])}


def claims_waiting(user):
    """{session id: how many claims wait to be confirmed}."""
    return {of: number for (what, of), number in counted(user).items() if what == CLAIMS}


def made_up(user):
    """{cohort id: how many days made up wait for the lead's word}."""
    return {of: number for (what, of), number in counted(user).items() if what == MADE_UP}


def people_in(user, cohort):
    """How many people a cohort's days are for."""
    return counted(user).get((PEOPLE, cohort.pk)) or cohort.places * cohort.seats_per_place
