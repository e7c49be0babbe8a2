"""The first steps stand on the lead's Today as long as the portal is empty."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_today_shows_the_first_hour(cast, client_of):
    page = client_of(cast.lead).get(reverse("cohorts:today")).text
    assert "Your first hour" in page
    assert reverse("cohorts:programme_settings") in page
    assert "Your first hour" not in client_of(cast.adviser).get(reverse("cohorts:today")).text
