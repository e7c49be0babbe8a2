"""A register in a hall without signal: no mark is lost while the page is open, and nothing is kept in the browser."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from training.models import Attendance


def states():
    return dict(Attendance.objects.values_list("seat__number", "state"))


def test_marks_wait_for_the_connection(browsing, live_server, cast, cohort, place):
    page = browsing(cast.lead, width=390)
    page.goto(reverse("training:register", args=[cohort.sessions.get(number=1).pk]))
    first, second = place.seats.order_by("number")
    note = page.locator("#offline")
    page.locator(f"#m{first.pk}-pr").check()
    expect(page.locator("#saved")).to_contain_text("1 of 2 marked. Saved at")
    page.context.set_offline(True)
    page.locator(f"#m{first.pk}-ha").check()
    page.locator(f"#m{second.pk}-ab").check()
    expect(note).to_contain_text("You are working without a connection.")
    expect(note).to_contain_text(re.compile(r"2 waiting, the oldest from \d+\.\d\d[ap]m"))
    stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(stored) <= {"htmx-current-path-for-history"}  # htmx notes the page's address, and no mark
    assert states() == {1: "present"}
    page.context.set_offline(False)
    expect(note).to_be_hidden(timeout=20000)
    expect(page.locator("#saved")).to_contain_text("2 of 2 marked.")
    assert states() == {1: "half", 2: "absent"}


def test_whoever_is_signed_out_is_told(browsing, live_server, cast, cohort, place):
    page = browsing(cast.lead)
    page.goto(reverse("training:register", args=[cohort.sessions.get(number=1).pk]))
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#m{place.seats.first().pk}-pr").check()
    expect(page.locator("#offline")).to_contain_text("You are no longer signed in.")
    expect(page.locator(".aas-reg__person")).to_have_count(2)
    assert states() == {}
