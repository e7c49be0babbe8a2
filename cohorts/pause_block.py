"""Not this week: where a school pauses its reminders, on What next and on its page."""

from kit.together import rows
from schools.models import ReminderPause
from schools.panels import Panel, panels
from schools.panels import beforehand as page_beforehand
from schools.policies import can_pause_reminders

from .today import Block, beforehand, blocks
from .yours import places_written_by


@rows
def pauses_of(school_id):
    """The pause of a school that stands."""
    return ReminderPause.objects.filter(school=school_id).standing()


def of(school):
    """The school and the pause that stands, or None."""
    return {"school": school, "pause": next(iter(pauses_of(school.pk)), None)}


@beforehand.register
def pauses_of_mine(user, on):
    """For the block of What next."""
    return () if user.is_virtual_school else [pauses_of.later(place.school_id) for place in places_written_by(user)]


@page_beforehand.register
def pause_here(school, user):
    """For the panel of the school's page."""
    return [pauses_of.later(school.pk)] if can_pause_reminders(user, school) else ()


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
