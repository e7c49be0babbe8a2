"""What the fictional schools wrote when they applied, in the cohort's own form, and the colleague who writes with one of them."""

from cohorts.actions.application import as_asked
from cohorts.actions.form import add_form_question, add_form_section
from cohorts.models import Answer, ApplicationPart, ApplicationState, Colleague
from cohorts.parts import form_parts

WHY_NOW = (
    "Exclusions from our Year 8 have doubled in two years, and our staff tell us they no longer know why a child is angry before it shows.",
    "Four new children in care joined us this year. We have kind adults and no shared language.",
    "Our behaviour policy is a ladder of sanctions. We want one that begins with a relationship.",
    "Lunchtimes undo our mornings. Midday staff have never been trained and have asked to be.",
)
FEEL = (
    "A calm front door, and a loud corridor behind it. Adults who greet by name in the early years, less so by Year 5.",
    "Displays about kindness, children who know the rules by heart, and a queue outside the head’s office at ten past one.",
    "Warmth in classrooms. At transitions you would hear voices raised, ours first.",
)
PRACTICE = "Two of us did the county’s one-day course. We have a quiet room and an ELSA on three mornings."
AUDIENCES = ("Teaching staff", "Teaching assistants", "Midday supervisors", "Governors", "Parents and carers")


def ask_more(cohort, *, by):
    """A third section of the coming cohort's form, as a programme lead might add it."""
    section = add_form_section(
        cohort, by=by, title="Reaching the whole staff", help="The two who come pass it on to everybody."
    )
    questions = (
        ("Who have you trained in attachment or trauma so far?", "several", list(AUDIENCES), True),
        ("Have you INSET time for it in the coming year?", "yes_no", [], True),
        ("Is there anything else we should know?", "long", [], False),
    )
    for wording, kind, choices, is_required in questions:
        add_form_question(
            section,
            by=by,
            wording=wording,
            help="",
            kind=kind,
            choices=choices,
            is_required=is_required,
            word_limit=None,
        )


def write(application, n, colleague):
    """Answers to every required question; the last school has got half way, with a colleague beside."""
    is_draft = application.state == ApplicationState.DRAFT
    known = {"why_now": WHY_NOW[n % len(WHY_NOW)], "current_practice": PRACTICE, "see_hear_feel": FEEL[n % len(FEEL)]}
    by_kind = {"several": "\n".join(AUDIENCES[: 1 + n % 4]), "yes_no": "Yes" if n % 3 else "No", "long": ""}
    for place, part in enumerate(form_parts(application)):
        if is_draft and place:
            break
        for question in part.questions:
            text = known.get(question.key, by_kind.get(question.kind, ""))
            Answer.objects.create(application=application, key=question.key, text=text, **as_asked(question))
        note(application, part.key, application.applicant_name)
    if not is_draft:
        return
    note(application, "representatives", colleague)
    Colleague.objects.create(
        application=application,
        name=colleague,
        email=application.representatives[1]["email"],
        asked_at=application.started_at,
        proved_at=application.started_at,
    )


def note(application, key, name):
    """Who saved a part last."""
    ApplicationPart.objects.create(
        application=application, key=key, saved_by_name=name, saved_at=application.started_at
    )
