"""A school's self-audits of one year, side by side: what it said at the start, mid-year and at the end."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from cohorts.models import ApplicationState, Place
from kit.ladders import Rung, ladder_chart
from kit.once import once
from kit.together import rows

from .models import Answer, Audit, Level, Moment

MARKS = {Level.NOT_YET: "rest", Level.EMERGING: "quarter", Level.DEVELOPING: "three", Level.EMBEDDED: "full"}
STEPS = tuple(Level.labels)


def mark_of(level):
    """The mark that stands beside a level's word."""
    return MARKS.get(level, "rest")


@dataclass(frozen=True)
class Row:
    """A theme, and the answer of each audit (None where it was not asked or not answered)."""

    title: str
    answers: tuple

    @property
    def cells(self):
        """Word and mark of each audit."""
        return [(one.level_words, mark_of(one.level)) if one and one.level else ("–", "") for one in self.answers]

    @property
    def told(self):
        """The answers there are, with their audits: level, what it looked like then, and the school's line."""
        return [one for one in self.answers if one and (one.level or one.note)]


@dataclass(frozen=True)
class Year:
    """The audits in order, and a row a theme."""

    audits: tuple = ()
    rows: tuple = ()

    @property
    def start(self):
        """The baseline, or None."""
        return next((one for one in self.audits if one.moment == Moment.START), None)

    def at(self, moment):
        """The audit of a moment, or None."""
        return next((one for one in self.audits if one.moment == moment), None)

    def chart(self, *, narrow=False):
        """The picture: a ring at the start, a full dot at the latest; an empty text where there is nothing."""
        drawn = [
            Rung(row.title, tuple((one.audit.moment_words, one.level) for one in row.answers if one and one.level))
            for row in self.rows
        ]
        return ladder_chart(drawn, STEPS, narrow=narrow)


@rows
def answers_of(place):
    """Everything a place's school answered in the audits of its year."""
    put_off = Place.objects.filter(school=place.school_id, deferred_to=place.cohort_id).values("cohort")
    own = Q(audit__school=place.school_id, audit__cohort=place.cohort_id)
    brought = Q(audit__moment=Moment.START, audit__school=place.school_id, audit__cohort__in=put_off)
    if place.application_id:
        own |= Q(audit__application=place.application_id)
        own |= Q(audit__application__carry__became=place.application_id)
    answers = Answer.objects.filter(own | brought).exclude(audit__application__state=ApplicationState.WITHDRAWN)
    return answers.select_related("audit", "theme").order_by("theme__number", "theme_id")


@once
def year_of(place):
    """What a place's school said of itself, in one query."""
    audits = {}
    for answer in answers_of(place):
        audit = audits.setdefault(answer.audit_id, answer.audit)
        audit.by_theme = getattr(audit, "by_theme", {})
        audit.by_theme[answer.theme_id] = answer
        answer.audit = audit
    chosen = {}
    for audit in sorted(audits.values(), key=lambda one: nearness(one, place)):
        chosen.setdefault(audit.moment, audit)
    columns = tuple(chosen[moment] for moment in Moment if moment in chosen)
    themes = {}
    for audit in columns:  # the latest words of a theme head its row
        for theme_id, answer in audit.by_theme.items():
            themes[theme_id] = (answer.theme.number, theme_id, answer.wording.get("title") or answer.theme.title)
    rows = tuple(
        Row(title, tuple(audit.by_theme.get(theme_id) for audit in columns))
        for _, theme_id, title in sorted(themes.values())
    )
    return Year(columns, rows)


def nearness(audit, place):
    """The application's own comes first, then this year's, then what was brought from a year that was put off."""
    is_applications = audit.application_id is not None and audit.application_id == place.application_id
    return (not is_applications, audit.application_id is None, audit.cohort_id != place.cohort_id, audit.pk)


@rows
def places_audited(places):
    """These places, each with whether the audits of both ends are whole."""
    wanted = Place.objects.filter(pk__in=[place.pk for place in places])
    same_year = Q(school=OuterRef("school"), cohort=OuterRef("cohort"))
    put_off = Q(
        school=OuterRef("school"),
        moment=Moment.START,
        cohort__taken__deferred_to=OuterRef("cohort"),
        cohort__taken__school=OuterRef("school"),
    )
    # one that came with an application was whole when that was sent
    audits = Audit.objects.counting().filter(Q(completed_at__isnull=False) | Q(application__isnull=False))
    came_along = Q(application=OuterRef("application")) | Q(application__carry__became=OuterRef("application"))
    start = audits.filter(same_year | put_off | came_along, moment=Moment.START)
    end = audits.filter(same_year, moment=Moment.END_OF_YEAR)
    return wanted.annotate(begun=Exists(start), ended=Exists(end))


def completed_moments(places):
    """{place id: moments whose audit is whole}, for many places at once."""
    return {
        place.pk: {moment for moment, done in ((Moment.START, place.begun), (Moment.END_OF_YEAR, place.ended)) if done}
        for place in places_audited(places)
    }
