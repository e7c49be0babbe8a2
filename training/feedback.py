"""The form after a training day: what it asks, when it takes answers, and what they say once there are enough of them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from zlib import crc32

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from .door import normal
from .models import (
    Agreement,
    FeedbackAnswer,
    FeedbackQuestion,
    FeedbackSheet,
    QuestionKind,
    Session,
    SessionState,
)

ENOUGH = 5  # forms before anything is shown: fewer could be told apart
OPEN_FOR = timedelta(days=14)  # after the day
MOST_QUESTIONS = 10
USUAL = (
    (QuestionKind.SCALE, "The day was worth the time away from school"),
    (QuestionKind.SCALE, "I understand the why better than I did this morning"),
    (QuestionKind.SCALE, "I know what I will try before the next session"),
    (QuestionKind.SCALE, "I felt able to speak, and was heard"),
    (QuestionKind.TEXT, "What will you take back to your school?"),
    (QuestionKind.TEXT, "What would have made the day better?"),
)


@dataclass(frozen=True)
class Question:
    """One question as it is asked."""

    number: int
    kind: str
    text: str

    @property
    def name(self):
        """Its field in the form, by its words: what is sent after they were changed answers no other question."""
        return f"answer_{crc32(self.text.encode()):08x}"

    @property
    def is_scale(self):
        """Whether it is answered on five points."""
        return self.kind == QuestionKind.SCALE


def questions_of(cohort):
    """(the questions, whose they are) of a cohort: its own, else the programme's, else the usual ones. None is the programme."""
    mine = kept_for(cohort) if cohort else []
    if mine:
        return mine, "cohort"
    kept = kept_for(None)
    if kept:
        return kept, "programme"
    return [Question(number, kind, text) for number, (kind, text) in enumerate(USUAL, 1)], "usual"


def kept_for(cohort):
    """The questions kept for one cohort, or for the programme, in order."""
    rows = FeedbackQuestion.objects.filter(cohort=cohort).order_by("number")
    return [Question(row.number, row.kind, row.text) for row in rows]


def feedback_state(session, at):
    """Whether a form can be sent at a moment: "open", "early" before the day begins, "over", or "cancelled"."""
    if session.state == SessionState.CANCELLED:
        return "cancelled"
    if at < timezone.make_aware(datetime.combine(session.on, session.starts_at)):
        return "early"
    return "open" if timezone.localdate(at) <= last_day(session) else "over"


def last_day(session):
    """The last day on which a form can be sent."""
    return session.on + OPEN_FOR


def session_behind_form(code):
    """The session whose form a code opens, or None."""
    return Session.objects.select_related("cohort").filter(feedback_code=normal(code)).first()


def address_of_form(session):
    """What the square code says."""
    return settings.SITE_URL + reverse("training:give_feedback", args=[session.feedback_code])


def square_code_of_form(session):
    """The QR code of the form as an SVG element with a title."""
    out = BytesIO()
    made = segno.make(address_of_form(session), error="m", micro=False)
    title = f"Square code for the feedback form of session {session.number}"
    made.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff", title=title, nl=False)
    return mark_safe(out.getvalue().decode())  # noqa: S308 drawn by us, from our own address


@dataclass
class Result:
    """What was answered to one question, in the words in which it was asked."""

    number: int
    text: str
    counts: dict = field(default_factory=dict)  # {Agreement: how many}
    words: list = field(default_factory=list)  # FeedbackAnswer, in an order by lot

    @property
    def n(self):
        """How many answered on the five points."""
        return sum(self.counts.values())

    @property
    def agreed(self):
        """How many agreed or strongly agreed."""
        return self.counts.get(Agreement.AGREE, 0) + self.counts.get(Agreement.STRONGLY_AGREE, 0)

    @property
    def share(self):
        """The hundredths of those who answered that agreed."""
        return round(100 * self.agreed / (self.n or 1))

    @property
    def points(self):
        """(words, how many, hundredths of those who answered) of the five points, from agreement down."""
        return [
            (point.label, self.counts.get(point, 0), round(100 * self.counts.get(point, 0) / (self.n or 1)))
            for point in reversed(Agreement)
        ]


@dataclass
class Results:
    """What came back for a session."""

    n: int  # forms
    from_paper: int = 0
    questions: list = field(default_factory=list)

    @property
    def is_enough(self):
        """Whether there are so many that nobody can be told apart."""
        return self.n >= ENOUGH


def results_of(session, *, with_hidden=False):
    """The results of a session; below five forms nothing but that there are fewer is read from the database."""
    sheets = Counter(FeedbackSheet.objects.filter(session=session).values_list("is_from_paper", flat=True))
    results = Results(sheets.total(), sheets[True])
    if not results.is_enough:
        return Results(results.n)
    found = {}
    answers = FeedbackAnswer.objects.filter(session=session).order_by("number", "pk")
    for answer in answers if with_hidden else answers.in_sight():
        result = found.setdefault(answer.asked, Result(answer.number, answer.asked))
        if answer.value is None:
            result.words.append(answer)
        else:
            result.counts[answer.value] = result.counts.get(answer.value, 0) + 1
    results.questions = sorted(found.values(), key=lambda one: (one.number, one.text))
    return results
