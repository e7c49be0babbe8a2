"""Makes places from accepted offers and names who looks after them."""

from django.db import transaction

from accounts.actions import invite_person
from audit.actions import record
from kit.access import Refused
from schools.models import Role, RoleKind

from ..models import PLACE_FLOW, Place, Seat, SeatHolder


def take_place(application, representatives, *, by, on):
    """The place of an accepted application, with its seats, their first holders and everybody's account and role."""
    school, cohort = application.school, application.cohort
    if Place.objects.live().filter(school=school).exists():
        raise Refused(f"{school} has a place in a cohort already. Ring us: we will sort it out together.")
    place = Place.objects.create(
        cohort=cohort,
        school=school,
        application=application,
        lead=application.decided_by,
        joined_on=max(on, cohort.starts_on),
    )
    inviter = by or application.decided_by
    if school.contact_email:
        join_school(
            school, school.contact_email, application.head_name, "Headteacher", RoleKind.HEADTEACHER, inviter, on
        )
    for number in range(1, cohort.seats_per_place + 1):
        seat = Seat.objects.create(place=place, number=number)
        if number > len(representatives):
            continue
        person = representatives[number - 1]
        SeatHolder.objects.create(
            seat=seat,
            user=representative(school, person, inviter, on),
            name=person["name"],
            email=person["email"],
            job_title=person.get("job_title", ""),
            is_senior_leader=bool(person.get("is_senior_leader")),
            from_on=cohort.starts_on,
        )
    record(by, "gave a place to", place, on_behalf=by is not None)
    return place


def representative(school, person, inviter, on):
    """A representative's account: the senior leader writes for the school, the other adds evidence."""
    kind = RoleKind.SCHOOL_LEAD if person.get("is_senior_leader") else RoleKind.CONTRIBUTOR
    return join_school(school, person["email"], person["name"], person.get("job_title", ""), kind, inviter, on)


def join_school(school, email, name, job_title, kind, inviter, on):
    """An account with a role at a school; who has an account keeps it, and a role that is held is not given twice."""
    user = invite_person(email, name, by=inviter, job_title=job_title, school=school)
    Role.objects.get_or_create(user=user, school=school, kind=kind, ends_on=None, defaults={"starts_on": on})
    return user


@transaction.atomic
def cover_place(place, *, by, lead, cover):
    """Name who looks after the school, and who steps in."""
    if lead and lead == cover:
        raise Refused("Choose two different people.")
    PLACE_FLOW.take("change_people", place, lead=lead, cover=cover)
    record(by, "named lead and cover of", place, lead=str(lead or ""), cover=str(cover or ""))
