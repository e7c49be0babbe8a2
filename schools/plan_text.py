"""A plan as plain values: frozen into a version when it is agreed or returned, shown and compared afterwards."""

from datetime import date
from itertools import zip_longest

from kit.wording import day_long

from .models import PlanAction, PlanUpdate, Priority, Progress, Rating


def frozen(plan):
    """Everything the plan says, as JSON; each part keeps its number in the database, so that it can still be taken out of sight."""
    priorities = plan.priorities.in_sight().prefetch_related("actions__updates__by")
    return {
        "school": plan.school.name,
        "urn": plan.school.urn or "",
        "vision": plan.vision,
        "signed_name": plan.signed_name or "",
        "priorities": [
            {
                "id": priority.pk,
                "title": priority.title,
                "theme": priority.theme,
                "success": priority.success,
                "actions": [frozen_action(action) for action in priority.actions.all() if not action.is_hidden],
            }
            for priority in priorities
        ],
    }


def frozen_action(action):
    """One action with its dated updates."""
    return {
        "id": action.pk,
        "title": action.title,
        "owner": action.owner,
        "starts_on": action.starts_on.isoformat() if action.starts_on else "",
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "resources": action.resources,
        "evidence": action.evidence,
        "monitored_by": action.monitored_by,
        "progress": action.progress,
        "rating": action.rating,
        "rating_why": action.rating_why,
        "updates": [
            {
                "id": update.pk,
                "on": update.on.isoformat(),
                "by": str(update.by or ""),
                "on_behalf": update.on_behalf,
                "progress": update.progress,
                "text": update.text,
            }
            for update in action.updates.all()
            if not update.is_hidden
        ],
    }


def in_sight(version):
    """A version's content without what has been taken out of sight since: in three queries, whatever its size."""
    hidden = {
        model: set(
            model.objects.filter(**{f"{path}plan": version.plan_id})
            .exclude(hidden_at=None)
            .values_list("pk", flat=True)
        )
        for model, path in ((Priority, ""), (PlanAction, "priority__"), (PlanUpdate, "action__priority__"))
    }
    return {
        **version.content,
        "priorities": [
            {
                **priority,
                "actions": [
                    {
                        **dated(action),
                        "updates": [dated(u) for u in action["updates"] if u["id"] not in hidden[PlanUpdate]],
                    }
                    for action in priority["actions"]
                    if action["id"] not in hidden[PlanAction]
                ],
            }
            for priority in version.content["priorities"]
            if priority["id"] not in hidden[Priority]
        ],
    }


def dated(part):
    """A part with its days as dates again, beside the text that was kept."""
    days = {f"{name}_day": date.fromisoformat(part[name]) for name in ("starts_on", "due_on", "on") if part.get(name)}
    return {**part, **days}


def lines(content):
    """A version as pairs of (what it is, what it says), in the order of the page."""
    yield "Why we do this", content["vision"]
    for number, priority in enumerate(content["priorities"], 1):
        yield f"Priority {number}", priority["title"]
        yield f"Priority {number}, theme", priority["theme"]
        yield f"Priority {number}, how we will know", priority["success"]
        for place, action in enumerate(priority["actions"], 1):
            here = f"Priority {number}, action {place}"
            yield here, action["title"]
            yield f"{here}, who", action["owner"]
            yield f"{here}, from", day_long(action.get("starts_on_day"))
            yield f"{here}, by", day_long(action.get("due_on_day"))
            yield f"{here}, resources", action["resources"]
            yield f"{here}, evidence", action["evidence"]
            yield f"{here}, monitored by", action["monitored_by"]
            yield f"{here}, progress", Progress(action["progress"]).label
            yield f"{here}, how it is going", rating_in_words(action)


def rating_in_words(action):
    """The rating with its reason."""
    word = Rating(action["rating"]).label if action["rating"] else ""
    return f"{word}: {action['rating_why']}" if action["rating_why"] else word


def side_by_side(old, new):
    """Rows of (what it is, what the one says, what the other says, whether they differ), without what neither says."""
    before, after = dict(lines(old)), dict(lines(new))
    order = list(dict.fromkeys(key for pair in zip_longest(before, after) for key in pair if key))
    order.sort(key=natural)
    rows = [(key, before.get(key, ""), after.get(key, "")) for key in order]
    return [(key, one, two, one != two) for key, one, two in rows if one or two]


def natural(key):
    """The order of the page: the why first, then by priority and action, each title before its particulars."""
    numbers = [int(word.strip(",")) for word in key.split() if word.strip(",").isdigit()]
    return [*numbers, 0, 0][:2]
