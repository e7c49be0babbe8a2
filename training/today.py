"""What training asks of people: registers of the lead, a word from the school; and its points, dates and blocks."""

from django.db.models import Q
from django.urls import reverse

from cohorts.known import cohorts_known
from cohorts.models import CohortState
from cohorts.today import Block, Coming, Duty, beforehand, blocks, coming, duties
from cohorts.year import Point, points
from cohorts.yours import places_of, places_spoken_for_by
from kit.once import once
from kit.together import rows
from kit.wording import clock, count

from . import catch_up_duties  # noqa: F401 registers its duties with these
from .days import behind, holds_on, sessions_held, sessions_in, substituted_in
from .models import SESSION_FLOW, MarkState, Material, Session, SessionState
from .panels import training_panel
from .policies import can_log_inset
from .readiness import claim_key
from .register import part_of
from .waiting import claims_waiting, people_in
from .warnings import capacity_warnings

OPEN = SESSION_FLOW.steps["take_register"].sources
MOST = 100  # more sessions than three cohorts have


@once
def sessions_in_sight(user, on):
    """Sessions a person has to do with: those of the past whose register is not closed, today's, and the next ones; one query."""
    if (
        user.sees_every_school or user.is_observer
    ):  # for them the page reads the sessions of every running cohort anyway
        cohorts = [one.pk for one in cohorts_known() if one.state != CohortState.CLOSED]
        found = [one for one in sessions_held(cohorts) if one.state in OPEN or one.on == on]
        return sorted(found, key=lambda one: (one.on, one.cohort_id, one.number))[:MOST]
    rows = Session.objects.visible_to(user).held().filter(Q(state__in=OPEN) | Q(on=on)).exclude(cohort__state="closed")
    return list(rows.select_related("cohort", "host").order_by("on", "cohort", "number")[:MOST])


def registers_due(user, on):
    """Sessions of today and before whose register is not closed, with the number of claims that wait."""
    sessions = [one for one in sessions_in_sight(user, on) if one.on <= on and one.state in OPEN and one.cohort.is_live]
    return sessions, claims_waiting(user)


@duties.register
def registers(user, on):
    """Take today's register, close those of the past, confirm what schools said."""
    if not (user.sees_every_school or user.is_adviser):
        return
    sessions, claims = registers_due(user, on)
    for session in sessions:
        url = reverse("training:register", args=[session.pk])
        if session.on == on:
            yield Duty(
                f"Take the register for session {session.number}",
                url,
                due_on=on,
                why=session.venue,
                act="Open register",
                is_now=True,
                at=clock(session.starts_at),
            )
        elif user.sees_every_school:
            yield Duty(
                f"Close the register for session {session.number}",
                url,
                due_on=session.on,
                why=f"{session.title}, cohort {session.cohort.name}",
                act="Open register",
            )
        if waiting := claims.get(session.pk):
            yield Duty(
                f"Confirm {count(waiting, 'claim,claims')} for session {session.number}",
                reverse("training:confirm_claims", args=[session.pk]),
                due_on=session.on,
                why="Schools said who was there.",
                act="Confirm",
            )


@duties.register
def rooms_too_small(user, on):
    """For leads and administrators: rooms that have become too small, since representatives were added or the venue changed."""
    if not user.sees_every_school:
        return
    ahead = {}
    for session in sessions_in_sight(user, on):
        if session.capacity and session.on >= on and session.cohort.is_live:
            ahead.setdefault(session.cohort, []).append(session)
    for cohort, sessions in ahead.items():
        words = capacity_warnings(cohort, sessions, people_in(user, cohort))
        for session in sessions:
            if session.number in words:
                yield Duty(
                    f"Find a larger room for session {session.number}",
                    reverse("training:edit_session", args=[session.pk]),
                    due_on=session.on,
                    why=words[session.number],
                    act="Change the session",
                )


def unsaid(user, on):
    """Pairs of (session, place) for which a school has said nothing of somebody expected, oldest first."""
    places = places_spoken_for_by(user)
    if not places:
        return []
    held, marks, seats, holders = behind(places)
    found = []
    for place in places:
        for session in held[place.cohort_id]:
            if session.state not in OPEN or session.on > on:
                continue
            silent = (
                any(holds_on(one, session.on) for one in holders[seat.pk])
                and not is_said(marks.get((session.pk, seat.pk)))
                for seat in seats[place.pk]
            )
            if any(silent):
                found.append((session, place))
    return sorted(found, key=lambda pair: pair[0].on)


def is_said(mark):
    """Whether something is said of a seat."""
    return mark is not None and mark.state != MarkState.EXPECTED


