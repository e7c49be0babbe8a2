"""How a school sees itself, on its page."""

from django.utils.safestring import mark_safe

from cohorts.panels import place_of
from schools.panels import Panel, beforehand, panels

from .policies import can_fill_in_audit, can_see_self_audit
from .year import answers_of, year_of


@beforehand.register
def answers_here(school, user):
    """What the panel below reads."""
    place = place_of(school)
    if place is not None and can_see_self_audit(user, place):
        yield answers_of.later(place)


@panels.register
def self_audit_panel(school, user):
    """The picture of the year so far, and the act that comes next; for the school's own people and the Virtual School."""
    place = place_of(school)
    if place is None or not can_see_self_audit(user, place):
        return None
    year, may_fill_in = year_of(place), can_fill_in_audit(user, place)
    if not year.audits and not may_fill_in:
        return None
    context = {
        "place": place,
        "year": year,
        "may_fill_in": may_fill_in,
        # Drawn by the kit from levels and escaped words
        "chart": mark_safe(year.chart()),  # noqa: S308
        "narrow_chart": mark_safe(year.chart(narrow=True)),  # noqa: S308
    }
    return Panel("How the school sees itself", "evaluation/_panel.html", context, place=45)
