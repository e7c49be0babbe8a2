"""Who reads for a trust, and the school's word that it may: given, withdrawn, and ended when the school changes its trust."""

from django.db import transaction

from accounts.actions import invite_person
from audit.actions import record, record_many
from kit.clock import now, today
from kit.flow import StepNotAllowed
from schools.models import TrustAgreement, TrustViewer
from schools.policies import speaks_for_school

from .behalf import record_for_school


@transaction.atomic
def add_trust_viewer(trust, *, by, email, name, job_title):
    """Let a person read for a trust from today; invited if they are new to the portal. The same again adds nothing."""
    user = invite_person(email, name, by=by, job_title=job_title)
    viewer, is_new = TrustViewer.objects.get_or_create(
        user=user, trust=trust, until_on=None, defaults={"since_on": today()}
    )
    if is_new:
        record(by, "named a viewer of", trust, person=str(user), viewer=viewer.pk)
    return viewer


@transaction.atomic
def end_trust_viewer(viewer, *, by):
    """Take sight away from now on; that the person has read stays on the record."""
    on = max(today(), viewer.since_on)
    if not TrustViewer.objects.filter(pk=viewer.pk, until_on=None).update(until_on=on):
        raise StepNotAllowed(viewer, "end")
    viewer.until_on = on
    record(by, "ended a viewer of", viewer.trust, person=str(viewer.user), viewer=viewer.pk)


@transaction.atomic
def let_trust_read(school, *, by, trust, name):
    """The headteacher agrees that this trust reads; `name` is theirs, also when somebody notes it for them.

    Raises StepNotAllowed when the school has another trust by now: nobody agrees to a trust they were not shown.
    """
    school.refresh_from_db(fields=["trust"])
    if school.trust_id is None or school.trust_id != trust:
        raise StepNotAllowed(school, "agree")
    end_agreements_left_behind([school.pk], by=by)
    agreement, is_new = TrustAgreement.objects.get_or_create(
        school=school,
        trust=school.trust,
        withdrawn_at=None,
        defaults={
            "agreed_by": by,
            "agreed_name": name,
            "agreed_at": now(),
            "on_behalf": speaks_for_school(by, school),
        },
    )
    if is_new:
        record_for_school(by, "let the trust read", school, school=school, trust=str(school.trust), name=name)
    return agreement


@transaction.atomic
def stop_trust_reading(school, *, by):
    """Withdraw the agreement: the trust reads nothing more from the next page on. Without one, nothing changes."""
    open_now = TrustAgreement.objects.filter(school=school, withdrawn_at=None)
    trusts = ", ".join(str(agreement.trust) for agreement in open_now.select_related("trust"))
    if open_now.update(withdrawn_at=now(), withdrawn_by=by):
        record_for_school(by, "stopped the trust from reading", school, school=school, trust=trusts)


def end_agreements_left_behind(schools, *, by):
    """End the agreements of these schools with a trust they no longer belong to: the next trust asks anew."""
    past = list(
        TrustAgreement.objects.left_behind().filter(school__in=schools).select_related("school", "trust").order_by("pk")
    )
    TrustAgreement.objects.filter(pk__in=[one.pk for one in past]).update(withdrawn_at=now(), withdrawn_by=by)
    record_many(by, [(one.school, "ended the trust’s reading of", {"trust": str(one.trust)}) for one in past])
