"""One's own account."""

import pytest
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
URL = "accounts:profile"


def test_everybody_keeps_their_own(cast, client_of):
    client = client_of(cast.contributor)
    client.post(
        reverse(URL), {"name": "Tomasz Wilk-Hart", "job_title": "Mentor", "telephone": "01234", "reminders_muted": "on"}
    )
    tomasz = User.objects.get(pk=cast.contributor.pk)
    assert (tomasz.name, tomasz.job_title, tomasz.telephone, tomasz.reminders_muted) == (
        "Tomasz Wilk-Hart",
        "Mentor",
        "01234",
        True,
    )
    assert "Contributor, Heathervale Primary" in client.get(reverse(URL)).text
    assert client_of(None).get(reverse(URL)).status_code == 302


def test_a_name_is_needed(cast, client_of):
    assert "Enter your name" in client_of(cast.contributor).post(reverse(URL), {"name": " "}).text
    assert User.objects.get(pk=cast.contributor.pk).name == "Tomasz Wilk"


def test_a_calendar_link_is_made_renewed_and_revoked(cast, client_of):
    client = client_of(cast.school_lead)

    def token():
        return User.objects.get(pk=cast.school_lead.pk).calendar_token

    assert client.get(reverse("accounts:make_calendar_link")).status_code == 405
    client.post(reverse("accounts:make_calendar_link"))
    first = token()
    client.post(reverse("accounts:make_calendar_link"))
    assert len(first) > 30 and token() != first
    client.post(reverse("accounts:revoke_calendar_link"))
    assert token() == ""
