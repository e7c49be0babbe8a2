"""Issues certificates frozen as they are, replaces them, and revokes them."""

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from cohorts.actions.graduation import graduate
from cohorts.actions.programme import hold_programme
from cohorts.models import SeatHolder
from kit.clock import today
from kit.wording import halves as in_words
from notifications.actions import notify
from schools.models import Role
from training.days import own_days

from ..models import Certificate, CertificateKind, CertificateState


def next_number(year):
    """The next number of a year: AAS-2026-0017. Two people who issue at once wait for the programme's row and never share one."""
    prefix = f"AAS-{year}-"
    last = (
        Certificate.objects.filter(number__startswith=prefix)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def issue(place, kind, *, by, programme, holder=None, days="", replaces=None, reason=""):
    """One frozen certificate."""
    school_name = place.name_on_certificate or place.school.name
    return Certificate.objects.create(
        place=place,
        holder=holder,
        kind=kind,
        number=next_number(place.graduated_on.year),
        name_printed=(holder.name_on_certificate or holder.name) if holder else school_name,
        school_name=school_name,
        urn=place.school.urn or "",
        cohort_name=place.cohort.name,
        programme_name=programme.name,
        organisation=programme.organisation,
        awarded_on=min(place.graduated_on, today()),  # it counts from its issue, whatever day is celebrated
        days_attended=days,
        why=place.certificate_why if kind == CertificateKind.SCHOOL else "",
        signatory_name=programme.signatory_name,
        signatory_role=programme.signatory_role,
        signature=programme.signature,
        logo=programme.logo,
        issued_by=by,
        replaces=replaces,
        reissue_reason=reason,
    )


@transaction.atomic
def graduate_schools(places, *, by, on, reasons=None):
    """Graduate schools and issue the school's certificate and each representative's own; tell each school."""
    programme = hold_programme()
    graduate(places, by=by, on=on, reasons=reasons)
    made = []
    days = own_days(places)
    for place in places:
        made.append(issue(place, CertificateKind.SCHOOL, by=by, programme=programme))
        for holder in SeatHolder.objects.filter(seat__place=place).order_by("seat__number", "from_on"):
            own, of = days.get(holder.pk, (0, 0))
            if own:
                words = f"{in_words(own / 2)} of {in_words(of / 2)}"
                made.append(
                    issue(place, CertificateKind.REPRESENTATIVE, by=by, programme=programme, holder=holder, days=words)
                )
        for role in Role.objects.current().writers().filter(school=place.school).select_related("user"):
            notify("certificate_ready", role.user, about=place, occasion=f"graduated:{place.pk}:{role.user_id}")
    return made


@transaction.atomic
def reissue_certificate(certificate, *, by, reason):
    """A new certificate with today's names; the old one stays and says that it was superseded, or still that it was revoked."""
    programme = hold_programme()
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not old.is_latest:
        raise AlreadyReplaced(old)
    Certificate.objects.filter(pk=old.pk, state=CertificateState.VALID).update(state=CertificateState.SUPERSEDED)
    new = issue(
        old.place,
        old.kind,
        by=by,
        programme=programme,
        holder=old.holder,
        days=old.days_attended,
        replaces=old,
        reason=reason,
    )
    record(by, "reissued", new, replaces=old.number, reason=reason)
    return new


@transaction.atomic
def revoke_certificate(certificate, *, by, reason):
    """Say on the public page that it no longer counts."""
    changed = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.VALID).update(
        state=CertificateState.REVOKED, revoked_at=timezone.now(), revoked_by=by, revoked_reason=reason
    )
    if not changed:
        raise AlreadyReplaced(certificate)
    certificate.refresh_from_db()
    record(by, "revoked", certificate, reason=reason)


class AlreadyReplaced(Exception):
    """Somebody else has replaced or revoked it meanwhile."""
