"""Missed days made up: the school says what was done, the lead signs off."""

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cohorts.models import Cohort, Place
from kit.access import guard, say
from kit.clock import today
from kit.wording import count
from schools.models import School

from .. import actions
from .. import catch_up_policies as policies
from ..catch_ups import MissedDay, day_named, is_overdue, missed_days, rule_of, soonest_first
from ..forms import ReasonForm
from ..forms.catch_up import CatchUpDueForm, CatchUpRuleForm, CatchUpStepForm, SendBackForm, SignOffForm
from ..models import CatchUp, CatchUpNote, CatchUpState

places = Place.objects.select_related("school", "cohort", "lead").read_whole_by
catch_ups_in_sight = CatchUp.objects.select_related(
    "session__cohort", "seat__place__school", "seat__place__cohort"
).visible_to
notes_in_sight = CatchUpNote.objects.select_related("catch_up__session", "catch_up__seat__place__school").visible_to
DAYS_A_PAGE = 40


def page_of(request, place, days, chosen, *, status=200, forms=None):
    """The page of a school's missed days, with one of them open."""
    user = request.user
    may_say = policies.can_say_catch_up(user, place)
    if chosen and not chosen.is_done and may_say and forms is None:
        forms = {step: CatchUpStepForm(days=[chosen.key], step=step, prefix=step, initial={"day": chosen.key, "step": step}) for step, _, _ in chosen.steps}  # fmt: skip
    row = chosen.catch_up if chosen else None
    context = {
        "place": place,
        "days": days,
        "chosen": chosen,
        "steps": [(step, needed, notes, (forms or {}).get(step)) for step, needed, notes in chosen.steps]
        if chosen
        else (),
        "on": today(),
        "overdue": chosen is not None and is_overdue(chosen, today()),
        "rule": rule_of(place.cohort),
        "lead": place.lead.first_name if place.lead else "the programme lead",
        "may_say": may_say,
        "may_sign_off": row is not None and policies.can_sign_off_catch_up(user, row) and not chosen.missing,
        "may_send_back": row is not None and policies.can_send_back_catch_up(user, row),
        "may_reopen": row is not None and policies.can_reopen_catch_up(user, row),
        "may_record": user.sees_every_school and chosen is not None and not chosen.is_done,
        "due_form": CatchUpDueForm(days=[chosen.key], initial={"day": chosen.key, "due_on": chosen.due_on})
        if user.sees_every_school and chosen and not chosen.is_done
        else None,
        "may_hide": user.sees_every_school,
        "hide_type": ContentType.objects.get_for_model(CatchUpNote).pk,
        "errors_in": [
            form
            for step, _, _ in (chosen.steps if chosen else ())
            if (form := (forms or {}).get(step)) and form.is_bound
        ],
    }
    return render(request, "training/catch_up.html", context, status=status)


def days_of_place(place):
    """The missed days of one school, the soonest due first, those made up last."""
    return soonest_first(missed_days([place], with_done=True))


@require_safe
@guard(policies.can_see_catch_up, load=places)
def catch_up(request, place):
    """The days that a school has to make up, and how each stands."""
    days = days_of_place(place)
    chosen = day_named(days, request.GET.get("day", "")) or next((day for day in days if not day.is_done), None)
    return page_of(request, place, days, chosen)


@require_POST
@guard(policies.can_say_catch_up, load=places)
def say_catch_up(request, place):
    """One step, in the school's own words."""
    days = days_of_place(place)
    step = request.POST.get("which", "")
    form = CatchUpStepForm(request.POST, days=[day.key for day in days if not day.is_done], step=step, prefix=step)
    if not form.is_valid():
        chosen = day_named(days, form.data.get(f"{step}-day", "")) or next(iter(days), None)
        return page_of(request, place, days, chosen, status=422, forms=with_others(chosen, form, step))
    said = form.cleaned_data
    day = day_named(days, said["day"])
    row = actions.say_catch_up(
        day.session, day.seat, by=request.user, step=said["step"], text=said["text"], on=said["on"]
    )
    lead = place.lead.first_name if place.lead else "The programme lead"
    say(request, f"Kept. {lead} has everything and signs it off" if row.state == CatchUpState.READY else "Kept")
    return redirect(day.url)


def with_others(chosen, form, step):
    """The form that was not accepted, beside fresh ones for the other steps."""
    if chosen is None:
        return {}
    fresh = {
        other: CatchUpStepForm(days=[chosen.key], step=other, prefix=other, initial={"day": chosen.key, "step": other})
        for other, _, _ in chosen.steps
    }
    return fresh | {next((one for one in fresh if one == step), step): form}


@require_POST
@guard(policies.can_undo_catch_up_note, load=notes_in_sight)
def undo_catch_up_note(request, note):
    """Take a line back."""
    actions.undo_catch_up_note(note, by=request.user)
    say(request, "Taken back")
    return redirect(note.catch_up)


