"""The plan's pages as people use them, the conflict page among them."""

import re

import pytest

from schools.actions import plan as actions
from schools.actions import plan_parts as parts
from schools.models import DevelopmentPlan, PlanUpdate, Priority


def text_of(response):
    return response.content.decode()


def test_navigation_leads_a_contributor_nowhere_closed(cast, place, frozen, client_of):
    """Every link of What next and of the page behind "Plan" opens for somebody who only adds evidence."""
    client = client_of(cast.contributor)
    page = text_of(client.get("/schools/plans/"))
    assert "There is no plan yet. Your headteacher" in page
    page += text_of(client.get("/next/"))
    assert "The school writes its development plan." in page
    assert "Start the plan" not in page
    links = set(re.findall(r'href="(/[^"#]*)"', page)) - {"/accounts/logout/"}
    closed = {link for link in links if client.get(link, follow=True).status_code != 200}
    assert not {link for link in closed if not link.startswith("/static/")}
    theirs = text_of(client_of(cast.school_lead).get("/next/"))
    assert "Start your development plan" in theirs
    assert "The school writes its development plan" not in theirs  # it is asked of them already


def test_a_school_writes_submits_and_signs(cast, frozen, client_of):
    lead, head = client_of(cast.school_lead), client_of(cast.headteacher)
    assert "There is no plan yet" in text_of(lead.get(f"/schools/{cast.school.pk}/plan/start/"))
    lead.post(f"/schools/{cast.school.pk}/plan/start/")
    plan = DevelopmentPlan.objects.get()
    page = f"/schools/plans/{plan.pk}/"
    assert lead.get("/schools/plans/").headers["Location"] == page
    lead.post(f"{page}edit/", {"seen": 1, "vision": "Every child is noticed"})
    lead.post(f"{page}priorities/add/", {"seen": 2, "title": "Greeting", "theme": "Ethos", "success": "Calm starts"})
    priority = Priority.objects.get()
    due = {"due_on_day": "19", "due_on_month": "3", "due_on_year": "2026"}
    lead.post(
        f"/schools/plans/priorities/{priority.pk}/actions/add/",
        {"seen": 2, "title": "Teach the script", "owner": "Jo"} | due,
    )
    shown = text_of(lead.get(page))
    for words in (
        "Every child is noticed",
        "Greeting",
        "Teach the script",
        "Jo, by 19 March",
        "Not rated yet",
        "Submit the plan",
    ):
        assert words in shown, words
    lead.post(f"{page}submit/")
    assert "The headteacher signs next" in text_of(lead.get(page))
    assert "Waiting for you" not in text_of(lead.get(page))
    assert "Waiting for you" in text_of(head.get(page))
    head.post(f"{page}sign/")
    plan.refresh_from_db()
    assert plan.signed_name == "Helen Strand"


def test_the_lead_sends_back_agrees_and_reviews(cast, at, client_of):
    plan, lead = at("submitted"), client_of(cast.lead)
    page = f"/schools/plans/{plan.pk}/"
    assert "has not signed yet" in text_of(lead.get(f"{page}agree/"))
    assert "Enter the name of the headteacher" in text_of(lead.post(f"{page}sign/", {"name": ""}))
    lead.post(f"{page}sign/", {"name": "Helen Strand"})
    early = {"review_due_on_day": "1", "review_due_on_month": "1", "review_due_on_year": "2026"}
    assert "still to come" in text_of(lead.post(f"{page}agree/", early))
    assert lead.post(f"{page}agree/", early | {"review_due_on_month": "6"}).status_code == 302
    shown = text_of(lead.get(page))
    assert "version 1" in shown
    assert "Review due Monday 1 June 2026" in shown
    action = plan.priorities.get().actions.get()
    lead.post(f"/schools/plans/actions/{action.pk}/rate/", {"rating": "well", "why": "11 of 12 use it"})
    on = {"on_day": "3", "on_month": "2", "on_year": "2026"}
    assert lead.post(f"{page}review/", on | {"note": "Well begun"}).status_code == 302
    shown = text_of(lead.get(page))
    for words in ("Going well", "11 of 12 use it", "Well begun"):
        assert words in shown, words


