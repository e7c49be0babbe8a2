"""The pages of writing an application, the same for everybody who may: tasks, a part, checking, sending."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from kit.access import Refused, say
from kit.clock import now

from ..actions import application as actions
from ..forms.application import form_of
from ..models import ApplicationState
from ..parts import no_longer_asked, part_of, reading_of, tasks_of
from ..questions import missing_from

OWN = ("school", "representatives", "release", "trust", "headteacher")


def is_open(application):
    """Whether it can still be written."""
    return application.state == ApplicationState.DRAFT and application.can_be_written(now())


def tasks_page(request, application, **rest):
    """The tasks of a draft, with who wrote last."""
    writer = application.writer
    tasks = list(tasks_of(application, writer))
    context = {
        "application": application,
        "writer": writer,
        "tasks": tasks,
        "done": sum(one["is_done"] for one in tasks),
        "writers": application.writers,
    }
    return render(request, "cohorts/application_form.html", context | rest)


def part_page(request, application, key):
    """One part: written, saved, and come back to. Whoever saves second sees both texts."""
    part, writer = part_of(application, key), application.writer
    if part is None:
        raise Http404
    form = form_of(part, application, request.POST or None)
    context = {"application": application, "writer": writer, "part": part, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_part(
                application, key, seen=form.cleaned_data["version"], writer=writer.name, by=writer.user, at=now(),
                facts=form.facts, answers=form.answers,
            )  # fmt: skip
        except actions.SavedMeanwhile:
            return section_page(request, context | changed_meanwhile(application, key, form), status=409)
        say(request, f"Saved: {part.title}")
        return redirect(writer.tasks_url)
    return section_page(request, context)


def changed_meanwhile(application, key, form):
    """What stands there now and who wrote it; the button then saves over it, because the person has seen both."""
    fresh = type(application).objects.select_related("cohort", "school").get(pk=application.pk)
    part = part_of(fresh, key)
    saved = part.saved(fresh)
    return {"theirs": part.summary(fresh), "saved": saved, "form": form.onto(saved.version if saved else 0)}


def section_page(request, context, status=200):
    """The page of a part, with what belongs to it alone."""
    part, application = context["part"], context["application"]
    context.setdefault("saved", part.saved(application))
    if part.key == "school":
        context["facts"] = part.facts(application)
    context["kind"] = part.key if part.key in OWN else "questions"
    return render(request, "cohorts/application_section.html", context, status=status)


def check_page(request, application):
    """Read it through before it goes, with a way back to each part."""
    context = {
        "application": application,
        "writer": application.writer,
        "parts": reading_of(application, application.writer),
        "missing": missing_from(application),
        "unasked": no_longer_asked(application),
    }
    return render(request, "cohorts/check_application.html", context)


def send(request, application, *, sentence):
    """Send it, and say so; refused where something is missing."""
    writer = application.writer
    try:
        actions.submit_application(application, at=now(), writer=writer.name, by=writer.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(writer.check_url)
    say(request, sentence)
    return redirect(writer.tasks_url)
