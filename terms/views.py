"""The school calendar: half-terms and bank holidays, typed one by one or brought from a table."""

import io

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kit.access import guard, say
from kit.clock import today
from kit.wording import count

from . import actions, policies
from .forms import HolidayForm, TermForm, TermsTableForm
from .models import BankHoliday, Term
from .reading import read_terms, read_text

FIELDS = ("year", "name", "starts_on", "ends_on")


@guard(policies.can_edit_terms)
def terms(request):
    """Every half-term by school year, and the bank holidays to come."""
    ahead = BankHoliday.objects.filter(day__gte=today())
    return render(
        request, "terms/terms.html", {"terms": Term.objects.order_by("-year", "starts_on"), "holidays": ahead}
    )


@guard(policies.can_edit_terms)
def add_term(request):
    """A new half-term."""
    return keep(request, Term(), "terms/add_term.html")


@guard(policies.can_edit_terms, load=Term.objects.visible_to)
def change_term(request, term):
    """Other dates, or another name."""
    return keep(request, term, "terms/change_term.html")


def keep(request, term, template):
    """The form of one half-term, and its act."""
    start = {name: getattr(term, name) for name in FIELDS}
    form = TermForm(request.POST or None, initial=start, term=term)
    if request.method == "POST" and form.is_valid():
        actions.keep_term(term, by=request.user, **form.cleaned_data)
        say(request, f"{term} is in the calendar")
        return redirect("terms:terms")
    return render(request, template, {"form": form, "term": term})


@require_POST
@guard(policies.can_edit_terms, load=Term.objects.visible_to)
def remove_term(request, term):
    """Out of the calendar."""
    actions.remove_term(term, by=request.user)
    say(request, f"{term} is out of the calendar")
    return redirect("terms:terms")


@guard(policies.can_edit_terms)
def import_terms(request):
    """A table of half-terms: first what it would bring, then the act."""
    form = TermsTableForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "terms/import_terms.html", {"form": form})
    given = form.cleaned_data
    read = fits(read_terms(given["file"]) if given["file"] else read_text(given["text"]))
    if read.errors or "confirmed" not in request.POST:
        context = {"form": form, "read": read, "text": as_text(read.rows), "known": known(read.rows)}
        return render(request, "terms/import_terms.html", context)
    added, changed = actions.import_terms(read.rows, by=request.user)
    say(request, f"{count(added, 'half-term,half-terms')} added, {changed} changed")
    return redirect("terms:terms")


def fits(read):
    """A half-term that overlaps with one of the calendar is an error, unless it takes that one's place."""
    starts = [row["starts_on"] for row in read.rows]
    others = list(Term.objects.exclude(starts_on__in=starts))
    for row in read.rows:
        for other in others:
            if row["starts_on"] <= other.ends_on and row["ends_on"] >= other.starts_on:
                words = f"{row['name']} overlaps with {other}, which is in the calendar. Change or remove that first"
                read.errors.append((read.lines[row["starts_on"]], words))
    return read


def as_text(rows):
    """The rows as the text that the confirmation sends back."""
    text = io.StringIO()
    text.write("Name\tStart\tEnd\tYear\n")
    for row in rows:
        text.write(f"{row['name']}\t{row['starts_on']:%d/%m/%Y}\t{row['ends_on']:%d/%m/%Y}\t{row['year']}\n")
    return text.getvalue()


def known(rows):
    """First days that are in the calendar already."""
    return set(
        Term.objects.filter(starts_on__in=[row["starts_on"] for row in rows]).values_list("starts_on", flat=True)
    )


@guard(policies.can_edit_terms)
def add_holiday(request):
    """Another day on which every school is shut."""
    form = HolidayForm(request.POST or None, taken=BankHoliday.objects.all())
    if request.method == "POST" and form.is_valid():
        holiday = actions.keep_holiday(BankHoliday(), by=request.user, **form.cleaned_data)
        say(request, f"{holiday.name} is in the calendar")
        return redirect("terms:terms")
    return render(request, "terms/add_holiday.html", {"form": form})


@guard(policies.can_edit_terms, load=BankHoliday.objects.visible_to)
def change_holiday(request, holiday):
    """Another day, or another name: a bank holiday that is moved for a coronation."""
    others = BankHoliday.objects.exclude(pk=holiday.pk)
    form = HolidayForm(request.POST or None, taken=others, initial={"day": holiday.day, "name": holiday.name})
    if request.method == "POST" and form.is_valid():
        actions.keep_holiday(holiday, by=request.user, **form.cleaned_data)
        say(request, f"{holiday.name} is in the calendar")
        return redirect("terms:terms")
    return render(request, "terms/change_holiday.html", {"form": form, "holiday": holiday})


@require_POST
@guard(policies.can_edit_terms, load=BankHoliday.objects.visible_to)
def remove_holiday(request, holiday):
    """Schools are open on that day after all."""
    actions.remove_holiday(holiday, by=request.user)
    say(request, f"{holiday.name} is out of the calendar")
    return redirect("terms:terms")
