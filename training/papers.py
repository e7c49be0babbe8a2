"""What is printed around a training day: words of our pages, drawn as tagged PDF."""

from django.template.loader import render_to_string

from cohorts.models import ProgrammeSettings
from kit.pdf import render_pdf

from .models import Agreement


def paper(template, context):
    """A template of `print/` as PDF/UA-1, with the programme's name."""
    programme = ProgrammeSettings.current()
    return render_pdf(render_to_string(template, context | {"programme": programme}), style="handout")


def feedback_paper_pdf(session, questions):
    """The feedback form of a session on paper."""
    context = {
        "session": session,
        "points": [point.label for point in reversed(Agreement)],
        "scales": [one for one in questions if one.is_scale],
        "words": [one for one in questions if not one.is_scale],
    }
    return paper("print/feedback_form.html", context)


def pack_pdf(pack):
    """The pack of a session on paper."""
    steps = list(pack.steps.all())
    context = {"pack": pack, "session": pack.session, "steps": steps, "minutes": sum(step.minutes for step in steps)}
    return paper("print/pack.html", context | {"links": list(pack.links.all())})
