"""The pack of a session: written by the lead line by line, read by the schools of the cohort once it is released, printed."""

import io

import pikepdf
import pytest
from django.urls import reverse

from audit.models import Activity
from training.actions import pack as actions
from training.models import Pack

pytestmark = pytest.mark.django_db


def url(name, session):
    return reverse(f"training:{name}", args=[session.pk])


def written(session, by, **more):
    said = {"title": "Emotion coaching in forty minutes", "purpose": "Four phrases", "notes": "Sit in a circle", "questions": "What did you hear?\n\nWhat did you feel?", "is_early": False}  # fmt: skip
    steps = [(10, "Arrive", "Tea first"), (30, "Practise in pairs", "")]
    return actions.edit_pack(session, by=by, steps=steps, links=[("Slides", "https://example.org/s")], **(said | more))


SENT = {
    "title": "In forty minutes",
    "questions": "One?\nTwo?",
    "step-1-minutes": "10",
    "step-1-what": "Arrive",
    "step-3-minutes": "30",
    "step-3-what": "Practise",
    "step-3-how": "In pairs",
    "link-2-title": "Slides",
    "link-2-url": "https://example.org/slides",
}


def test_the_lead_writes_it_line_by_line_and_changes_it(year, client_of):
    lead, session = client_of(year.cast.lead), year.sessions[4]
    assert 'value="Emotion coaching"' in lead.get(url("edit_pack", session)).text
    assert lead.post(url("edit_pack", session), SENT).url == url("pack", session)
    pack = Pack.objects.get()
    assert list(pack.steps.values_list("number", "minutes", "what", "how")) == [
        (1, 10, "Arrive", ""), (2, 30, "Practise", "In pairs"),
    ]  # fmt: skip
    assert list(pack.links.values_list("number", "title", "url")) == [(1, "Slides", "https://example.org/slides")]
    page = lead.get(url("pack", session)).text
    assert "40 minutes in all" in page and "<li>Two?</li>" in page
    lead.post(url("edit_pack", session), SENT | {"step-1-what": "", "step-1-minutes": ""})
    assert list(pack.steps.values_list("number", "what")) == [(1, "Practise")]
    assert list(Activity.objects.about(pack).order_by("pk").values_list("verb", flat=True)) == ["wrote", "changed"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Enter what is it called in school"),
        ({"step-1-minutes": ""}, "Enter how many minutes “Arrive” takes"),
        ({"step-3-what": ""}, "Enter what happens"),
        ({"step-1-minutes": "-3"}, "Enter 1 or more"),
        ({"link-2-title": ""}, "Enter what it is"),
        ({"link-2-url": ""}, "Enter its address"),
        ({"link-2-url": "javascript:alert(1)"}, "Enter a web address"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(year, client_of, wrong, words):
    page = client_of(year.cast.lead).post(url("edit_pack", year.sessions[4]), SENT | wrong)
    assert (page.status_code, "In pairs" in page.text, Pack.objects.count()) == (422, True, 0)
    assert words in page.text or words == "Enter what is it called in school" and "Enter an answer" in page.text


@pytest.mark.parametrize(
    ("who", "number", "early", "status"),
    [
        ("school_lead", 4, False, 200),
        ("contributor", 4, False, 200),
        ("school_lead", 5, False, 403),
        ("school_lead", 5, True, 200),
        ("adviser", 5, False, 200),
        ("observer", 5, False, 200),
        ("stranger", 4, True, 404),
        ("nobody", 4, True, 404),
        ("trust_viewer", 4, True, 404),
        ("reviewer", 4, True, 404),
    ],
)
def test_who_reads_it_and_from_when(year, client_of, who, number, early, status):
    session, user = year.sessions[number], getattr(year.cast, who)
    written(session, year.cast.lead, is_early=early)
    for name in ("pack", "download_pack"):
        assert client_of(user).get(url(name, session)).status_code == status
    if status != 404:
        page = client_of(user).get(session.get_absolute_url()).text
        assert ("Run it in school: the pack" in page) is (status == 200)
    if who != "lead":
        assert client_of(user).get(url("edit_pack", session)).status_code in (403, 404)


def test_without_a_pack_there_is_no_page(year, client_of):
    assert client_of(year.cast.school_lead).get(url("pack", year.sessions[4])).status_code == 403
    assert client_of(year.cast.lead).get(url("remove_pack", year.sessions[4])).status_code == 403


def test_the_paper_is_tagged_and_says_the_same(year, client_of):
    written(year.sessions[4], year.cast.lead)
    response = client_of(year.cast.school_lead).get(url("download_pack", year.sessions[4]))
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == "Emotion coaching in forty minutes: to run in school"


def test_removed_it_is_gone_and_on_the_record(year, client_of):
    pack = written(year.sessions[4], year.cast.lead)
    lead = client_of(year.cast.lead)
    assert lead.get(url("remove_pack", year.sessions[4])).status_code == 200 and Pack.objects.exists()
    lead.post(url("remove_pack", year.sessions[4]))
    assert not Pack.objects.exists()
    assert Activity.objects.get(verb="removed").subject == str(pack)


def test_what_was_handed_out_on_the_day_stands_beside_it(year, client_of):
    from training.models import Material

    session = year.sessions[4]
    written(session, year.cast.lead)
    for title, more in (
        ("Handout of the day", {}),
        ("Read before", {"is_before": True}),
        ("Not yet", {"visible_from": "2026-03-01"}),
    ):
        Material.objects.create(session=session, title=title, url="https://example.org/h", **more)
    page = client_of(year.cast.school_lead).get(url("pack", session)).text
    assert ("Handout of the day" in page, "Read before" in page, "Not yet" in page) == (True, False, False)