@duties.register
def say_who_was_there(user, on):
    """For whoever writes for a school, and for its representatives."""
    for session, place in unsaid(user, on):
        yield Duty(
            f"Say who was at session {session.number}",
            f"{reverse('training:claim', args=[session.pk])}?place={place.pk}",
            due_on=session.on,
            why=f"{session.title}. It takes a minute.",
            act="Say who was there",
            school_id=place.school_id,
            is_now=session.on == on,
            key=claim_key(session, place.pk),
        )


@points.register
def sessions_of_the_year(cohort, on):
    """A point a session."""
    for session in sessions_in(cohort):
        yield Point(
            session.on,
            str(session.number),
            title=str(session),
            url=session.get_absolute_url(),
            note=session.venue,
            is_over=session.on < on or session.state == SessionState.CLOSED,
            is_now=session.on == on and session.state != SessionState.CLOSED,
        )


@coming.register
def sessions_ahead(user, on):
    """The next sessions of the cohorts a person has to do with."""
    ahead = [one for one in sessions_in_sight(user, on) if one.on > on][:6]
    return [
        Coming(
            session.on,
            f"Session {session.number}, {session.title}"
            + ("" if session.cohort.is_live else f" ({session.cohort.name})"),
            session.get_absolute_url(),
        )
        for session in ahead
    ]


@blocks.register
def training_blocks(user, on, school):
    """For a school the open claim and the next session; for the Virtual School today's sessions."""
    if school is None:
        if not (user.sees_every_school or user.is_adviser):
            return []
        today = [one for one in sessions_in_sight(user, on) if one.on == on]
        return [Block("training/_today.html", {"session": session}, "side", 10) for session in today]
    return [
        *claim_block(user, on, school),
        *next_block(user, on, school),
        *days_block(user, school),
        *log_block(user, school),
    ]


def claim_block(user, on, school):
    """The newest session of which the school has not said who was there."""
    from .views.claims import claim_of

    open_claims = [pair for pair in unsaid(user, on) if pair[1].school_id == school.pk]
    if open_claims:
        session, place = open_claims[-1]
        sessions, marks, seats, holders = behind(places_spoken_for_by(user))
        held = {
            seat.pk: next((one for one in holders[seat.pk] if holds_on(one, session.on)), None)
            for seat in seats[place.pk]
        }
        earlier = {one.pk for one in sessions[place.cohort_id] if one.number < session.number}
        before = substituted_in({key: mark for key, mark in marks.items() if key[0] in earlier})
        here = {seat: mark for (of, seat), mark in marks.items() if of == session.pk}
        part = part_of(session, place, seats[place.pk], held, here, before)
        context = claim_of(session, place, part)
        yield Block("training/_claim.html", context, "first", 10, key=claim_key(session, place.pk))


@rows
def materials_out(session, on):
    """What there is to read for a session by this day."""
    return Material.objects.filter(session=session).out(on)


@beforehand.register
def materials_of_next(user, on):
    """What the block of the next session reads."""
    if user.is_virtual_school:
        return
    ahead = [next_session(place, on)[0] for place in places_of(user)]
    for session in {one.pk: one for one in ahead if one}.values():
        yield materials_out.later(session, on)


def next_session(place, on):
    """The next session of a place's cohort, and the one before it; None where there is none."""
    sessions = sorted(sessions_in(place.cohort), key=lambda one: one.on)
    session = next((one for one in sessions if one.on > on), None)
    before = next((one for one in reversed(sessions) if session and one.on < session.on), None)
    return session, before


def next_block(user, on, school):
    """The next session, with its date as a leaf."""
    place = next((one for one in places_of(user) if one.school_id == school.pk), None)
    session, before = next_session(place, on) if place else (None, None)
    if session is None:
        return
    days, speaks = (session.on - on).days, place in places_spoken_for_by(user)
    ahead = "tomorrow" if days == 1 else f"in {days} days" if days < 21 else f"in {round(days / 7)} weeks"
    context = {
        "session": session,
        "place": place,
        "ahead": ahead,
        "task": before.gap_task
        if before and not speaks
        else "",  # who speaks for the school is asked for it in the list
        "may_claim": speaks,
        "materials": materials_out(session, on),
    }
    yield Block("training/_next_session.html", context, "main", 10)


def log_block(user, school):
    """The way to the log of training in school."""
    if can_log_inset(user, school) and any(one.school_id == school.pk for one in places_of(user)):
        yield Block("training/_log_it.html", {"school": school}, "side", 20)


def days_block(user, school):
    """The school's seats and days; what is owed stands here for those of whom the list does not ask it."""
    if panel := training_panel(school, user):
        speaks = panel.context["place"] in places_spoken_for_by(user)
        context = panel.context | ({"owed": ()} if speaks else {})
        yield Block("training/_your_days.html", {"title": "Your training days", "context": context}, "side", 5)
