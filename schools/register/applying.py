"""Walks through a register file in batches, compares each with the database, and writes what differs when asked to."""

from itertools import batched

from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.utils import timezone

from audit.actions import record_many
from kit.tables.reading import Unreadable
from schools.actions.trusts import end_agreements_left_behind
from schools.models import School, SchoolStatus, SchoolUrn, Trust

from . import comparing
from .report import Report
from .rows import read_rows

BATCH = 500
MANY = 1_000  # from here on the planner's statistics are worth renewing


def examine(file, *, la="", shown=None):
    """What an import of this file would do. Nothing is written."""
    report = Report(shown)
    walk(file, report, la)
    return report


def bring_in(file, *, la="", by=None, shown=None):
    """Import the file whole, or nothing of it when the report has errors."""
    report = Report(shown)
    with transaction.atomic():
        walk(file, report, la, Writer(by))
        if report.is_refused:
            transaction.set_rollback(True)
    if not report.is_refused and report.counts["new"] + report.counts["changed"] >= MANY:
        renew_statistics()
    return report


def walk(file, report, la, writer=None):
    """Report on every line, writing batch by batch until the first error."""
    try:
        for batch in batched(read_rows(file, report, la=la), BATCH):
            work = compare_batch(batch, report)
            if writer and not report.is_refused:
                writer.write(*work)
            if settings.DEBUG:
                reset_queries()  # the debug log of queries would keep every batch in memory
    except Unreadable as unreadable:
        report.add("errors", unreadable.line, None, str(unreadable))


def compare_batch(batch, report):
    """The batch's new rows and its changed schools as (school, changes, closing), after reporting on each."""
    known = known_schools([row.urn for row in batch])
    new, changed = [], []
    for row in batch:
        school = known.get(row.urn)
        if school is None:
            if row.values["status"] == SchoolStatus.CLOSED:
                report.skip(
                    row.line, row.urn, "Closed, and not known here", f"Closed, and not known here: {row.values['name']}"
                )
            else:
                report.add("new", row.line, row.urn, comparing.introduction(row))
                new.append(row)
        elif school.urn != row.urn:
            report.skip(row.line, row.urn, "An earlier URN", f"An earlier URN of {school.name}, now {school.urn}")
        elif found := comparing.changes(row, school):
            closing = comparing.closes(school, found)
            words = comparing.farewell(row, school, found) if closing else comparing.sentence(school, found)
            report.add("closed" if closing else "changed", row.line, row.urn, words)
            report.fields.update([] if closing else map(comparing.label, found))
            changed.append((school, found, closing))
        else:
            report.add("unchanged", row.line, row.urn, school.name)
    return new, changed


def known_schools(urns):
    """The schools that have or had these URNs, by URN."""
    past = SchoolUrn.objects.filter(urn__in=urns).select_related("school__trust")
    current = School.objects.filter(urn__in=urns).select_related("trust")
    return {found.urn: found.school for found in past} | {school.urn: school for school in current}


class Writer:
    """Writes a batch with a handful of statements, whatever its size."""

    def __init__(self, by):
        self.by = by

    def write(self, new, changed):
        uids = dict(row.trust for row in new if row.trust and row.trust[0])
        uids |= dict(found["trust"] for _, found, _ in changed if found.get("trust", ("",))[0])
        trusts = self.trusts(uids)
        self.add(new, trusts)
        self.change(changed, trusts)

    def trusts(self, names):
        """The trusts of a batch by their numbers, made where they are new."""
        Trust.objects.bulk_create([Trust(uid=uid, name=name) for uid, name in names.items()], ignore_conflicts=True)
        return {trust.uid: trust for trust in Trust.objects.filter(uid__in=names)}

    def add(self, rows, trusts):
        schools = []
        for row in rows:
            school = School(
                urn=row.urn, trust=trusts.get(row.trust[0]) if row.trust else None, **comparing.values_for(row)
            )
            school.search_text = school.text_to_search()
            schools.append(school)
        School.objects.bulk_create(schools)
        SchoolUrn.objects.bulk_create(
            SchoolUrn(school=school, urn=school.urn, from_on=school.opened_on) for school in schools
        )

    def change(self, work, trusts):
        if not work:
            return
        now, fields, notes = timezone.now(), {"search_text", "updated_at"}, []
        for school, found, closing in work:
            notes.append((school, "closed" if closing else "changed", {"changes": in_words(school, found)}))
            for name, value in found.items():
                setattr(school, name, trusts.get(value[0]) if name == "trust" else value)
            school.search_text, school.updated_at = school.text_to_search(), now
            fields |= found.keys()
        # An upsert on the key: bulk_update() builds one CASE a row and field, a hundred times slower.
        School.objects.bulk_create(
            [school for school, _, _ in work], update_conflicts=True, unique_fields=["id"], update_fields=sorted(fields)
        )
        record_many(self.by, notes, source="register")
        if moved := [school.pk for school, found, _ in work if "trust" in found]:
            end_agreements_left_behind(moved, by=self.by)


def in_words(school, found):
    """The changes for the record: {what: [was, is now]}."""
    return {
        comparing.label(n): [comparing.said(n, getattr(school, n)), comparing.said(n, value)]
        for n, value in found.items()
    }


def renew_statistics():
    """Tell the database that a table has grown, so that the next page is planned for its real size."""
    with connection.cursor() as cursor:
        for model in (School, SchoolUrn, Trust):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
