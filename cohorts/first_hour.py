"""What a newcomer does first on an empty portal, in order, each with its page; gone when all is done."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists
from django.urls import reverse

from kit.together import rows
from schools.models import School
from terms.models import Term

from .models import Cohort, ProgrammeSettings


@dataclass(frozen=True)
class FirstStep:
    """One of the first steps, and whether it is done."""

    title: str
    why: str
    url: str
    is_done: bool


@rows
def steps_taken(user):
    """The person, with whether each of the first steps is done: one question for all five, as Today asks it on every visit."""
    schools = School.objects.all()
    return (
        get_user_model()
        .objects.filter(pk=user.pk)
        .annotate(
            named=Exists(ProgrammeSettings.objects.filter(renamed_at__isnull=False)),
            brought=Exists(schools),
            reachable=Exists(schools.exclude(contact_email="")),
            dated=Exists(Term.objects.all()),
            planned=Exists(Cohort.objects.all()),
        )
    )


def first_hour(user):
    """The five first steps for leads and administrators, or an empty list once all are done, and for everybody else."""
    if not user.sees_every_school:
        return []
    (taken,) = steps_taken(user)
    steps = [
        FirstStep(
            "Name the programme and choose its look",
            "It stands on every page, letter and certificate.",
            reverse("cohorts:programme_settings"),
            taken.named,
        ),
        FirstStep(
            "Bring in the register of schools",
            "The DfE’s file; you see what it would do before it does it.",
            reverse("schools:import_register"),
            taken.brought,
        ),
        FirstStep(
            "Add the schools’ contact addresses",
            "Headteachers confirm applications by a letter to this address.",
            reverse("schools:import_contacts"),
            taken.reachable,
        ),
        FirstStep(
            "Enter the term dates",
            "Reminders count school days and keep silent in holidays.",
            reverse("terms:terms"),
            taken.dated,
        ),
        FirstStep(
            "Plan the first cohort",
            "Its dates, places, sessions and what graduation asks. Nothing is mailed until you open it.",
            reverse("cohorts:cohorts"),
            taken.planned,
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps
