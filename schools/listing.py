"""What the list of schools knows of the apps above: which schools are at work in the programme, and which have graduated."""

from kit.registry import Registry

joined = Registry()  # `() -> queryset of records with a `school`, reduced to its id by `values("school")`
graduated = Registry()  # the same, of schools that have graduated


def schools_at_work():
    """The subqueries that answer, one an app."""
    return [ids() for ids in joined]


def graduate_schools():
    """The subqueries of those that have graduated from it, one an app."""
    return [ids() for ids in graduated]
