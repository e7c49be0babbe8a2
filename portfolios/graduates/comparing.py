"""Says of every line of a list of graduates what it would change: the same for the preview and for the import."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils.timezone import make_aware

from action_research.models import Project, ProjectState
from cohorts.models import Place, PlaceState
from kit.clock import today
from kit.tables.reading import Unreadable
from kit.wording import count, day_long
from schools.models.school import searchable
from schools.register.finding import Schools
from schools.register.values import Unclear

from .finding import Years
from .rows import read

MOST_PLACES = 200  # in one cohort, as its own rule has it
LATE = timedelta(days=366)  # a celebration may come after the year's end


@dataclass
class Changes:
    """What is to be written, nothing of it saved yet."""

    cohorts: list = field(default_factory=list)
    places: list = field(default_factory=list)
    projects: list = field(default_factory=list)
    moved: list = field(default_factory=list)  # places whose day of graduation is corrected
    rewritten: list = field(default_factory=list)  # projects whose texts are corrected
    notes: list = field(default_factory=list)  # (school, verb, details) for the record
    sizes: Counter = field(default_factory=Counter)  # cohort's name -> schools it gains


def compare(file, report):
    """Report on every line; return the Changes."""
    changes = Changes()
    try:
        rows = read(file, report)
    except Unreadable as unreadable:
        report.add("errors", unreadable.line, None, str(unreadable))
        return changes
    schools, years = Schools(rows), Years()
    places = {(place.cohort_id, place.school_id): place for place in places_of(years)}
    met = {}
    for row in rows:
        try:
            school, cohort = schools.of(row), years.of(row)
            earlier = met.setdefault((cohort.name, school.pk), row)
            if earlier is not row:
                said_twice(row, earlier, school, cohort, report)
                continue
            check_day(row, cohort)
            place = places.get((cohort.pk, school.pk)) if cohort.pk else None
            if place is None:
                add(row, school, cohort, changes, report)
            else:
                correct(row, school, cohort, place, changes, report)
            warn_of_name(row, school, report)
        except Unclear as unclear:
            report.add("errors", row.line, row.urn or None, f"{unclear}.")
    sum_up(years, places, changes, report)
    report.found["errors"].sort(key=lambda one: one[0] or 0)  # faults of reading came before those of meaning
    return changes


def places_of(years):
    """The places of every year before the portal and of the cohorts closed here, with their projects."""
    ended = [cohort.pk for cohort in years.here if cohort.ends_on < today()]
    return Place.objects.filter(cohort__in=ended).select_related("school", "cohort", "project").order_by()


def said_twice(row, earlier, school, cohort, report):
    """A school stands in a year once; the same line again is no harm."""
    if (row.title, row.question, row.on) == (earlier.title, earlier.question, earlier.on):
        report.add("warnings", row.line, school.urn, f"The same as line {earlier.line}, read once.")
    else:
        raise Unclear(f"{school} stands in {cohort} on line {earlier.line} and on line {row.line} with different words")


def check_day(row, cohort):
    """The day of graduation belongs to the year."""
    if row.on and not cohort.starts_on <= row.on <= min(cohort.ends_on + LATE, today()):
        raise Unclear(f"{day_long(row.on)} is not a day on which {cohort} can have graduated")


def warn_of_name(row, school, report):
    """A URN decides, and a name beside it that says something else is worth a look."""
    if row.urn and row.school and searchable(row.school) != searchable(school.name):
        report.add(
            "warnings", row.line, row.urn, f"URN {row.urn} is {school.name} here, and “{row.school[:150]}” in the file."
        )


def add(row, school, cohort, changes, report):
    """A school that is not in the year yet."""
    if not cohort.is_from_before:
        raise Unclear(f"Cohort {cohort} was run here without {school}. A list adds nobody to it")
    place = Place(
        cohort=cohort,
        school=school,
        state=PlaceState.GRADUATED,
        joined_on=min(cohort.starts_on, row.on or cohort.starts_on),
        graduated_on=row.on or cohort.ends_on,
    )
    changes.places.append(place)
    if row.title or row.question:
        changes.projects.append(project_of(place, row))
    changes.sizes[cohort.name] += 1
    changes.notes.append((school, "brought in the graduation of", {"cohort": cohort.name, "title": row.title}))
    report.add("new", row.line, school.urn, f"{school}, {cohort}{f': {row.title or row.question}' if row.title or row.question else ''}")  # fmt: skip


def project_of(place, row):
    """The project as the list knows it: approved then, by nobody here."""
    at = make_aware(datetime.combine(place.graduated_on, time(12)))
    return Project(
        place=place,
        title=row.title,
        question=row.question,
        state=ProjectState.APPROVED,
        approved_at=at,
        touched_at=at,
    )


def correct(row, school, cohort, place, changes, report):
    """A school that is in the year: what the list says otherwise is corrected where the list is its only source."""
    if place.state != PlaceState.GRADUATED:
        raise Unclear(
            f"{school} is {place.get_state_display().lower()} in {cohort} here, and has not graduated from it"
        )
    if not cohort.is_from_before:
        report.skip(row.line, school.urn, "Known here", f"{school} graduated from {cohort} here: left as it is")
        return
    changed, project = {}, getattr(place, "project", None)
    if row.on and row.on != place.graduated_on:
        changed["day of graduation"] = [str(place.graduated_on), str(row.on)]
        place.graduated_on = row.on
        changes.moved.append(place)
    said = {name: getattr(row, name) for name in ("title", "question") if getattr(row, name)}
    if project is None and said:
        changed |= {name: ["", words] for name, words in said.items()}
        changes.projects.append(project_of(place, row))
    elif project is not None and any(getattr(project, name) != words for name, words in said.items()):
        if project.state != ProjectState.APPROVED or project.approved_by_id:
            report.add(
                "warnings", row.line, school.urn, f"{school} has a project of its own in {cohort}: left as it is."
            )
        else:
            for name, words in said.items():
                if getattr(project, name) != words:
                    changed[name] = [getattr(project, name), words]
                    setattr(project, name, words)
            project.version += 1
            changes.rewritten.append(project)
    if not changed:
        report.add("unchanged", row.line, school.urn, str(school))
        return
    report.fields.update(changed.keys())
    told = ", ".join(f"{name} “{new}”{f', was “{was}”' if was else ''}" for name, (was, new) in changed.items())
    report.add("changed", row.line, school.urn, f"{school}, {cohort}: {told}")
    changes.notes.append((school, "corrected the graduation of", {"cohort": cohort.name, "changes": changed}))


def sum_up(years, places, changes, report):
    """Which cohorts are made or grow, and whether one grows too large."""
    here = Counter(cohort_id for cohort_id, _ in places)
    for cohort in sorted([*years.here, *years.new.values()], key=lambda one: one.starts_on):
        gained = changes.sizes[cohort.name]
        if not gained:
            continue
        cohort.places = here[cohort.pk] + gained if cohort.pk else gained
        schools = count(gained, "school,schools")
        if cohort.places > MOST_PLACES:
            report.add(
                "errors",
                None,
                None,
                f"{cohort} would have {cohort.places} schools. A cohort has {MOST_PLACES} at most.",
            )
        report.notes.append(
            f"Adds {schools} to {cohort}" if cohort.pk else f"Makes {cohort}, a closed cohort with {schools}"
        )
        changes.cohorts.append(cohort)
