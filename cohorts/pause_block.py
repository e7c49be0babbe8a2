"""Not this week: where a school pauses its reminders, on What next and on its page."""

from schools.models import ReminderPause
from schools.panels import Panel, panels
from schools.policies import can_pause_reminders

from .today import Block, blocks


def of(school):
    """The school and the pause that stands, or None."""
    return {"school": school, "pause": ReminderPause.objects.filter(school=school).standing().first()}


@blocks.register
def pause_block(user, on, school):
    """At the side of What next, for those who write for the school."""
    if school is None or not can_pause_reminders(user, school):
        return None
    return Block("cohorts/_pause.html", of(school), "side", 90)


@panels.register
def pause_panel(school, user):
    """At the side of the school's page; the lead presses it for a school that telephones."""
    if not can_pause_reminders(user, school):
        return None
    return Panel("Reminders by mail", "schools/_pause_panel.html", of(school), column="side", place=95)
