"""Would anybody notice? Every rule is broken in turn, and the lines of the matrix that rest on it must turn red.

A rule is broken where it is written: its function is given other code, so that whoever asks it, the guard and the page's
buttons alike, gets the wrong answer. That is done twice: it lets everybody in, and it lets nobody in.
"""

from inspect import unwrap

import pytest
from access.test_access_matrix import addresses, answer_to, browse, read, routes, sent  # noqa: F401 a fixture

# What lets everybody in already: what stands behind it is public, or the rows that are loaded decide
OPEN_BY_NATURE = {
    "kit.access.everyone": "the page is public, or the rows that are loaded decide",
    "accounts.policies.can_end_session": "only one's own sessions are loaded",
    "accounts.policies.can_keep_own_profile": "everybody who has signed in has a profile, and only their own",
    "action_research.policies.can_see_project": "the rows that are loaded decide",
    "action_research.policies.can_see_evidence": "the rows that are loaded decide",
    "cohorts.policies.can_see_place": "the rows that are loaded decide",
    "cohorts.policies.can_read_signed_paper": "the rows that are loaded decide",
    "cohorts.policies.may_answer_carry": "only leads and administrators find what a school was asked",
    "evaluation.policies.can_see_audit": "the rows that are loaded decide",
    "notifications.policies.can_choose_letters": "everybody who has signed in chooses, and only for themselves",
    "training.policies.can_change_reflection": "only one's own reflections are loaded",
    "training.policies.can_see_insets": "only the schools that a person reads whole are loaded",
    "schools.policies.can_apply_import": "only leads and administrators find an upload",
    "schools.policies.can_abandon_import": "only leads and administrators find an upload",
    "networks.policies.can_read_mentored_plan": "only the people of the mentor school load a pairing that is shared",
    "terms.models.TermQuerySet.visible_to": "the calendar is no secret; a policy keeps it",
    "terms.models.BankHolidayQuerySet.visible_to": "the calendar is no secret; a policy keeps it",
}


def yes(*_):
    return True


def no(*_):
    return False


def everything(self, user):
    return self.all()


def nothing(self, user):
    return self.none()


def everybodys(user):
    return ROWS.all()  # noqa: F821 put beside the function that is broken


def nobodys(user):
    return ROWS.none()  # noqa: F821


def name_of(rule):
    return f"{rule.__module__}.{rule.__qualname__}"


@pytest.fixture(scope="session")
def policies(routes):  # noqa: F811
    """{policy that says who: the routes it guards}; one that is asked by way of a flow or of a part is found beneath."""
    found = {}
    for route in routes:
        policy = route[1].policy
        found.setdefault(
            unwrap(policy if hasattr(policy, "__wrapped__") else getattr(policy, "who", policy)), []
        ).append(route)
    return found


@pytest.fixture(scope="session")
def loads(routes):  # noqa: F811
    """{what finds the rows, where it is written: the routes that load by it}."""
    found = {}
    for route in routes:
        if load := route[1].load:
            rows = getattr(load, "__self__", None)
            found.setdefault(load if rows is None else getattr(type(rows.all()), load.__name__), []).append(route)
    return found


def turns_red(world, theirs, was):
    """The first line that no longer says what the matrix says, among those where it says `was`; None if all still do."""
    oracle = read()
    for name, view, parts in theirs:
        for whose, address in addresses(name, view, parts, world):
            for method in ("GET", "POST"):
                line = oracle.get((name, method, whose), {})
                for persona in [column for column, word in line.items() if word in was]:
                    word, _ = answer_to(
                        browse(world, persona), method, address, sent(name, getattr(world, whose, world.own))
                    )
                    if word != line[persona]:
                        return name, method, whose, persona, word
    return None


def unnoticed(world, monkeypatch, rules, broken, was):
    """The rules that could be broken like this without anybody noticing."""
    found = []
    for rule, theirs in rules.items():
        with monkeypatch.context() as here:
            code = broken.__code__
            if broken in (everything, nothing) and "self" not in rule.__code__.co_varnames:  # a load of its own
                here.setitem(rule.__globals__, "ROWS", rule(world.cast.lead).model.objects)
                code = (everybodys if broken is everything else nobodys).__code__
            here.setattr(rule, "__code__", code.replace(co_freevars=rule.__code__.co_freevars))
            if turns_red(world, theirs, was) is None:
                found.append(name_of(rule))
    return sorted(found)


def known(rules):
    """Those of the list that are among these rules."""
    return sorted({name_of(rule) for rule in rules} & set(OPEN_BY_NATURE))


def test_a_policy_that_lets_everybody_in_is_noticed(world, policies, monkeypatch):
    assert unnoticed(world, monkeypatch, policies, yes, ("refused",)) == known(policies)


def test_a_policy_that_lets_nobody_in_is_noticed(world, policies, monkeypatch):
    assert unnoticed(world, monkeypatch, policies, no, ("yes", "late")) == []


def test_rows_of_everybody_are_noticed(world, loads, monkeypatch):
    assert unnoticed(world, monkeypatch, loads, everything, ("hidden",)) == known(loads)


def test_rows_of_nobody_are_noticed(world, loads, monkeypatch):
    assert unnoticed(world, monkeypatch, loads, nothing, ("yes", "late", "refused")) == []
