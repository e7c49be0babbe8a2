"""Every act of a project through its page: what it changes, and what refused people leave unchanged."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from action_research import actions
from action_research.models import Comment, Cycle, Evidence, Measure, Project, ProjectState
from audit.models import Activity
from kit.clock import now
from notifications.kinds import kinds
from notifications.models import Message

EVERYBODY = ("lead", "administrator", "adviser", "other_adviser", "observer", "headteacher", "school_lead", "contributor", "stranger", "nobody")  # fmt: skip
WRITERS = {"lead", "administrator", "headteacher", "school_lead"}
LEAD = {"lead"}
TEXTS = {"title": "The door", "question": "Does a named adult help?", "version": "1"}
MEASURE = {"what": "Settled starts", "unit": "mornings", "n": "11", "start": "9", "start_on_day": "3", "start_on_month": "11", "start_on_year": "2025", "end": "16", "version": "1"}  # fmt: skip
CYCLE = {"plan": "One adult greets", "act": "Nine began", "version": "1"}
FOUND = {"progress_made": "Much", "highs_and_lows": "Both", "impact": "Some", "what_next": "More", "version": "1"}

# the act, the state it is done in, what is sent, and who may
ACTS = [
    ("edit_project", "draft", TEXTS, WRITERS),
    ("add_measure", "agreed", MEASURE, WRITERS),
    ("edit_measure", "agreed", MEASURE, WRITERS),
    ("add_cycle", "agreed", CYCLE, WRITERS),
    ("edit_cycle", "agreed", CYCLE, WRITERS),
    ("add_evidence", "proposed", {"text": "A line"}, WRITERS | {"contributor"}),
    ("add_comment", "approved", {"text": "Well looked at"}, WRITERS | {"adviser"}),
    ("propose_project", "draft", {}, WRITERS),
    ("agree_question", "proposed", {}, LEAD),
    ("return_question", "proposed", {"text": "A smaller one"}, LEAD),
    ("write_up_project", "agreed", FOUND, WRITERS),
    ("return_write_up", "written_up", {"text": "Say more"}, LEAD),
    ("approve_project", "written_up", {}, LEAD),
]


@pytest.fixture
def parts(project):
    """A measure and a cycle to write on in."""
    return {
        "edit_measure": Measure.objects.create(project=project, what="Starts", start=1).pk,
        "edit_cycle": Cycle.objects.create(project=project, number=1, plan="Greet").pk,
    }


def stand(project, state):
    Project.objects.filter(pk=project.pk).update(state=state, approved_at=now() if state == "approved" else None)
    project.refresh_from_db()


def everything():
    """All that an act could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Project, Measure, Cycle, Evidence, Comment, Activity, Message)
    ]


