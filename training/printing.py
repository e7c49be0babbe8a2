"""What training puts on paper: the sheet for the door, a cohort's attendance and a person's own record, as PDF/UA-1."""

from django.template.loader import render_to_string

from cohorts.models import ProgrammeSettings
from kit.clock import today
from kit.pdf import render_pdf

STYLE = "sheet"


def drawn(template, **what):
    """A paper of the programme."""
    what |= {"programme": ProgrammeSettings.current(), "made_on": today()}
    return render_pdf(render_to_string(f"print/{template}.html", what), style=STYLE)


def sheet_pdf(session, parts):
    """The sheet that is signed at the door, in the order in which it is typed back."""
    return drawn("sheet", session=session, parts=numbered(parts))


def numbered(parts):
    """The rows of a register with their numbers on the sheet: schools by name, then seats."""
    number = 0
    for part in parts:
        for row in part.rows:
            number += 1
            row.number = number
    return parts


def attendance_pdf(cohort, grid):
    """Seats by sessions, landscape."""
    return drawn("attendance", cohort=cohort, grid=grid)


def record_pdf(record):
    """A representative's own days."""
    return drawn("attendance_record", record=record)
