"""A development plan at each of its stages, and a visit, for the tests of schools."""

from datetime import date

import pytest

PLAN_STATES = ("draft", "submitted", "signed", "returned", "agreed")


def plan_at(state, cast, school=None, by=None):
    """Heathervale's plan, brought by its own people to one of its stages."""
    from schools.actions import plan as actions
    from schools.actions import plan_parts as parts

    school, by = school or cast.school, by or cast.school_lead
    plan = actions.start_plan(school, by=by)
    actions.edit_plan(plan, by=by, vision=f"The why of {school}", seen=plan.version)
    priority = parts.add_priority(
        plan, by=by, title="Every adult greets", theme="Ethos", success="Mornings start settled"
    )
    parts.add_action(priority, by=by, title="Teach the morning script", owner="Jo Pemberton", due_on=date(2025, 12, 19))
    if state == "draft":
        return plan
    actions.submit_plan(plan, by=by)
    if state in ("signed", "agreed"):
        actions.sign_plan(plan, by=cast.headteacher, name="Helen Strand")
    if state == "returned":
        actions.send_back_plan(plan, by=cast.lead, comment="What would a child notice?")
    if state == "agreed":
        actions.agree_plan(plan, by=cast.lead, review_due_on=date(2026, 2, 13))
    return plan


@pytest.fixture
def at(cast, frozen):
    """`at("submitted")` is Heathervale's plan in that state, on 3 February 2026."""
    return lambda state, **where: plan_at(state, cast, **where)


@pytest.fixture
def log(cast, frozen):
    """Logs a visit of the adviser; keywords change it."""
    from schools.actions.visit import log_visit

    def make(**changes):
        said = {
            "by": cast.adviser,
            "on": date(2026, 1, 14),
            "kind": "visit",
            "people": "Jo Pemberton",
            "support": "Walked the gate",
            "agreed": "Cover on Fridays",
            "is_internal": False,
            "challenges": [("What would a Year 6 child say?", date(2026, 2, 13))],
        }
        return log_visit(changes.pop("school", cast.school), **(said | changes))

    return make


@pytest.fixture
def cost(client_of):
    """How many queries a page asks beyond the frame around it, which a page that does not exist has too."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(client, address):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    def make(user, address):
        client = client_of(user)
        client.get(
            address
        )  # the first request of a session notes where it comes from, and kinds of records are learnt once
        return queries(client, address) - queries(client, "/nowhere/")

    return make