@pytest.mark.parametrize(
    ("act", "state", "sent", "may"), ACTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_who_may_and_what_refusals_leave_unchanged(cast, project, parts, client_of, act, state, sent, may):
    stand(project, state)
    address = reverse(f"action_research:{act}", args=[parts.get(act, project.pk)])
    before, answers = everything(), {}
    for name in EVERYBODY:
        if name not in may:
            answers[name] = client_of(getattr(cast, name)).post(address, sent).status_code
    outside = {"other_adviser", "stranger", "nobody"}
    assert answers == {name: 404 if name in outside else 403 for name in EVERYBODY if name not in may}
    assert everything() == before
    wrote = any(isinstance(text, str) and len(text) > 20 for text in sent.values())
    assert client_of().post(address, sent).status_code == (
        403 if wrote else 302
    )  # what was written is shown; else to sign-in
    assert everything() == before
    doer = sorted(may & {"school_lead", "lead"}, reverse=True)[0]
    assert client_of(getattr(cast, doer)).post(address, sent).status_code == 302
    assert everything() != before


@pytest.mark.parametrize(
    ("act", "state", "sent", "may"), ACTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_act_out_of_its_time_is_told_so(cast, project, parts, client_of, act, state, sent, may):
    if act == "add_comment":
        pytest.skip("a word is welcome at any time")
    stand(project, "approved" if state != "approved" else "draft")
    before = everything()
    doer = sorted(may & {"school_lead", "lead"}, reverse=True)[0]
    response = client_of(getattr(cast, doer)).post(
        reverse(f"action_research:{act}", args=[parts.get(act, project.pk)]), sent
    )
    assert (response.status_code, everything()) == (409, before)


@pytest.mark.parametrize(
    ("act", "sent", "typed"),
    [
        (
            "edit_project",
            TEXTS | {"need": "What I typed while somebody else was quicker"},
            "What I typed while somebody",
        ),
        (
            "edit_cycle",
            CYCLE | {"observe": "What I typed while somebody else was quicker"},
            "What I typed while somebody",
        ),
        (
            "edit_measure",
            MEASURE | {"how": "What I typed while somebody else was quicker"},
            "What I typed while somebody",
        ),
        (
            "write_up_project",
            FOUND | {"impact": "What I typed while somebody else was quicker"},
            "What I typed while somebody",
        ),
    ],
)
def test_the_second_of_two_keeps_what_they_typed(cast, project, parts, client_of, act, sent, typed):
    stand(project, "agreed")
    actions.edit_project(project, by=cast.headteacher, seen=1, need="The head was quicker")
    before = everything()
    response = client_of(cast.school_lead).post(
        reverse(f"action_research:{act}", args=[parts.get(act, project.pk)]), sent
    )
    assert (response.status_code, typed in response.content.decode()) == (409, True)
    assert everything() == before


def test_findings_are_kept_before_they_are_handed_in(cast, project, client_of):
    stand(project, "agreed")
    address = reverse("action_research:write_up_project", args=[project.pk])
    client = client_of(cast.school_lead)
    assert client.post(address, {"impact": "Calmer doors", "version": "1"}).status_code == 422
    assert client.post(address, {"impact": "Calmer doors", "version": "1", "keep": "yes"}).status_code == 302
    project.refresh_from_db()
    assert (project.state, project.impact) == (ProjectState.AGREED, "Calmer doors")
    assert "Calmer doors" in client.get(address).content.decode()


def test_a_project_is_begun_once_by_those_who_write(cast, place, client_of):
    address = reverse("action_research:start_project", args=[place.pk])
    refused = {
        name: client_of(getattr(cast, name)).post(address).status_code
        for name in ("contributor", "adviser", "observer", "stranger")
    }
    assert (refused, Project.objects.count()) == (
        {"contributor": 403, "adviser": 403, "observer": 403, "stranger": 404},
        0,
    )
    mine = client_of(cast.school_lead).get(reverse("action_research:projects_of_mine")).content.decode()
    assert "Begin the project" in mine
    for _ in range(2):
        client_of(cast.school_lead).post(address)
    assert (Project.objects.get().state, Activity.objects.filter(verb="started").count()) == (ProjectState.DRAFT, 1)


@pytest.mark.parametrize("name", ["headteacher", "school_lead", "contributor", "adviser"])
def test_nothing_of_another_school_exists(cast, project, foreign_project, client_of, name):
    measure = Measure.objects.create(project=foreign_project, what="Canary measure", start=1)
    cycle = Cycle.objects.create(project=foreign_project, number=1, plan="Canary plan")
    kept = actions.add_evidence(foreign_project, by=cast.stranger, text="Canary evidence")
    Comment.objects.create(project=foreign_project, text="Canary comment", by=cast.lead)
    client, codes = client_of(getattr(cast, name)), set()
    for act, *_ in ACTS:
        pk = {"edit_measure": measure.pk, "edit_cycle": cycle.pk}.get(act, foreign_project.pk)
        address = reverse(f"action_research:{act}", args=[pk])
        codes |= {client.post(address, {}).status_code}
    for view, pk in (("project", foreign_project.pk), ("evidence_file", kept.pk)):
        codes |= {client.get(reverse(f"action_research:{view}", args=[pk])).status_code}
    assert codes == {404}
    for address in (
        project.get_absolute_url(),
        reverse("action_research:projects_of_mine"),
        cast.school.get_absolute_url(),
    ):
        assert "canary" not in client.get(address, follow=True).content.decode().lower()


def test_what_is_out_of_sight_is_gone_from_pages_charts_and_letters(cast, project, client_of):
    Measure.objects.create(project=project, what="Hidden measure", start=1, end=2, hidden_at=now())
    Cycle.objects.create(project=project, number=1, plan="Hidden plan", hidden_at=now())
    comment = actions.add_comment(project, by=cast.lead, text="Hidden word")
    letter = Message.objects.filter(kind="project_commented").first()
    assert kinds["project_commented"].wanted(letter)
    Comment.objects.filter(pk=comment.pk).update(hidden_at=now())
    assert not kinds["project_commented"].wanted(letter)
    shown = {
        name: client_of(getattr(cast, name)).get(project.get_absolute_url()).content.decode()
        for name in ("school_lead", "adviser", "lead")
    }
    words = ("Hidden measure", "Hidden plan", "Hidden word")
    assert {name: [word in page for word in words] for name, page in shown.items()} == {
        "school_lead": [False] * 3, "adviser": [False] * 3, "lead": [True] * 3,
    }  # fmt: skip
    assert "<svg xmlns" not in shown["lead"]


def test_letters_are_no_longer_wanted_once_the_project_has_moved_on(cast, project):
    actions.propose_project(project, by=cast.school_lead)
    actions.return_question(project, by=cast.lead, comment="A smaller one")
    letter = Message.objects.filter(kind="question_returned").first()
    assert kinds["question_returned"].wanted(letter)
    actions.propose_project(project, by=cast.school_lead)
    letter = Message.objects.get(pk=letter.pk)
    assert not kinds["question_returned"].wanted(letter)


def test_the_chart_says_its_figures_and_escapes_its_words(cast, project, client_of):
    Measure.objects.create(
        project=project, what="<b>Starts</b> " + "long " * 24, unit="mornings", start="9.50", end="16"
    )
    Measure.objects.create(project=project, what="Only a start", start=3)
    page = client_of(cast.school_lead).get(project.get_absolute_url()).content.decode()
    assert (page.count("<svg xmlns"), page.count("<title>Slope chart."), "<b>Starts" in page) == (2, 2, False)
    assert "from 9.5 to 16 mornings" in page
    assert "…</text>" in page


def test_every_page_that_takes_words_names_the_safeguarding_lead(cast, project, parts, client_of):
    client = client_of(cast.school_lead)
    addresses = [project.get_absolute_url()] + [
        reverse(f"action_research:{view}", args=[parts.get(view, project.pk)])
        for view in ("edit_project", "add_measure", "edit_measure", "add_cycle", "edit_cycle", "add_evidence")
    ]
    assert all("tell your safeguarding lead" in client.get(address).content.decode() for address in addresses)


@pytest.mark.parametrize("part", ["measure", "cycle", "comment", "evidence"])
def test_every_part_is_taken_out_of_sight_and_put_back(cast, project, client_of, part):
    made = {
        "measure": lambda: Measure.objects.create(project=project, what="Named a child", start=1),
        "cycle": lambda: Cycle.objects.create(project=project, number=1, plan="Named a child"),
        "comment": lambda: Comment.objects.create(project=project, text="Named a child", by=cast.lead),
        "evidence": lambda: actions.add_evidence(project, by=cast.school_lead, text="Named a child"),
    }[part]()
    kind = ContentType.objects.get_for_model(made).pk
    hide, show = (reverse(f"audit:{name}", args=[kind, made.pk]) for name in ("take_out_of_sight", "put_back"))
    lead, school = client_of(cast.lead), client_of(cast.school_lead)

    def reads(client):
        return "Named a child" in client.get(project.get_absolute_url()).content.decode()

    assert lead.get(hide).status_code == 200
    assert (lead.post(hide, {"reason": "It names a child"}).status_code, reads(school), reads(lead)) == (
        302,
        False,
        True,
    )
    assert (lead.post(show).status_code, reads(school)) == (302, True)
    assert school.post(hide, {"reason": "Mine"}).status_code == 403
