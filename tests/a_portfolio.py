"""A made-up school's whole year as a document would say it, for the tests and for measuring."""

import io
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from PIL import Image

from portfolios.contents.portfolio import (
    ActionRow,
    CyclePart,
    Event,
    MeasureRow,
    Photo,
    PlanPart,
    Portfolio,
    PriorityPart,
    ProjectPart,
    SessionRow,
    VisitPart,
)
from portfolios.contents.self_audit import AuditPart, ThemeRow

SESSIONS = (
    "Why relationships come first",
    "Attachment in the classroom",
    "Loss and adversity",
    "Emotion coaching",
    "The adults who carry it",
    "What we pass on",
)
MEASURES = (
    ("I know what a child’s behaviour says", "2.9", "3.4", "3.8"),
    ("I can stay steady when a child cannot", "3.2", "3.6", "3.9"),
    ("I have words for naming a feeling", "2.6", "3.3", "3.9"),
    ("I know who to turn to after a hard moment", "3.6", "3.4", "3.5"),
)
LINE = "Every adult in the room greets each child by name before nine, and the one who is late is met at the gate. "


def photo(number, side=1600):
    """A picture with the grain of a real one, as an upload leaves it."""
    grain = Random(number).randbytes(120 * 90 * 3)  # noqa: S311 a picture, not a secret
    out = io.BytesIO()
    small = Image.frombytes("RGB", (120, 90), grain).resize((side, side * 3 // 4), Image.Resampling.BICUBIC)
    small.save(out, "jpeg", quality=82)
    return Photo(
        f"photo-{number}.jpg", out.getvalue(), f"The reading corner, corner {number}, with its two low chairs."
    )


def portfolio(*, photos=2, priorities=2, cycles=2, visits=3, long=1, is_draft=True):
    """A year of Heathervale Primary; `long` makes its texts longer."""
    began = date(2025, 9, 1)
    return Portfolio(
        school_name="Heathervale Primary",
        facts="Primary, 241 pupils, Highmoor, Three Becks Learning Trust.",
        programme_name="Attachment Aware Schools",
        organisation="Ashenshire Virtual School",
        cohort_name="2025-26",
        made_on=date(2026, 2, 3),
        is_draft=is_draft,
        standing="The school is in cohort 2025-26: active since 1 September 2025.",
        why="We want every child to know which adult will notice, by name, before nine o’clock.",
        representatives=(
            "Jo Pemberton, assistant head, Strategic Attachment Lead, since 1 September 2025.",
            "Tomasz Wilk, learning mentor, Attachment Lead Key Adult, since 3 November 2025.",
        ),
        feel_start="A busy entrance, a loud bell, and adults who look at their lists.",
        feel_end="A door held open, a name said, and a place to sit for whoever needs one.",
        audit=AuditPart(
            ("With the application", "End of the year"),
            ("Not yet", "Emerging", "Developing", "Embedded"),
            (
                ThemeRow(
                    "Relationships and key adults", (1, 4), (("End of the year", "A list on the staffroom door."),)
                ),
                ThemeRow("Behaviour and how we respond", (3, 2)),
                ThemeRow("Parents and carers", (2, None)),
            ),
        ),
        days="5½ of 12",
        seat_names=("Representative 1", "Representative 2"),
        sessions=tuple(
            SessionRow(
                f"{number}. {title}",
                date(2025, 9, 23) + timedelta(days=45 * (number - 1)),
                ("Jo Pemberton, present", "Tomasz Wilk, half day") if number < 4 else ("expected", "expected"),
            )
            for number, title in enumerate(SESSIONS, 1)
        ),
        journey=tuple(Event(began + timedelta(days=9 * turn), f"Step {turn + 1}. {LINE}") for turn in range(10 * long)),
        plan=PlanPart(
            "Agreed on 12 November 2025.",
            tuple(
                PriorityPart(
                    number,
                    "every adult greets, and every greeting is planned",
                    "Relationships",
                    "Children say who noticed them this morning.",
                    tuple(
                        ActionRow(title, progress, "Jo Pemberton", by)
                        for title, progress, by in (
                            ("Teach the morning script to all 12 classroom adults", "Complete", "19 December 2025"),
                            ("A named adult at the gate for eleven children", "In progress", "27 March 2026"),
                            ("Tell families why we greet this way", "Not started", "24 March 2026"),
                        )
                    ),
                    tuple(Event(date(2026, 1, 9 + turn), LINE) for turn in range(3)),
                )
                for number in range(1, priorities + 1)
            ),
        ),
        project=ProjectPart(
            "Does a planned greeting change how a day begins?",
            "Question agreed.",
            paragraphs=(
                ("Our question", "Does a planned greeting change how the first half hour goes?"),
                ("The need", LINE * 3 * long),
                ("How we looked", LINE * 2 * long),
            ),
            measures=tuple(
                MeasureRow(
                    what,
                    "staff survey",
                    "mean of 1 to 5",
                    22,
                    tuple(zip(("Start", "Middle", "End"), map(Decimal, values), strict=True)),
                )
                for what, *values in MEASURES
            ),
            cycles=tuple(
                CyclePart(number, LINE * long, LINE * long, LINE * long, LINE * long) for number in range(1, cycles + 1)
            ),
            evidence=(Event(date(2026, 1, 20), "Notes of the staff meeting."),),
            photos=tuple(photo(number) for number in range(1, photos + 1)),
            findings=(("Progress", LINE * long), ("Impact", LINE * long)),
        ),
        visits=tuple(
            VisitPart(
                date(2025, 10, 14) + timedelta(days=60 * turn),
                "Support and challenge visit",
                "Marian Osgood and Jo Pemberton",
                LINE * long,
                (
                    (
                        "The greeting is strong in Years 1 to 3. What would a Year 6 child say happens to them?",
                        "They said so themselves." if turn else "",
                    ),
                ),
                "Try it in Year 6 for four weeks.",
            )
            for turn in range(visits)
        ),
        entry=(("A name before nine", LINE), ("What did not work", LINE)),
    )
