"""The application form of a cohort: read, written, put in order and seen as applicants will see it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, guard, say

from .. import policies
from ..actions import form as actions
from ..forms.application import PreviewForm
from ..forms.form import FormQuestionForm, FormSectionForm, MoveForm
from ..models import Application, ApplicationState, Cohort, FormQuestion, FormSection

cohorts = Cohort.objects.visible_to
sections = FormSection.objects.select_related("cohort").visible_to
questions = FormQuestion.objects.select_related("cohort", "section").visible_to


def begun_in(cohort):
    """How many schools write on the form now."""
    return Application.objects.filter(cohort=cohort, state=ApplicationState.DRAFT).count()


@require_safe
@guard(policies.can_read_form, load=cohorts)
def application_questions(request, cohort):
    """Everything the form asks, in its order, with the ways to change it."""
    context = {
        "cohort": cohort,
        "sections": cohort.form_sections.prefetch_related("questions"),
        "begun": begun_in(cohort),
        "may_write": policies.can_write_form(request.user, cohort),
    }
    return render(request, "cohorts/application_questions.html", context)


@require_safe
@guard(policies.can_read_form, load=cohorts)
def preview_form(request, cohort):
    """Every page of the form as applicants will see it; nothing here can be sent."""
    form = cohort.form_sections.prefetch_related("questions")
    context = {
        "cohort": cohort,
        "pages": [(section, PreviewForm(section)) for section in form if section.questions.all()],
    }
    return render(request, "cohorts/preview_form.html", context)


def writing_page(request, form, words, *, cohort, **context):
    """One form of the editor: a section's or a question's."""
    context |= {"form": form, "cohort": cohort, "words": words, "begun": begun_in(cohort)}
    return render(request, "cohorts/write_form_part.html", context)


@guard(policies.can_write_form, load=cohorts)
def add_form_section(request, cohort):
    """One more page of the form."""
    form = FormSectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            section = actions.add_form_section(cohort, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, "The section is added. Now its questions")
            return redirect("cohorts:add_form_question", section.pk)
    return writing_page(request, form, "Add a section", cohort=cohort)


@guard(policies.can_write_form_part, load=sections)
def change_form_section(request, section):
    """Another title or help."""
    form = FormSectionForm(request.POST or None, initial={"title": section.title, "help": section.help})
    if request.method == "POST" and form.is_valid():
        actions.change_form_section(section, by=request.user, **form.cleaned_data)
        say(request, "The section is changed")
        return redirect("cohorts:application_questions", section.cohort_id)
    return writing_page(request, form, "Change the section", cohort=section.cohort)


@guard(policies.can_write_form_part, load=sections)
def add_form_question(request, section):
    """One more question."""
    form = FormQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_form_question(section, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, "The question is added")
            return redirect("cohorts:application_questions", section.cohort_id)
    return writing_page(request, form, "Add a question", cohort=section.cohort, section=section)


@guard(policies.can_write_form_part, load=questions)
def change_form_question(request, question):
    """Another wording, help or kind."""
    form = FormQuestionForm(request.POST or None, question=question)
    if request.method == "POST" and form.is_valid():
        actions.change_form_question(question, by=request.user, **form.cleaned_data)
        say(request, "The question is changed")
        return redirect("cohorts:application_questions", question.cohort_id)
    section = question.section
    return writing_page(
        request, form, "Change the question", cohort=question.cohort, section=section, question=question
    )


@require_POST
@guard(policies.can_write_form_part, load=sections)
def move_form_section(request, section):
    """A place up or down."""
    form = MoveForm(request.POST)
    if form.is_valid():
        actions.move_form_section(section, by=request.user, **form.cleaned_data)
    return redirect("cohorts:application_questions", section.cohort_id)


@require_POST
@guard(policies.can_write_form_part, load=questions)
def move_form_question(request, question):
    """A place up or down within its section."""
    form = MoveForm(request.POST)
    if form.is_valid():
        actions.move_form_question(question, by=request.user, **form.cleaned_data)
    return redirect("cohorts:application_questions", question.cohort_id)


@guard(policies.can_write_form_part, load=sections)
def remove_form_section(request, section):
    """Say what goes with it, then take it away."""
    return removing(request, section, actions.remove_form_section)


@guard(policies.can_write_form_part, load=questions)
def remove_form_question(request, question):
    """Ask once more, then ask schools no longer."""
    return removing(request, question, actions.remove_form_question)


def removing(request, part, act):
    """The page that asks, and the act."""
    if request.method == "POST":
        try:
            act(part, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            say(request, f"Removed: {part}")
        return redirect("cohorts:application_questions", part.cohort_id)
    context = {
        "part": part,
        "cohort": part.cohort,
        "questions": part.questions.all() if isinstance(part, FormSection) else [],
        "begun": begun_in(part.cohort),
    }
    return render(request, "cohorts/remove_form_part.html", context)
