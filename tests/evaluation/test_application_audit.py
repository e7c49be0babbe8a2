"""The self-audit with an application: behind the proven link, saved and resumed, and the baseline of all that follows."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actions import take_out_of_sight
from audit.models import Activity
from cohorts.actions.application import submit_application
from cohorts.models import Application, Colleague, Place
from evaluation.actions import fill_in_application_audit
from evaluation.application_sections import SelfAudit
from evaluation.models import Answer, Audit, Theme
from evaluation.year import completed_moments, year_of
from kit.access import Refused
from kit.flow import StepNotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def page_of(application):
    return reverse("evaluation:application_audit", args=[application.applicant_token])


def levels(audit):
    return list(Answer.objects.filter(audit=audit).values_list("level", flat=True))


def test_ten_themes_of_four_levels_are_there_from_the_start(db):
    assert (Theme.objects.asked().count(), len(Theme.objects.first().levels)) == (10, 4)
    assert not Theme.objects.filter(embedded="").exists()


def test_without_the_code_nobody_reads_or_writes(client, draft, posted):
    proof = reverse("cohorts:prove_address", args=[draft.applicant_token])
    assert client.get(page_of(draft)).url == proof
    assert client.post(page_of(draft), posted()).url == proof
    assert client.get(reverse("evaluation:application_audit", args=["nonsense"])).status_code == 404
    assert Audit.objects.count() == 0


def test_saved_and_resumed_it_goes_with_the_application(client, draft, prove, posted):
    prove(client, draft)
    form = reverse("cohorts:application_form", args=[draft.applicant_token])
    assert SelfAudit.state(draft) == "not started"
    assert f'<a class="govuk-link" href="{page_of(draft)}"' in client.get(form).text
    assert client.post(page_of(draft), posted(t1=(3, "A list on the door"), t10=None)).url == page_of(draft)
    audit = Audit.objects.get()
    assert (audit.school, audit.cohort, audit.moment, audit.by_name) == (draft.school, draft.cohort, "start", "Jo Pemberton")  # fmt: skip
    assert (SelfAudit.state(draft), audit.completed_at, levels(audit)) == ("in progress", None, [3, *[2] * 8])
    check = client.get(reverse("cohorts:check_application", args=[draft.applicant_token])).text
    assert "Choose a level for 1 more theme of the self-audit" in check
    with pytest.raises(Refused, match="Choose a level for 1 more theme"):
        submit_application(draft, at=timezone.now())

    page = client.get(page_of(draft)).text
    assert ("9 of 10" in page, "A list on the door" in page) == (True, True)
    assert client.post(page_of(draft), posted(version=1, t1=(3, "A list on the door")) | {"back": "1"}).url == form
    audit.refresh_from_db()
    assert (SelfAudit.state(draft), audit.completed_at, audit.version) == ("done", timezone.now(), 2)
    submit_application(draft, at=timezone.now())
    assert client.get(page_of(draft)).url == form
    assert client.post(page_of(draft), posted(version=2, level=4)).url == form
    assert levels(audit) == [3, *[2] * 9]


def test_a_second_window_is_shown_both_and_nothing_is_lost(client, draft, prove, posted):
    prove(client, draft)
    client.post(page_of(draft), posted(t1=(3, "The first to save")))
    answer = client.post(page_of(draft), posted(t1=(1, "The second to save")))
    assert answer.status_code == 409
    assert ("“The first to save”" in answer.text, "The second to save</textarea>" in answer.text) == (True, True)
    assert Answer.objects.get(theme__number=1).note == "The first to save"


def test_the_lead_fills_it_in_for_a_silent_school_and_it_says_so(client_of, cast, draft, posted):
    lead, page = client_of(cast.lead), reverse("evaluation:application_audit_for_school", args=[draft.pk])
    tasks = reverse("cohorts:application_form_for_school", args=[draft.pk])
    assert f'href="{page}"' in lead.get(tasks).text
    assert "You write for Heathervale Primary" in lead.get(page).text
    assert lead.post(page, posted(t1=(3, "They told us")) | {"back": "1"}).url == tasks
    audit = Audit.objects.get()
    draft.refresh_from_db()
    assert (audit.by, audit.by_name, audit.on_behalf, draft.on_behalf) == (cast.lead, "Marian Osgood", True, True)
    assert Activity.objects.about(audit).values_list("verb", "by", "on_behalf").get() == (
        "began",
        cast.lead.pk,
        True,
    )
    assert lead.post(page, posted(version=0)).status_code == 409
    assert client_of(cast.administrator).get(page).status_code == 403


def test_it_names_who_really_wrote_it(client, client_of, cast, draft, prove, posted):
    maya = Colleague.objects.create(
        application=draft, name="Maya Bell", email="maya@example.org", proved_at=timezone.now()
    )
    theirs = client_of()
    session = theirs.session
    session["applications_proved"] = {f"{draft.pk}:{maya.pk}": timezone.now().isoformat()}
    session.save()
    theirs.post(reverse("evaluation:application_audit", args=[maya.token]), posted())
    audit = Audit.objects.get()
    assert (audit.by, audit.by_name, audit.on_behalf) == (None, "Maya Bell", False)
    theirs.post(reverse("evaluation:application_audit", args=[maya.token]), posted(version=1))
    prove(client, draft).post(page_of(draft), posted(version=2))
    audit.refresh_from_db()
    assert audit.by_name == "Jo Pemberton"
    acts = [(one.verb, one.who) for one in Activity.objects.about(audit).order_by("pk")]
    assert acts == [("began", "Maya Bell"), ("filled in", "Jo Pemberton")]
    assert "Written by Jo Pemberton" in client_of(cast.lead).get(audit.get_absolute_url()).text


def test_an_application_that_was_sent_meanwhile_takes_no_more(draft, posted):
    theme = Theme.objects.first()
    Application.objects.update(state="submitted", submitted_at=timezone.now())
    with pytest.raises(StepNotAllowed):
        fill_in_application_audit(draft, {theme: (1, "")}, seen=0, at=timezone.now())
    assert Audit.objects.count() == 0


def test_a_strange_level_is_refused_at_its_field(client, draft, prove, posted):
    prove(client, draft)
    first = Theme.objects.first()
    answer = client.post(page_of(draft), posted() | {f"level_{first.pk}": "5", f"note_{first.pk}": "Kept"})
    assert (answer.status_code, "Choose one of the four levels" in answer.text) == (422, True)
    assert ("Kept" in answer.text, Audit.objects.count()) == (True, 0)


def test_a_cohort_that_does_not_ask_has_no_page_of_it(client, draft, prove):
    draft.cohort.asks_for_audit = False
    draft.cohort.save()
    prove(client, draft)
    assert client.get(page_of(draft)).url == reverse("cohorts:application_form", args=[draft.applicant_token])
    submit_application(draft, at=timezone.now())


def test_the_words_that_were_answered_stay_with_the_answer(draft, cast, client_of):
    theme = Theme.objects.first()
    was = theme.emerging
    fill_in_application_audit(draft, {theme: (2, "So far")}, seen=0, at=timezone.now())
    Theme.objects.filter(pk=theme.pk).update(title="Another title", emerging="Another level")
    assert SelfAudit.summary(draft) == [("Relationships and key adults", f"Emerging. {was}\n“So far”")]
    lead = client_of(cast.lead).get(draft.get_absolute_url()).text
    assert (was in lead, "Another" in lead) == (True, False)
    head = client_of().get(reverse("cohorts:confirm_application", args=[draft.head_token])).text
    assert was in head


def test_a_line_out_of_sight_is_nowhere_and_saving_again_keeps_it_there(client, client_of, draft, cast, prove, posted):
    prove(client, draft)
    client.post(page_of(draft), posted(t1=(3, "It names a child")))
    answer = Answer.objects.get(theme__number=1)
    take_out_of_sight(answer, reason="It names a child", by=cast.lead)
    form = client.get(page_of(draft)).text
    assert ("It names a child" in form, "taken out of sight" in form) == (False, True)
    client.post(page_of(draft), posted(version=1, t1=(4, "Typed past the form")))
    answer.refresh_from_db()
    assert (answer.level, answer.note, answer.is_hidden) == (4, "It names a child", True)
    for page in (
        client.get(reverse("cohorts:check_application", args=[draft.applicant_token])),
        client_of(cast.lead).get(draft.get_absolute_url()),
    ):
        assert "It names a child" not in page.text


def test_it_stays_as_the_first_baseline_of_the_place(draft, cast, filled):
    filled(cast.school, draft.cohort, application=draft, level=1)
    place = Place.objects.create(cohort=draft.cohort, school=cast.school, application=draft)
    assert [one.moment_words for one in year_of(place).audits] == ["With the application"]
    filled(cast.school, draft.cohort, moment="end_of_year", level=3)
    rows = year_of(place).rows
    assert rows[0].cells == [("Not yet", "rest"), ("Developing", "three")]


def test_that_of_a_withdrawn_application_is_no_baseline(draft, cast, filled):
    filled(cast.school, draft.cohort, application=draft)
    Application.objects.update(state="withdrawn")
    place = Place.objects.create(cohort=draft.cohort, school=cast.school)
    assert year_of(place).audits == ()


def test_an_application_kept_for_the_next_cohort_keeps_its_audit(draft, cast, coming, filled, client_of):
    from cohorts.models import Carry, Cohort

    filled(cast.school, coming, application=draft, level=1)
    later = Cohort.objects.get(pk=coming.pk)
    later.pk, later.name, later._state.adding = None, "2027-28", True
    later.save()
    became = Application.objects.get(pk=draft.pk)
    became.pk, became.cohort, became._state.adding = None, later, True
    became.save()
    Carry.objects.create(application=draft, to_cohort=later, answer_by=coming.decisions_on, became=became)
    assert SelfAudit.summary(became) == SelfAudit.summary(draft) != []
    assert SelfAudit.state(became) == "done"
    place = Place.objects.create(cohort=later, school=cast.school, application=became)
    assert [row.cells for row in year_of(place).rows[:1]] == [[("Not yet", "rest")]]
    assert completed_moments([place]) == {place.pk: {"start"}}