def test_an_update_takes_two_taps(cast, at, client_of):
    plan, lead = at("agreed"), client_of(cast.school_lead)
    action = plan.priorities.get().actions.get()
    form = text_of(lead.get(f"/schools/plans/{plan.pk}/updates/add/?action={action.pk}"))
    assert "Not the place for a concern about a child: tell your safeguarding lead." in form
    lead.post(
        f"/schools/plans/{plan.pk}/updates/add/", {"action": action.pk, "progress": "complete", "text": "All twelve"}
    )
    shown = text_of(lead.get(f"/schools/plans/{plan.pk}/"))
    assert "3 February, Jo Pemberton" in shown
    assert "All twelve" in shown


def test_an_action_of_another_school_is_no_answer(cast, at, client_of):
    plan = at("agreed")
    foreign = at("draft", school=cast.other, by=cast.stranger).priorities.get().actions.get()
    sent = {"action": foreign.pk, "progress": "complete", "text": "Mine now"}
    assert "Choose one of the answers" in text_of(
        client_of(cast.school_lead).post(f"/schools/plans/{plan.pk}/updates/add/", sent)
    )
    assert not PlanUpdate.objects.exists()


@pytest.mark.parametrize("what", ["why", "priority", "action"])
def test_the_second_editor_is_shown_both_texts(cast, at, client_of, what):
    plan = at("draft")
    priority = plan.priorities.get()
    action = priority.actions.get()
    address, field = {
        "why": (f"/schools/plans/{plan.pk}/edit/", "vision"),
        "priority": (f"/schools/plans/priorities/{priority.pk}/edit/", "title"),
        "action": (f"/schools/plans/actions/{action.pk}/edit/", "title"),
    }[what]
    seen = plan.version
    first, second = client_of(cast.school_lead), client_of(cast.headteacher)
    assert first.post(address, {"seen": seen, field: "What Jo wrote"}).status_code == 302
    answer = second.post(address, {"seen": seen, field: "What Helen wrote"})
    assert answer.status_code == 409
    assert "What Jo wrote" in text_of(answer)
    assert "What Helen wrote" in text_of(answer)
    assert answer.context["form"]["seen"].value() == seen + 1
    assert second.post(address, {"seen": seen + 1, field: "Both"}).status_code == 302


def test_a_conflict_elsewhere_in_the_plan_says_so(cast, at, client_of):
    plan = at("draft")
    priority = plan.priorities.get()
    actions.edit_plan(plan, by=cast.headteacher, vision="New why", seen=plan.version)
    words = {"title": priority.title, "theme": priority.theme, "success": priority.success}
    answer = client_of(cast.school_lead).post(
        f"/schools/plans/priorities/{priority.pk}/edit/", {"seen": plan.version - 1, **words}
    )
    assert answer.status_code == 409
    assert "This part is as you left it" in text_of(answer)


def test_a_plan_handed_in_meanwhile_keeps_the_text_on_the_page(cast, at, client_of):
    plan = at("submitted")
    answer = client_of(cast.school_lead).post(
        f"/schools/plans/{plan.pk}/edit/", {"seen": plan.version, "vision": "Twenty more characters of a why"}
    )
    assert answer.status_code == 409
    assert "Twenty more characters of a why" in text_of(answer)


def test_a_sixth_priority_is_explained(cast, at, client_of):
    plan, lead = at("draft"), client_of(cast.school_lead)
    for number in range(2, 6):
        parts.add_priority(plan, by=cast.school_lead, title=f"Priority {number}", theme="", success="")
    address = f"/schools/plans/{plan.pk}/priorities/add/"
    assert "There are five priorities already" in text_of(lead.get(address))
    answer = lead.post(address, {"seen": 1, "title": "A sixth one"})
    assert answer.status_code == 409
    assert "A sixth one" in text_of(answer)


