"""What a portfolio says of how a school sees itself: each theme at the moments of the year, in words and as a picture."""

from dataclasses import dataclass

from kit.ladders import Rung, description, ladder_chart


@dataclass(frozen=True)
class ThemeRow:
    """A theme: the step reached at each moment (None where it was not said), and what the school said of it."""

    title: str
    reached: tuple[int | None, ...]
    lines: tuple[tuple[str, str], ...] = ()  # moment and the school's own words


@dataclass(frozen=True)
class AuditPart:
    """The self-audits of a year, side by side."""

    moments: tuple[str, ...]
    steps: tuple[str, ...]
    rows: tuple[ThemeRow, ...] = ()

    @property
    def table(self):
        """Each theme with its words, as the table prints them."""
        return [(row.title, [self.steps[step - 1] if step else "–" for step in row.reached]) for row in self.rows]

    @property
    def said(self):
        """The themes of which the school said more."""
        return [(row.title, row.lines) for row in self.rows if row.lines]

    @property
    def rungs(self):
        """What the picture is drawn from."""
        return [
            Rung(row.title, tuple((when, step) for when, step in zip(self.moments, row.reached, strict=True) if step))
            for row in self.rows
        ]

    @property
    def chart(self):
        """The picture, or an empty text."""
        return ladder_chart(self.rungs, self.steps)

    @property
    def chart_words(self):
        """What the picture shows, for whoever does not see it."""
        return description([one for one in self.rungs if one.reached], self.steps)
