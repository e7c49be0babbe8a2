"""A school's place: its representatives and their history, what would settle graduation, and how it ends or moves."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.reach import with_refusals
from kit.access import Refused, guard, say
from kit.clock import today
from kit.wording import day_long
from schools.models import DevelopmentPlan
from schools.plan_words import plans_at
from schools.policies import can_write_for_school, reads_whole, speaks_for_school

from .. import policies
from ..actions import place as actions
from ..actions import seat as seat_actions
from ..actions import standing
from ..forms.place import (
    ChangeRepresentativeForm,
    ContinuePlaceForm,
    CoverPlaceForm,
    DeferPlaceForm,
    RejoinPlaceForm,
    TelephoneForm,
    WithdrawPlaceForm,
)
from ..held_seats import held_seats
from ..models import CommitmentAsk, Place, Seat, SeatHolder, SignedPaper
from ..readiness import shortfalls
from ..year import points_of

places = Place.objects.select_related(
    "school", "cohort", "lead", "cover", "deferred_to", "came_from__cohort"
).visible_to
seats = Seat.objects.select_related("place__school", "place__cohort").visible_to
seat_holders = SeatHolder.objects.select_related("user", "seat__place__school", "seat__place__cohort").visible_to


@require_safe
@guard(policies.can_see_place, load=places)
def place(request, place):
    """The school's year on one page."""
    on, user = today(), request.user
    held = held_seats([place.pk]).get(place.pk, [])
    everybody = [one for _, holders in held for one in holders]
    prefetch_related_objects(everybody, "user")
    with_refusals([one.user for one in everybody if one.user])
    asks = CommitmentAsk.objects.visible_to(user).open().filter(place=place).select_related("head")
    ask = asks.first() if place.is_at_work else None
    context = {
        "place": place,
        "school": place.school,
        "seats": [
            (
                seat,
                [one for one in holders if not one.until_on or one.until_on >= on],
                [one for one in holders if one.until_on and one.until_on < on],
            )
            for seat, holders in held
        ],
        "plan": plan_for(user, place.school),
        "missing": shortfalls([place])[place.pk],
        "writes": can_write_for_school(user, place.school),
        "whole": reads_whole(user, place.school),
        "rail": points_of(place.cohort, on),
        "no_senior_leader": place.is_at_work and seat_actions.no_senior_leader(place, on),
        "may_change": policies.can_change_representative(user, place),
        "may_continue": policies.can_continue_place(user, place),
        "may_rejoin": policies.can_rejoin_place(user, place),
        "went_on": None if place.is_at_work else went_on(place, user),
        "may_withdraw": policies.can_withdraw_place(user, place),
        "may_defer": policies.can_defer_place(user, place),
        "may_cover": policies.can_cover_place(user, place),
        "papers": list(SignedPaper.objects.visible_to(user).filter(place=place)[:20]),
        "ask": ask,
        "may_sign_for": ask is not None and policies.can_sign_commitment_for_school(user, ask),
        "on": on,
    }
    return render(request, "cohorts/place.html", context)


def plan_for(user, school):
    """The school's plan, if this person may open it."""
    if reads_whole(user, school):
        return plans_at([school.pk]).get(school.pk)
    return DevelopmentPlan.objects.visible_to(user).filter(school=school).first()


def went_on(place, user):
    """The place in which the school came back, where this person may read it."""
    return Place.objects.visible_to(user).filter(came_from=place).select_related("cohort").first()


@guard(policies.can_change_seat, load=seats)
def change_representative(request, seat):
    """Hand the seat over to a newcomer; what the leaver attended stays theirs."""
    on = today()
    leaver = seat.holders.on(on).first() or seat.holders.filter(until_on=None).first()
    form = ChangeRepresentativeForm(request.POST or None, leaver=leaver)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"last_day": None} | form.cleaned_data
            newcomer = seat_actions.change_representative(seat, by=request.user, on=on, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            does = "stands in for" if newcomer.stands_in else "follows"
            say(request, f"{newcomer} {does}{f' {leaver}' if leaver else ''}")
            if seat_actions.no_senior_leader(seat.place, max(on, newcomer.from_on)):
                messages.warning(
                    request, "No senior leader is among the representatives now. The programme asks for one."
                )
            return redirect(seat.place)
    context = {
        "seat": seat,
        "place": seat.place,
        "school": seat.place.school,
        "leaver": leaver,
        "form": form,
        "last_senior": leaver is not None and is_last_senior(seat, leaver, on),
        "on_behalf": speaks_for_school(request.user, seat.place.school),
    }
    return render(request, "cohorts/change_representative.html", context)


@guard(policies.can_change_telephone, load=seat_holders)
def change_telephone(request, holder):
    """Where a representative is rung who has no number of their own."""
    place, form = holder.seat.place, TelephoneForm(request.POST or None, initial={"telephone": holder.telephone})
    if request.method == "POST" and form.is_valid():
        seat_actions.change_telephone(holder, by=request.user, **form.cleaned_data)
        say(request, "Saved")
        return redirect(place)
    return render(request, "cohorts/change_telephone.html", {"holder": holder, "place": place, "form": form})


def is_last_senior(seat, leaver, on):
    """Whether nobody else of senior leadership would be left."""
    others = SeatHolder.objects.not_over().filter(seat__place=seat.place, is_senior_leader=True).exclude(seat=seat)
    return leaver.is_senior_leader and not others.exists()


@guard(policies.can_continue_place, load=places)
def continue_place(request, place):
    """The school takes longer than its cohort."""
    form = ContinuePlaceForm(request.POST or None, initial={"until": place.continues_until})
    if request.method == "POST" and form.is_valid():
        standing.continue_place(place, by=request.user, on=today(), **form.cleaned_data)
        say(request, f"{place.school} goes on until {day_long(place.continues_until)}")
        return redirect(place)
    return render(request, "cohorts/continue_place.html", {"place": place, "form": form})


@guard(policies.can_rejoin_place, load=places)
def rejoin_place(request, place):
    """A school that left comes back."""
    form = RejoinPlaceForm(request.POST or None, place=place, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            back = standing.rejoin_place(place, by=request.user, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("into", str(refusal))
        else:
            say(request, f"{place.school} is back. What it did before counts")
            return redirect(back)
    return render(request, "cohorts/rejoin_place.html", {"place": place, "form": form})


@guard(policies.can_withdraw_place, load=places)
def withdraw_place(request, place):
    """The school leaves the cohort."""
    form = WithdrawPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        standing.withdraw_place(place, by=request.user, **form.cleaned_data)
        say(request, f"{place.school} has left the cohort. What it did is kept")
        return redirect(place)
    return render(request, "cohorts/withdraw_place.html", {"place": place, "form": form})


@guard(policies.can_defer_place, load=places)
def defer_place(request, place):
    """The school goes on in a later cohort."""
    form = DeferPlaceForm(request.POST or None, place=place, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            standing.defer_place(place, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            say(request, f"{place.school} goes on in {place.deferred_to} and keeps its days")
            return redirect(place)
    return render(request, "cohorts/defer_place.html", {"place": place, "form": form})


@guard(policies.can_cover_place, load=places)
def cover_place(request, place):
    """Who looks after the school, and who steps in."""
    form = CoverPlaceForm(request.POST or None, initial={"lead": place.lead_id, "cover": place.cover_id})
    if request.method == "POST" and form.is_valid():
        try:
            actions.cover_place(place, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("cover", str(refusal))
        else:
            say(request, "Saved")
            return redirect(place)
    return render(request, "cohorts/cover_place.html", {"place": place, "form": form})
