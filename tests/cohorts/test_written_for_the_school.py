"""An application written by the programme lead for a silent school: the applicant's own pages, marked, and by the lead alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Activity
from cohorts.actions.application import begin_application
from cohorts.models import Answer, Application, ApplicationPart, ApplicationState
from notifications.actions import dispatch
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
S = ApplicationState


def url(name, application, *rest):
    return reverse(f"cohorts:{name}_for_school", args=[application.pk, *rest])


@pytest.fixture
def silent(client_of, cast, deciding):
    """Heathervale, let in late, of which nobody has opened the link."""
    data = {
        "school": cast.school.pk, "name": "Jo Pemberton", "email": "jo@example.org", "reason": "Their head was ill",
        "until_day": "10", "until_month": "2", "until_year": "2026",
    }  # fmt: skip
    client_of(cast.lead).post(reverse("cohorts:begin_late_application", args=[deciding.pk]), data)
    return Application.objects.get()


def parts(application):
    """What the form of each part takes, in the order of the tasks."""
    people = {
        "name_1": "Jo Pemberton", "email_1": "jo@example.org", "is_senior_leader_1": "on",
        "name_2": "Tom Wilk", "email_2": "tom@example.org",
    }  # fmt: skip
    first, second = (one.key for one in application.cohort.form_sections.all())
    return {
        "school": {},
        "representatives": people,
        first: {"why_now": "They told us by telephone", "current_practice": "Key adults"},
        second: {"see_hear_feel": "Calm"},
        "release": {"release_confirmed": "on"},
        "headteacher": {"head_name": "Helen Strand"},
    }


def test_the_lead_writes_and_sends_the_whole_of_it(client_of, cast, silent, mailoutbox):
    lead = client_of(cast.lead)
    assert f'href="{url("application_form", silent)}"' in lead.get(silent.get_absolute_url()).text
    tasks = lead.get(url("application_form", silent)).text
    assert ("You write for Heathervale Primary" in tasks, "Withdraw this application" in tasks) == (True, False)
    for key, said in parts(silent).items():
        page = url("application_section", silent, key)
        assert f'href="{page}"' in tasks
        answer = lead.post(page, said | {"version": 0})
        assert (answer.status_code, answer["Location"]) == (302, url("application_form", silent))
    check = lead.get(url("check_application", silent)).text
    assert "They told us by telephone" in check and "The applicant is told that you wrote it" in check
    sent = lead.post(url("submit_application", silent), follow=True)
    assert sent.redirect_chain[-1][0] == silent.get_absolute_url()
    assert "Written by the Virtual School on the school’s behalf" in sent.text
    silent.refresh_from_db()
    assert (silent.state, silent.on_behalf, silent.confirmed_at) == (S.SUBMITTED, True, None)
    assert set(ApplicationPart.objects.values_list("saved_by_name", flat=True)) == {"Marian Osgood (Virtual School)"}
    acts = Activity.objects.about(silent).filter(verb__in=("wrote on", "submitted"))
    assert set(acts.values_list("by", "on_behalf")) == {(cast.lead.pk, True)}
    assert acts.count() == len(parts(silent)) + 1

    dispatch(timezone.now())
    told = {one.to[0]: one.body for one in mailoutbox if "has reached us" in one.body or "confirm it here" in one.body}
    assert set(told) == {"jo@example.org", "office@heathervale.example"}
    assert all("The Virtual School wrote it on the school’s behalf." in body for body in told.values())


def test_it_is_marked_wherever_it_is_read(client, client_of, cast, silent):
    from cohorts.models import Review

    Application.objects.update(on_behalf=True, state=S.SUBMITTED, submitted_at=timezone.now())
    session = client.session
    session["applications_proved"] = {str(silent.pk): timezone.now().isoformat()}
    session.save()
    review = Review.objects.create(application=silent, reviewer=cast.reviewer)
    for page in (
        client.get(reverse("cohorts:application_form", args=[silent.applicant_token])),
        client.get(reverse("cohorts:confirm_application", args=[silent.head_token])),
        client_of(cast.reviewer).get(review.get_absolute_url()),
        client_of(cast.administrator).get(silent.get_absolute_url()),
    ):
        assert "Written by the Virtual School on the school’s behalf" in page.text


def test_the_headteacher_still_confirms(client, client_of, cast, deciding, whole):
    draft = whole(deciding, cast.school, state=S.DRAFT, submitted_at=None, confirmed_at=None, **late())
    client_of(cast.lead).post(url("submit_application", draft))
    assert Message.objects.filter(kind="head_confirmation_wanted", address="office@heathervale.example").exists()
    client.post(reverse("cohorts:confirm_application", args=[draft.head_token]), {"name": "Helen Strand"})
    draft.refresh_from_db()
    assert (draft.confirmed_by_name, draft.confirmed_how) == ("Helen Strand", "link")


def late():
    return {"late_reason": "Ill", "late_until": timezone.now() + timedelta(days=5)}


def test_what_is_missing_is_said_and_nothing_is_sent(client_of, cast, silent):
    page = client_of(cast.lead).post(url("submit_application", silent), follow=True)
    assert page.redirect_chain[-1][0] == url("check_application", silent)
    assert "Look at what we know of your school before you send the application." in page.text
    silent.refresh_from_db()
    assert (silent.state, silent.on_behalf) == (S.DRAFT, False)


def test_what_the_applicant_saved_meanwhile_is_shown_and_not_lost(client, client_of, cast, silent):
    session = client.session
    session["applications_proved"] = {str(silent.pk): timezone.now().isoformat()}
    session.save()
    key = silent.cohort.form_sections.first().key
    theirs = reverse("cohorts:application_section", args=[silent.applicant_token, key])
    client.post(theirs, {"version": 0, "why_now": "The school’s own words", "current_practice": ""})
    lead = client_of(cast.lead)
    mine = {"version": 0, "why_now": "What they told us", "current_practice": ""}
    second = lead.post(url("application_section", silent, key), mine)
    assert second.status_code == 409
    assert "The school’s own words" in second.text and "What they told us" in second.text
    assert Answer.objects.get(key="why_now").text == "The school’s own words"
    assert not Application.objects.get().on_behalf
    lead.post(url("application_section", silent, key), mine | {"version": 1})
    read = client.get(reverse("cohorts:application_form", args=[silent.applicant_token])).text
    assert "Marian Osgood (Virtual School), 3 February" in read


def test_an_ordinary_open_application_may_be_written_as_well(client_of, cast, coming, frozen):
    draft = begin_application(coming, cast.school, name="Jo Pemberton", email="jo@example.org", at=timezone.now())
    lead = client_of(cast.lead)
    assert f'href="{draft.get_absolute_url()}"' in lead.get(reverse("cohorts:intake", args=[coming.pk])).text
    lead.post(url("application_section", draft, "headteacher"), {"version": 0, "head_name": "Helen Strand"})
    draft.refresh_from_db()
    assert (draft.head_name, draft.on_behalf) == ("Helen Strand", True)
    # what the Virtual School wrote does not give way to somebody who begins anew
    frozen.shift(3600)
    data = {"name": "Ada Finch", "email": "ada@example.org"}
    page = client_of().post(reverse("cohorts:begin_application", args=[coming.pk, cast.school.pk]), data)
    assert "Somebody at your school has begun an application" in page.text
    assert Application.objects.get().state == S.DRAFT


def test_a_closed_one_is_refused_in_words_and_a_sent_one_is_read(client_of, cast, deciding, whole):
    draft = whole(deciding, cast.school, state=S.DRAFT, submitted_at=None, confirmed_at=None)
    sent = whole(deciding, cast.other)
    lead = client_of(cast.lead)
    assert "Write it for the school" not in lead.get(draft.get_absolute_url()).text
    page = lead.post(url("application_section", draft, "school"), {"version": 1, "school_note": "x"}, follow=True)
    assert "Applications for this cohort are closed. Let the school in late first." in page.text
    assert lead.get(url("application_form", sent)).url == sent.get_absolute_url()
    late_post = lead.post(url("application_section", sent, "school"), {"version": 1, "school_note": "x"})
    assert late_post.status_code == 409
    assert Application.objects.filter(school_note="x").count() == 0
    assert lead.get(url("application_section", whole_late(draft), "nonsense")).status_code == 404


def whole_late(draft):
    Application.objects.filter(pk=draft.pk).update(**late())
    return draft


@pytest.mark.parametrize(
    "who", ["administrator", "adviser", "observer", "reviewer", "headteacher", "school_lead", "stranger", "nobody"]
)
def test_nobody_else_writes_for_a_school(client_of, cast, silent, who):
    client = client_of(getattr(cast, who))
    said = {"version": 0, "head_name": "Somebody Else"}
    for answer in (
        client.get(url("application_form", silent)),
        client.get(url("check_application", silent)),
        client.post(url("application_section", silent, "headteacher"), said),
        client.post(url("submit_application", silent)),
        client.get(reverse("evaluation:application_audit_for_school", args=[silent.pk])),
    ):
        assert answer.status_code in (403, 404)
    silent.refresh_from_db()
    assert (silent.head_name, silent.state, silent.on_behalf) == ("", S.DRAFT, False)