@require_POST
@guard(policies.can_set_catch_up_due, load=places)
def set_catch_up_due(request, place):
    """Another day by which it is due."""
    days = [day for day in days_of_place(place) if not day.is_done]
    form = CatchUpDueForm(request.POST, days=[day.key for day in days])
    if not form.is_valid():
        chosen = day_named(days, request.POST.get("day", "")) or next(iter(days), None)
        answer = {"place": place, "chosen": chosen, "form": form}
        return render(request, "training/set_catch_up_due.html", answer, status=422)
    day = day_named(days, form.cleaned_data["day"])
    actions.set_catch_up_due(day.session, day.seat, by=request.user, due_on=form.cleaned_data["due_on"])
    say(request, "The day is set")
    return redirect(day.url)


@guard(policies.can_sign_off_catch_up, load=catch_ups_in_sight)
def sign_off_catch_up(request, catch_up):
    """The lead's word: from now on the day counts in full."""
    day = day_behind(catch_up)
    initial = {"on": day.latest_on or today(), "how": ", ".join(step.label.lower() for step, _, notes in day.steps if notes).capitalize()}  # fmt: skip
    form = SignOffForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.sign_off_catch_up(catch_up, by=request.user, **form.cleaned_data)
        say(request, f"Signed off. {day.name} has the full day")
        return redirect("training:catch_ups", catch_up.session.cohort_id)
    return render(request, "training/sign_off_catch_up.html", {"day": day, "catch_up": catch_up, "form": form})


@guard(policies.can_send_back_catch_up, load=catch_ups_in_sight)
def send_back_catch_up(request, catch_up):
    """Back to the school, with what is still needed."""
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.send_back_catch_up(catch_up, by=request.user, **form.cleaned_data)
        say(request, "Sent back. The school reads why")
        return redirect(catch_up)
    return render(request, "training/send_back_catch_up.html", {"day": day_behind(catch_up), "form": form})


@guard(policies.can_reopen_catch_up, load=catch_ups_in_sight)
def reopen_catch_up(request, catch_up):
    """Take a sign-off back, with a reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen_catch_up(catch_up, by=request.user, **form.cleaned_data)
        say(request, "Open again. The register says what it said before")
        return redirect(catch_up)
    return render(request, "training/reopen_catch_up.html", {"day": day_behind(catch_up), "form": form})


def day_behind(catch_up):
    """The missed day that a row stands for, as its school's page shows it."""
    found = missed_days([catch_up.seat.place], with_done=True)
    return next((day for day in found if day.catch_up and day.catch_up.pk == catch_up.pk), None) or settled(catch_up)


def settled(catch_up):
    """A row whose day is no longer missed, since the register says otherwise by now."""
    place = catch_up.seat.place
    notes = list(catch_up.notes.standing())
    name = f"Representative {catch_up.seat.number}"
    return MissedDay(place, catch_up.seat, name, catch_up.session, rule_of(place.cohort), None, catch_up, notes)


@require_safe
@guard(policies.can_see_catch_ups, load=Cohort.objects.visible_to)
def catch_ups(request, cohort):
    """Every missed day of a cohort and how it stands: those that wait for the lead first."""
    user = request.user
    rows = Place.objects.live().filter(cohort=cohort, school__in=looked_after(user))
    days = soonest_first(missed_days(rows.select_related("school", "cohort"), with_notes=True))
    days.sort(key=lambda day: day.state != CatchUpState.READY)
    ready = sum(day.state == CatchUpState.READY for day in days)
    overdue = sum(is_overdue(day, today()) for day in days)
    context = {
        "cohort": cohort,
        "rule": rule_of(cohort),
        "days": Paginator(days, DAYS_A_PAGE).get_page(request.GET.get("page")),
        "told": f"{count(len(days), 'day to make up,days to make up,no day to make up')}, {ready} to sign off, {overdue} overdue",
        "on": today(),
        "may_edit_rule": policies.can_edit_catch_up_rule(user, cohort),
        "may_sign_off": user.sees_every_school,
    }
    return render(request, "training/catch_ups.html", context)


def looked_after(user):
    """The schools whose catch-ups are a person's business."""
    return School.objects.looked_after_by(user)


@guard(policies.can_edit_catch_up_rule, load=Cohort.objects.visible_to)
def edit_catch_up_rule(request, cohort):
    """Which steps a missed day needs, and how long a school has."""
    rule = rule_of(cohort)
    names = ("needs_material", "needs_conversation", "needs_evidence", "weeks")
    form = CatchUpRuleForm(request.POST or None, initial={name: getattr(rule, name) for name in names})
    if request.method == "POST" and form.is_valid():
        actions.keep_catch_up_rule(cohort, by=request.user, **form.cleaned_data)
        say(request, "The rule is kept")
        return redirect("training:catch_ups", cohort.pk)
    return render(request, "training/edit_catch_up_rule.html", {"cohort": cohort, "form": form})
