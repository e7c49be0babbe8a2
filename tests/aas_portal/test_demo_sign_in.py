"""The demo's buttons: only in the demo, and only for its made-up people."""

import pytest
from django.test import Client
from django.urls import include, path, reverse

from aas_portal.urls import urlpatterns as portal
from accounts.actions import queue_sign_in_letter
from accounts.models import User
from kit.clock import now
from notifications.actions import dispatch

pytestmark = pytest.mark.django_db
urlpatterns = [*portal, path("demo/", include("aas_portal.demo.urls"))]
handler404 = "kit.views.page_not_found"


@pytest.fixture
def demo(settings, cast, tmp_path):
    """A portal with the demo switched on, some of the cast behind its buttons."""
    settings.DEMO = True
    settings.ROOT_URLCONF = __name__
    settings.VAR_DIR = tmp_path
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path / "mail")},
        }
    }
    for persona, user in (("lead", cast.lead), ("school_lead", cast.school_lead)):
        User.objects.filter(pk=user.pk).update(persona=persona)
    User.objects.filter(pk=cast.stranger.pk).update(persona="stranger", is_demo=False)
    return cast


def test_the_buttons_stand_on_the_sign_in_page(demo):
    page = Client().get(reverse("account_login")).text
    assert page.count('name="persona"') == 2
    assert "Heathervale Primary; begins at What next" in page


def test_a_button_makes_one_that_person(demo):
    client = Client()
    assert client.post("/demo/sign-in/", {"persona": "lead"}).url == reverse("cohorts:begin")
    assert client.get(reverse("accounts:people")).status_code == 200
    client.post("/demo/sign-in/", {"persona": "school_lead"})
    assert client.get(reverse("accounts:people")).status_code == 403


def test_one_can_try_out_a_second_step_as_them(demo):
    client = Client()
    client.post("/demo/sign-in/", {"persona": "lead"})
    client.get(reverse("account_email"))
    assert "Set up an authenticator app" in client.get(reverse("mfa_activate_totp")).text


@pytest.mark.parametrize("persona", ["stranger", "nonsense", ""])
def test_a_real_account_has_no_button(demo, persona):
    client = Client()
    assert client.post("/demo/sign-in/", {"persona": persona}).status_code == 404
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_letters_are_read_on_a_page(demo):
    queue_sign_in_letter(demo.school_lead.email, "Your sign-in code", "Hello,\n\n    ABC123\n")
    dispatch(now())
    page = Client().get("/demo/mail/").text
    assert "Your sign-in code" in page
    assert "ABC123" in page
    assert demo.school_lead.email in page


def test_outside_the_demo_the_views_refuse_even_if_somebody_wires_them(demo, settings):
    settings.DEMO = False
    assert Client().post("/demo/sign-in/", {"persona": "lead"}).status_code == 404
    assert Client().get("/demo/mail/").status_code == 404


def test_the_link_of_a_letter_is_gone_to_after_a_press(demo):
    client, page = Client(), reverse("accounts:profile")
    html = client.get(f"{reverse('account_login')}?next={page}").text
    assert html.count(f'name="next" value="{page}"') >= 2  # in the form of the buttons, too
    assert client.post("/demo/sign-in/", {"persona": "lead", "next": page}).url == page
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/"):
        assert Client().post("/demo/sign-in/", {"persona": "lead", "next": elsewhere}).url == reverse("cohorts:begin")
