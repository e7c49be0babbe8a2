"""The page on which a year's sessions get their days: proposed, changed by hand, kept; and one taken back."""

from datetime import time, timedelta

from django.shortcuts import redirect, render
from django.urls import reverse

from cohorts.models import Cohort
from kit.access import guard, say
from terms.models import Calendar

from .. import actions, policies
from ..actions.sessions import why_not_removed
from ..forms import TITLES, SeriesForm, SessionLine
from ..models import SESSION_FLOW, Session, SessionState
from ..series import propose
from ..warnings import capacity_warnings, day_warnings, order_warnings

YEARS = timedelta(days=3 * 366)  # as far as a series can reach
ASKED = ("title", "on", "starts_at", "ends_at", "venue", "trainer", "capacity")


class Line:
    """A number on the page: a session to change, one that is over, or one to be made."""

    def __init__(self, number, session, proposal):
        self.number, self.session, self.proposal = number, session, proposal
        self.form, self.warnings = None, []

    @property
    def is_fixed(self):
        """Whether it can no longer be changed here."""
        return self.session is not None and not SESSION_FLOW.allows("edit", self.session)

    def initial(self, usual):
        """What its boxes say at first: the session as it stands, else the proposal with what is usual."""
        if self.session:
            return {name: getattr(self.session, name) for name in ASKED}
        title = TITLES[self.number - 1] if self.number <= len(TITLES) else ""
        return usual | {"title": title, "on": self.proposal.on if self.proposal else None}


def proposals_of(cohort, form, known):
    """{number: Proposal} for the numbers that have no session yet."""
    wish = form.wish
    calendar = Calendar(wish.first_on, wish.first_on + YEARS)
    new = [number for number in range(1, form.cleaned_data["number"] + 1) if number not in known]
    taken = {session.on for session in known.values() if session.state != SessionState.CANCELLED}
    return {one.number: one for one in propose(wish, new, calendar, taken)}


def lines_of(cohort, known, asked, proposals, more):
    """A line for every number the year has."""
    count = max(asked, *known, 1) + more
    return [Line(number, known.get(number), proposals.get(number)) for number in range(1, count + 1)]


@guard(policies.can_plan_sessions, load=Cohort.objects.visible_to)
def plan_sessions(request, cohort):
    """A year's sessions on one page: days are proposed, every one can be changed, and nothing stands in the way of a day."""
    known = {session.number: session for session in cohort.sessions.all()}
    series = SeriesForm(
        request.GET if "pattern" in request.GET else None,
        initial={"first_on": cohort.starts_on, "weekdays": ["1"], "number": max(cohort.sessions_planned, *known, 1)},
    )
    proposals, asked, usual = {}, cohort.sessions_planned, {"starts_at": time(9, 15), "ends_at": time(15, 30)}
    if series.is_bound and series.is_valid():
        proposals, asked = proposals_of(cohort, series, known), series.cleaned_data["number"]
        usual = {name: series.cleaned_data[name] for name in ("starts_at", "ends_at", "venue")}
    lines = lines_of(cohort, known, asked, proposals, "more" in request.GET)
    for line in lines:
        if not line.is_fixed:
            line.form = SessionLine(request.POST or None, prefix=str(line.number), initial=line.initial(usual))
    forms = [line.form for line in lines if line.form]
    faults = [form for form in forms if not form.is_valid()]  # every form is asked, so that each shows its errors
    if request.method == "POST" and not faults:
        kept = [
            {"number": line.number, **line.form.cleaned_data}
            for line in lines
            if line.form and line.form.cleaned_data["on"]
        ]
        actions.create_sessions(cohort, by=request.user, sessions=kept)
        say(request, "The dates are kept")
        found = list(cohort.sessions.all())
        again = day_warnings(cohort, [one["on"] for one in kept]) or order_warnings(found)
        if again or capacity_warnings(cohort, found):
            return redirect(f"{reverse('training:plan_sessions', args=[cohort.pk])}#warnings")
        return redirect("training:sessions")
    context = {
        "cohort": cohort,
        "series": series,
        "lines": lines,
        "forms": forms,
        "has_proposals": bool(proposals),
        "without_day": [line for line in lines if series.is_bound and not line.session and not line.proposal],
        "warnings": warn(cohort, lines),
    }
    return render(request, "training/plan_sessions.html", context)


def warn(cohort, lines):
    """What speaks against a day stands at its line; what speaks of the whole year is returned."""
    planned = [line.session for line in lines if line.session and line.session.state == SessionState.PLANNED]
    rooms = capacity_warnings(cohort, planned)
    days = {
        line.number: line.session.on if line.session else line.proposal.on
        for line in lines
        if line.form and (line.session or line.proposal)
    }
    by_day = day_warnings(cohort, days.values())
    for line in lines:
        line.warnings = [*by_day.get(days.get(line.number), []), *filter(None, [rooms.get(line.number)])]
    return order_warnings([line.session for line in lines if line.session])


@guard(policies.can_remove_session, load=Session.objects.select_related("cohort").visible_to)
def remove_session(request, session):
    """A planned session that nobody has heard of is taken back; of others the page says what to do instead."""
    if request.method == "POST":
        cohort = session.cohort
        actions.remove_session(session, by=request.user)
        say(request, f"Session {session.number} is taken back")
        return redirect("training:plan_sessions", cohort.pk)
    return render(request, "training/remove_session.html", {"session": session, "why_not": why_not_removed(session)})
