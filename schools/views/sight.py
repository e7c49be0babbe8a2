"""What a page needs to offer "take out of sight" beside the texts of a school."""

from django.contrib.contenttypes.models import ContentType

from schools.models import Challenge, PlanAction, PlanUpdate, Priority, Visit

PARTS = {"priority": Priority, "action": PlanAction, "update": PlanUpdate, "visit": Visit, "challenge": Challenge}


def hiding(user):
    """Whether this person may take texts out of sight, and the numbers by which the one act knows their kinds."""
    if not user.sees_every_school:
        return {"may_hide": False}
    kinds = ContentType.objects.get_for_models(*PARTS.values())
    return {"may_hide": True, "hide": {name: kinds[model].pk for name, model in PARTS.items()}}
