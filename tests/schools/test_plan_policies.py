"""Who may do what with a plan, in which state."""

import pytest

from schools import policies
from schools.models import DevelopmentPlan

DOES = ("edit", "submit", "sign", "send_back", "agree", "add_update", "review", "reopen")
OPEN = {"edit", "submit"}
RULES = {  # who: what they may do in each state, beside reading
    "lead": {"draft": OPEN, "submitted": {"sign", "send_back", "agree"}, "returned": OPEN, "agreed": {"add_update", "review", "reopen"}},
    "administrator": {"draft": OPEN, "submitted": {"sign"}, "returned": OPEN, "agreed": {"add_update", "reopen"}},
    "headteacher": {"draft": OPEN, "submitted": {"sign"}, "returned": OPEN, "agreed": {"add_update", "reopen"}},
    "school_lead": {"draft": OPEN, "submitted": set(), "returned": OPEN, "agreed": {"add_update", "reopen"}},
    "contributor": {},
    "adviser": {},
    "observer": {},
}  # fmt: skip
BLIND = ("other_adviser", "stranger", "nobody")


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "agreed"])
def test_each_person_may_exactly_this(cast, at, state):
    plan = at(state)
    for who, rules in RULES.items():
        user = getattr(cast, who)
        may = {
            verb
            for verb in DOES
            if getattr(policies, f"can_{verb}_plan" if verb != "add_update" else "can_add_update")(user, plan)
        }
        assert may == rules.get(state, set()), (who, state)
        assert list(DevelopmentPlan.objects.visible_to(user)) == [plan], who


@pytest.mark.parametrize("who", BLIND)
def test_to_others_the_plan_does_not_exist(cast, at, client_of, who):
    plan = at("agreed")
    client = client_of(getattr(cast, who))
    for name in (
        "",
        "edit/",
        "submit/",
        "sign/",
        "agree/",
        "send-back/",
        "review/",
        "reopen/",
        "compare/",
        "updates/add/",
        "priorities/add/",
    ):
        assert client.post(f"/schools/plans/{plan.pk}/{name}").status_code == 404, name


def test_wrong_person_and_wrong_moment_are_told_apart(cast, at, client_of):
    plan = at("submitted")
    assert client_of(cast.contributor).post(f"/schools/plans/{plan.pk}/edit/").status_code == 403
    assert client_of(cast.school_lead).post(f"/schools/plans/{plan.pk}/edit/").status_code == 409
    priority = plan.priorities.get()
    assert client_of(cast.contributor).post(f"/schools/plans/priorities/{priority.pk}/edit/").status_code == 403
    assert client_of(cast.school_lead).post(f"/schools/plans/priorities/{priority.pk}/edit/").status_code == 409
