"""Fees and cover as pages and tables tell them: who owes what, and what a school is due for the days its own people were there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, Sum

from cohorts.models import Place
from kit.wording import halves

from .models import Attendance, Fee, MarkState, Prices, Session, SessionState

ACADEMIC, FINANCIAL = "academic", "financial"
KINDS = {ACADEMIC: "Academic year (September to August)", FINANCIAL: "Financial year (April to March)"}
BEGINS = {ACADEMIC: 9, FINANCIAL: 4}  # the month in which each year begins, on its first day
# Cover is for one's own people in the room: a substitute came in somebody's stead, a catch-up took no day of lessons
COVERED = (MarkState.PRESENT, MarkState.HALF)


def first_year(day, kind):
    """The calendar year in which the academic or financial year of a day began."""
    return day.year if day.month >= BEGINS[kind] else day.year - 1


def year_name(first):
    """2025-26"""
    return f"{first}-{(first + 1) % 100:02d}"


def span_of(first, kind):
    """The first day of a year, and the first day of the next."""
    return date(first, BEGINS[kind], 1), date(first + 1, BEGINS[kind], 1)


def prices_of(cohort):
    """The cohort's prices; nothing kept where there are none."""
    return Prices.objects.filter(cohort=cohort).first() or Prices(cohort=cohort)


# --- fees


@dataclass(frozen=True)
class FeeLine:
    """One school's fee."""

    place: Place
    amount: Decimal
    order_number: str = ""
    invoiced_on: date | None = None
    paid_on: date | None = None

    @property
    def state(self):
        """Where it stands, in a word with its mark."""
        if self.paid_on:
            return "Paid", "done"
        if not self.amount:
            return "Nothing to pay", "closed"
        return ("Invoiced", "half") if self.invoiced_on else ("Not invoiced", "rest")

    @property
    def word(self):
        """The state's word alone."""
        return self.state[0]

    @property
    def mark(self):
        """The state's mark alone."""
        return self.state[1]


def fee_line(place, prices, fee):
    """A school's line from what is kept: its own amount, else the cohort's, else nothing."""
    if fee is None:
        return FeeLine(place, prices.fee or Decimal(0))
    amount = fee.amount if fee.amount is not None else prices.fee or Decimal(0)
    return FeeLine(place, amount, fee.order_number, fee.invoiced_on, fee.paid_on)


def fee_lines(cohort, prices):
    """Every school of a cohort with its fee, by name; two queries."""
    kept = {fee.place_id: fee for fee in Fee.objects.filter(place__cohort=cohort)}
    places = Place.objects.filter(cohort=cohort).select_related("school").order_by("school__name", "pk")
    return [fee_line(place, prices, kept.get(place.pk)) for place in places]


@dataclass(frozen=True)
class FeeTotals:
    """What a cohort's fees come to."""

    due: Decimal
    invoiced: Decimal
    paid: Decimal


def totals_of(lines):
    """Sums over the lines."""
    return FeeTotals(
        due=sum((one.amount for one in lines), Decimal(0)),
        invoiced=sum((one.amount for one in lines if one.invoiced_on or one.paid_on), Decimal(0)),
        paid=sum((one.amount for one in lines if one.paid_on), Decimal(0)),
    )


# --- cover


@dataclass(frozen=True)
class CoverLine:
    """What a school is due for its days of a year, or of one day."""

    place: Place
    half_days: int
    rate: Decimal  # for a half day
    session: Session | None = None
    who: str = ""

    @property
    def days(self):
        """In words: 3½"""
        return halves(self.half_days / 2)

    @property
    def amount(self):
        """The claim."""
        return self.rate * self.half_days


def confirmed_marks():
    """The marks that are paid for: confirmed, of sessions that took place, in cohorts that pay for cover."""
    paying = Prices.objects.paying_for_cover().values("cohort")
    return (
        Attendance.objects.filter(confirmed_at__isnull=False, state__in=COVERED, session__cohort__in=paying)
        .exclude(session__state=SessionState.CANCELLED)
        .order_by()
    )


def years_with_cover(kind):
    """The years, newest first, in which there is something to claim."""
    ends = confirmed_marks().aggregate(first=Min("session__on"), last=Max("session__on"))
    if ends["first"] is None:
        return []
    return list(range(first_year(ends["last"], kind), first_year(ends["first"], kind) - 1, -1))


def cover_lines(kind, first):
    """A line a school and cohort of one year, by school; three queries, however many schools."""
    begins, ends = span_of(first, kind)
    found = dict(
        confirmed_marks()
        .filter(session__on__gte=begins, session__on__lt=ends)
        .values_list("seat__place")
        .annotate(half_days=Sum("own_halves"))
    )
    rates = dict(Prices.objects.paying_for_cover().values_list("cohort", "cover_per_half"))
    places = Place.objects.filter(pk__in=found).select_related("school", "cohort").order_by("school__name", "pk")
    return [CoverLine(place, found[place.pk], rates[place.cohort_id]) for place in places if found[place.pk]]


def cover_of_place(place, prices):
    """A line a day and representative of one school, in order."""
    if not prices.cover_per_half:
        return []
    marks = confirmed_marks().filter(seat__place=place).select_related("session", "holder")
    return [
        CoverLine(place, mark.own_halves, prices.cover_per_half, mark.session, mark.holder.name if mark.holder else "")
        for mark in marks.order_by("session__on", "session__number", "seat__number")
        if mark.own_halves
    ]


def by_year(lines, kind):
    """What single days come to, year by year: (name of the year, half days in words, amount)."""
    found = defaultdict(lambda: [0, Decimal(0)])
    for one in lines:
        year = found[first_year(one.session.on, kind)]
        year[0] += one.half_days
        year[1] += one.amount
    return [(year_name(first), halves(found[first][0] / 2), found[first][1]) for first in sorted(found)]
