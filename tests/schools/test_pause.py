"""Not this week: five school mornings without reminders."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Activity
from notifications.reminding import paused_schools
from schools.actions.pause import pause_reminders, resume_reminders
from schools.models import ReminderPause
from terms.models import Term

pytestmark = pytest.mark.django_db


def press(client, school, name="pause_reminders", **said):
    return client.post(reverse(f"schools:{name}", args=[school.pk]), said)


@pytest.mark.parametrize("who", ["headteacher", "school_lead", "lead", "administrator"])
def test_who_writes_for_a_school_pauses_and_resumes(cast, client_of, frozen, who):
    client = client_of(getattr(cast, who))
    page = client.get(cast.school.get_absolute_url()).text
    assert "Not this week" in page
    press(client, cast.school)
    page = client.get(cast.school.get_absolute_url()).text
    assert "Paused up to and including <b>Tuesday 10 February 2026</b>" in page
    assert "Reminders come again on Wednesday 11 February 2026" in page
    on_behalf = who in ("lead", "administrator")
    assert Activity.objects.get(verb="paused").on_behalf == on_behalf
    press(client, cast.school, "resume_reminders")
    assert "Not this week" in client.get(cast.school.get_absolute_url()).text
    assert Activity.objects.filter(verb="resumed", on_behalf=on_behalf).count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 403), ("observer", 403), ("adviser", 403), ("stranger", 404)]
)
def test_nobody_else_does(cast, client_of, frozen, who, status):
    client = client_of(getattr(cast, who))
    assert press(client, cast.school).status_code == status
    assert press(client, cast.school, "resume_reminders").status_code == status
    assert not ReminderPause.objects.exists()
    assert "Not this week" not in client.get(cast.school.get_absolute_url()).text


def test_what_next_has_the_button_and_comes_back(cast, client_of, place, frozen):
    client = client_of(cast.school_lead)
    address = reverse("cohorts:what_next")
    assert "Not this week" in client.get(address).text
    answer = client.post(reverse("schools:pause_reminders", args=[cast.school.pk]), {"from": "list"}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "No reminders until 10 February 2026" in answer.text
    assert "Resume reminders" in answer.text
    assert "Not this week" not in client_of(cast.contributor).get(address).text


def test_pressed_twice_it_is_one_pause(cast, client_of, frozen):
    press(client_of(cast.school_lead), cast.school)
    frozen.shift(86400)
    client = client_of(cast.headteacher)
    press(client, cast.school)
    assert ReminderPause.objects.get().until_on == date(2026, 2, 10)
    for says in ("Reminders come again from the next school morning", "Reminders are not paused"):
        press(client, cast.school, "resume_reminders")
        assert says in client.get(cast.school.get_absolute_url()).text


def test_a_week_is_counted_in_school_days(cast, frozen):
    Term.objects.create(year="2025-26", name="Spring 1", starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 5))
    Term.objects.create(year="2025-26", name="Spring 2", starts_on=date(2026, 2, 16), ends_on=date(2026, 3, 27))
    pause = pause_reminders(cast.school, by=cast.headteacher)
    assert (pause.until_on, pause.back_on) == (date(2026, 2, 18), date(2026, 2, 19))


def test_the_outbox_asks_for_the_schools_that_rest(cast, frozen):
    pause_reminders(cast.school, by=cast.headteacher)
    assert paused_schools(date(2026, 2, 10)) == {cast.school.pk}
    assert paused_schools(date(2026, 2, 11)) == set()
    resume_reminders(cast.school, by=cast.headteacher)
    assert paused_schools(date(2026, 2, 10)) == set()
