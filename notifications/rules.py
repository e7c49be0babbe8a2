"""The rules by which reminders are planned: what the apps above register as standard, and what the programme lead has changed.

A reminder goes in up to five steps. A step keeps its name, the number of school days at which it was put in, whatever the lead makes of
it: so a letter that has gone in a step never goes in it again. A step put in later sends nothing where its day was past by then; one
taken out leaves no room for a step before it where it had been reached.
"""

from dataclasses import dataclass, field
from datetime import date

from kit.once import once
from terms.models import Calendar

from .kinds import kinds

MOST_STEPS, LONGEST = 5, 60  # steps of a rule, and school days of a step
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
    put_in: dict[int, str] = field(default_factory=dict)  # the steps that came later, with their day
    taken_out: dict[int, list] = field(
        default_factory=dict
    )  # those that are gone: their day, and where they stood then

    def step(self, days, on):
        """The step that is reached on a day with so many school days left (or passed), or None: of several the latest."""
        if not self.is_on:
            return None
        reached = [
            (at, name) for name, at in self.days.items() if self.reaches(days, at) and self.was_there(name, days, on)
        ]
        gone = [(at, None) for day, at in self.taken_out.values() if self.reaches(self.days_then(days, day, on), at)]
        return self.latest([*reached, *gone])

    def reaches(self, days, at):
        """Whether a step at this distance is reached with so many school days left or passed."""
        return at <= days <= at + LATE if self.rule.is_after else days <= at

    def latest(self, reached):
        """The name of the last of these pairs of (distance, name); None stands before a name where both stand at one distance."""
        ordered = sorted(reached, key=lambda pair: (pair[0] if self.rule.is_after else -pair[0], pair[1] is not None))
        return ordered[-1][1] if ordered else None

    def was_there(self, name, days, on):
        """Whether a step's day was still to come when it was put in."""
        if name not in self.put_in:
            return True
        then = self.days_then(days, self.put_in[name], on)
        return then <= self.days[name] if self.rule.is_after else then >= self.days[name]

    def days_then(self, days, day, on):
        """How many school days were left (or passed) on an earlier day."""
        day = date.fromisoformat(day)
        between = Calendar(day, on).school_days_between(day, on) if day < on else 0
        return days - between if self.rule.is_after else days + between

    def mark(self, name):
        """What an occasion carries of a step: nothing for the only step of the standard, which had no name at first."""
        return "" if (name,) == self.rule.days else f":{name}"

    @property
    def names(self):
        """Every step by name, those that go in their order, each standard step that is left out where it would stand."""
        where = {name: self.days.get(name, name) for name in {*self.rule.days, *self.days}}
        return sorted(where, key=lambda name: (where[name], name), reverse=not self.rule.is_after)

    @property
    def farthest(self):
        """The largest number of school days of any step."""
        return max(self.days.values(), default=0)

    @property
    def nearest(self):
        """The smallest number of school days of any step."""
        return min(self.days.values(), default=0)

    @property
    def when(self):
        """14, 7 and 1 school days before the session"""
        if not self.rule.days:
            return self.rule.anchor
        if not self.days:
            return "in no step"
        found = [str(number) for number in sorted(self.days.values(), reverse=not self.rule.is_after)]
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
    days = {int(name): at for name, at in row.days.items() if at is not None and is_name(int(name), rule)}
    out = {int(name): gone for name, gone in row.taken_out.items() if int(name) not in days}
    put_in = {int(name): day for name, day in row.put_in.items() if int(name) in days}
    audience = row.audience if row.audience in rule.audiences else first
    is_on = row.is_on or bool(rule.why_always)
    return Standing(
        rule, is_on, days if row.days else standard, audience, None if row.is_standard else row, put_in, out
    )


def is_name(name, rule):
    """Whether a step can be called so: of the standard, or put in at its distance (`free_name`)."""
    return name in rule.days or (bool(rule.days) and 1 <= name % 100 <= LONGEST)


@once
def kept():
    """What the lead has changed, by kind; one query."""
    from .models import ReminderRule

    return {row.kind: row for row in ReminderRule.objects.select_related("changed_by")}


def is_switched_off(kind):
    """Whether the lead has switched a reminder off: what waits of it does not go either."""
    return kind in rules and not standing(kind).is_on
