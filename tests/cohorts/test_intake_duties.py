"""What the intake asks of people, on Today and on What next."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Application, ApplicationState
from cohorts.today import asked_of
from notifications.models import Message
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
S = ApplicationState


def titles(user, on):
    return [
        duty.title
        for duty in asked_of(user, on)
        if "ntake" in duty.title or "reserve" in duty.title or "headteacher of" in duty.title
    ]


def test_the_lead_is_asked_for_what_the_intake_needs(cast, deciding, three):
    assert titles(cast.lead, date(2026, 2, 3)) == []
    Application.objects.filter(pk=three[0].pk).update(confirmed_at=None)
    assert titles(cast.lead, date(2026, 3, 10)) == [
        "Ask the headteacher of Heathervale Primary to confirm the application",
        "Decide the intake of 2026-27",
    ]
    Application.objects.update(state=S.RESERVE)
    Application.objects.filter(pk=three[2].pk).update(reserve_rank=1)
    assert titles(cast.lead, date(2026, 3, 10)) == ["Offer a place to Whinmoor Junior, first reserve of 2026-27"]
    assert titles(cast.school_lead, date(2026, 3, 10)) == []


def test_the_headteacher_is_asked_once_the_address_is_known(client_of, cast, three, frozen):
    application, school = three[0], cast.school
    Application.objects.filter(pk=application.pk).update(confirmed_at=None)
    School.objects.filter(pk=school.pk).update(contact_email="")
    client, url = client_of(cast.administrator), reverse("cohorts:ask_headteacher", args=[application.pk])
    assert "No contact address" in client.get(application.get_absolute_url()).content.decode()
    client.post(url)
    assert Message.objects.count() == 0
    School.objects.filter(pk=school.pk).update(contact_email="head@heathervale.example")
    client.post(url)
    client.post(url)  # once a day
    asked = Message.objects.filter(kind="head_confirmation_wanted")
    assert list(asked.values_list("address", flat=True)) == ["head@heathervale.example"]
    frozen.move_to("2026-02-04 09:00:00+00:00", tick=False)
    client_of(cast.lead).post(url)
    assert asked.count() == 2
    Application.objects.filter(pk=application.pk).update(confirmed_at=timezone.now())
    assert client_of(cast.lead).post(url).status_code == 409
    assert asked.count() == 2
