"""Where a plan is had on paper: an app above draws it and says so, since the engine is its own."""

from kit.registry import Registry

plan_papers = Registry()  # `(plan) -> path`


def paper_of(plan):
    """The address of a plan's PDF, or nothing where nobody draws one."""
    return next((path(plan) for path in plan_papers), "")
