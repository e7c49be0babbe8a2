"""Fees and cover: what is counted, who reads it, and who notes what."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Activity
from cohorts.models import Place
from kit.wording import pounds
from notifications.models import Message
from training.actions.money import note_fee
from training.models import Attendance, Fee, Prices, Session
from training.money import ACADEMIC, FINANCIAL, by_year, cover_lines, cover_of_place, first_year, years_with_cover

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def prices(cohort):
    """£450 a school, £60 for a half day of cover."""
    return Prices.objects.create(cohort=cohort, fee=Decimal(450), cover_per_half=Decimal(60))


def mark(place, number, seat, state, halves, *, own=None, confirmed=True):
    """A mark of a representative at a session of the place's cohort."""
    seat = place.seats.get(number=seat)
    more = {"substitute_name": "Ana Brook"} if state == "substitute" else {}
    more |= {"caught_up_on": date(2026, 1, 9)} if state == "caught_up" else {}
    return Attendance.objects.create(
        session=Session.objects.get(cohort=place.cohort, number=number),
        seat=seat,
        holder=seat.holders.first(),
        state=state,
        halves=halves,
        own_halves=halves if own is None else own,
        confirmed_at=timezone.now() if confirmed else None,
        **more,
    )


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


# --- cover


def test_only_own_people_who_were_there_and_are_confirmed_are_paid_for(place, prices):
    mark(place, 1, 1, "present", 2)
    mark(place, 1, 2, "half", 1)
    mark(place, 2, 1, "substitute", 2, own=0)
    mark(place, 2, 2, "caught_up", 2)
    mark(place, 3, 1, "present", 2, confirmed=False)
    mark(place, 3, 2, "absent", 0)
    assert [(one.session.number, one.who, one.half_days, one.amount) for one in cover_of_place(place, prices)] == [
        (1, "Jo Pemberton", 2, Decimal(120)),
        (1, "Tomasz Wilk", 1, Decimal(60)),
    ]
    [line] = cover_lines(FINANCIAL, 2025)
    assert (line.place, line.days, line.amount) == (place, "1½", Decimal(180))


def test_a_cancelled_session_and_a_cohort_that_does_not_pay_claim_nothing(place, prices):
    mark(place, 1, 1, "present", 2)
    Session.objects.filter(number=1).update(state="cancelled")
    assert (cover_lines(FINANCIAL, 2025), years_with_cover(FINANCIAL)) == ([], [])
    Session.objects.filter(number=1).update(state="closed")
    Prices.objects.update(cover_per_half=None)
    prices.refresh_from_db()
    assert (cover_lines(FINANCIAL, 2025), cover_of_place(place, prices)) == ([], [])


@pytest.mark.parametrize(
    ("day", "academic", "financial"),
    [
        (date(2026, 3, 31), 2025, 2025),
        (date(2026, 4, 1), 2025, 2026),
        (date(2026, 8, 31), 2025, 2026),
        (date(2026, 9, 1), 2026, 2026),
    ],
)
def test_years_begin_in_september_and_in_april(day, academic, financial):
    assert (first_year(day, ACADEMIC), first_year(day, FINANCIAL)) == (academic, financial)


def test_a_year_of_training_falls_into_two_financial_years(place, prices):
    mark(place, 5, 1, "present", 2)  # 24 March 2026
    mark(place, 6, 1, "present", 2)  # 9 June 2026
    lines = cover_of_place(place, prices)
    assert by_year(lines, ACADEMIC) == [("2025-26", "2", Decimal(240))]
    assert by_year(lines, FINANCIAL) == [("2025-26", "1", Decimal(120)), ("2026-27", "1", Decimal(120))]
    assert (years_with_cover(ACADEMIC), years_with_cover(FINANCIAL)) == ([2025], [2026, 2025])


