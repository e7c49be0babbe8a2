"""What is left of a training day in the demo: forms without names, and what the schools passed on."""

from datetime import timedelta

from cohorts.models import SeatHolder
from training.feedback import questions_of
from training.models import (
    FeedbackAnswer,
    FeedbackSheet,
    Inset,
    InsetKind,
    Pack,
    PackLink,
    PackStep,
    Reflection,
    StaffNumbers,
)

TAKEN = (
    "Three greetings at the door, the same words every morning.",
    "Regulate, relate, reason: in that order, and not all at once.",
    "I will ask our midday staff before I write anything for them.",
    "A map of who knows which child well, for all of Year 5.",
    "That behaviour is a message. I shall put it above the photocopier.",
    "Two minutes for each tutor group before the register.",
    "To look at the corridor by the hall at quarter to one.",
)
BETTER = (
    "A longer break: the talk at the tables was the best of it.",
    "More on secondary schools, please. Our days are built differently.",
    "The slides beforehand.",
    "Nothing. Thank you for the lunch.",
)
POINTS = (5, 4, 4, 5, 3, 4, 5, 2, 4, 5, 4, 3, 5, 4, 4, 5, 5, 4, 3, 4, 5, 4, 4, 2, 5, 4)


def build_feedback(cohort, on):
    """Forms for the days that have been; of the latest three only, too few to be shown."""
    past = list(cohort.sessions.filter(on__lt=on).exclude(state="cancelled").order_by("number"))
    questions, _ = questions_of(cohort)
    for turn, session in enumerate(past):
        many = 3 if turn == len(past) - 1 else len(POINTS) - 4 * turn
        FeedbackSheet.objects.bulk_create(
            FeedbackSheet(session=session, on=session.on, is_from_paper=n % 9 == 8) for n in range(many)
        )
        FeedbackAnswer.objects.bulk_create(
            FeedbackAnswer(session=session, number=one.number, asked=one.text, **said)
            for one in questions
            for said in answers_to(one, many, turn)
        )


def answers_to(question, many, turn):
    """What was answered to a question: points, and the words of some."""
    if question.is_scale:
        less = 2 + question.number  # one in so many is a point less content with this than with that
        return [{"value": max(1, POINTS[n] - (n % less == turn % less))} for n in range(many)]
    said = TAKEN if question.number == 5 else BETTER
    return [{"text": said[(n + turn) % len(said)]} for n in range(min(len(said) - turn, many))]


TRAININGS = (
    # days before today, title, kind, minutes, the session it passes on, shares of (teaching, support, midday, governors), parents, department
    (118, "Why attachment, for everybody", InsetKind.INSET, 90, 1, (0.9, 0.7, 0, 0), 0, ""),
    (83, "The brain in twenty minutes", InsetKind.TWILIGHT, 45, 2, (0.6, 0.8, 0.5, 0), 0, ""),
    (61, "Four phrases at lunchtime", InsetKind.MEETING, 25, None, (0, 0.2, 1, 0), 0, ""),
    (40, "What we are trying, and why", InsetKind.OTHER, 30, None, (0, 0, 0, 0.7), 0, ""),
    (33, "Key adults, in the science corridor", InsetKind.TWILIGHT, 60, 3, (0.25, 0, 0, 0), 0, "Science"),
    (19, "Mornings: an evening for parents", InsetKind.OTHER, 60, None, (0.1, 0.1, 0, 0), 34, ""),
)


def build_reach(clock, places):
    """Two schools in three have counted their people; what each has passed on differs, and two have logged nothing yet."""
    for n, place in enumerate(places):
        pupils = place.school.pupils or 240
        people = {"teaching": 4 + pupils // 22, "support": 5 + pupils // 28, "midday": 2 + pupils // 90, "governors": 9}
        holder = SeatHolder.objects.filter(seat__place=place, until_on=None).order_by("seat__number").last()
        if n % 3 != 2 or place.school.name == "Heathervale Primary":
            StaffNumbers.objects.create(
                school=place.school, by=holder.user, counted_on=clock.day(-120, back=True), **people
            )
        sessions = {session.number: session for session in place.cohort.sessions.filter(on__lt=clock.today)}
        for ago, title, kind, minutes, session, shares, parents, department in TRAININGS if n % 7 != 5 else ():
            taught = sessions.get(session)
            on = clock.day((taught.on - clock.today).days + 6) if taught else clock.day(-ago, back=True)
            if on >= clock.today:
                continue
            there = {
                name: round(people[name] * share * (1 - n % 4 / 10)) for name, share in zip(people, shares, strict=True)
            }
            if (ago + n) % 5 == 0 or not sum(there.values()) or (department and pupils < 500):
                continue
            Inset.objects.create(
                school=place.school,
                on=on,
                title=title,
                kind=kind,
                minutes=minutes,
                session=taught,
                parents=parents,
                department=department,
                ran_by=holder.name,
                by=holder.user,
                logged_at=clock.at(on + timedelta(days=1), 16),
                **there,
            )


STEPS = (
    (5, "Arrive", "Chairs in a circle, tea by the door. Greet everybody by name: that is the first exercise."),
    (10, "Tell one morning", "In pairs: a child who came in upset, and what the first adult did."),
    (15, "Four phrases", "Notice, name, limit, mend. Read the card aloud, then say it in your own words."),
    (15, "Practise", "In threes: one is the child, one the adult, one watches. Change twice."),
    (5, "Choose", "Everybody writes down one moment of tomorrow in which to try it."),
)
QUESTIONS = "What did the child hear in your first sentence?\nWhich of the four comes hardest, and when?\nWho in our school already does this, and could be watched?"


def build_packs(cohort, lead):
    """A pack for each day that has been, and for the next one."""
    for session in cohort.sessions.filter(number__lte=5):
        pack = Pack.objects.create(
            session=session,
            title=f"{session.title}, in fifty minutes",
            purpose="Four phrases that everybody in school knows, and one moment of tomorrow in which to use them.",
            notes="Midday staff first: they meet the hard moments, and are asked least. Nobody has to tell of themselves. "
            "Stop after fifty minutes, also in the middle.",
            questions=QUESTIONS,
            by=lead,
        )
        PackStep.objects.bulk_create(
            PackStep(pack=pack, number=n, minutes=minutes, what=what, how=how)
            for n, (minutes, what, how) in enumerate(STEPS, 1)
        )
        PackLink.objects.create(
            pack=pack, number=1, title="Slides", url=f"https://aware.example/slides/{session.number}"
        )


def build_reflections(clock, cohort):
    """Two representatives keep some; one of them shares hers on the first day."""
    sessions = list(cohort.sessions.filter(on__lt=clock.today).order_by("number")[:2])
    for holder in SeatHolder.objects.filter(seat__place__cohort=cohort, user__email__startswith="jo.pemberton"):
        for session, words in zip(sessions, ("I counted how often I ask why before I have said good morning. Six times, by break.", "The window of tolerance is mine, too. On Thursdays it is narrow."), strict=False):  # fmt: skip
            shared = session.number == 1
            Reflection.objects.create(
                session=session,
                user=holder.user,
                stayed=words,
                will_try="Say the name first, then wait.",
                is_shared=shared,
                shared_at=clock.at(session.on, 20) if shared else None,
                written_at=clock.at(session.on, 20),
            )
