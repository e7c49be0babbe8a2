"""What the tests share: the day they happen on, how a person and a place are made, and who is browsing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2026, 2, 3)  # a Tuesday in term
NOW = datetime(2026, 2, 3, 9, 30, tzinfo=LONDON)


def person(name, **fields):
    from accounts.models import User

    email = f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(email, name=name, is_demo=True, **fields)


def place_of(school, cohort, names, users=(), since=date(2025, 9, 1)):
    """A place with a seat a name; the first belongs to senior leadership."""
    from cohorts.models import Place, Seat, SeatHolder

    place = Place.objects.create(cohort=cohort, school=school, joined_on=since)
    for number, name in enumerate(names, 1):
        seat = Seat.objects.create(place=place, number=number)
        user = users[number - 1] if number <= len(users) else None
        SeatHolder.objects.create(seat=seat, user=user, name=name, from_on=since, is_senior_leader=number == 1)
    return place


def signs(cohort, **changes):
    """A headteacher's hand under the papers of a cohort as they read now."""
    from cohorts.actions.paper import Signing
    from cohorts.papers import seal_of, texts_of

    return Signing(**{"name": "Helen Strand", "role": "Headteacher", "seen": seal_of(texts_of(cohort))} | changes)


def accepts(application, signing=None, **rest):
    """An offered school takes its place now, its headteacher signing the papers."""
    from django.utils import timezone

    from cohorts.actions.acceptance import accept_offer

    return accept_offer(application, signing or signs(application.cohort), **{"at": timezone.now()} | rest)


def acceptance_form(application, **changes):
    """What the page of an offer posts when a school takes its place with the people of its application."""
    signing = signs(application.cohort)
    data = {"signed_name": signing.name, "signed_role": signing.role, "seen": signing.seen}
    data |= {"signs_commitment": "on", "signs_sharing": "on"}
    for number, one in enumerate(application.representatives, 1):
        data |= {f"{part}_{number}": one[part] for part in ("name", "email", "job_title")}
        if one["is_senior_leader"]:
            data[f"is_senior_leader_{number}"] = "on"
    return data | changes
