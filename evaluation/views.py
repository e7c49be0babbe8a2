"""The self-audit: filled in with the application and through the year, read beside its start, and the themes it asks about."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cohorts.models import Place
from cohorts.policies import can_write_application_for_school
from cohorts.views.apply import behind_code
from cohorts.views.behalf import applications, for_school, read_it
from cohorts.views.writing import is_open
from kit.access import Refused, everyone, guard, say
from kit.clock import now
from kit.flow import StepNotAllowed

from . import actions, policies
from .forms import AuditForm, ThemeForm
from .models import Answer, Audit, Moment, Theme
from .year import mark_of, year_of

places = Place.objects.select_related("school", "cohort").visible_to
audits = Audit.objects.select_related("school", "cohort", "by", "application").visible_to
themes_for = Theme.objects.visible_to


def lines_of(audit):
    """The answers of an audit as a page shows them: pairs of answer and mark."""
    return [(one, mark_of(one.level)) for one in audit.answers.select_related("theme")]


def form_page(request, name, audit, form, context):
    """The ten groups; where somebody was quicker, with what is saved now."""
    context |= {"form": form, "audit": audit}
    if form.is_bound and form.is_valid() and "theirs" in context:
        return render(request, f"evaluation/{name}.html", context, status=409)
    return render(request, f"evaluation/{name}.html", context, status=422 if form.errors else 200)


# --- with the application, behind the proven link


@guard(everyone, public=True)
@behind_code
def application_audit(request, application):
    """Fill in, save, come back; once the application is sent it is read there."""
    return writing_page(request, application)


@guard(can_write_application_for_school, load=applications, late=read_it)
@for_school
def application_audit_for_school(request, application):
    """The same by the programme lead, for a silent school."""
    return writing_page(request, application)


def writing_page(request, application):
    """The audit of an application, for its writer."""
    writer, audit = application.writer, Audit.objects.filter(application=application).first()
    if not (is_open(application) and application.cohort.asks_for_audit):
        return redirect(writer.tasks_url)
    form = AuditForm(request.POST or None, themes=Theme.objects.asked(), audit=audit)
    context = {"application": application, "writer": writer}
    if request.method == "POST" and form.is_valid():
        try:
            actions.fill_in_application_audit(
                application,
                form.answers,
                seen=form.cleaned_data["version"],
                at=now(),
                writer=writer.name,
                by=writer.user,
            )
        except StepNotAllowed as conflict:
            if not isinstance(conflict.record, Audit):
                raise  # the application was sent meanwhile
            context["theirs"] = lines_of(conflict.record)
        else:
            say(request, "The self-audit is saved" if writer.on_behalf else "Your self-audit is saved")
            return redirect(writer.tasks_url if "back" in request.POST else request.path)
    return form_page(request, "application_audit", audit, form, context)


# --- through the year


@require_safe
@guard(policies.can_see_audit, load=audits)
def audit(request, audit):
    """One audit whole, as it was asked and answered."""
    user = request.user
    context = {
        "audit": audit,
        "school": audit.school,
        "lines": lines_of(audit),
        "place": Place.objects.filter(school=audit.school_id, cohort=audit.cohort_id).first(),
        "may_hide": user.sees_every_school,
        "hide": ContentType.objects.get_for_model(Answer).pk,
    }
    return render(request, "evaluation/audit.html", context)


@require_safe
@guard(policies.can_see_self_audit, load=places)
def self_audit(request, place):
    """The year's audits side by side: a picture, a table, and what the school said."""
    year = year_of(place)
    may = policies.can_fill_in_audit(request.user, place)
    moments = [
        (moment, year.at(moment))
        for moment in Moment
        if not (moment == Moment.START and year.start and year.start.application_id)
    ]
    context = {
        "place": place,
        "school": place.school,
        "year": year,
        # Drawn by the kit from levels and escaped words
        "chart": mark_safe(year.chart()),  # noqa: S308
        "narrow_chart": mark_safe(year.chart(narrow=True)),  # noqa: S308
        "acts": moments if may else [],
    }
    return render(request, "evaluation/self_audit.html", context)


@guard(policies.can_fill_in_audit, load=places)
def fill_in_audit(request, place, moment):
    """Fill in one moment of the year, or go on with it."""
    start = year_of(place).start
    if moment == Moment.START and start and start.application_id:
        return redirect("evaluation:self_audit", place.pk)
    audit = Audit.objects.filter(school=place.school, cohort=place.cohort, moment=moment, application=None).first()
    form = AuditForm(request.POST or None, themes=Theme.objects.asked(), audit=audit)
    context = {"place": place, "school": place.school, "moment": moment.label}
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.fill_in_audit(
                place, moment, form.answers, by=request.user, seen=form.cleaned_data["version"]
            )
        except StepNotAllowed as conflict:
            if not isinstance(conflict.record, Audit):
                raise  # the place has come to its end meanwhile
            context["theirs"] = lines_of(conflict.record)
        else:
            say(request, "The self-audit is saved" if kept.completed_at else "Saved. Some themes are still open")
            return redirect("evaluation:self_audit", place.pk)
    return form_page(request, "fill_in_audit", audit, form, context)


# --- what is asked


@require_safe
@guard(policies.can_see_themes)
def themes(request):
    """What schools are asked about, and what they were asked before."""
    found = list(Theme.objects.all())
    context = {
        "asked": [one for one in found if one.is_asked],
        "left_out": [one for one in found if not one.is_asked],
        "may_change": policies.can_add_theme(request.user),
    }
    return render(request, "evaluation/themes.html", context)


@guard(policies.can_add_theme)
def add_theme(request):
    """Write one more."""
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_theme(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, "Schools are asked about it from now on")
            return redirect("evaluation:themes")
    return render(request, "evaluation/add_theme.html", {"form": form}, status=422 if form.errors else 200)


@guard(policies.can_edit_theme, load=themes_for)
def edit_theme(request, theme):
    """Change its words or its place, or leave it out."""
    form = ThemeForm(request.POST or None, theme=theme)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_theme(theme, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("is_asked", str(refusal))
        else:
            say(request, "Saved. Answers that schools have given keep the words they were given to")
            return redirect("evaluation:themes")
    context = {"form": form, "theme": theme}
    return render(request, "evaluation/edit_theme.html", context, status=422 if form.errors else 200)
