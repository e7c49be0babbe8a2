"""Holds decisions, bands of need and the order of the reserve list until the release: every act can be undone."""

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.flow import StepNotAllowed
from kit.wording import count

from ..intake import held_reserves
from ..models import APPLICATION_FLOW, COHORT_FLOW, Application, Decision, HeldAct, HeldChange

DECISION_WORDS = {choice.value: choice.label for choice in Decision}
VERBS = {"decision": "held a decision on", "decision_reason": "held a decision on", "need_band": "entered the need of"}


def named(schools, most=3):
    """The first few by name and how many more there are."""
    names = [str(school) for school in schools]
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def hold(cohort, wanted, *, by, at, what, seen=None):
    """Keep new values, {application id: {field: value}}, as one act that can be undone; the caller's transaction. Nothing is sent.

    `seen` is {application id: {field: value}} as the page showed it: Refused where somebody has changed that since.
    Returns the act, or None where everything is so already.
    """
    COHORT_FLOW.take("hold", cohort)  # locks the cohort's row: acts on one intake follow one another
    rows = {one.pk: one for one in Application.objects.filter(cohort=cohort, pk__in=wanted).select_related("school")}
    seen = seen or {}
    moved = [one.school for pk, one in rows.items() if holds_otherwise(one, seen.get(pk, {}))]
    if moved:
        raise Refused(f"Somebody has changed {named(moved)} meanwhile. Nothing of yours is held: look again.")
    changes = []
    for pk, one in rows.items():
        values = wanted[pk]
        new = {field: value for field, value in values.items() if getattr(one, field) != value}
        if not new:
            continue
        verb = next((VERBS[field] for field in VERBS if field in new), "moved on the reserve list")
        if {"decision", "decision_reason"} & new.keys():
            new["decided_by_id"] = by.pk
        before = {field: getattr(one, field) for field in new}
        APPLICATION_FLOW.take("hold", one, **new)
        record(by, verb, one, internal=True, **new)
        changes.append(HeldChange(application=one, before=before, after=new | {"state": one.state}))
    if not changes:
        return None
    whom = named([change.application.school for change in changes])
    act = HeldAct.objects.create(cohort=cohort, what=f"{what}: {whom}"[:200], by=by, at=at)
    for change in changes:
        change.act = act
    HeldChange.objects.bulk_create(changes)
    return act


def holds_otherwise(application, values):
    """Whether a row differs from what a page or an act knows of it."""
    return any(getattr(application, field) != value for field, value in values.items())


@transaction.atomic
def hold_decisions(cohort, decisions, *, by, at, seen=None):
    """Keep what the lead chose for each application, {id: decision}; `seen` as the page showed them. Returns the act or None."""
    wanted = {pk: {"decision": decision} for pk, decision in decisions.items()}
    known = {pk: {"decision": decision} for pk, decision in (seen or {}).items() if pk in wanted}
    return hold(cohort, wanted, by=by, at=at, what="Decisions", seen=known)


@transaction.atomic
def hold_many(cohort, picked, *, decision, reason="", decisions=None, seen=None, by, at, how=""):
    """One decision for many applications (ids), together with what else was chosen row by row on the same page."""
    wanted = {pk: {"decision": chosen} for pk, chosen in (decisions or {}).items()}
    known = {pk: {"decision": chosen} for pk, chosen in (seen or {}).items()}
    together = {"decision": decision} | ({"decision_reason": reason} if reason else {})
    wanted |= dict.fromkeys(picked, together)
    what = f"{DECISION_WORDS[decision]}{how}"
    return hold(cohort, wanted, by=by, at=at, what=what, seen={pk: known[pk] for pk in wanted if pk in known})


@transaction.atomic
def decide_application(application, *, by, at, decision, reason, need_band):
    """Hold one decision with its reason and the Virtual School's band of need."""
    if not APPLICATION_FLOW.allows("hold", application):
        raise StepNotAllowed(application, "hold")
    values = {"decision": decision, "decision_reason": reason, "need_band": need_band}
    return hold(application.cohort, {application.pk: values}, by=by, at=at, what=DECISION_WORDS[decision])


@transaction.atomic
def enter_need(cohort, bands, *, by, at, seen=None):
    """The Virtual School's band of need for many applications, {id: band}; schools, reviewers and observers never see it."""
    wanted = {pk: {"need_band": band} for pk, band in bands.items()}
    known = {pk: {"need_band": band} for pk, band in (seen or {}).items() if pk in wanted}
    return hold(cohort, wanted, by=by, at=at, what="Need", seen=known)


@transaction.atomic
def order_reserves(cohort, order, *, by, at):
    """Put the held reserve list in an order, ids first to last; Refused when it is no longer the same schools."""
    COHORT_FLOW.take("hold", cohort)
    if {one.pk for one in held_reserves(cohort)} != set(order):
        raise Refused("The reserve list has other schools on it now. Nothing is moved: look again.")
    wanted = {pk: {"reserve_order": number} for number, pk in enumerate(order, 1)}
    return hold(cohort, wanted, by=by, at=at, what="Order of the reserve list")


@transaction.atomic
def undo_hold(act, *, by, at):
    """Give every row of an act exactly what it held before; Refused, and nothing undone, where one was changed since."""
    COHORT_FLOW.take("hold", act.cohort)
    if not HeldAct.objects.filter(pk=act.pk, undone_at=None).update(undone_at=at, undone_by=by):
        raise Refused("This is undone already.")
    changes = list(act.changes.select_related("application__school").order_by("pk"))
    moved = [change.application for change in changes if holds_otherwise(change.application, change.after)]
    if moved:
        told = [one for one in moved if one.released_at and one.released_at >= act.at]
        why = "had its letter" if len(told) == 1 else "had their letters"
        if told:
            raise Refused(f"{named(one.school for one in told)} {why} since. Nothing is undone.")
        raise Refused(
            f"{named(one.school for one in moved)} was changed after this. Nothing is undone: undo the later act first, or "
            f"change {count(moved, 'this row,these rows')} by hand."
        )
    for change in changes:
        APPLICATION_FLOW.take("hold", change.application, **change.before)
        record(by, "undid what was held on", change.application, internal=True, act=act.what)
    return len(changes)