def test_versions_side_by_side(cast, at, client_of):
    plan, lead = at("agreed"), client_of(cast.school_lead)
    assert "Nothing to compare yet" in text_of(lead.get(f"/schools/plans/{plan.pk}/compare/"))
    lead.post(f"/schools/plans/{plan.pk}/reopen/")
    plan.refresh_from_db()
    lead.post(f"/schools/plans/{plan.pk}/edit/", {"seen": plan.version, "vision": "A bolder why"})
    lead.post(f"/schools/plans/{plan.pk}/submit/")
    client_of(cast.headteacher).post(f"/schools/plans/{plan.pk}/sign/")
    due = {"review_due_on_day": "1", "review_due_on_month": "6", "review_due_on_year": "2026"}
    client_of(cast.lead).post(f"/schools/plans/{plan.pk}/agree/", due)
    shown = lead.get(f"/schools/plans/{plan.pk}/compare/?only=changed")
    changed = [(what, before, after) for what, before, after, differs in shown.context["rows"] if differs]
    assert changed == [("Why we do this", "The why of Heathervale Primary", "A bolder why")]
    version = plan.versions.get(number=1)
    assert "The why of Heathervale Primary" in text_of(lead.get(f"/schools/plans/versions/{version.pk}/"))
    assert client_of(cast.stranger).get(f"/schools/plans/versions/{version.pk}/").status_code == 404


def test_what_is_out_of_sight_is_gone_from_plan_and_versions(cast, at, client_of):
    plan = at("agreed")
    action = plan.priorities.get().actions.get()
    parts.add_update(plan, by=cast.school_lead, action=action, progress="complete", text="canary-update")
    actions.reopen_plan(plan, by=cast.school_lead)
    actions.submit_plan(plan, by=cast.school_lead)
    actions.send_back_plan(plan, by=cast.lead, comment="Once more")
    pages = [f"/schools/plans/{plan.pk}/", f"/schools/plans/versions/{plan.versions.get(kind='returned').pk}/"]
    assert all("canary-update" in text_of(client_of(cast.school_lead).get(page)) for page in pages)
    PlanUpdate.objects.update(hidden_at=plan.created_at)
    assert not any("canary-update" in text_of(client_of(cast.school_lead).get(page)) for page in pages)
    assert "Out of sight" in text_of(client_of(cast.lead).get(pages[0]))


def test_the_lead_takes_a_text_out_of_sight_from_the_page(cast, at, client_of):
    import re

    plan, lead = at("agreed"), client_of(cast.lead)
    action = plan.priorities.get().actions.get()
    parts.add_update(plan, by=cast.school_lead, action=action, progress="complete", text="Names a child")
    page = text_of(lead.get(f"/schools/plans/{plan.pk}/"))
    links = re.findall(r'href="([^"]+)">Take out of sight', page)
    assert len(links) == 3  # the update, the action, the priority
    for link in links:
        assert lead.get(link).status_code == 200, link
    lead.post(links[0], {"reason": "It names a child"})
    assert "Names a child" not in text_of(client_of(cast.school_lead).get(f"/schools/plans/{plan.pk}/"))
    assert "Take out of sight" not in text_of(client_of(cast.school_lead).get(f"/schools/plans/{plan.pk}/"))


@pytest.mark.parametrize("many", [1, 5])
def test_a_plan_costs_the_same_whatever_its_size(cast, at, cost, many):
    plan = at("draft")
    for number in range(2, many + 1):
        priority = parts.add_priority(plan, by=cast.school_lead, title=f"P{number}", theme="", success="")
        for place in range(4):
            parts.add_action(priority, by=cast.school_lead, title=f"A{place}")
    address = f"/schools/plans/{plan.pk}/"
    assert {who: cost(getattr(cast, who), address) for who in ("lead", "school_lead")} == {"lead": 7, "school_lead": 6}


def test_two_priorities_of_one_title_are_told_apart(cast, at, client_of):
    """A region of the page is called by its number and its title, so that no two have the same name."""
    plan = at("draft")
    parts.add_priority(plan, by=cast.school_lead, title="Every adult greets", theme="Ethos", success="")
    page = client_of(cast.school_lead).get(f"/schools/plans/{plan.pk}/").text
    ids = dict(re.findall(r'id="([np]\d+)">([^<]+)<', page))
    names = [
        " ".join(ids[one] for one in label.split())
        for label in re.findall(r'id="priority-\d+" aria-labelledby="([^"]+)"', page)
    ]
    assert names == ["Priority 1 of 2 Every adult greets", "Priority 2 of 2 Every adult greets"]
