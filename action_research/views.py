"""A project's page and its steps."""

from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from cohorts.models import Place
from kit.access import everyone, guard, say
from kit.charts import slope_chart
from kit.context import Door, doors
from schools.models import School
from schools.ties import roles_of

from . import actions, policies
from .forms import CommentForm, CycleForm, EvidenceForm, FindingsForm, MeasureForm, ProjectForm
from .models import FOUND, Comment, Cycle, Evidence, Measure, Project, ProjectState
from .words import measure_row, steps_of

places = Place.objects.select_related("school", "cohort").visible_to
projects = Project.objects.select_related("place__school", "place__cohort").visible_to
measures = Measure.objects.in_sight().select_related("project__place__school").visible_to
cycles = Cycle.objects.in_sight().select_related("project__place__school").visible_to
evidence_of = Evidence.objects.select_related("project__place__school").visible_to
TEXTS = (
    "title",
    "question",
    "need",
    "description",
    "participants",
    "methods",
    "themes",
    "ethics_confirmed",
    "anonymity_confirmed",
)
FINDINGS = ("progress_made", "highs_and_lows", "impact", "what_next")
MAY = ("edit_project", "add_evidence", "add_comment", "propose_project", "agree_question", "return_question", "write_up_project", "return_write_up", "approve_project")  # fmt: skip


@doors.register
def project_door(request):
    """The project of one's own school."""
    user = request.user
    if not user.is_authenticated or user.is_virtual_school or not roles_of(user):
        return None
    return Door("Project", reverse("action_research:projects_of_mine"), position=35)


@guard(everyone)
def projects_of_mine(request):
    """The project of one's own school; where there are several or none, what there is to choose or begin."""
    user = request.user
    mine = list(
        places(user)
        .filter(school__in=School.objects.of(user))
        .exclude(state="withdrawn")
        .select_related("project")[:20]
    )
    with_project = [place for place in mine if hasattr(place, "project")]
    if len(mine) == 1 and with_project:
        return redirect(with_project[0].project)
    may_start = {place.pk for place in mine if policies.can_start_project(user, place)}
    return render(request, "action_research/projects_of_mine.html", {"places": mine, "may_start": may_start})


@require_POST
@guard(policies.can_start_project, load=places)
def start_project(request, place):
    """Begin the school's project."""
    return redirect(actions.start_project(place, by=request.user))


@guard(policies.can_see_project, load=projects)
def project(request, project):
    """The question, the measures, the cycles, the evidence and what was said about it."""
    user = request.user
    sight = {} if user.sees_every_school else {"hidden_at": None}
    whole, exact = policies.can_read_all_of_project(user, project), policies.can_see_exact_values(user, project)
    found, turns = list(project.measures.filter(**sight)), list(project.cycles.filter(**sight))
    drawn = [measure_row(one, exact=exact) for one in found if not one.is_hidden]
    rows = [row for row in drawn if row.is_drawn]
    context = {
        "project": project,
        "school": project.place.school,
        "steps": steps_of(project, found, turns),
        "measures": list(zip(found, (measure_row(one, exact=exact) for one in found), strict=True)),
        "exact": exact,
        "whole": whole,
        "ours": policies.holds(user, project.place.school),
        # Drawn by the kit from figures and escaped words
        "chart": mark_safe(slope_chart(rows)),  # noqa: S308
        "narrow_chart": mark_safe(slope_chart(rows, narrow=True)),  # noqa: S308
        "cycles": turns,
        "evidence": list(project.evidence.filter(**sight).select_related("by")[:60]) if whole else [],
        "comments": list(project.comments.filter(**sight).select_related("by")[:20]) if whole else [],
        "findings": [
            (label, getattr(project, name))
            for name, label in zip(FINDINGS, ("Progress", "Highs and lows", "Impact", "What next"), strict=True)
            if getattr(project, name) and (whole or project.state in FOUND)
        ],
        "may": {name: getattr(policies, f"can_{name}")(user, project) for name in MAY},
        "may_hide": user.sees_every_school,
        "hide": {
            model.__name__.lower(): ContentType.objects.get_for_model(model).pk
            for model in (Measure, Cycle, Evidence, Comment)
        },
        "comment_form": CommentForm(),
        "is_approved": project.state == ProjectState.APPROVED,
    }
    return render(request, "action_research/project.html", context)


