"""What graduation and the practice library ask of people."""

from django.urls import reverse

from cohorts.today import Duty, beforehand, duties
from cohorts.yours import places_written_by
from kit.together import rows
from schools.ties import roles_of

from .models import EntryState, PortfolioEntry


@rows
def entries_submitted():
    """The entries that wait for a lead."""
    return PortfolioEntry.objects.filter(state=EntryState.SUBMITTED).select_related("place__school")


@rows
def entries_to_change(schools):
    """The entries of these schools (ids) that came back."""
    asked = PortfolioEntry.objects.filter(state=EntryState.CHANGES_REQUESTED, place__school__in=schools)
    return asked.select_related("place__school")


@beforehand.register
def entries(user, on):
    """What the duties below read."""
    if user.is_programme_lead:
        yield entries_submitted.later()
    if not user.is_virtual_school and (schools := sorted(roles_of(user))):
        yield entries_to_change.later(schools)


@duties.register
def entries_to_read(user, on):
    """The lead reads submitted entries."""
    if not user.is_programme_lead:
        return
    for entry in entries_submitted():
        yield Duty(
            title=f"Read the practice entry from {entry.place.school}",
            url=entry.get_absolute_url(),
            since_on=entry.touched_at.date(),
            why=entry.summary,
            act="Read it",
            school_id=entry.place.school_id,
        )


@duties.register
def names_to_check(user, on):
    """Near the celebration, a school checks how its names print."""
    if user.is_virtual_school:
        return
    for place in places_written_by(user):
        day = place.cohort.celebration_on
        if place.names_proofed_at is None and day and 0 <= (day - on).days <= 42:
            yield Duty(
                title="Check how your names will print",
                url=reverse("portfolios:proof_names", args=[place.pk]),
                due_on=day,
                why="Certificates are frozen when they are issued.",
                act="Check them",
                school_id=place.school_id,
            )


@duties.register
def changes_to_make(user, on):
    """A school answers what the lead asked of its entry."""
    if user.is_virtual_school:
        return
    schools = roles_of(user)
    if not schools:
        return
    for entry in entries_to_change(sorted(schools)):
        yield Duty(
            title="Change your practice entry",
            url=entry.get_absolute_url(),
            since_on=entry.touched_at.date(),
            why=entry.lead_comment[:160],
            school_id=entry.place.school_id,
        )
