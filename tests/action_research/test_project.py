"""Action research from the question to the approval: who may, in which state, and what the school is told."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from action_research import actions, policies
from action_research.models import Comment, Cycle, Evidence, EvidenceKind, Measure, Project, ProjectState
from audit.models import Activity
from cohorts.readiness import shortfalls
from kit.access import Refused
from kit.flow import StepNotAllowed
from notifications.models import Message

# who, in which state: may edit, add evidence, propose, agree the question, write up, approve
RULES = {
    ("school_lead", "draft"): (True, True, True, False, False, False),
    ("school_lead", "proposed"): (False, True, False, False, False, False),
    ("school_lead", "agreed"): (True, True, False, False, True, False),
    ("school_lead", "written_up"): (False, True, False, False, False, False),
    ("school_lead", "approved"): (False, False, False, False, False, False),
    ("headteacher", "agreed"): (True, True, False, False, True, False),
    ("contributor", "draft"): (False, True, False, False, False, False),
    ("contributor", "agreed"): (False, True, False, False, False, False),
    ("adviser", "agreed"): (False, False, False, False, False, False),
    ("observer", "agreed"): (False, False, False, False, False, False),
    ("administrator", "draft"): (True, True, True, False, False, False),
    ("administrator", "proposed"): (False, True, False, False, False, False),
    ("lead", "proposed"): (False, True, False, True, False, False),
    ("lead", "written_up"): (False, True, False, False, False, True),
    ("lead", "draft"): (True, True, True, False, False, False),
}
ACTS = ("edit_project", "add_evidence", "propose_project", "agree_question", "write_up_project", "approve_project")


@pytest.mark.parametrize(("who", "state"), RULES, ids=lambda value: value)
def test_who_may_do_what_and_when(cast, project, who, state):
    project.state = state
    assert tuple(getattr(policies, f"can_{act}")(getattr(cast, who), project) for act in ACTS) == RULES[who, state]


def test_the_way_from_question_to_approval(cast, project):
    lead, school = cast.lead, cast.school_lead
    actions.propose_project(project, by=school)
    actions.return_question(project, by=lead, comment="Which mornings?")
    actions.propose_project(project, by=school)
    actions.agree_question(project, by=lead)
    actions.write_up_project(
        project, by=school, seen=1, progress_made="p", highs_and_lows="h", impact="i", what_next="w"
    )
    actions.approve_project(project, by=lead)
    project.refresh_from_db()
    assert (project.state, project.approved_by, project.has_findings) == (ProjectState.APPROVED, lead, True)
    told = Message.objects.filter(recipient=school).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["question_returned", "question_agreed", "project_approved"]


def test_no_question_is_proposed_before_ethics_are_seen_to(cast, project):
    Project.objects.filter(pk=project.pk).update(ethics_confirmed=False)
    project.refresh_from_db()
    with pytest.raises(Refused):
        actions.propose_project(project, by=cast.school_lead)


def test_two_editors_never_lose_a_text(cast, project, client_of):
    address = reverse("action_research:edit_project", args=[project.pk])
    typed = {"title": "The door", "question": "My long question about the door", "version": "1"}
    assert client_of(cast.school_lead).post(address, typed).status_code == 302
    response = client_of(cast.headteacher).post(
        address, typed | {"question": "Another long question that must be kept"}
    )
    assert response.status_code == 409
    assert "Another long question that must be kept" in response.content.decode()


def test_what_the_lead_types_in_is_marked_and_told(cast, project):
    actions.add_evidence(project, by=cast.lead, text="Told me on the telephone")
    assert Evidence.objects.get().on_behalf is True
    assert Activity.objects.get(verb="added evidence to").on_behalf is True
    assert Message.objects.filter(kind="entered_on_behalf", recipient=cast.school_lead).count() == 1


def photo(size=(64, 48)):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (53.0, 7.0, 0.0)}
    Image.new("RGB", size, (200, 220, 215)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("Gate in May.JPG", out.getvalue(), "image/jpeg")


def test_a_photo_comes_in_on_the_phone_without_its_place(cast, project, client_of):
    address = reverse("action_research:add_evidence", args=[project.pk])
    browser = client_of(cast.contributor)
    refused = browser.post(address, {"text": "The gate", "file": photo()})
    assert refused.status_code == 422
    assert "no child can be recognised" in refused.content.decode()
    assert browser.post(address, {"text": "The gate", "file": photo(), "nobody": "on"}).status_code == 302
    kept = Evidence.objects.get()
    assert (kept.kind, kept.file_name, kept.text) == (EvidenceKind.PHOTO, "Gate in May.jpg", "The gate")
    with Image.open(kept.file) as image:
        assert dict(image.getexif()) == {}
    response = browser.get(reverse("action_research:evidence_file", args=[kept.pk]))
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_hidden_evidence_does_not_exist_for_the_school(cast, project, client_of):
    from django.utils import timezone

    kept = actions.add_evidence(project, by=cast.school_lead, text="A text that went too far")
    Evidence.objects.filter(pk=kept.pk).update(hidden_at=timezone.now(), hidden_by=cast.lead)
    page = reverse("action_research:project", args=[project.pk])
    assert "went too far" not in client_of(cast.school_lead).get(page).content.decode()
    assert "went too far" in client_of(cast.lead).get(page).content.decode()


def test_another_schools_project_does_not_exist(cast, project, foreign_project, client_of):
    browser = client_of(cast.school_lead)
    codes = [browser.get(reverse(f"action_research:{name}", args=[foreign_project.pk])).status_code for name in ("project", "edit_project", "add_evidence")]  # fmt: skip
    assert codes == [404, 404, 404]
    assert client_of(cast.stranger).get(foreign_project.get_absolute_url()).status_code == 200


def test_a_refused_post_changes_nothing(cast, project, client_of):
    for who in ("contributor", "adviser", "observer"):
        response = client_of(getattr(cast, who)).post(reverse("action_research:propose_project", args=[project.pk]))
        assert response.status_code == 403
    project.refresh_from_db()
    assert (project.state, Message.objects.count(), Activity.objects.count()) == (ProjectState.DRAFT, 0, 0)


def test_a_late_step_is_told_so(cast, project):
    actions.propose_project(project, by=cast.school_lead)
    with pytest.raises(StepNotAllowed):
        actions.propose_project(Project.objects.get(pk=project.pk), by=cast.school_lead)


def test_graduation_waits_for_the_approval(cast, project, place):
    told = [one.text for one in shortfalls([place])[place.pk]]
    assert "The school proposes its research question" in told
    Project.objects.filter(pk=project.pk).update(state="approved", approved_at="2026-05-01T00:00Z")
    assert "research" not in " ".join(one.text for one in shortfalls([place])[place.pk])


def test_a_page_costs_the_same_however_much_is_in_it(cast, project, client_of, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    monkeypatch.setattr(
        "kit.context.ways", lambda request: {"nav": [], "account": [], "footer": []}
    )  # the frame is counted elsewhere
    browser, counts = client_of(cast.school_lead), []
    browser.get(project.get_absolute_url())
    for number in (2, 20):
        for n in range(number):
            Measure.objects.create(project=project, what=f"Measure {n}", start=1)
            Cycle.objects.create(project=project, number=number * 100 + n)
            Evidence.objects.create(project=project, kind="note", text=f"Note {n}", by=cast.school_lead)
            Comment.objects.create(project=project, text=f"Word {n}", by=cast.lead)
        with CaptureQueriesContext(connection) as queries:
            assert f"Note {number - 1}" in browser.get(project.get_absolute_url()).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12, [query["sql"][:200] for query in queries]
