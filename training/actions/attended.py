"""Brings in the attendance of a running cohort from a list: marks where the register says nothing yet, all of them or none."""

from collections import defaultdict

from django.db import transaction

from audit.actions import record
from kit.clock import today
from schools.register.report import Report

from ..attended.comparing import compare
from ..models import SESSION_FLOW, SessionState
from .marks import hold, write

LATE = "Brought in from a list"


def examine(file, *, shown=None, **_):
    """What this list would change. Nothing is written."""
    report = Report(shown)
    compare(file, report)
    return report


def bring_in(file, *, by=None, shown=None, **_):
    """Keep the marks, confirmed by whoever brings them, or none of them when the report has errors. No school is written to."""
    report = Report(shown)
    with transaction.atomic():
        marks = compare(file, report)
        if not report.is_refused:
            keep(marks, by)
    return report


def keep(marks, by):
    """Session by session, as the register keeps them: a register not closed yet is opened, a closed one gets the reason."""
    by_session = defaultdict(list)
    for session, said in marks:
        by_session[session].append(said)
    for session, said in sorted(by_session.items(), key=lambda pair: pair[0].pk):
        locked = hold(session)
        if locked.state == SessionState.PLANNED and locked.on <= today():
            SESSION_FLOW.take("take_register", locked)
        written = [row for row in write(locked, said, by=by, is_claim=False, late_reason=LATE) if row]
        record(by, "brought in marks for", locked, marks=len(written))
