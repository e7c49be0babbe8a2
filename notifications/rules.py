"""The rules by which reminders are planned: what the apps above register as standard, and what the programme lead has changed.

A reminder goes in one to three steps. A step keeps its name, the number of school days it stands at in the standard, whatever the lead
makes of it: so a letter that has gone in a step never goes in it again.
"""

from dataclasses import dataclass, field

from kit.once import once

from .kinds import kinds

LATE = 10  # school days for which a step after a day is still proposed: a rule put in force today does not reach back for months


@dataclass(frozen=True)
class Rule:
    """When a kind of reminder is planned, and whom it goes to, as long as the lead changes nothing."""

    kind: str
    anchor: str  # "the session": a step reads "7 school days before the session"
    days: tuple[int, ...] = ()  # a number a step, in the order in which they go
    is_after: bool = False  # school days after the anchor, not before it
    audiences: dict[str, str] = field(default_factory=dict)  # key -> in words; the first is the standard
    to: str = ""  # to whom, in words, where there is no choice
    most: int = 40

    @property
    def title(self):
        """What the reminder is called."""
        return kinds[self.kind].title

    @property
    def why_always(self):
        """Why nobody may switch it off, or nothing."""
        return kinds[self.kind].extra.get("why_always", ALWAYS) if kinds[self.kind].essential else ""


ALWAYS = "It carries a decision or a deadline that the reader would lose without it."
rules: dict[str, Rule] = {}


def rule(kind, anchor, *days, **rest):
    """Register the rule of a kind; the same kind again replaces it."""
    rules[kind] = Rule(kind, anchor, days, **rest)
    return rules[kind]


@dataclass(frozen=True)
class Standing:
    """A rule as it stands: with the lead's changes."""

    rule: Rule
    is_on: bool
    days: dict[int, int]  # the step's name -> school days; a step that the lead left out is missing
    audience: str
    changed: object = None  # the row with the lead's changes

    def step(self, days):
        """The step that is reached with so many school days left (or passed), or None: of several the latest."""
        if not self.is_on:
            return None
        if self.rule.is_after:
            reached = [(at, name) for name, at in self.days.items() if at <= days <= at + LATE]
            return max(reached)[1] if reached else None
        reached = [(at, name) for name, at in self.days.items() if days <= at]
        return min(reached)[1] if reached else None

    @property
    def farthest(self):
        """The largest number of school days of any step."""
        return max(self.days.values(), default=0)

    @property
    def when(self):
        """14, 7 and 1 school days before the session"""
        if not self.rule.days:
            return self.rule.anchor
        if not self.days:
            return "in no step"
        found = [str(number) for number in self.days.values()]
        numbers = f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else found[0]
        noun = "school day" if found == ["1"] else "school days"
        return f"{numbers} {noun} {'after' if self.rule.is_after else 'before'} {self.rule.anchor}"

    @property
    def to(self):
        """To whom, in words."""
        return self.rule.audiences.get(self.audience) or self.rule.to


def standing(kind):
    """The rule of a kind as it stands."""
    return standing_with(rules[kind], kept().get(kind))


def standing_with(rule, row):
    """A rule with the lead's changes, if there are any; what no longer fits the rule is ignored."""
    standard = {name: name for name in rule.days}
    first = next(iter(rule.audiences), "")
    if row is None:
        return Standing(rule, True, standard, first)
    days = {name: row.days[str(name)] for name in rule.days if row.days.get(str(name)) is not None}
    audience = row.audience if row.audience in rule.audiences else first
    return Standing(rule, row.is_on or bool(rule.why_always), days, audience, row)


@once
def kept():
    """What the lead has changed, by kind; one query."""
    from .models import ReminderRule

    return {row.kind: row for row in ReminderRule.objects.select_related("changed_by")}


def is_switched_off(kind):
    """Whether the lead has switched a reminder off: what waits of it does not go either."""
    return kind in rules and not standing(kind).is_on
