"""The reserve list carried to the next cohort: the lead asks, each school keeps or withdraws, and the lead sees who has answered."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kit.access import Refused, everyone, guard, say
from kit.clock import now, today
from kit.flow import StepNotAllowed
from kit.wording import count

from .. import policies
from ..actions import carry as actions
from ..forms.carry import AnswerCarryForm, CarryForm, later_than
from ..intake import recipients, still_waiting
from ..models import Carry, Cohort

cohorts = Cohort.objects.visible_to
carries = Carry.objects.select_related("application__school", "application__cohort", "to_cohort").visible_to
ANSWER_IN = timedelta(days=21)


@guard(policies.can_carry_reserve, load=cohorts)
def carry_reserve(request, cohort):
    """Whom to ask and who has answered; asking says how many letters go, and wants that number typed."""
    on = today()
    following = later_than(cohort).first()
    form = CarryForm(
        request.POST or None, cohort=cohort, on=on, initial={"to_cohort": following, "answer_by": on + ANSWER_IN}
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.carry_reserve(cohort, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("letters", str(refusal))
        else:
            say(request, f"{count(asked, 'school is,schools are')} asked. The letters are on their way")
            return redirect("cohorts:carry_reserve", cohort.pk)
    waiting = still_waiting(cohort)
    context = {
        "cohort": cohort,
        "form": form if following and waiting else None,
        "following": following,
        "waiting": waiting,
        "letters": sum(len(recipients(one)) for one in waiting),
        "asked": list(
            Carry.objects.filter(application__cohort=cohort).select_related(
                "application__school", "to_cohort", "became"
            )
        ),
    }
    return render(request, "cohorts/carry_reserve.html", context)


@guard(everyone, public=True)
def answer_carry(request, token):
    """Opening the page changes nothing: mail scanners open links. One of its two buttons answers."""
    asked = Carry.objects.find(token)
    if asked is None:
        raise Http404
    refused = ""
    if request.method == "POST" and request.POST.get("answer") in ("keep", "withdraw"):
        try:
            give(asked, request.POST["answer"], by=None)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("cohorts:answer_carry", token)
    return render(request, "cohorts/answer_carry.html", {"asked": asked, "refused": refused})


def give(asked, answer, by):
    """Do what the school answers."""
    if not asked.is_open:
        raise StepNotAllowed(asked.application, "keep")
    act = actions.keep_application if answer == "keep" else actions.withdraw_carried
    act(asked, by=by, at=now())


@guard(policies.can_answer_carry_for_school, load=carries)
def answer_carry_for_school(request, asked):
    """Type in what the school told us."""
    form = AnswerCarryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give(asked, form.cleaned_data["answer"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"Typed in for {asked.application.school}")
            return redirect("cohorts:carry_reserve", asked.application.cohort_id)
    return render(request, "cohorts/answer_carry_for_school.html", {"asked": asked, "form": form})


@require_POST
@guard(policies.can_ask_again, load=carries)
def ask_again(request, asked):
    """Remind a school that has not answered."""
    actions.ask_again(asked, by=request.user, at=now())
    messages.info(request, f"{asked.application.school} is reminded, at most once a day")
    return redirect("cohorts:carry_reserve", asked.application.cohort_id)
