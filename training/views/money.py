"""Fees and cover: the cohort's list, a school's own page, and the claims of a year."""

from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from cohorts.models import Cohort, Place
from kit.access import guard, say
from kit.tables.exports import table_response

from .. import policies
from ..actions import money as actions
from ..forms.money import CoverFilter, FeeForm, OrderNumberForm, PricesForm
from ..models import Fee
from ..money import (
    ACADEMIC,
    FINANCIAL,
    KINDS,
    by_year,
    cover_lines,
    cover_of_place,
    fee_line,
    fee_lines,
    prices_of,
    totals_of,
    year_name,
    years_with_cover,
)
from .attendance import kind_of

cohorts = Cohort.objects.visible_to
places = Place.objects.select_related("school", "cohort").visible_to


@require_safe
@guard(policies.can_see_fees, load=cohorts)
def fees(request, cohort):
    """Who owes what, who was invoiced, who has paid."""
    prices = prices_of(cohort)
    lines = fee_lines(cohort, prices)
    context = {"cohort": cohort, "prices": prices, "lines": lines, "totals": totals_of(lines)}
    context["has_fees"] = any(one.amount or one.paid_on or one.invoiced_on for one in lines)
    return render(request, "training/fees.html", context)


@require_safe
@guard(policies.can_see_fees, load=cohorts)
def export_fees(request, cohort):
    """The same as a table for a spreadsheet."""
    header = ("School", "URN", "Standing", "Fee in pounds", "Order number", "Invoiced on", "Paid on", "State")
    rows = [
        (
            one.place.school.name,
            one.place.school.urn or "",
            one.place.get_state_display(),
            float(one.amount),
            one.order_number,
            one.invoiced_on,
            one.paid_on,
            one.word,
        )
        for one in fee_lines(cohort, prices_of(cohort))
    ]
    return table_response(f"fees-{slugify(cohort.name)}", header, rows, kind_of(request))


@guard(policies.can_set_fee_and_cover, load=cohorts)
def set_fee_and_cover(request, cohort):
    """What a place costs, and what is paid for cover."""
    prices = prices_of(cohort)
    start = {"fee": prices.fee, "cover_per_half": prices.cover_per_half}
    form = PricesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_fee_and_cover(cohort, by=request.user, **form.cleaned_data)
        say(request, "Fee and cover are kept")
        return redirect("training:fees", cohort.pk)
    context = {"form": form, "cohort": cohort}
    return render(request, "training/set_fee_and_cover.html", context, status=422 if form.errors else 200)


def asked_year(request):
    """(kind of year, the year's first calendar year or None where nothing is to claim, the form that chooses)."""
    kind = request.GET.get("by")
    kind = kind if kind in KINDS else FINANCIAL
    years = years_with_cover(kind)
    asked = request.GET.get("year", "")
    first = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in years else next(iter(years), None)
    return kind, first, CoverFilter({"by": kind, "year": first or ""}, years=years)


@require_safe
@guard(policies.can_see_cover_claims)
def cover_claims(request):
    """What every school is due for the days of a year."""
    kind, first, form = asked_year(request)
    lines = cover_lines(kind, first) if first else []
    context = {
        "form": form,
        "kind": kind,
        "year": year_name(first) if first else "",
        "first": first,
        "lines": lines,
        "total": sum(one.amount for one in lines),
    }
    return render(request, "training/cover_claims.html", context)


@require_safe
@guard(policies.can_see_cover_claims)
def export_cover_claims(request):
    """The same as a table for a spreadsheet."""
    kind, first, _ = asked_year(request)
    header = ("School", "URN", "Cohort", "Year", "Days", "For a half day, in pounds", "Claim in pounds")
    rows = [
        (
            one.place.school.name,
            one.place.school.urn or "",
            one.place.cohort.name,
            f"{kind} {year_name(first)}",
            one.half_days / 2,
            float(one.rate),
            float(one.amount),
        )
        for one in (cover_lines(kind, first) if first else [])
    ]
    name = f"cover-{kind}-{year_name(first)}" if first else "cover"
    return table_response(name, header, rows, kind_of(request))


@require_safe
@guard(policies.can_see_fee_and_cover, load=places)
def fee_and_cover(request, place):
    """A school's own fee, and what it is due for cover, day by day."""
    return money_page(request, place)


def money_page(request, place, form=None):
    """The school's page, with the form this person may use."""
    prices, kept = prices_of(place.cohort), Fee.objects.filter(place=place).first()
    cover = cover_of_place(place, prices)
    line = fee_line(place, prices, kept)
    notes = policies.can_note_fee(request.user, place)
    if form is None and line.amount and not notes and policies.can_give_order_number(request.user, place):
        form = OrderNumberForm(initial={"order_number": line.order_number})
    context = {
        "place": place,
        "school": place.school,
        "prices": prices,
        "line": line,
        "cover": cover,
        "years": [("Academic year", by_year(cover, ACADEMIC)), ("Financial year", by_year(cover, FINANCIAL))],
        "total": sum(one.amount for one in cover),
        "notes": notes,
        "form": form,
    }
    return render(request, "training/fee_and_cover.html", context, status=422 if form and form.errors else 200)


@require_POST
@guard(policies.can_give_order_number, load=places)
def give_order_number(request, place):
    """The school's office says what the invoice must carry."""
    form = OrderNumberForm(request.POST)
    if form.is_valid():
        actions.give_order_number(place, by=request.user, **form.cleaned_data)
        say(request, "Thank you. The order number is kept")
        return redirect("training:fee_and_cover", place.pk)
    return money_page(request, place, form)


@guard(policies.can_note_fee, load=places)
def note_fee(request, place):
    """Order number, another amount, invoiced and paid."""
    kept = Fee.objects.filter(place=place).first() or Fee(place=place)
    start = {name: getattr(kept, name) for name in FeeForm.base_fields}
    form = FeeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.note_fee(place, by=request.user, seen=form.cleaned_data["version"], **form.facts)
        say(request, f"The fee of {place.school} is noted")
        return redirect("training:fees", place.cohort_id)
    context = {"form": form, "place": place, "school": place.school, "prices": prices_of(place.cohort)}
    return render(request, "training/note_fee.html", context, status=422 if form.errors else 200)
