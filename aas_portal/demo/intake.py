"""What was held for the demo's open cohort, so that it can be undone, and the schools of the year before that were asked whether
their application is kept."""

from datetime import timedelta

from cohorts.actions.carry import carry_reserve, keep_application, withdraw_carried
from cohorts.actions.holding import enter_need, hold_many, order_reserves, undo_hold
from cohorts.intake import recipients, still_waiting, taken_places
from cohorts.models import Application, ApplicationState, Carry, Decision
from cohorts.questions import wording_now
from notifications.models import Message

from . import answers
from .letters import sent

BANDS = ("higher", "middle", "lower")


def build_held(clock, cohort, people):
    """Acts of the last days: need, two offers, a reserve list in its order, and one refusal that was thought better of."""
    found = list(Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED).order_by("pk"))
    lead, day = people.lead, clock.day(-1, back=True)
    other = {one.pk: next(band for band in BANDS if band != one.need_band) for one in found[3:6]}
    enter_need(cohort, other, by=people.administrator, at=clock.at(day, 10))
    hold_many(cohort, [one.pk for one in found[:2]], decision=Decision.OFFER, by=lead, at=clock.at(day, 14))
    reserves = [one.pk for one in found[-2:]]
    hold_many(cohort, reserves, decision=Decision.RESERVE, by=lead, at=clock.at(day, 14, 10))
    order_reserves(cohort, reserves, by=lead, at=clock.at(day, 14, 12))
    reason = "More schools of your district applied than we can take this year."
    refused = [one.pk for one in found[5:7]]
    act = hold_many(cohort, refused, decision=Decision.NOT_OFFERED, reason=reason, by=lead, at=clock.at(day, 14, 20))
    undo_hold(act, by=lead, at=clock.at(day, 14, 25))


def build_carried(clock, cohort, coming, schools, people):
    """Three schools on the reserve list of the running cohort were asked: one keeps its application, one does not, one is silent."""
    applying = Application.objects.filter(cohort=coming, state=ApplicationState.SUBMITTED).order_by("pk")
    kept = applying.select_related("school")[3].school
    for rank, school in enumerate((kept, *schools), 1):
        wait(clock, cohort, school, rank, people)
    type(cohort).objects.filter(pk=cohort.pk).update(places=taken_places(cohort))  # none is free in mid-year
    asked_at = clock.at(clock.day(-9, back=True), 11)
    letters = sum(len(recipients(one)) for one in still_waiting(cohort))
    answer_by = clock.day(12)
    carry_reserve(cohort, to_cohort=coming, answer_by=answer_by, letters=letters, by=people.lead, at=asked_at)
    yes, no, _ = Carry.objects.filter(application__cohort=cohort).order_by("application__reserve_rank")
    said_at = clock.at(clock.day(-5, back=True), 13)
    keep_application(yes, at=said_at)
    withdraw_carried(no, at=said_at)
    for message in Message.objects.filter(kind__startswith="carry_", state="queued"):
        sent(message, asked_at if message.kind == "carry_asked" else said_at, message.about).save()


def wait(clock, cohort, school, rank, people):
    """An application of the year before, told that it is on the reserve list."""
    name, domain = people.name(), school.contact_email.split("@")[1]
    at = clock.at(cohort.starts_on - timedelta(days=120), 10 + rank)
    application = Application.objects.create(
        cohort=cohort,
        school=school,
        applicant_name=name,
        applicant_email=f"{name.split()[0].lower()}@{domain}",
        proved_at=at,
        representatives=[
            {"name": name, "email": f"{name.split()[0].lower()}@{domain}", "job_title": "", "is_senior_leader": True},
            {"name": people.name(), "email": f"senco@{domain}", "job_title": "SENCO", "is_senior_leader": False},
        ],
        release_confirmed=True,
        wording=wording_now(),
        head_name=people.name(),
        state=ApplicationState.RESERVE,
        started_at=at - timedelta(days=2),
        submitted_at=at,
        confirmed_at=at + timedelta(days=1),
        confirmed_by_name="The headteacher",
        confirmed_how="link",
        decision=Decision.RESERVE,
        decided_by=people.lead,
        released_at=clock.at(cohort.decisions_on, 10),
        reserve_rank=rank,
    )
    answers.write(application, rank, "")
