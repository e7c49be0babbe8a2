"""A double click is one press, and a press a little later is another."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.journey


def test_a_button_pressed_twice_at_once_sends_once(browsing, transactional_db, cast):
    tab, sent = browsing(cast.school_lead), []
    tab.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    tab.goto(reverse("accounts:profile"))
    tab.route(
        "**/people/me/",
        lambda route: route.fulfill(status=204) if route.request.method == "POST" else route.continue_(),
    )
    button = tab.locator("main").get_by_role("button", name="Save").first
    button.dblclick()
    tab.wait_for_timeout(300)
    assert len(sent) == 1
    tab.wait_for_timeout(1000)
    button.click()
    tab.wait_for_timeout(300)
    assert len(sent) == 2
