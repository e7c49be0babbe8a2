"""A school let in after the window: by the lead alone, told at once, shown as late, and no later than the day that was given."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import Activity
from cohorts.models import Application, ApplicationState
from notifications.actions import dispatch
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
S = ApplicationState


def let_in(client, cohort, school, **changes):
    url = reverse("cohorts:begin_late_application", args=[cohort.pk])
    data = {
        "school": school.pk, "name": "Jo Pemberton", "email": "jo@example.org", "reason": "Their head was ill",
        "until_day": "10", "until_month": "2", "until_year": "2026",
    }  # fmt: skip
    return client.post(url, data | changes, follow=True)


def test_the_school_is_told_and_sends_it_by_its_link_until_that_day(client, client_of, cast, deciding, frozen):
    page = let_in(client_of(cast.lead), deciding, cast.school)
    assert "until Tuesday 10 February 2026" in page.text
    late = Application.objects.get()
    assert (late.state, late.is_late, late.late_reason) == (S.DRAFT, True, "Their head was ill")
    dispatch(timezone.now())
    assert {one.to[0] for one in mail.outbox} == {"jo@example.org", "office@heathervale.example"}
    assert all("until the end of Tuesday 10 February 2026" in one.body for one in mail.outbox)
    assert not any("Their head was ill" in one.body for one in mail.outbox)
    session = client.session
    session["applications_proved"] = {str(late.pk): timezone.now().isoformat()}
    session.save()
    assert "not sent before applications closed" not in client.get(
        reverse("cohorts:application_form", args=[late.applicant_token])
    ).text  # fmt: skip
    assert (late.can_be_written(timezone.now()), late.can_be_written(timezone.now() + timedelta(days=7, hours=15))) == (
        True,
        False,
    )


def test_a_draft_that_was_not_sent_is_given_more_time_with_its_own_applicant(client_of, cast, deciding, whole):
    draft = whole(deciding, cast.school, state=S.DRAFT, submitted_at=None, confirmed_at=None)
    client = client_of(cast.lead)
    page = client.get(reverse("cohorts:begin_late_application", args=[deciding.pk])).text
    assert "A draft was begun and not sent" in page
    let_in(client, deciding, cast.school, email="other@example.org")
    again = Application.objects.get()
    assert (again.pk, again.applicant_email, again.is_late) == (draft.pk, draft.applicant_email, True)
    Application.objects.update(state=S.SUBMITTED, submitted_at=timezone.now())
    assert "<b>late</b>" in client.get(reverse("cohorts:intake", args=[deciding.pk])).text


def test_a_sent_one_and_an_open_window_are_refused_in_words(client_of, cast, deciding, three, coming):
    client = client_of(cast.lead)
    assert "has sent an application already" in let_in(client, deciding, cast.school).text
    deciding.state = "open"
    deciding.save()
    assert "the school can apply by itself" in let_in(client, deciding, cast.school).text
    assert Application.objects.filter(late_until__isnull=False).count() == 0
    assert Message.objects.count() == 0


def test_the_reason_is_for_the_virtual_school_alone(client_of, cast, deciding, place):
    let_in(client_of(cast.lead), deciding, cast.school)
    assert set(Activity.objects.filter(details__reason="Their head was ill").values_list("internal", flat=True)) == {
        True
    }
    assert "Their head was ill" not in client_of(cast.headteacher).get(cast.school.get_absolute_url()).text


@pytest.mark.parametrize("who", ["administrator", "adviser", "observer", "headteacher", "stranger", "nobody"])
def test_nobody_else_lets_a_school_in(client_of, cast, deciding, who):
    assert let_in(client_of(getattr(cast, who)), deciding, cast.school).status_code in (403, 404)
    assert Application.objects.count() == 0
