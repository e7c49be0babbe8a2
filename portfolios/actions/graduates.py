"""Brings in the graduates of the years before the portal: closed cohorts, places and projects, all of a list or nothing."""

from django.db import transaction

from action_research.models import Project
from audit.actions import record, record_many
from cohorts.actions.programme import hold_programme
from cohorts.models import Cohort, Place
from schools.register.report import Report

from ..graduates.comparing import compare

BATCH = 200


def examine(file, *, shown=None, **_):
    """What this list would change. Nothing is written."""
    report = Report(shown)
    compare(file, report)
    return report


def bring_in(file, *, by=None, shown=None, **_):
    """Bring the list in, or nothing of it when the report has errors. No letter goes out and no certificate is issued."""
    report = Report(shown)
    with transaction.atomic():
        hold_programme()  # two lists at once would both make the same year
        changes = compare(file, report)
        if not report.is_refused:
            write(changes, by)
    return report


def write(changes, by):
    """Make and grow the cohorts, then the places, then their projects; a note on each school's record."""
    for cohort in changes.cohorts:
        if cohort.pk:
            Cohort.objects.filter(pk=cohort.pk).update(places=cohort.places)
        else:
            cohort.save()
            record(by, "brought in the cohort", cohort, schools=cohort.places)
    Place.objects.bulk_create(changes.places, batch_size=BATCH)
    Place.objects.bulk_update(changes.moved, ["graduated_on"], batch_size=BATCH)
    Project.objects.bulk_create(changes.projects, batch_size=BATCH)
    Project.objects.bulk_update(changes.rewritten, ["title", "question", "version"], batch_size=BATCH)
    record_many(by, changes.notes, source="graduates")