def test_claims_by_either_year_on_the_page_and_in_the_export(client_of, cast, place, other_place, prices):
    mark(place, 5, 1, "present", 2)
    mark(other_place, 6, 1, "half", 1)
    client = client_of(cast.administrator)
    page = client.get(reverse("training:cover_claims")).text
    assert ("Financial year 2026-27: 1 claim, £60" in page, "Heathervale" in page) == (True, False)
    table = rows_of(client.get(reverse("training:export_cover_claims"), {"by": "academic", "year": "2025"}))
    assert [(row["School"], row["Year"], row["Days"], row["Claim in pounds"]) for row in table] == [
        ("Heathervale Primary", "academic 2025-26", "1.0", "120.0"),
        ("Oakenfold School", "academic 2025-26", "0.5", "60.0"),
    ]
    sheet = client.get(reverse("training:export_cover_claims"), {"as": "xlsx", "year": "nonsense", "by": "moon"})
    assert sheet["Content-Disposition"] == 'attachment; filename="cover-financial-2026-27.xlsx"'


def test_claims_cost_the_same_for_many_schools(place, other_place, prices):
    mark(place, 1, 1, "present", 2)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            lines = cover_lines(ACADEMIC, 2025)
        return len(lines), len(queries)

    assert cost() == (1, 3)
    mark(other_place, 1, 1, "present", 2)
    assert cost() == (2, 3)


# --- fees

RULES = {  # who: (the cohort's fees, cover claims, the school's own page, noting)
    "lead": (200, 200, 200, 200),
    "administrator": (200, 200, 200, 200),
    "observer": (403, 403, 403, 403),
    "adviser": (403, 403, 403, 403),
    "headteacher": (403, 403, 200, 403),
    "school_lead": (403, 403, 200, 403),
    "contributor": (403, 403, 403, 403),
    "stranger": (404, 403, 404, 404),
    "trust_viewer": (404, 403, 403, 403),
}


@pytest.mark.parametrize("who", RULES)
def test_who_reads_money_and_who_notes_it(client_of, cast, agreed, place, prices, who):
    client = client_of(getattr(cast, who))
    found = tuple(
        client.get(url).status_code
        for url in (
            reverse("training:fees", args=[place.cohort_id]),
            reverse("training:cover_claims"),
            reverse("training:fee_and_cover", args=[place.pk]),
            reverse("training:note_fee", args=[place.pk]),
        )
    )
    assert found == RULES[who]


def test_the_lead_sets_a_fee_with_a_sign_and_a_comma(client_of, cast, cohort):
    client = client_of(cast.lead)
    url = reverse("training:set_fee_and_cover", args=[cohort.pk])
    assert client.post(url, {"fee": "£1,250", "cover_per_half": "62.50"}).url == reverse(
        "training:fees", args=[cohort.pk]
    )
    prices = Prices.objects.get()
    assert (prices.fee, prices.cover_per_half) == (Decimal(1250), Decimal("62.50"))
    client.post(url, {"fee": "0", "cover_per_half": ""})
    prices.refresh_from_db()
    assert (prices.fee, prices.cover_per_half) == (None, None)
    answer = client.post(url, {"fee": "-3", "cover_per_half": "much"})
    assert answer.status_code == 422
    assert ("Enter 0 or more" in answer.text, "Enter an amount in pounds, like 250 or 62.50" in answer.text) == (True, True)  # fmt: skip


