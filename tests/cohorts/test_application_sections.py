"""What an app above adds to an application: shown, checked, and read with it everywhere."""

import re

import pytest
from a_reading import give, of
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.application import submit_application
from cohorts.application_sections import Section, sections
from cohorts.models import ApplicationState
from kit.access import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def garden(monkeypatch):
    """A section about the school garden: asked of Heathervale, missing until somebody wrote "beans" as its current practice."""

    class Garden(Section):
        key, title = "garden", "Our garden"

        @staticmethod
        def asked(application):
            return application.school.urn == "900214"

        @staticmethod
        def url(application, writer):
            return f"/garden/{writer.token}/"

        @staticmethod
        def state(application):
            return "done" if application.answer_to("current_practice") == "beans" else "not started"

        @staticmethod
        def missing(application):
            return [] if Garden.state(application) == "done" else ["Say what grows in your garden"]

        @staticmethod
        def summary(application):
            return [("What grows?", "Runner <beans>")] if Garden.state(application) == "done" else []

    monkeypatch.setattr(sections, "_items", {"garden": Garden})


def proved(client, application):
    session = client.session
    session["applications_proved"] = {str(application.pk): timezone.now().isoformat()}
    session.save()
    return application.applicant_token


def test_the_applicant_finds_the_section_and_cannot_send_without_it(client, coming, cast, whole, garden):
    application = whole(coming, cast.school, state="draft", submitted_at=None, confirmed_at=None)
    token = proved(client, application)
    page = client.get(reverse("cohorts:application_form", args=[token])).content.decode()
    assert re.search(rf'href="/garden/{token}/"[^>]*>Our garden</a>.*?Not yet started', page)
    assert "Say what grows in your garden" in client.get(reverse("cohorts:check_application", args=[token])).text
    with pytest.raises(Refused, match="Say what grows in your garden before you send the application"):
        submit_application(application, at=timezone.now())

    application.answers.filter(key="current_practice").update(text="beans")
    submit_application(application, at=timezone.now())
    assert application.state == ApplicationState.SUBMITTED


def test_a_section_that_is_not_asked_says_nothing(client, coming, cast, whole, garden):
    application = whole(coming, cast.other, state="draft", submitted_at=None, confirmed_at=None)
    page = client.get(reverse("cohorts:application_form", args=[proved(client, application)])).content.decode()
    assert "Our garden" not in page
    submit_application(application, at=timezone.now())
    assert application.state == ApplicationState.SUBMITTED


def test_head_reviewer_and_lead_read_the_answers(client_of, criteria, deciding, cast, whole, garden):
    application = whole(deciding, cast.school, current_practice="beans")
    give(deciding, cast, [application], cast.reviewer)
    for who, url in (
        (None, reverse("cohorts:confirm_application", args=[application.head_token])),
        (cast.lead, application.get_absolute_url()),
        (cast.reviewer, of(application, cast.reviewer).get_absolute_url()),
    ):
        page = client_of(who).get(url).content.decode()
        assert ("Our garden" in page, "Runner &lt;beans&gt;" in page) == (True, True)
