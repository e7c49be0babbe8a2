"""From rows to what a document says: everything is read here, so that what draws never touches the database."""

from django.conf import settings
from django.urls import reverse

from action_research.models import EvidenceKind, Project
from audit.models import Activity
from cohorts.models import Place, ProgrammeSettings, SeatHolder
from evaluation.year import STEPS, year_of
from kit.clock import today
from kit.wording import day_long, halves
from schools.models import DevelopmentPlan, Visit
from training.days import days_of
from training.models import Attendance, MarkState, Session, SessionState

from .contents import certificate as paper
from .contents.portfolio import (
    ActionRow,
    CyclePart,
    Event,
    MeasureRow,
    Photo,
    PlanPart,
    Portfolio,
    PriorityPart,
    ProjectPart,
    SessionRow,
    VisitPart,
)
from .contents.self_audit import AuditPart, ThemeRow
from .models import PortfolioEntry

MOST_PHOTOS = 12


def printed(row):
    """A certificate's row as the words on the paper."""
    return paper.Certificate(
        kind=row.kind,
        name_printed=row.name_printed,
        school_name=row.school_name,
        urn=row.urn,
        cohort_name=row.cohort_name,
        programme_name=row.programme_name,
        organisation=row.organisation,
        awarded_on=row.awarded_on,
        number=row.number,
        check_code=row.check_code,
        check_url=settings.SITE_URL + reverse("portfolios:check_certificate", args=[row.check_code]),
        days_attended=row.days_attended,
        why=row.why,
        signatory_name=row.signatory_name,
        signatory_role=row.signatory_role,
        state=row.state,
        signature=bytes(row.signature.content) if row.signature else b"",
        logo=bytes(row.logo.content) if row.logo else b"",
    )


def gather_portfolio(school, *, is_draft):
    """(what the school's portfolio says, the pk of the entry in it or None). What is out of sight or internal stays out."""
    programme = ProgrammeSettings.current()
    place = (
        Place.objects.filter(school=school)
        .exclude(state="withdrawn")
        .select_related("cohort", "application")
        .order_by("-joined_on")
        .first()
    )
    plan = DevelopmentPlan.objects.filter(school=school).first()
    project = Project.objects.filter(place=place).first() if place else None
    entry, entry_pk = entry_of(place)
    facts = [school.get_phase_display()]
    if school.pupils:
        facts.append(f"{school.pupils} pupils")
    facts += [part for part in (school.district, school.trust.name if school.trust else "") if part]
    names, sessions, days = training_of(place)
    return (
        Portfolio(
            school_name=school.name,
            facts=", ".join(facts) + ".",
            programme_name=programme.name,
            organisation=programme.organisation,
            cohort_name=place.cohort.name if place else "none",
            made_on=today(),
            is_draft=is_draft and not (place and place.graduated_on),
            standing=standing_of(place),
            why=plan.vision if plan else "",
            representatives=representatives_of(place),
            feel_start=place.application.see_hear_feel if place and place.application else "",
            feel_end=place.see_hear_feel_end if place else "",
            audit=audit_part(place),
            days=days,
            seat_names=names,
            sessions=sessions,
            journey=journey_of(school),
            plan=plan_part(plan),
            project=project_part(project),
            visits=visits_of(school),
            entry=entry,
        ),
        entry_pk,
    )


def standing_of(place):
    """Where the school stands, in a sentence."""
    if place is None:
        return "The school has no place in a cohort yet."
    if place.graduated_on:
        return f"The school graduated on {day_long(place.graduated_on)}."
    return f"The school is in cohort {place.cohort.name}: {place.get_state_display().lower()} since {day_long(place.joined_on)}."


def audit_part(place):
    """The self-audits of the year, without what is out of sight; nothing before the first."""
    year = year_of(place) if place else None
    if not year or not year.rows:
        return None
    rows = tuple(
        ThemeRow(
            row.title,
            tuple(one.level if one else None for one in row.answers),
            tuple((one.audit.moment_words, one.line) for one in row.told if one.line),
        )
        for row in year.rows
    )
    return AuditPart(tuple(one.moment_words for one in year.audits), STEPS, rows)


def representatives_of(place):
    """Who holds or held a seat, in words."""
    if place is None:
        return ()
    told = []
    for holder in SeatHolder.objects.filter(seat__place=place).order_by("seat__number", "from_on"):
        since = f"since {day_long(holder.from_on)}" if holder.until_on is None else f"until {day_long(holder.until_on)}"
        told.append(
            ", ".join(
                part
                for part in (holder.name, holder.job_title, holder.get_role_display() if holder.role else "", since)
                if part
            )
            + "."
        )
    return tuple(told)


