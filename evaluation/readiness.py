"""Graduation asks for a self-audit at the start and one at the end of the year, where the cohort's rule does."""

from django.urls import reverse

from cohorts.readiness import Shortfall, beforehand, rules

from .models import Moment
from .year import completed_moments, places_audited

WORDS = (
    (Moment.START, "The school fills in its self-audit of the start of the year"),
    (Moment.END_OF_YEAR, "The school fills in its self-audit of the end of the year"),
)


@beforehand.register
def audits_behind(places):
    """What the rule below reads."""
    if asked := [place for place in places if place.cohort.needs_audit]:
        yield places_audited.later(asked)


@rules.register
def audited_at_both_ends(places):
    """One sentence for each audit that is not whole."""
    asked = [place for place in places if place.cohort.needs_audit]
    done = completed_moments(asked) if asked else {}
    for place in asked:
        for moment, text in WORDS:
            if moment not in done.get(place.pk, ()):
                url = reverse("evaluation:fill_in_audit", args=[place.pk, moment])
                yield place.pk, Shortfall(text, url, "Fill it in", is_for_writers=True)
