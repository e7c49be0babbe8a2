"""After a training day: the form for everybody who has its code, what came back, paper, and the questions."""

from http import HTTPStatus

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from audit.actions import record
from cohorts.models import Cohort
from kit.access import Refused, everyone, guard, say
from kit.clock import now
from kit.pdf.download import pdf_response
from kit.tables.exports import table_response
from schools.views.sight import hiding

from .. import knocks, policies
from ..actions import feedback as actions
from ..door import in_threes
from ..feedback import (
    ENOUGH,
    address_of_form,
    feedback_state,
    last_day,
    questions_of,
    results_of,
    session_behind_form,
    square_code_of_form,
)
from ..forms.feedback import FeedbackCodeForm, FeedbackForm, FeedbackQuestions
from ..models import FeedbackAnswer, Session
from ..papers import feedback_paper_pdf

session_rows = Session.objects.select_related("cohort", "host").visible_to
MOST_FORMS = 200  # from one address in ten minutes: a hall of eighty, each of whom may press twice
REMEMBERED = 30 * 24 * 3600  # seconds: longer than a form is open


@require_safe
@guard(everyone, public=True)
def find_feedback(request):
    """Where the code of a feedback form is typed in."""
    form = FeedbackCodeForm(request.GET) if "code" in request.GET else FeedbackCodeForm()
    if form.is_valid():
        return redirect("training:give_feedback", form.cleaned_data["code"])
    return render(request, "training/find_feedback.html", {"form": form}, status=422 if form.errors else 200)


@guard(everyone, public=True)
def give_feedback(request, code):
    """The form. Whoever has the code can send it, signed in or not; the browser alone remembers that it has."""
    if knocks.are_too_many(request, "code") or knocks.are_too_many(request, "form", MOST_FORMS):
        context = {"form": FeedbackCodeForm(), "too_many": True}
        return render(request, "training/find_feedback.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    session = session_behind_form(code)
    if session is None:
        knocks.count_one(request, "code")
        form = FeedbackCodeForm({"code": code[:20]})
        if form.is_valid():
            form.add_error("code", "No feedback form has this code. Look at it again, or ask whoever gave it to you")
        return render(request, "training/find_feedback.html", {"form": form}, status=404)
    state, mark = feedback_state(session, now()), f"feedback_{session.pk}"
    context = {"session": session, "state": state, "until": last_day(session)}
    if state != "open":
        status = 200 if request.method in ("GET", "HEAD") else 409
        return render(request, "training/give_feedback.html", context, status=status)
    if request.method != "POST" and request.COOKIES.get(mark) and "another" not in request.GET:
        return render(request, "training/give_feedback.html", context | {"has_answered": True})
    form = FeedbackForm(request.POST or None, questions=questions_of(session.cohort)[0])
    if request.method == "POST" and form.is_valid():
        knocks.count_one(request, "form")
        actions.give_feedback(session, form.answers())
        response = redirect("training:give_feedback", session.feedback_code)
        response.set_cookie(
            mark,
            "sent",
            max_age=REMEMBERED,
            path=response.url,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
        return response
    context |= {"form": form, "another": "another" in request.GET}
    return render(request, "training/give_feedback.html", context, status=422 if form.errors else 200)


@require_safe
@guard(policies.can_show_feedback_code, load=session_rows)
def feedback_code(request, session):
    """The square code and the letters for the last slide, to be shown or printed."""
    context = {
        "session": session,
        "square": square_code_of_form(session),
        "code": in_threes(session.feedback_code),
        "typed_at": address_of_form(session).split("://", 1)[-1].removesuffix(f"{session.feedback_code}/"),
        "until": last_day(session),
    }
    return render(request, "training/feedback_code.html", context)


@require_safe
@guard(policies.can_read_feedback, load=session_rows)
def feedback(request, session):
    """What came back, once there are five forms."""
    user, sight = request.user, hiding(request.user)
    if sight["may_hide"]:
        sight["hide"]["answer"] = hide_kind()
    results = results_of(session, with_hidden=sight["may_hide"])
    context = {
        "session": session,
        "results": results,
        "points": [one for one in results.questions if one.n],
        "words": [one for one in results.questions if one.words],
        "state": feedback_state(session, now()),
        "until": last_day(session),
        "may_show_code": policies.can_show_feedback_code(user, session),
        "may_type": policies.can_type_feedback(user, session),
        "may_edit_questions": policies.can_edit_feedback_questions(user, session.cohort),
        **sight,
    }
    return render(request, "training/feedback.html", context)


def hide_kind():
    """The number by which the act that hides knows an answer."""
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(FeedbackAnswer).pk


@require_safe
@guard(policies.can_read_feedback, load=session_rows)
def export_feedback(request, session):
    """The results as a table: how many chose each point, and the words, in an order by lot."""
    results = results_of(session)
    if not results.is_enough:
        raise Refused(f"Fewer than {ENOUGH} forms have come back. There is a table when nobody can be told apart.")
    rows = [
        (result.text, point, number, None)
        for result in results.questions
        if result.n
        for point, number, _ in result.points
    ]
    rows += [(result.text, None, None, answer.text) for result in results.questions for answer in result.words]
    record(request.user, "exported the feedback on", session)
    name = f"feedback-session-{session.number}-{session.cohort.name}"
    kind = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(name, ("Question", "Answer", "How many", "In their words"), rows, kind)


@require_safe
@guard(policies.can_show_feedback_code, load=session_rows)
def feedback_paper(request, session):
    """The form on paper, as a PDF."""
    return pdf_response(
        f"feedback-session-{session.number}", feedback_paper_pdf(session, questions_of(session.cohort)[0])
    )


@guard(policies.can_type_feedback, load=session_rows)
def type_feedback(request, session):
    """Paper forms typed in, one after another."""
    form = FeedbackForm(request.POST or None, questions=questions_of(session.cohort)[0])
    if request.method == "POST" and form.is_valid():
        actions.type_feedback(session, form.answers(), by=request.user)
        say(request, "The form is kept. Here is an empty one for the next")
        return redirect("training:type_feedback", session.pk)
    context = {"session": session, "form": form}
    return render(request, "training/type_feedback.html", context, status=422 if form.errors else 200)


@guard(policies.can_edit_feedback_questions, load=Cohort.objects.visible_to)
def edit_feedback_questions(request, cohort):
    """What the form asks in one cohort."""
    return write_questions(request, cohort)


@guard(policies.can_edit_feedback_questions)
def edit_programme_feedback_questions(request):
    """What the form asks wherever a cohort has no questions of its own."""
    return write_questions(request, None)


def write_questions(request, cohort):
    """The page with a line a question."""
    questions, whose = questions_of(cohort)
    form = FeedbackQuestions(request.POST or None, questions)
    if request.method == "POST" and form.is_valid():
        actions.edit_feedback_questions(cohort, form.said(), by=request.user)
        say(request, "These are the questions from now on. What was answered before keeps its own words")
        return redirect("training:sessions")
    context = {"cohort": cohort, "lines": form.lines, "whose": whose}
    status = 422 if any(line.errors for line in form.lines) else 200
    return render(request, "training/edit_feedback_questions.html", context, status=status)


@require_POST
@guard(policies.can_edit_feedback_questions, load=Cohort.objects.visible_to)
def restore_feedback_questions(request, cohort):
    """The programme's questions instead of the cohort's own."""
    actions.restore_feedback_questions(cohort, by=request.user)
    say(request, f"Cohort {cohort.name} asks the programme’s questions again")
    return redirect("training:edit_feedback_questions", cohort.pk)
