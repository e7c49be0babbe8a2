"""How a project is said: its steps with dates, its measures as rows, its state with a mark."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kit.charts import plain
from kit.wording import FEW, FEWER, day_short

from .models import ProjectState


@dataclass(frozen=True)
class Row:
    """A measure as a chart and a table show it."""

    what: str
    unit: str
    values: tuple[tuple[str, Decimal], ...]
    n: str = "–"
    masked: tuple[tuple[str, str], ...] = ()  # what stands in place of a figure that this reader is not shown

    @property
    def cells(self):
        """Start, middle and end, as the table says them."""
        found = {when: plain(value) for when, value in self.values} | dict(self.masked)
        return [found.get(when, "–") for when in ("Start", "Middle", "End")]

    @property
    def is_drawn(self):
        """Whether the chart shows it: a slope would give a masked figure away."""
        return not self.masked


# A measure that counts people by the head; a share of them is told by n.
PEOPLE = re.compile(r"\b(child(ren)?|pupils?|boys?|girls?|learners?|students?|famil(y|ies)|parents?|carers?)\b", re.I)
SHARE = re.compile(r"%|per\s?cent|percentage|score|points?|mean|average", re.I)


def measure_row(measure, *, exact=True):
    """The values a measure has, in order of the year; without `exact`, none that could point at a child.

    Of fewer than five nothing is told but that they are few; of a count of children, no figure below five.
    """
    given = (("Start", measure.start), ("Middle", measure.mid), ("End", measure.end))
    values = tuple((when, value) for when, value in given if value is not None)
    n = "–" if measure.n is None else str(measure.n)
    if exact:
        return Row(measure.what, measure.unit, values, n)
    if measure.n is not None and measure.n < FEW:
        return Row(measure.what, measure.unit, (), FEWER, masked=tuple((when, "not shown") for when, _ in values))
    named = f"{measure.what} {measure.unit}"
    by_head = PEOPLE.search(named) and not SHARE.search(named)
    few = tuple(pair for pair in values if by_head and pair[1] < FEW)
    shown = tuple(pair for pair in values if pair not in few)
    return Row(measure.what, measure.unit, shown, n, masked=tuple((when, FEWER) for when, _ in few))


@dataclass(frozen=True)
class Stage:
    """A step of the rail: done, here, or ahead."""

    word: str
    note: str = ""
    state: str = ""


def steps_of(project, measures, cycles):
    """The steps of a project: some are states, some are facts (a first measure, a cycle, findings)."""
    measured = any(one.start is not None for one in measures if not one.is_hidden)
    cycles = sum(not one.is_hidden for one in cycles)
    facts = [
        ("Proposed", project.proposed_at),
        ("Question agreed", project.question_agreed_at),
        ("First measure", measured),
        ("In a cycle", cycles),
        ("Written up", project.written_up_at),
        ("Approved", project.approved_at),
    ]
    here = next((n for n, (_, done) in enumerate(facts) if not done), len(facts))
    stages = []
    for n, (word, done) in enumerate(facts):
        note = (
            day_short(done) if hasattr(done, "year") else f"cycle {cycles}" if word == "In a cycle" and cycles else ""
        )
        stages.append(Stage(word, note, "done" if done else "here" if n == here else ""))
    return stages


WORDS = {
    ProjectState.DRAFT: ("Draft", "quarter"),
    ProjectState.PROPOSED: ("Proposed", "quarter"),
    ProjectState.AGREED: ("Question agreed", "half"),
    ProjectState.WRITTEN_UP: ("Written up", "three"),
    ProjectState.APPROVED: ("Approved", "done"),
}
