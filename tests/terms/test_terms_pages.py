"""The pages of the school calendar."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from audit.models import Activity
from terms.models import BankHoliday, Calendar, Term

pytestmark = pytest.mark.django_db
AUTUMN = {"name": "Autumn 1", "year": "2026-27", "starts_on": date(2026, 9, 3), "ends_on": date(2026, 10, 23)}


def posted(**fields):
    data = {}
    for name, value in fields.items():
        if isinstance(value, date):
            data |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        else:
            data[name] = value
    return data


@pytest.mark.parametrize("name", ["terms", "add_term", "import_terms", "add_holiday"])
def test_the_calendar_is_kept_by_leads_and_administrators(cast, client_of, name):
    statuses = [
        client_of(user).get(reverse(f"terms:{name}")).status_code
        for user in (cast.lead, cast.administrator, cast.adviser, cast.observer, cast.headteacher, None)
    ]
    assert statuses == [200, 200, 403, 403, 403, 302]


def test_a_half_term_is_added_changed_and_removed(cast, client_of):
    client = client_of(cast.lead)
    client.post(reverse("terms:add_term"), posted(**AUTUMN))
    term = Term.objects.get()
    assert (term.name, term.year, term.starts_on, term.ends_on) == tuple(AUTUMN.values())
    client.post(reverse("terms:change_term", args=[term.pk]), posted(**AUTUMN | {"ends_on": date(2026, 10, 16)}))
    assert Term.objects.get().ends_on == date(2026, 10, 16)
    assert client_of(cast.adviser).post(reverse("terms:remove_term", args=[term.pk])).status_code == 403
    client.post(reverse("terms:remove_term", args=[term.pk]))
    assert not Term.objects.exists()
    assert [one.verb for one in Activity.objects.order_by("pk")] == ["added", "changed the dates of", "removed"]


def test_half_terms_do_not_overlap(cast, client_of):
    client = client_of(cast.lead)
    client.post(reverse("terms:add_term"), posted(**AUTUMN))
    answer = client.post(
        reverse("terms:add_term"), posted(**AUTUMN | {"starts_on": date(2026, 10, 1), "name": "Other"})
    )
    assert "These days overlap with Autumn 1 2026-27" in answer.text
    assert Term.objects.count() == 1


def test_a_list_is_shown_first_and_kept_then(cast, client_of):
    client = client_of(cast.administrator)
    url = reverse("terms:import_terms")
    file = io.BytesIO("Name,Start,End\nAutumn 1,3/9/2026,23/10/2026\nAutumn 2,2/11/2026,18/12/2026\n".encode("cp1252"))
    file.name = "dates.csv"
    answer = client.post(url, {"file": file})
    assert "This is what it says" in answer.text
    assert not Term.objects.exists()
    for _ in range(2):  # the same list again changes nothing
        client.post(url, {"text": answer.context["text"], "confirmed": "yes"})
    assert list(Term.objects.values_list("name", "ends_on")) == [
        ("Autumn 1", date(2026, 10, 23)),
        ("Autumn 2", date(2026, 12, 18)),
    ]
    assert Activity.objects.filter(verb="added").count() == 2


def test_a_list_does_not_overlap_with_the_calendar(cast, client_of):
    Term.objects.create(**AUTUMN)
    answer = client_of(cast.lead).post(
        reverse("terms:import_terms"),
        {"text": "Name,Start,End\nAutumn 1,2/9/2026,23/10/2026\nAutumn 2,2/11/2026,18/12/2026", "confirmed": "yes"},
    )
    assert (
        "Line 2: Autumn 1 overlaps with Autumn 1 2026-27, which is in the calendar. Change or remove that first"
        in answer.text
    )
    assert Term.objects.count() == 1


def test_a_bank_holiday_is_moved(cast, client_of):
    holiday = BankHoliday.objects.get(day=date(2026, 12, 25))
    address = reverse("terms:change_holiday", args=[holiday.pk])
    assert client_of(cast.adviser).get(address).status_code == 403
    taken = client_of(cast.lead).post(address, posted(day=date(2026, 12, 28), name="Christmas"))
    assert "This day is in the list already" in taken.text
    client_of(cast.lead).post(address, posted(day=date(2026, 12, 24), name="Christmas"))
    holiday.refresh_from_db()
    assert (holiday.day, holiday.name) == (date(2026, 12, 24), "Christmas")


def test_a_list_with_an_error_changes_nothing(cast, client_of):
    answer = client_of(cast.lead).post(
        reverse("terms:import_terms"),
        {"text": "Name,Start,End\nA,3/9/2026,9/9/2026\nB,x,9/10/2026", "confirmed": "yes"},
    )
    assert "Line 3" in answer.text
    assert not Term.objects.exists()


def test_englands_bank_holidays_are_there_from_the_start(cast, client_of):
    assert BankHoliday.objects.get(day=date(2026, 12, 25)).name == "Christmas Day"
    before = BankHoliday.objects.count()
    call_command("load_bank_holidays", stdout=io.StringIO())
    assert BankHoliday.objects.count() == before
    client = client_of(cast.lead)
    client.post(reverse("terms:add_holiday"), posted(day=date(2027, 3, 10), name="A day for the county"))
    assert not Calendar(date(2027, 3, 1), date(2027, 3, 31)).is_school_day(date(2027, 3, 10))
    assert (
        "This day is in the list already"
        in client.post(reverse("terms:add_holiday"), posted(day=date(2027, 3, 10), name="x")).text
    )
    client.post(reverse("terms:remove_holiday", args=[BankHoliday.objects.get(day=date(2027, 3, 10)).pk]))
    assert BankHoliday.objects.count() == before


def test_a_portal_with_holidays_of_its_own_keeps_them_through_the_next_migrate(db):
    call_command("migrate", verbosity=0)
    BankHoliday.objects.filter(day=date(2026, 12, 25)).delete()
    call_command("migrate", verbosity=0)
    assert not BankHoliday.objects.filter(day=date(2026, 12, 25)).exists()
    BankHoliday.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert BankHoliday.objects.filter(day=date(2026, 12, 25)).exists()


def test_a_year_left_out_between_two_others_counts_weekdays(db):
    Term.objects.create(name="Summer term 2025", starts_on=date(2025, 4, 22), ends_on=date(2025, 7, 22))
    Term.objects.create(name="Autumn term 2025", starts_on=date(2025, 9, 2), ends_on=date(2025, 12, 19))
    Term.objects.create(name="Autumn term 2027", starts_on=date(2027, 9, 2), ends_on=date(2027, 12, 17))
    calendar = Calendar(date(2025, 1, 1), date(2027, 12, 31))
    days = {
        date(2025, 8, 27): False,  # the summer between two terms
        date(2025, 9, 2): True,
        date(2025, 12, 22): True,  # nobody has said when spring begins
        date(2026, 6, 8): True,
        date(2026, 8, 12): False,
        date(2028, 1, 10): True,
    }
    assert {day: calendar.is_school_day(day) for day in days} == days
