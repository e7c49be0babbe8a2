"""Nobody at the screen: a warning that one key answers, then the sign-in page, and after signing in the page one was on."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
STAY = reverse("accounts:stay_signed_in")


@pytest.fixture
def page(browsing, cast):
    """A school lead's list, on a clock of the test's own."""
    tab = browsing(cast.school_lead)
    tab.clock.install()
    tab.goto(reverse("cohorts:what_next"))
    expect(tab.locator("#idle")).to_be_hidden()
    return tab


def signed_in(page):
    return any(cookie["name"] == settings.SESSION_COOKIE_NAME for cookie in page.context.cookies())


@pytest.mark.parametrize("key", ["Enter", "Space", "Escape", "a"])
def test_one_key_is_an_answer(page, key):
    dialog = page.locator("#idle")
    page.clock.fast_forward("54:50")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("You will be signed out in 5 minutes")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Tab")  # looks round, and is no answer
    page.keyboard.press("Shift+Tab")
    expect(dialog).to_be_visible()
    with page.expect_response(f"**{STAY}") as said:
        page.keyboard.press(key)
    assert said.value.status == 204
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("54:00")
    expect(dialog).to_be_hidden()


def test_the_warning_can_be_tapped_and_is_accessible_on_the_narrowest_screen(browsing, cast):
    from axe_playwright_python.sync_playwright import Axe

    page = browsing(cast.school_lead, width=320)
    page.clock.install()
    page.goto(reverse("cohorts:what_next"))
    page.clock.fast_forward("59:10")
    dialog = page.locator("#idle")
    expect(dialog).to_contain_text("less than a minute")
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert Axe().run(page).response["violations"] == []
    with page.expect_response(f"**{STAY}"):
        dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()


def test_without_an_answer_the_sign_in_page_says_why(page):
    page.clock.fast_forward("55:10")
    expect(page.locator("#idle")).to_be_visible()
    page.clock.fast_forward("05:00")
    page.wait_for_url(f"**{reverse('account_login')}?why=idle&next=*")
    expect(page.locator("main")).to_contain_text("You were signed out because nothing happened for a while.")
    assert page.locator("input[name=next]").first.get_attribute("value") == reverse("cohorts:what_next")
    assert not signed_in(page)


def test_somebody_who_types_is_there(page):
    page.goto(reverse("accounts:profile"))
    for _ in range(9):
        page.clock.fast_forward("08:00")
        with page.expect_response(f"**{STAY}"):
            page.locator("[name=job_title]").press_sequentially("x")
            page.clock.fast_forward("00:02")
    expect(page.locator("#idle")).to_be_hidden()


def test_an_answer_in_one_tab_is_an_answer_in_all(page):
    other = page.context.new_page()
    other.goto(reverse("cohorts:what_next"))
    page.clock.fast_forward("56:00")  # the clock is the browser's
    for tab in (page, other):
        expect(tab.locator("#idle")).to_be_visible()
    other.keyboard.press("Enter")
    for tab in (page, other):
        expect(tab.locator("#idle")).to_be_hidden()
