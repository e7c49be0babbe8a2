"""A passkey in a real browser: asked for at the first visit, made with the device, and enough to come in with the next time."""

import pytest
from casting import person
from django.urls import reverse
from journeys.walking import Walker

from accounts.models import User
from audit.models import Activity

pytestmark = pytest.mark.journey
PASSWORD = "the gate is green at nine"


@pytest.fixture
def lead(transactional_db):
    """A programme lead with a password and no second factor."""
    made = person("Marian Osgood", is_programme_lead=True)
    User.objects.filter(pk=made.pk).update(is_demo=False)
    made.refresh_from_db()
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def device(browsing, live_server):
    """A browser on a device that knows its owner by a fingerprint: Chromium's virtual authenticator."""
    tab = browsing()
    tools = tab.context.new_cdp_session(tab)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    known = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    walker = Walker(tab)
    walker.passkeys = lambda: tools.send("WebAuthn.getCredentials", {"authenticatorId": known})["credentials"]
    walker.verified = lambda is_: tools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": known, "isUserVerified": is_}
    )
    return walker


def sign_in_by_password(walker, lead):
    walker.open(reverse("account_login") + "?how=password")
    walker.fill(login=lead.email, password=PASSWORD)
    walker.press("Sign in", within="main")


def add_passkey(walker):
    """Changing how one signs in asks once more who it is."""
    walker.follow("Add a passkey", within="main")
    walker.fill(password=PASSWORD)
    walker.press("Confirm", within="main")
    walker.fill(name="Laptop")
    passwordless = walker.tab.locator("[name=passwordless]")
    if not passwordless.is_checked():
        passwordless.check()
    walker.press("Add it", within="main")


def test_a_lead_adds_a_passkey_and_comes_in_with_it(device, lead):
    sign_in_by_password(device, lead)
    assert device.tab.url.endswith(reverse("mfa_index"))  # whatever they asked for, the second step comes first
    device.open(reverse("cohorts:today"))
    assert device.tab.url.endswith(reverse("mfa_index"))
    device.reads("One thing before you begin.")

    add_passkey(device)
    assert [key["isResidentCredential"] for key in device.passkeys()] == [True]
    device.open(reverse("mfa_list_webauthn"))
    device.reads("Laptop")
    device.open(reverse("cohorts:today"))  # the portal is open now
    assert device.tab.url.endswith(reverse("cohorts:today"))

    device.press("Sign out")
    device.open(reverse("account_login"))
    device.press("Passkey", within="main")
    device.tab.wait_for_url(f"**{reverse('cohorts:today')}")
    device.fine()
    assert device.tab.locator("header").get_by_text("Marian Osgood").count()
    newest = Activity.objects.filter(by=lead, verb="signed in").latest("pk")
    assert "mfa" in newest.details["how"] or "webauthn" in newest.details["how"]
    assert [key["signCount"] for key in device.passkeys()] == [2]


def test_whoever_holds_the_device_and_is_not_its_owner_stays_out(device, lead):
    sign_in_by_password(device, lead)
    add_passkey(device)
    device.press("Sign out")
    device.verified(False)
    device.open(reverse("account_login"))
    device.tab.locator("main").get_by_role("button", name="Passkey").click()
    device.tab.wait_for_timeout(1500)
    assert reverse("account_login") in device.tab.url
    device.tab.goto(reverse("cohorts:today"))
    assert reverse("account_login") in device.tab.url


def test_at_an_address_of_figures_the_page_says_where_passkeys_work(device, lead, live_server):
    figures = live_server.url.replace("localhost", "127.0.0.1")
    device.open(f"{figures}{reverse('account_login')}")
    device.tab.locator("main").get_by_role("button", name="Passkey").click()
    device.reads(f"Passkeys work only at an address with a name. Open the portal at {live_server.url} and try again.")
    device.open(f"{figures}{reverse('account_login')}?how=password")
    device.fill(login=lead.email, password=PASSWORD)
    device.press("Sign in", within="main")
    device.follow("Add a passkey", within="main")
    device.fill(password=PASSWORD)
    device.press("Confirm", within="main")
    device.tab.locator("main").get_by_role("button", name="Add it").click()
    device.reads(f"Open the portal at {live_server.url} and try again.")
    assert device.passkeys() == []


def test_a_passkey_that_is_not_there_is_said_on_the_page(device, lead):
    device.open(reverse("account_login"))
    device.verified(False)
    device.tab.locator("main").get_by_role("button", name="Passkey").click()
    device.reads("Nothing has happened: it was cancelled, took too long, or this device has no passkey for the portal.")
