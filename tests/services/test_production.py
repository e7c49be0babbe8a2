"""One journey through the portal as production runs it, over HTTP, with the letters it sends."""

import base64
import hashlib
import hmac
import json
import struct
import time

import pytest

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.xdist_group("services")]

LEAD, COLLEAGUE = "lead@portal.example.gov.uk", "jo@larkstone.example"
PASSWORD = "a kettle, four chairs and a window"


def test_it_is_alive_and_ready(browser_of_portal):
    live, ready = browser_of_portal.get("/health/live"), browser_of_portal.get("/health/ready")
    assert json.loads(live.body) == {"alive": True}
    assert json.loads(ready.body) == {"database": "ok", "files": "ok"}


def test_a_visitor_is_sent_to_sign_in_over_https_with_locked_cookies(browser_of_portal):
    sent = browser_of_portal.get("/today/")
    page = browser_of_portal.follow(sent)
    assert (sent.status, page.status) == (302, 200)
    cookies = page.headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_the_style_sheet_is_hashed_and_kept_for_ever(browser_of_portal):
    page = browser_of_portal.get("/accounts/login/")
    sheet = browser_of_portal.get(page.find(r'href="(/static/[^"]+\.css)"'))
    assert sheet.status == 200
    assert "immutable" in sheet.headers["Cache-Control"]


def test_the_demo_is_not_there(browser_of_portal):
    assert browser_of_portal.get("/demo/sign-in/").status == 404


@pytest.fixture(scope="module")
def link(portal):
    """The first lead's link, as the command prints it."""
    printed = portal.manage("invite", LEAD, "--role", "lead", "--name", "Pat Lead").strip()
    assert printed.startswith(f"{portal.environment['SITE_URL']}/people/invitation/")
    return printed


def test_the_invitation_arrives_by_mail(portal, link):
    """Beat wakes the worker through Redis, and the worker posts what waits in PostgreSQL."""
    [letter] = portal.until(lambda: portal.post.to(LEAD), "no letter came")
    text = letter.get_body(("plain",)).get_content()
    assert f"{portal.environment['SITE_URL']}/people/invitation/" in text
    assert "invited to Attachment Aware Schools" in text


@pytest.fixture(scope="module")
def secret(portal, new_browser, link):
    """What the first lead's authenticator app holds, once they have come in by their link."""
    browser, path = new_browser(), link.removeprefix(portal.environment["SITE_URL"])
    joined = browser.submit(path, name="Pat Lead", password=PASSWORD)
    assert (joined.status, joined.headers["Location"]) == (302, "/accounts/2fa/")
    assert browser.get("/people/").headers["Location"] == "/accounts/2fa/"  # nothing else opens before
    form = browser.get("/accounts/2fa/totp/activate/")
    secret = form.find(r"\b([A-Z2-7]{32})\b")
    set_up = browser.submit("/accounts/2fa/totp/activate/", form, code=code_of_now(secret))
    assert set_up.status == 302
    assert browser.get("/people/").status == 200
    assert browser.get(path).status == 410  # the link is used up
    return secret


@pytest.fixture(scope="module")
def signed_in(new_browser, secret):
    """The lead another day: password, then what the app shows."""
    browser = new_browser()
    asked = browser.submit(
        "/accounts/login/", browser.get("/accounts/login/?how=password"), login=LEAD, password=PASSWORD
    )
    assert asked.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert browser.get("/people/").status == 302  # a password alone opens nothing
    code = browser.follow(asked)
    assert browser.submit("/accounts/2fa/authenticate/", code, code=code_of_now(secret)).status == 302
    return browser


def test_the_first_lead_comes_in_with_a_second_factor(signed_in):
    assert signed_in.get("/people/").status == 200


def code_of_now(secret):
    """What an authenticator app shows (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_worker_posts_a_letter_and_makes_a_portfolio(signed_in):
    """The rows wait in PostgreSQL, beat wakes the worker through Redis, and the page says how far it is."""
    browser, portal = signed_in, signed_in.portal
    school = browser.submit("/schools/add/", name="Larkstone House", phase="special").headers["Location"]
    invited = browser.submit(f"{school}people/invite/", name="Jo Pemberton", email=COLLEAGUE, kind="school_lead")
    assert invited.status == 302
    [letter] = portal.until(lambda: portal.post.to(COLLEAGUE), "no letter came")
    assert f"{portal.environment['SITE_URL']}/people/invitation/" in letter.get_body(("plain",)).get_content()
    number = school.strip("/").split("/")[-1]
    asked = browser.submit(f"/portfolio/{number}/ask/", browser.get(school))
    portal.until(lambda: "Ready." in browser.follow(asked).text, "no portfolio was made")
    file = browser.get(browser.follow(asked).find(r'href="(/documents/\d+/download/)"'))
    assert (file.status, file.headers["Content-Type"], file.body[:5]) == (200, "application/pdf", b"%PDF-")
