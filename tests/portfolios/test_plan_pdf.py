"""The plan on paper: the words of its page, valid, and had by whoever reads the page."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from pdf_text import pages_of

from audit.models import Activity
from portfolios.contents.plan import Action, Plan, Priority, Update, plan_pdf
from portfolios.plan_paper import gather_plan

NASTY = "<script>alert(1)</script> {{ x }} & “Ŵyn” 🎈"


def paper(**rest):
    update = Update(date(2026, 1, 20), "Jo Pemberton", f"Everyone is met at the door. {NASTY}")
    action = Action("Meet at the gate", "In progress", "Going well", "Jo", date(2026, 3, 1), ("Needs: a rota",), (update,))  # fmt: skip
    priorities = tuple(Priority(n, f"Priority with a name {n}", "Ethos", NASTY, (action,) * 5) for n in range(1, 6))
    meant = {
        "school_name": "Heathervale Primary",
        "programme_name": "Attachment Aware Schools",
        "organisation": "Ashenshire Virtual School",
        "state": "Agreed on 3 February 2026.",
        "made_on": date(2026, 2, 3),
        "is_agreed": True,
        "why": f"Every child is known.\n{NASTY}",
        "priorities": priorities,
        **rest,
    }
    return Plan(**meant)


@pytest.mark.parametrize("rest", [{}, {"priorities": (), "why": ""}, {"school_name": "W" * 150, "is_agreed": False}])
def test_it_is_valid_full_and_empty(tmp_path, rest):
    path = tmp_path / "plan.pdf"
    path.write_bytes(plan_pdf(paper(**rest)))
    done = subprocess.run([Path(settings.BASE_DIR) / "scripts/verapdf", path], capture_output=True, text=True)
    assert done.stdout.startswith("PASS"), done.stdout


def test_it_says_the_words_of_the_plan():
    pages = pages_of(plan_pdf(paper()))
    said = " ".join(" ".join(pages).split())
    assert said.count("Meet at the gate") >= 25
    for words in ("Every child is known.", "Needs: a rota", "Going well", "<script>alert(1)</script> {{ x }}"):
        assert words in said
    assert all("As of 3 February 2026" in " ".join(page.split()) for page in pages)
    assert len(pages) <= 8


@pytest.fixture
def plan(cast):
    from schools.models import DevelopmentPlan, PlanAction, PlanUpdate, Priority

    made = DevelopmentPlan.objects.create(school=cast.school, vision="Known by name")
    priority = Priority.objects.create(plan=made, number=1, title="The door", success="Calm mornings")
    action = PlanAction.objects.create(priority=priority, number=1, title="A rota", owner="Jo", progress="complete")
    PlanUpdate.objects.create(action=action, text="It works", progress="complete", progress_before="in_progress", by=cast.school_lead)  # fmt: skip
    PlanUpdate.objects.create(action=action, text="A child by name", progress="complete", progress_before="complete", hidden_at="2026-01-01T00:00Z")  # fmt: skip
    return made


def test_what_is_gathered_leaves_out_what_is_out_of_sight(plan):
    said = gather_plan(plan)
    (priority,) = said.priorities
    assert (said.why, said.state, said.is_agreed, priority.title) == ("Known by name", "Draft.", False, "The door")
    assert [(one.title, one.progress, one.rating) for one in priority.actions] == [("A rota", "Complete", "Not rated yet")]  # fmt: skip
    assert [(one.text, one.by) for one in priority.actions[0].updates] == [("It works", "Jo Pemberton")]


@pytest.mark.parametrize(
    ("who", "status"),
    [("school_lead", 200), ("contributor", 200), ("adviser", 200), ("lead", 200), ("stranger", 404), ("other_adviser", 404)],
)  # fmt: skip
def test_whoever_reads_the_page_has_the_paper(plan, cast, client_of, who, status):
    client, address = client_of(getattr(cast, who)), reverse("portfolios:download_plan", args=[plan.pk])
    page, answer = client.get(plan.get_absolute_url()), client.get(address)
    assert (page.status_code, answer.status_code) == (status, status)
    assert Activity.objects.filter(verb="downloaded").count() == (status == 200)
    if status == 200:
        assert f'href="{address}">Download as PDF</a>' in page.text
        assert answer["Content-Disposition"] == 'attachment; filename="plan-heathervale-primary.pdf"'
        assert answer.content.startswith(b"%PDF")


def test_the_queries_do_not_grow_with_the_plan(plan, django_assert_max_num_queries):
    from schools.models import DevelopmentPlan, PlanAction, Priority

    for number in range(2, 6):
        priority = Priority.objects.create(plan=plan, number=number, title="More")
        PlanAction.objects.create(priority=priority, number=1, title="More")
    plan = DevelopmentPlan.objects.select_related("school").get()
    with django_assert_max_num_queries(5):
        gather_plan(plan)