def test_the_list_says_where_each_fee_stands_and_what_it_comes_to(client_of, cast, place, other_place, prices):
    note_fee(place, by=cast.lead, seen=0, order_number="=PO-1", invoiced_on=date(2026, 1, 5), paid_on=date(2026, 1, 20))
    note_fee(other_place, by=cast.lead, seen=0, amount=Decimal(200), invoiced_on=date(2026, 1, 5))
    client = client_of(cast.lead)
    page = client.get(reverse("training:fees", args=[place.cohort_id])).text
    assert ("<dt>due</dt><dd>£650</dd>" in page, "<dt>paid</dt><dd>£450</dd>" in page) == (True, True)
    table = rows_of(client.get(reverse("training:export_fees", args=[place.cohort_id])))
    assert [tuple(row.values()) for row in table] == [
        ("Heathervale Primary", "900214", "Active", "450.0", "'=PO-1", "05/01/2026", "20/01/2026", "Paid"),
        ("Oakenfold School", "900215", "Active", "200.0", "", "05/01/2026", "", "Invoiced"),
    ]


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(client_of, cast, place, prices):
    client, url = client_of(cast.administrator), reverse("training:note_fee", args=[place.pk])
    assert 'name="version" value="0"' in client.get(url).text
    client_of(cast.school_lead).post(reverse("training:give_order_number", args=[place.pk]), {"order_number": "PO-77"})
    sent = {"invoiced_on_day": "5", "invoiced_on_month": "1", "invoiced_on_year": "2026", "order_number": "PO-1"}
    late = client.post(url, sent | {"version": 0})
    assert (late.status_code, Fee.objects.get().order_number) == (409, "PO-77")
    assert client.post(url, sent | {"version": 1, "order_number": "PO-77"}).status_code == 302
    fee = Fee.objects.get()
    assert (fee.order_number, fee.invoiced_on, fee.amount, fee.version) == ("PO-77", date(2026, 1, 5), None, 2)
    acts = Activity.objects.about(fee).order_by("pk")
    assert [(act.verb, act.on_behalf) for act in acts] == [("gave the order number for", False), ("noted", False)]
    assert acts[1].details == {"changed": ["invoiced_on"]}
    assert Message.objects.count() == 0


def test_paid_before_it_was_invoiced_is_refused_at_the_field(client_of, cast, place, prices):
    dates = {f"{name}_on_{part}": str(value) for name, day in (("invoiced", 5), ("paid", 4)) for part, value in (("day", day), ("month", 1), ("year", 2026))}  # fmt: skip
    answer = client_of(cast.lead).post(
        reverse("training:note_fee", args=[place.pk]), {"order_number": "PO-9", "version": 0, **dates}
    )
    assert (answer.status_code, "Enter the day of the invoice or a later one" in answer.text) == (422, True)
    assert ("PO-9" in answer.text, Fee.objects.count()) == (True, 0)


def test_a_school_sees_its_own_and_gives_its_order_number(client_of, cast, place, other_place, prices):
    mark(place, 1, 1, "present", 2)
    note_fee(other_place, by=cast.lead, seen=0, order_number="THEIRS-1")
    client, page = client_of(cast.school_lead), reverse("training:fee_and_cover", args=[place.pk])
    assert "Fee and cover of the school" in client.get(cast.school.get_absolute_url()).text
    assert client.post(reverse("training:give_order_number", args=[place.pk]), {"order_number": "PO-5"}).url == page
    shown = client.get(page).text
    assert [word in shown for word in ("£450", "PO-5", "£120", "THEIRS-1")] == [True, True, True, False]
    empty = client.post(reverse("training:give_order_number", args=[place.pk]), {"order_number": " "})
    assert (empty.status_code, "Enter your order number" in empty.text) == (422, True)
    theirs = reverse("training:give_order_number", args=[other_place.pk])
    assert client.post(theirs, {"order_number": "Mine"}).status_code == 404
    assert Fee.objects.get(place=other_place).order_number == "THEIRS-1"


def test_without_prices_no_school_hears_of_money(client_of, cast, place):
    assert "Fee and cover" not in client_of(cast.school_lead).get(cast.school.get_absolute_url()).text
    page = client_of(cast.lead).get(reverse("training:fees", args=[place.cohort_id])).text
    assert ("Places are free" in page, "Set fee and cover" in page) == (True, True)


def test_a_school_that_left_stays_in_the_list(client_of, cast, place, prices):
    Place.objects.update(state="withdrawn", left_reason="Moved")
    assert "withdrawn" in client_of(cast.lead).get(reverse("training:fees", args=[place.cohort_id])).text


@pytest.mark.parametrize(
    ("amount", "words"), [(Decimal("1250.00"), "£1,250"), (Decimal("62.5"), "£62.50"), (None, ""), (0, "£0")]
)
def test_pounds_in_words(amount, words):
    assert pounds(amount) == words
