"""The reminder that the self-audit of the end of the year is due."""

from datetime import timedelta

from django.urls import reverse

from cohorts.models import CohortState, Place
from cohorts.plan_reminders import writers_by_school
from kit.wording import day, local
from notifications.actions import letter
from notifications.kinds import Blank, Kind, page, planner, register
from notifications.mornings import school_morning
from notifications.rules import rule, standing

from .models import Moment
from .year import completed_moments

FARTHEST = timedelta(days=120)  # as many school days as a rule may have, with the summer holiday between them


def places_asked():
    """The places at work whose cohort asks for self-audits."""
    running = (CohortState.RUNNING, CohortState.CLOSING)
    return Place.objects.live().filter(cohort__state__in=running, cohort__needs_audit=True)


def due_on(place):
    """The last day of the school's year: its cohort's, or where it has more time, its own."""
    return max(place.cohort.ends_on, place.continues_until or place.cohort.ends_on)


def still_missing(message):
    """The school is at work, the audit is not whole, and its day is the one that the letter was planned for."""
    place = message.about and places_asked().filter(pk=message.about.pk).select_related("cohort").first()
    if place is None or due_on(place).isoformat() != message.facts["on"]:
        return False
    return Moment.END_OF_YEAR not in completed_moments([place])[place.pk]


def places_at_work(user):
    """For previews: the places that are asked, as far as somebody may see them."""
    return Place.objects.visible_to(user).filter(pk__in=places_asked().values("pk")).select_related("school", "cohort")


register(
    Kind(
        "self_audit_due",
        title="Self-audit of the end of the year due",
        subject="How does {{ school }} see itself at the end of the year?",
        template="evaluation/letters/self_audit_due.txt",
        reminder=True,
        wanted=still_missing,
        rule="your school’s self-audit of the end of the year is due",
        group="Graduation and practice library",
        blanks={
            "school": Blank("the name of the school", lambda message: message.about.school.name),
            "cohort": Blank("the name of the cohort", lambda message: message.about.cohort.name),
            "day": Blank("the day by which it is due", lambda message: day(due_on(message.about))),
            "link": Blank(
                "the page of the self-audit",
                lambda message: page(reverse("evaluation:fill_in_audit", args=[message.about.pk, Moment.END_OF_YEAR])),
                must=True,
            ),
        },
        records=places_at_work,
        example=lambda place: {"on": due_on(place).isoformat()},
    )
)
rule("self_audit_due", "the school’s year ends", 20, 5, to="everybody who writes for the school")


@planner
def self_audits_due(at):
    """School days before a school's year ends, to those who write for it while the audit is not whole."""
    on, stands = local(at).date(), standing("self_audit_due")
    places = places_asked().select_related("school", "cohort") if stands.is_on else ()
    near = [place for place in places if on < due_on(place) <= on + FARTHEST]
    calendar = school_morning(at, on + FARTHEST) if near else None
    done = completed_moments(near) if calendar else {}
    wanting = [place for place in near if calendar and Moment.END_OF_YEAR not in done.get(place.pk, ())]
    writers = writers_by_school([place.school_id for place in wanting]) if wanting else {}
    for place in wanting:
        due = due_on(place)
        step = stands.step(calendar.school_days_between(on, due), on)
        for person in writers.get(place.school_id, ()) if step else ():
            yield letter(
                "self_audit_due",
                person,
                about=place,
                school=place.school_id,
                occasion=f"place:{place.pk}:end-of-year-audit:{due}{stands.mark(step)}",
                on=due.isoformat(),
            )
