"""Everything that changes a mentoring: the offer, the answer, the visits, what is shared, and the end."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import today
from networks.models import PAIRING_FLOW, Pairing, PairingVisit
from networks.suggestions import MOST, has_graduated
from notifications.actions import notify
from schools.actions.behalf import record_for_school, writers_of
from schools.models import School
from schools.policies import WRITERS, holds, speaks_for_school


@transaction.atomic
def offer_pairing(mentored, *, by, mentor, note=""):
    """Ask a graduate school to mentor another."""
    list(School.objects.select_for_update().filter(pk__in=(mentor.pk, mentored.pk)).order_by("pk"))
    if mentor == mentored:
        raise Refused("A school does not mentor itself.")
    if not has_graduated(mentor):
        raise Refused("A mentor school has graduated from the programme.")
    if same := Pairing.objects.at_work().filter(mentor=mentor, mentored=mentored).first():
        return same
    if Pairing.objects.at_work().filter(mentor=mentor).count() >= MOST:
        raise Refused(f"{mentor} mentors {MOST} schools already. Choose another, or end one of these first.")
    pairing = Pairing.objects.create(mentor=mentor, mentored=mentored, note=note)
    record(by, "offered", pairing, school=mentored)
    tell(pairing, "pairing_offered", mentor)
    return pairing


@transaction.atomic
def accept_pairing(pairing, *, by):
    """The mentor school says yes; the other is told."""
    PAIRING_FLOW.take("accept", pairing, active_from=today())
    record_for_school(by, "accepted", pairing, school=pairing.mentor)
    tell(pairing, "pairing_accepted", pairing.mentored)


@transaction.atomic
def end_pairing(pairing, *, by, reason):
    """It is over, or the offer is declined; the reason stays with it, and the plan is no longer shared."""
    PAIRING_FLOW.take("end", pairing, ended_on=today(), ended_reason=reason, shares_plan=False)
    record(by, "ended", pairing, school=pairing.mentored, reason=reason)


@transaction.atomic
def log_pairing_visit(pairing, *, by, on, note):
    """A visit of one school to the other. The same form sent twice is one visit."""
    Pairing.objects.select_for_update().get(pk=pairing.pk)
    PAIRING_FLOW.take("log", pairing)
    if same := PairingVisit.objects.filter(pairing=pairing, by=by, on=on, note=note).first():
        return same
    school = pairing.mentored if holds(by, pairing.mentored, *WRITERS) else pairing.mentor
    typed_in = speaks_for_school(by, school)
    visit = PairingVisit.objects.create(pairing=pairing, by=by, on=on, note=note, on_behalf=typed_in)
    record_for_school(by, "logged a visit:", pairing, school=school)
    return visit


@transaction.atomic
def share_plan(pairing, *, by, shares):
    """The mentored school lets its mentor read the plan, or no longer."""
    PAIRING_FLOW.take("share", pairing, shares_plan=shares)
    record(by, "shared the plan in" if shares else "no longer shares the plan in", pairing, school=pairing.mentored)


def tell(pairing, kind, school):
    """Write to everybody who writes for one of the two schools."""
    for person in writers_of(school):
        notify(kind, person, about=pairing, occasion=f"pairing:{pairing.pk}:{kind}", school=school)
