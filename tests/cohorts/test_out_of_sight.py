"""An answer of an application that was taken out of sight: gone for everybody but the Virtual School, kept, and put back."""

import pytest
from a_reading import give
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from audit.actions import put_back, take_out_of_sight
from cohorts.actions.application import copy_writing, submit_application
from cohorts.models import Answer, Application, ApplicationState, FormQuestion, Review
from cohorts.questions import missing_from

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
GONE, SECRET = "Taken out of sight by the Virtual School.", "It names a child"


@pytest.fixture
def draft(coming, cast, whole):
    return whole(coming, cast.school, state="draft", submitted_at=None, confirmed_at=None, why_now=SECRET)


@pytest.fixture
def hidden(draft, cast):
    """The answer, out of sight."""
    answer = draft.answers.get(key="why_now")
    take_out_of_sight(answer, reason="It names a child", by=cast.lead)
    return answer


def page(client, name, application, *rest):
    session = client.session
    session["applications_proved"] = {str(application.pk): timezone.now().isoformat()}
    session.save()
    return client.get(reverse(f"cohorts:{name}", args=[application.applicant_token, *rest])).text


def test_the_school_and_its_headteacher_read_that_it_is_gone(client, client_of, draft, hidden):
    key = draft.cohort.form_sections.first().key
    for text in (page(client, "check_application", draft), page(client, "application_section", draft, key)):
        assert SECRET not in text and "aken out of sight by the Virtual School" in text
    head = client_of().get(reverse("cohorts:confirm_application", args=[draft.head_token])).text
    assert (SECRET in head, GONE in head) == (False, True)
    submit_application(draft, at=timezone.now())
    sent = page(client, "application_form", draft)
    assert (SECRET in sent, GONE in sent) == (False, True)


def test_reviewers_read_that_it_is_gone_and_the_lead_reads_it_marked(client_of, cast, deciding, whole, criteria):
    application = whole(deciding, cast.school, why_now=SECRET)
    answer = application.answers.get(key="why_now")
    give(deciding, cast, [application], cast.reviewer)
    lead, address = client_of(cast.lead), Review.objects.get().get_absolute_url()
    kind = ContentType.objects.get_for_model(Answer).pk
    link = reverse("audit:take_out_of_sight", args=[kind, answer.pk])
    assert f'href="{link}?next={application.get_absolute_url()}"' in lead.get(application.get_absolute_url()).text
    lead.post(link, {"reason": "Names a pupil"})
    theirs = client_of(cast.reviewer).get(address).text
    assert (SECRET in theirs, GONE in theirs) == (False, True)
    mine = lead.get(application.get_absolute_url()).text
    assert (SECRET in mine, "Out of sight" in mine) == (True, True)
    put_back(Answer.objects.get(pk=answer.pk), by=cast.lead)
    assert SECRET in client_of(cast.reviewer).get(address).text


@pytest.mark.parametrize("who", ["headteacher", "school_lead", "adviser", "observer", "reviewer", "stranger"])
def test_nobody_else_takes_it_out_of_sight(client_of, cast, draft, who):
    answer = draft.answers.get(key="why_now")
    link = reverse("audit:take_out_of_sight", args=[ContentType.objects.get_for_model(Answer).pk, answer.pk])
    assert client_of(getattr(cast, who)).post(link, {"reason": "Mine"}).status_code in (403, 404)
    answer.refresh_from_db()
    assert not answer.is_hidden


def test_saving_again_loses_nothing_and_it_still_can_be_sent(client, draft, hidden):
    key = draft.cohort.form_sections.first().key
    page(client, "application_form", draft)
    address = reverse("cohorts:application_section", args=[draft.applicant_token, key])
    client.post(address, {"version": 0, "why_now": "Typed past the form", "current_practice": "Nurture"})
    hidden.refresh_from_db()
    assert (hidden.text, hidden.is_hidden) == (SECRET, True)
    assert draft.answers.get(key="current_practice").text == "Nurture"
    FormQuestion.objects.filter(key="why_now").update(wording="Why this year?")  # they cannot look at it again
    fresh = Application.objects.get(pk=draft.pk)
    assert missing_from(fresh) == []
    submit_application(fresh, at=timezone.now())
    assert fresh.state == ApplicationState.SUBMITTED
    put_back(Answer.objects.get(pk=hidden.pk), by=None)
    assert SECRET in page(client, "application_form", fresh)


def test_no_longer_asked_it_is_not_shown_either(client, draft, hidden):
    FormQuestion.objects.filter(key="why_now").delete()
    assert SECRET not in page(client, "check_application", draft)


def test_a_kept_application_and_the_portfolio_do_without_it(draft, cast, cohort, whole):
    answer = draft.answers.get(key="see_hear_feel")
    take_out_of_sight(answer, reason="It names a child", by=cast.lead)
    assert Application.objects.get(pk=draft.pk).see_hear_feel == ""
    kept = Application.objects.create(
        cohort=cohort, school=cast.school, applicant_name="Jo Pemberton", applicant_email="jo@example.org"
    )
    copy_writing(draft, kept)
    copied = kept.answers.get(key="see_hear_feel")
    assert (copied.is_hidden, copied.text, kept.see_hear_feel) == (True, "Calm", "")
    put_back(answer, by=cast.lead)
    assert Application.objects.get(pk=draft.pk).see_hear_feel == "Calm"


def test_only_free_text_has_the_link(client_of, cast, draft):
    draft.answers.filter(key="why_now").update(kind="yes_no", text="Yes")
    draft.answers.filter(key="current_practice").update(text="")
    text = client_of(cast.lead).get(draft.get_absolute_url()).text
    assert text.count(">Take out of sight<") == 1
