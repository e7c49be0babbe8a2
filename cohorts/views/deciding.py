"""Deciding on one page: the table, what is held for one or for many, the order of the reserve list, and undoing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, guard, say
from kit.clock import now
from kit.wording import count

from .. import policies
from ..actions import holding as actions
from ..balance import balance_of, known_before
from ..forms.intake import HoldForm, ManyForm, NeedForm, OrderForm
from ..intake import applicants, first_reserve, free_places, held, held_reserves, reserve_key
from ..models import Application, ApplicationState, Cohort, Decision, HeldAct
from ..models.holding import DECIDABLE
from ..ranking import HOW, NAMES, SCORE, first_of, order_of, ranked, score_of
from ..reviewing import figures_of

cohorts = Cohort.objects.visible_to
acts = HeldAct.objects.select_related("cohort").visible_to
S = ApplicationState
MARKS = {S.OFFERED: "half", S.RESERVE: "quarter", S.ACCEPTED: "done"}
A_PAGE, FEW = 20, 3  # schools: with scores, notes and a select each, more would outgrow 60 kB
LAST = 5  # acts that are listed to be undone
NEED = "need"


class Desk:
    """The applications of a cohort in the order somebody asked for, with their scores as this person may see them."""

    def __init__(self, request, cohort):
        self.cohort = cohort
        self.found = list(applicants(cohort))
        self.criteria = list(cohort.criteria.all())
        self.figures = figures_of(cohort, self.criteria, request.user) if self.criteria else {}
        self.order, self.orders = order_of(request.GET.get("sort"), self.criteria, self.figures)
        self.ranked = ranked(self.found, self.order, self.figures)
        self.known = known_before(cohort, [one.school_id for one in self.found])
        self.enters_need = request.GET.get("enter") == NEED
        self.is_whole = "all" in request.GET
        a_page, few = (max(len(self.ranked), 1), 0) if self.is_whole else (A_PAGE, FEW)
        self.page = Paginator(self.ranked, a_page, orphans=few).get_page(request.GET.get("page"))

    @property
    def decidable(self):
        """Those whose decision can still change."""
        return [one for one in self.found if one.state in DECIDABLE]

    @property
    def rankable(self):
        """How many of the table can be held for by their number: by score, only those that have one."""
        if self.order != SCORE:
            return len(self.ranked)
        return sum(score_of(one, self.figures) >= 0 for one in self.ranked)

    @property
    def decidable_here(self):
        """Those of them that stand on this page."""
        return [one for one in self.page if one.state in DECIDABLE]

    @property
    def query(self):
        """The order, what is entered and the page, for the address of the page and of its forms."""
        return self.query_of(self.page.number)

    def query_of(self, number):
        """The same for another page."""
        asked = {"sort": self.order} | ({"enter": NEED} if self.enters_need else {})
        asked |= {"all": 1} if self.is_whole else {"page": number} if number > 1 else {}
        return f"?{urlencode(asked)}"

    def rows(self, form, many):
        """Each application of the page with its select and box, or its state, and its scores."""
        ticked = many.data.getlist("picked") if many and many.is_bound else []
        first = True
        for number, application in enumerate(self.page, self.page.start_index()):
            bound, was = form.row(application)
            box = ("id_picked" if first else f"id_picked_{application.pk}") if many and bound is not None else ""
            first = first and not box
            if bound is not None and not self.enters_need:
                look = {Decision.OFFER: "is-offer", Decision.UNDECIDED: "is-open"}.get(application.decision, "")
                bound.field.widget.attrs["class"] = look
            yield {
                "number": number,
                "application": application,
                "field": bound,
                "was": was,
                "box": box,
                "ticked": str(application.pk) in ticked,
                "mark": MARKS.get(application.state, "closed"),
                "figures": self.figures.get(application.pk),
                "known": application.school_id in self.known,
            }

    @property
    def reserves(self):
        """The held reserve list, first to last."""
        waiting = [one for one in self.found if one.state == S.SUBMITTED and one.decision == Decision.RESERVE]
        return sorted(waiting, key=reserve_key)


def back(desk, anchor="", page=None):
    """To the page as it was looked at, or to another one."""
    query = desk.query_of(page or desk.page.number)
    return redirect(reverse("cohorts:intake", args=[desk.cohort.pk]) + query + anchor)


def intake_page(request, desk, *, form=None, many=None, order=None):
    """The whole page, with what was typed into one of its forms."""
    cohort, user = desk.cohort, request.user
    may_hold = policies.can_hold_decisions(user, cohort) and bool(desk.decidable)
    may_need = policies.can_enter_need(user, cohort) and bool(desk.decidable)
    may_fill = may_need if desk.enters_need else may_hold
    if not form:
        form = (NeedForm if desk.enters_need else HoldForm)(applications=desk.decidable_here if may_fill else [])
    free = free_places(cohort)
    if may_hold and not desk.enters_need:
        many = many or ManyForm(applications=desk.decidable, first=max(min(free, desk.rankable), 1))
    else:
        many = None
    if may_hold and not order and len(desk.reserves) > 1 and desk.page.number == 1:
        order = OrderForm(reserves=desk.reserves)
    context = {
        "cohort": cohort,
        "desk": desk,
        "criteria": desk.criteria,
        "rows": list(desk.rows(form, many)),
        "form": form,
        "many": many,
        "order_form": order,
        "orders": [(name, NAMES[name]) for name in desk.orders],
        "how": HOW[desk.order],
        "by_score": desk.order == SCORE,
        "may_hold": may_hold,
        "may_need": may_need,
        "may_fill": may_fill,
        "may_release": policies.can_release_decisions(user, cohort),
        "drafts": list(Application.objects.filter(cohort=cohort, state=S.DRAFT).select_related("school")),
        "free": free,
        "reserve": first_reserve(cohort) if free > 0 else None,
        "acts": [
            (act, policies.can_undo_hold(user, act)) for act in HeldAct.objects.filter(cohort=cohort).latest()[:LAST]
        ],
        "may_let_in": policies.can_begin_late_application(user, cohort) and not cohort.takes_applications(now()),
        "may_carry": policies.can_carry_reserve(user, cohort)
        and any(one.state in (S.RESERVE, S.CARRIED) for one in desk.found),
        **standing(desk, free),
    }
    return render(request, "cohorts/intake.html", context)


def standing(desk, free):
    """What is held, in figures, and how it is balanced."""
    return {"held": held(desk.cohort, desk.found, free), "balance": balance_of(desk.cohort, desk.found, desk.known)}


@require_safe
@guard(policies.can_see_intake, load=cohorts)
def intake(request, cohort):
    """Everybody who applied, with what is held, how it is balanced, and what reviewers scored."""
    return intake_page(request, Desk(request, cohort))


@require_safe
@guard(policies.can_see_intake, load=cohorts)
def intake_balance(request, cohort):
    """The figures and the balance as they would be by the selects of the page, before anything is held."""
    desk = Desk(request, cohort)
    form = HoldForm(request.GET, applications=desk.decidable)
    if form.is_valid():
        for application in desk.decidable:
            application.decision = form.chosen.get(application.pk, application.decision)
    context = {"cohort": cohort, "swap": True, **standing(desk, free_places(cohort))}
    return render(request, "cohorts/_intake_balance.html", context)


@require_POST
@guard(policies.can_hold_decisions, load=cohorts)
def hold_decisions(request, cohort):
    """Keep the selects; nothing is sent. Whoever asks for the preview from here sees what was just chosen in it."""
    desk = Desk(request, cohort)
    form = HoldForm(request.POST, applications=desk.decidable)
    if not form.is_valid():
        messages.error(request, "One of the decisions could not be read. Nothing is held; choose again")
        return back(desk)
    try:
        act = actions.hold_decisions(cohort, form.chosen, seen=form.seen, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(desk)
    if request.POST.get("then") == "preview":
        return redirect("cohorts:preview_release", cohort.pk)
    say(request, told(act))
    return back(desk, page=going_on(request, desk))


def going_on(request, desk):
    """The page that follows, for the button that holds and goes on; else the same one."""
    follows = request.POST.get("then") == "next" and desk.page.has_next()
    return desk.page.next_page_number() if follows else desk.page.number


def told(act):
    """What was held, for the message on the next page."""
    if act is None:
        return "Nothing has changed"
    return f"Held for {count(act.changes.count(), 'school,schools')}. Nothing is sent"


@require_POST
@guard(policies.can_hold_decisions, load=cohorts)
def hold_many(request, cohort):
    """One decision for the ticked, or for the first so many; what was chosen row by row is held with it."""
    desk = Desk(request, cohort)
    form = HoldForm(request.POST, applications=desk.decidable)
    many = ManyForm(request.POST, applications=desk.decidable)
    if not (form.is_valid() and many.is_valid()):
        return intake_page(request, desk, form=form, many=many)
    how, number = "", many.cleaned_data["first"]
    try:
        if many.takes_first:
            picked = first_of(desk.ranked, number, desk.order, desk.figures)
            how = f", for the first {number} {HOW[desk.order]}"
        else:
            picked = many.cleaned_data["picked"]
        act = actions.hold_many(
            cohort,
            [one.pk for one in picked],
            decision=many.decision,
            reason=many.cleaned_data["reason"],
            decisions=form.chosen,
            seen=form.seen,
            by=request.user,
            at=now(),
            how=how,
        )
    except Refused as refusal:
        many.add_error("first" if many.takes_first else "picked", str(refusal))
        return intake_page(request, desk, form=form, many=many)
    say(request, told(act))
    if many.takes_first and (hidden := [one.school for one in desk.found if is_hidden(desk, one)]):
        messages.info(request, f"Decide {actions.named(hidden)} by hand: the scores are not shown to you")
    return back(desk)


def is_hidden(desk, application):
    """Whether this person may not see its scores, so that it stands last by score."""
    of = desk.figures.get(application.pk)
    return desk.order == SCORE and of and of.hidden and application.state in DECIDABLE


@require_POST
@guard(policies.can_enter_need, load=cohorts)
def enter_need(request, cohort):
    """The bands of need of many schools at once."""
    desk = Desk(request, cohort)
    desk.enters_need = True
    form = NeedForm(request.POST, applications=desk.decidable)
    if not form.is_valid():
        messages.error(request, "One of the bands could not be read. Nothing is kept; choose again")
        return back(desk)
    try:
        act = actions.enter_need(cohort, form.chosen, seen=form.seen, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        changed = count(act.changes.count(), "school,schools") if act else ""
        say(request, f"Need entered for {changed}. Schools never see it" if act else "Nothing has changed")
    return back(desk, page=going_on(request, desk))


@require_POST
@guard(policies.can_hold_decisions, load=cohorts)
def order_reserves(request, cohort):
    """Put the held reserve list in order, by numbers or by an arrow."""
    desk = Desk(request, cohort)
    form = OrderForm(request.POST, reserves=held_reserves(cohort))
    if not form.is_valid():
        return intake_page(request, desk, order=form)
    try:
        act = actions.order_reserves(cohort, form.order, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, "The reserve list is in its new order. Nothing is sent" if act else "Nothing has changed")
    return back(desk, "#reserves", page=1)


@require_POST
@guard(policies.can_undo_hold, load=acts)
def undo_hold(request, act):
    """Give every row of an act what it held before."""
    desk = Desk(request, act.cohort)
    try:
        number = actions.undo_hold(act, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, f"Undone: {count(number, 'school holds,schools hold')} what stood there before")
    return back(desk)
