"""Files and links of a training day: who keeps them, who opens them and from when, and where they are told."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from PIL import Image

from accounts.actions.profile import make_calendar_link
from audit.models import Activity
from notifications.actions import plan, render
from notifications.models import Message
from tests.conftest import NOW
from training import actions
from training.models import Material

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def address(name, record):
    return reverse(f"training:{name}", args=[record.pk])


def a_file(name="slides.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def add(year, client_of):
    """Add a material to session 5 as the lead does: `add(title=…, file=…)`."""
    return lambda **sent: client_of(year.cast.lead).post(address("add_material", year.sessions[5]), sent)


def test_a_file_is_kept_and_opened_by_the_schools(year, add, client_of):
    answer = add(title="The slides", file=a_file("../Slides é.pdf"))
    assert answer.url == f"{year.sessions[5].get_absolute_url()}#materials"
    material = Material.objects.get()
    assert (material.title, material.file_name, material.file_type, material.by) == (
        "The slides", "Slides é.pdf", "application/pdf", year.cast.lead,
    )  # fmt: skip
    assert "The slides" in client_of(year.cast.contributor).get(year.sessions[5].get_absolute_url()).text
    got = client_of(year.cast.contributor).get(address("material_file", material))
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got["Content-Disposition"].startswith("attachment")


def test_a_file_is_checked_for_what_it_is(year, add):
    for name, content, sentence in (
        ("slides.pdf", b"<html>", "The file is not a whole PDF"),
        ("slides.exe", b"MZ", "Choose a photo"),
        ("run.pdf", PDF.replace(b"<<>>", b"<</JavaScript 1>>"), "The PDF holds scripts or other files"),
    ):
        answer = add(title="Slides", file=a_file(name, content))
        assert (answer.status_code, sentence in answer.text) == (422, True), name
        assert 'value="Slides"' in answer.text  # what was typed stays
    assert "Choose a file, or enter a link" in add(title="Slides").text
    both = add(title="Slides", file=a_file(), url="https://example.org/")
    assert "Choose a file or enter a link, not both" in both.text
    assert not Material.objects.exists()


def test_a_photo_loses_its_place_and_opens_in_the_browser(year, add, client_of):
    out = io.BytesIO()
    picture, exif = Image.new("RGB", (40, 30), "teal"), Image.Exif()
    exif[0x010F] = "A telephone"
    picture.save(out, "JPEG", exif=exif)
    add(title="The room", file=a_file("room.jpg", out.getvalue()))
    got = client_of(year.cast.school_lead).get(address("material_file", Material.objects.get()))
    assert not Image.open(io.BytesIO(b"".join(got.streaming_content))).getexif()
    assert got["Content-Disposition"].startswith("inline")


def test_what_is_not_out_yet_does_not_exist_for_schools(year, add, client_of):
    add(title="Handout", file=a_file(), visible_from_day="5", visible_from_month="2", visible_from_year="2026")
    material, jo, page = Material.objects.get(), year.cast.school_lead, year.sessions[5].get_absolute_url()
    assert client_of(jo).get(address("material_file", material)).status_code == 404
    assert "Handout" not in client_of(jo).get(page).text
    assert "schools see it from 5 February 2026" in client_of(year.cast.lead).get(page).text
    assert client_of(year.cast.observer).get(address("material_file", material)).status_code == 200
    Material.objects.update(visible_from=date(2026, 2, 3))
    assert client_of(jo).get(address("material_file", material)).status_code == 200


def test_another_cohorts_materials_do_not_exist(year, add, client_of):
    add(title="Handout", file=a_file())
    material = Material.objects.get()
    people = (year.cast.nobody, year.cast.stranger, year.cast.trust_viewer, year.cast.reviewer)
    assert [client_of(who).get(address("material_file", material)).status_code for who in people] == [404] * 4
    assert client_of(None).get(address("material_file", material)).status_code == 302


def test_only_leads_and_administrators_keep_them(year, add, client_of):
    add(title="Handout", url="https://example.org/handout")
    material = Material.objects.get()
    for who in (year.cast.school_lead, year.cast.adviser, year.cast.observer):
        client = client_of(who)
        assert client.get(address("add_material", year.sessions[5])).status_code == 403
        assert client.post(address("edit_material", material), {"title": "Mine"}).status_code == 403
        assert client.post(address("remove_material", material)).status_code == 403
    administrator = client_of(year.cast.administrator)
    administrator.post(address("edit_material", material), {"title": "The handout", "is_before": "on"})
    material.refresh_from_db()
    assert (material.title, material.is_before, material.url) == ("The handout", True, "https://example.org/handout")


def test_what_is_taken_away_leaves_no_file(year, add, client_of, django_capture_on_commit_callbacks):
    add(title="Handout", file=a_file())
    material = Material.objects.get()
    storage, name = material.file.storage, material.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client_of(year.cast.lead).post(address("remove_material", material))
    assert (Material.objects.exists(), storage.exists(name)) == (False, False)


def test_it_is_told_on_what_next_in_the_calendar_and_in_the_reminder(year, client_of):
    session, lead = year.sessions[5], year.cast.lead
    actions.add_material(session, by=lead, title="Chapter 2", url="https://example.org/2", is_before=True)
    actions.add_material(session, by=lead, title="Slides", url="https://example.org/slides")
    later = date(2027, 1, 1)
    actions.add_material(session, by=lead, title="Later", url="https://example.org/later", visible_from=later)
    next_page = client_of(year.cast.school_lead).get(reverse("cohorts:what_next")).text
    assert ("Chapter 2" in next_page, "Slides" in next_page, "Later" in next_page) == (True, True, False)
    make_calendar_link(year.cast.school_lead)
    token = type(year.cast.school_lead).objects.get(pk=year.cast.school_lead.pk).calendar_token
    feed = Calendar.from_ical(client_of(None).get(reverse("training:feed", args=[token])).content)
    [event] = [one for one in feed.walk("VEVENT") if str(one["UID"]).startswith(f"session-{session.pk}@")]
    assert str(event["DESCRIPTION"]).splitlines() == [
        "To read before: Chapter 2, https://example.org/2",
        "Slides, https://example.org/slides",
    ]
    plan(NOW + timedelta(days=42))
    _, text = render(Message.objects.filter(kind="session_coming").first())
    assert "To read beforehand: Chapter 2: https://example.org/2" in text
    assert "slides" not in text


def test_a_feed_costs_the_same_with_many_materials(year, client_of):
    make_calendar_link(year.cast.school_lead)
    token = type(year.cast.school_lead).objects.get(pk=year.cast.school_lead.pk).calendar_token
    counts = []
    for _ in range(2):
        for session in year.sessions.values():
            for n in range(3):
                actions.add_material(session, by=year.cast.lead, title=f"M{n}", url="https://example.org/")
        with CaptureQueriesContext(connection) as asked:
            client_of(None).get(reverse("training:feed", args=[token]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- the opening day moves with the session


@pytest.fixture
def dated(year):
    """Session 5 (24 March) has a link at once, reading ten days before and slides from the day itself."""
    session, lead, url = year.sessions[5], year.cast.lead, "https://example.org/x"
    for title, opens in (("At once", None), ("Reading", date(2026, 3, 14)), ("Slides", date(2026, 3, 24))):
        actions.add_material(session, by=lead, title=title, url=url, visible_from=opens)
    actions.add_material(year.sessions[6], by=lead, title="Another day’s", url=url, visible_from=date(2026, 6, 9))
    return session


def openings():
    return dict(Material.objects.values_list("title", "visible_from"))


MOVED = {
    "At once": None, "Reading": date(2026, 3, 17), "Slides": date(2026, 3, 27), "Another day’s": date(2026, 6, 9),
}  # fmt: skip


@pytest.mark.parametrize("way", ["edit_session", "hold_on_another_day"])
def test_an_opening_day_keeps_its_distance_from_the_session(year, dated, client_of, way):
    sent = {"title": dated.title, "venue": dated.venue, "starts_at": "9.15am", "ends_at": "3.30pm"}
    sent |= {"on_day": 27, "on_month": 3, "on_year": 2026}
    answer = client_of(year.cast.lead).post(address(way, dated), sent, follow=True)
    assert "The opening days of 2 materials moved with it." in answer.text
    assert openings() == MOVED
    [said] = Activity.objects.filter(verb__startswith="moved the opening")
    assert (said.verb, said.subject, said.by, said.details) == (
        "moved the opening day of 2 materials of",
        "Session 5: Behaviour as communication",
        year.cast.lead,
        {"opens": {"Reading": "2026-03-17", "Slides": "2026-03-27"}},
    )


def test_it_moves_with_the_plan_of_the_year_and_from_a_cancelled_day(year, dated):
    actions.create_sessions(year.cohort, by=year.cast.lead, sessions=[{"number": 5, "on": date(2026, 3, 23)}])
    assert openings()["Slides"] == date(2026, 3, 23)
    dated.refresh_from_db()
    actions.cancel_session(dated, by=year.cast.lead, reason="Snow")
    times = {"starts_at": dated.starts_at, "ends_at": dated.ends_at}
    actions.hold_on_another_day(dated, by=year.cast.lead, on=date(2026, 3, 27), **times)
    assert openings() == MOVED


def test_no_other_change_moves_it(year, dated):
    actions.edit_session(dated, by=year.cast.lead, venue="Elsewhere")
    assert openings()["Slides"] == date(2026, 3, 24)
    assert not Activity.objects.filter(verb__startswith="moved the opening").exists()