def seen_in(request):
    """The version that a form was filled in on."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else -1


def form_page(request, name, form, project, **more):
    """A form of a project, again with what was typed where something was wrong."""
    context = {"form": form, "project": project, "school": project.place.school, **more}
    return render(request, f"action_research/{name}.html", context, status=422 if form.errors else 200)


@guard(policies.can_edit_project, load=projects)
def edit_project(request, project):
    """Write the question and how it is looked into."""
    form = ProjectForm(request.POST or None, initial={name: getattr(project, name) for name in TEXTS})
    if request.method == "POST" and form.is_valid():
        actions.edit_project(project, by=request.user, seen=seen_in(request), **form.cleaned_data)
        say(request, "Saved.")
        return redirect(project)
    return form_page(request, "edit_project", form, project)


@guard(policies.can_edit_project, load=projects)
def add_measure(request, project):
    """Something new to measure."""
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_measure(project, by=request.user, **form.cleaned_data)
        say(request, "The measure is kept.")
        return redirect(project)
    return form_page(request, "add_measure", form, project)


@guard(policies.can_edit_measure, load=measures)
def edit_measure(request, measure):
    """Enter a value, or put one right."""
    form = MeasureForm(request.POST or None, initial={name: getattr(measure, name) for name in MeasureForm.base_fields})
    if request.method == "POST" and form.is_valid():
        actions.keep_measure(
            measure.project, by=request.user, measure=measure, seen=seen_in(request), **form.cleaned_data
        )
        say(request, "The measure is kept.")
        return redirect(measure.project)
    return form_page(request, "edit_measure", form, measure.project)


@guard(policies.can_edit_project, load=projects)
def add_cycle(request, project):
    """A new turn of plan, act, observe and reflect."""
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_cycle(project, by=request.user, **form.cleaned_data)
        say(request, "The cycle is kept.")
        return redirect(project)
    return form_page(request, "add_cycle", form, project)


@guard(policies.can_edit_cycle, load=cycles)
def edit_cycle(request, cycle):
    """Write on in a cycle."""
    form = CycleForm(request.POST or None, initial={name: getattr(cycle, name) for name in CycleForm.base_fields})
    if request.method == "POST" and form.is_valid():
        actions.keep_cycle(cycle.project, by=request.user, cycle=cycle, seen=seen_in(request), **form.cleaned_data)
        say(request, "The cycle is kept.")
        return redirect(cycle.project)
    return form_page(request, "edit_cycle", form, cycle.project, cycle=cycle)


@guard(policies.can_add_evidence, load=projects)
def add_evidence(request, project):
    """A line of evidence, with a link or a file if there is one."""
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = form.cleaned_data
        actions.add_evidence(project, by=request.user, text=done["text"], url=done["url"], upload=done.get("upload"))
        say(request, "Your evidence is kept.")
        return redirect(project)
    return form_page(request, "add_evidence", form, project)


@require_safe
@guard(policies.can_see_evidence, load=evidence_of)
def evidence_file(request, evidence):
    """The file, shown if it is a photo and downloaded otherwise; never run by the browser."""
    if not evidence.file:
        raise Http404
    is_photo = evidence.file_type in ("image/jpeg", "image/png")
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=not is_photo,
        filename=evidence.file_name,
        content_type=evidence.file_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@guard(policies.can_add_comment, load=projects)
def add_comment(request, project):
    """Say something about the project."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return form_page(request, "add_comment", form, project)
    actions.add_comment(project, by=request.user, text=form.cleaned_data["text"])
    say(request, "Your words are with the project.")
    return redirect(project)


@require_POST
@guard(policies.can_propose_project, load=projects)
def propose_project(request, project):
    """Hand the question to the lead."""
    actions.propose_project(project, by=request.user)
    say(request, "Proposed. Your programme lead reads it next.")
    return redirect(project)


@require_POST
@guard(policies.can_agree_question, load=projects)
def agree_question(request, project):
    """Agree it."""
    actions.agree_question(project, by=request.user)
    say(request, "The question is agreed, and the school is told.")
    return redirect(project)


@guard(policies.can_return_question, load=projects)
def return_question(request, project):
    """Send it back with a word."""
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.return_question(project, by=request.user, comment=form.cleaned_data["text"])
        say(request, "Sent back with your words.")
        return redirect(project)
    return form_page(request, "return_question", form, project)


@guard(policies.can_write_up_project, load=projects)
def write_up_project(request, project):
    """Hand in what was found, or keep what is written so far."""
    form = FindingsForm(request.POST or None, initial={name: getattr(project, name) for name in FINDINGS})
    only_keep = "keep" in request.POST
    for field in form.fields.values():
        field.required = not only_keep
    if request.method == "POST" and form.is_valid():
        if only_keep:
            actions.edit_project(project, by=request.user, seen=seen_in(request), **form.cleaned_data)
            say(request, "Kept. Nothing is handed in yet.")
            return redirect(project)
        actions.write_up_project(project, by=request.user, seen=seen_in(request), **form.cleaned_data)
        say(request, "Handed in. Your programme lead reads it next.")
        return redirect(project)
    return form_page(request, "write_up_project", form, project)


@guard(policies.can_return_write_up, load=projects)
def return_write_up(request, project):
    """Send the write-up back with a word."""
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.return_write_up(project, by=request.user, comment=form.cleaned_data["text"])
        say(request, "Sent back with your words.")
        return redirect(project)
    return form_page(request, "return_write_up", form, project)


@require_POST
@guard(policies.can_approve_project, load=projects)
def approve_project(request, project):
    """Approve it."""
    actions.approve_project(project, by=request.user)
    say(request, "Approved, and the school is told.")
    return redirect(project)