def training_of(place):
    """(names of the seats, a row a session, "5½ of 12")."""
    if place is None:
        return (), (), "0"
    seats = list(place.seats.order_by("number"))
    marks = {
        (mark.session_id, mark.seat_id): mark
        for mark in Attendance.objects.filter(seat__in=seats).select_related("holder")
    }
    rows = []
    for session in Session.objects.held().filter(cohort=place.cohort).order_by("number"):
        told = []
        for seat in seats:
            mark = marks.get((session.pk, seat.pk))
            if mark is None or mark.state == MarkState.EXPECTED:
                told.append(unmarked(session))
            else:
                who = mark.substitute_name or (mark.holder.name if mark.holder else "")
                told.append(f"{who}, {mark.get_state_display().lower()}".strip(", "))
        rows.append(SessionRow(f"{session.number}. {session.title}", session.on, tuple(told)))
    days = days_of([place])[place.pk]
    return (
        tuple(f"Representative {seat.number}" for seat in seats),
        tuple(rows),
        f"{halves(days.halves / 2)} of {halves(days.of_halves / 2)}",
    )


def unmarked(session):
    """What stands where nobody is marked: a day is missed only once the register is closed."""
    if session.state == SessionState.CLOSED:
        return "–"
    return "expected" if session.on >= today() else "not said yet"


def journey_of(school):
    """What happened at the school, oldest first, without what is internal."""
    acts = (
        Activity.objects.of_school(school.pk)
        .open()
        .exclude(verb__in=("downloaded", "asked for", "exported"))
        .select_related("by")
        .order_by("at")
    )
    return tuple(
        Event(act.at.date(), f"{act.by.name if act.by else 'The portal'} {act.verb} {act.subject}.")
        for act in acts[:80]
    )


def plan_part(plan):
    """The plan with its priorities, actions and updates; progress only."""
    if plan is None:
        return None
    state = f"Agreed on {day_long(plan.agreed_at)}." if plan.agreed_at else f"{plan.get_state_display()}."
    priorities = []
    for priority in plan.priorities.filter(hidden_at=None):
        actions = list(priority.actions.filter(hidden_at=None))
        updates = [
            Event(one.on, one.text)
            for action in actions
            for one in action.updates.filter(hidden_at=None).exclude(text="").order_by("on")
        ]
        priorities.append(
            PriorityPart(
                priority.number,
                priority.title,
                priority.theme,
                priority.success,
                tuple(
                    ActionRow(
                        one.title,
                        one.get_progress_display(),
                        one.owner or "–",
                        day_long(one.due_on) if one.due_on else "–",
                    )
                    for one in actions
                ),
                tuple(updates),
            )
        )
    return PlanPart(state, tuple(priorities))


def project_part(project):
    """The project with its measures, cycles, evidence and photos."""
    if project is None:
        return None
    asked = (("Our question", project.question), ("The need", project.need), ("What we did", project.description), ("Who took part", project.participants), ("How we looked", project.methods))  # fmt: skip
    found = (("Progress", project.progress_made), ("Highs and lows", project.highs_and_lows), ("Impact", project.impact), ("What next", project.what_next))  # fmt: skip
    evidence = list(project.evidence.filter(hidden_at=None).order_by("at"))
    photos = [one for one in evidence if one.kind == EvidenceKind.PHOTO and one.file][:MOST_PHOTOS]
    return ProjectPart(
        title=project.title or "untitled",
        state=f"{project.get_state_display()}.",
        paragraphs=tuple(pair for pair in asked if pair[1]),
        measures=tuple(measure_row(one) for one in project.measures.filter(hidden_at=None)),
        cycles=tuple(
            CyclePart(one.number, one.plan, one.act, one.observe, one.reflect)
            for one in project.cycles.filter(hidden_at=None)
        ),
        evidence=tuple(
            Event(one.at.date(), one.text + (f" ({one.url})" if one.url else ""))
            for one in evidence
            if one not in photos
        ),
        photos=tuple(
            Photo(f"photo-{one.pk}.{'png' if one.file_type == 'image/png' else 'jpg'}", read(one.file), one.text)
            for one in photos
        ),
        findings=tuple(pair for pair in found if pair[1]),
    )


def measure_row(measure):
    """A measure with the values it has."""
    values = tuple(
        (name, value)
        for name, value in (("Start", measure.start), ("Middle", measure.mid), ("End", measure.end))
        if value is not None
    )
    return MeasureRow(measure.what, measure.how, measure.unit, measure.n, values)


def read(file):
    """The bytes of a stored file."""
    with file.open("rb") as opened:
        return opened.read()


def visits_of(school):
    """The visits that the school sees, oldest first."""
    told = []
    for visit in (
        Visit.objects.filter(school=school, is_internal=False, hidden_at=None)
        .order_by("on")
        .prefetch_related("challenges")
    ):
        challenges = tuple((one.text, one.reply) for one in visit.challenges.all() if not one.is_hidden)
        told.append(
            VisitPart(visit.on, visit.get_kind_display(), visit.people, visit.support, challenges, visit.agreed)
        )
    return tuple(told)


def entry_of(place):
    """The school's practice entry while its consent stands, and its pk."""
    entry = (
        PortfolioEntry.objects.filter(place=place, hidden_at=None).select_related("consent").first() if place else None
    )
    if entry is None or not entry.consent.is_given or not entry.title:
        return (), None
    parts = ((entry.title, entry.summary), ("Why", entry.why), ("What we did", entry.what_we_did), ("What changed", entry.what_changed), ("What did not work", entry.what_did_not_work))  # fmt: skip
    return tuple(pair for pair in parts if pair[1]), entry.pk
