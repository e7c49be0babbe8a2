"""Several people of one school on one application: each by a link and a code of their own, and nobody's text is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.applicant import MOST_COLLEAGUES
from cohorts.models import Application, ApplicationPart, ApplicationState, Colleague
from notifications.actions import dispatch
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def url(name, token, *rest):
    return reverse(f"cohorts:{name}", args=[token, *rest])


def code_for(address):
    return Message.objects.filter(kind="application_code", address=address).latest("pk").facts["code"]


@pytest.fixture
def jo(client_of, coming, cast):
    """The applicant's browser, proved, with `application`."""
    browser = client_of()
    data = {"name": "Jo Pemberton", "email": "jo@example.org"}
    browser.post(reverse("cohorts:begin_application", args=[coming.pk, cast.school.pk]), data)
    application = Application.objects.get()
    browser.post(url("prove_address", application.applicant_token), {"code": code_for("jo@example.org")})
    browser.application, browser.token = application, application.applicant_token
    return browser


@pytest.fixture
def maya(client_of, jo):
    """A colleague's browser, asked by Jo and proved, with `colleague`."""
    jo.post(url("invite_colleague", jo.token), {"name": "Maya Bell", "email": "Maya@example.org"})
    browser = client_of()
    browser.colleague = Colleague.objects.get()
    browser.token = browser.colleague.token
    browser.post(url("resume_application", browser.token))
    browser.post(url("prove_address", browser.token), {"code": code_for("maya@example.org")})
    return browser


def test_a_colleague_is_asked_and_proves_an_address_of_their_own(client_of, jo, mailoutbox):
    jo.post(url("invite_colleague", jo.token), {"name": "Maya Bell", "email": "Maya@example.org"})
    colleague = Colleague.objects.get()
    dispatch(timezone.now())
    [letter] = [mail for mail in mailoutbox if mail.to == ["maya@example.org"]]
    assert url("prove_address", colleague.token) in letter.body
    assert "Jo Pemberton" in letter.subject and "code" in letter.body

    maya = client_of()
    tasks = url("application_form", colleague.token)
    assert maya.get(tasks).url == url("prove_address", colleague.token)
    assert "Ask for a code" in maya.get(url("prove_address", colleague.token)).text  # none was sent with the letter
    maya.post(url("resume_application", colleague.token))
    wrong = "000000" if code_for("maya@example.org") != "000000" else "111111"
    maya.post(url("prove_address", colleague.token), {"code": wrong})
    assert maya.get(tasks).status_code == 302
    maya.post(url("prove_address", colleague.token), {"code": code_for("maya@example.org")})
    assert maya.get(tasks).status_code == 200
    assert client_of().get(tasks).status_code == 302  # and only in this browser
    assert "Maya Bell" in jo.get(url("application_form", jo.token)).text


def test_who_wrote_last_stands_on_the_page(jo, maya):
    maya.post(url("application_section", maya.token, "headteacher"), {"version": 0, "head_name": "Helen Strand"})
    page = jo.get(url("application_section", jo.token, "headteacher")).text
    assert "Last saved by Maya Bell on Tuesday 3 February 2026 at 9.30am" in page
    assert "Maya Bell, 3 February, 9.30am" in jo.get(url("application_form", jo.token)).text


def test_two_in_one_part_lose_no_text(jo, maya):
    key = jo.application.cohort.form_sections.first().key
    mine = {"version": 0, "why_now": "Jo’s reasons", "current_practice": "Jo’s practice"}
    theirs = {"version": 0, "why_now": "Maya’s reasons", "current_practice": ""}
    assert maya.post(url("application_section", maya.token, key), theirs).status_code == 302
    second = jo.post(url("application_section", jo.token, key), mine)
    assert second.status_code == 409
    for text in ("Maya Bell saved this part at 9.30am", "Maya’s reasons", "Jo’s reasons", "Jo’s practice"):
        assert text in second.text
    assert dict(jo.application.answers.values_list("key", "text"))["why_now"] == "Maya’s reasons"
    # who has seen both may press the button again: the page carries the version that it showed
    assert 'name="version" value="1"' in second.text
    both = mine | {"version": 1, "why_now": "Jo’s and Maya’s reasons"}
    assert jo.post(url("application_section", jo.token, key), both).status_code == 302
    answers = dict(jo.application.answers.values_list("key", "text"))
    assert answers == {"why_now": "Jo’s and Maya’s reasons", "current_practice": "Jo’s practice"}
    part = ApplicationPart.objects.get(key=key)
    assert (part.version, part.saved_by_name) == (2, "Jo Pemberton")


def test_two_in_different_parts_never_collide(jo, maya):
    first, second = (one.key for one in jo.application.cohort.form_sections.all())
    jo.get(url("application_section", jo.token, first))
    maya.get(url("application_section", maya.token, second))
    one = jo.post(url("application_section", jo.token, first), {"version": 0, "why_now": "Jo"})
    other = maya.post(url("application_section", maya.token, second), {"version": 0, "see_hear_feel": "Maya"})
    assert (one.status_code, other.status_code) == (302, 302)
    assert dict(jo.application.answers.values_list("key", "text")) == {
        "why_now": "Jo", "current_practice": "", "see_hear_feel": "Maya",
    }  # fmt: skip


def test_a_colleague_taken_off_opens_nothing_and_what_they_wrote_stays(jo, maya, client_of, coming):
    maya.post(url("application_section", maya.token, "headteacher"), {"version": 0, "head_name": "Helen Strand"})
    jo.post(url("take_colleague_off", jo.token), {"colleague": maya.colleague.pk})
    for name in ("application_form", "prove_address", "check_application"):
        assert maya.get(url(name, maya.token)).status_code == 404
    assert maya.post(url("application_section", maya.token, "headteacher"), {"version": 1}).status_code == 404
    jo.application.refresh_from_db()
    assert jo.application.head_name == "Helen Strand"
    before = Message.objects.count()
    client_of().post(reverse("cohorts:find_application", args=[coming.pk]), {"email": "maya@example.org"})
    assert Message.objects.count() == before
    jo.post(url("invite_colleague", jo.token), {"name": "Maya Bell", "email": "maya@example.org"})
    assert Colleague.objects.current().count() == 1  # and may be asked again


def test_only_the_applicant_asks_takes_off_and_withdraws(jo, maya):
    maya.post(url("invite_colleague", maya.token), {"name": "Ada Finch", "email": "ada@example.org"})
    maya.post(url("take_colleague_off", maya.token), {"colleague": maya.colleague.pk})
    maya.post(url("withdraw_own_application", maya.token), {"reason": "Mine alone"})
    jo.application.refresh_from_db()
    assert jo.application.state == ApplicationState.DRAFT
    assert list(Colleague.objects.current().values_list("name", flat=True)) == ["Maya Bell"]
    assert "Withdraw this application" not in maya.get(url("application_form", maya.token)).text


def test_a_colleague_of_another_school_is_not_taken_off(jo, maya, whole, coming, cast):
    theirs = whole(coming, cast.other, state="draft", submitted_at=None, confirmed_at=None)
    other = Colleague.objects.create(application=theirs, name="Far Away", email="far@example.org")
    for pk in (other.pk, 999999, "99999999999999999999", "x"):
        jo.post(url("take_colleague_off", jo.token), {"colleague": pk})
    assert Colleague.objects.current().count() == 2


@pytest.mark.parametrize("email", ["jo@example.org", "MAYA@example.org"])
def test_nobody_is_asked_twice(jo, maya, email):
    page = jo.post(url("invite_colleague", jo.token), {"name": "Once More", "email": email})
    assert "Once More" in page.text and page.status_code == 200
    assert Colleague.objects.count() == 1


def test_a_school_asks_a_handful_and_no_more(jo):
    for number in range(MOST_COLLEAGUES + 1):
        page = jo.post(url("invite_colleague", jo.token), {"name": "One", "email": f"{number}@example.org"})
    assert f"No more than {MOST_COLLEAGUES} colleagues can write with you" in page.text
    assert Colleague.objects.count() == MOST_COLLEAGUES


def test_a_lost_link_reaches_a_colleague_too(jo, maya, frozen, client_of, coming):
    Colleague.objects.update(code_expires_at=None)
    client_of().post(reverse("cohorts:find_application", args=[coming.pk]), {"email": "maya@example.org"})
    message = Message.objects.latest("pk")
    assert (message.address, message.facts["token"]) == ("maya@example.org", maya.token)


def test_what_a_colleague_sends_is_told_to_both_and_answered_by_the_applicant(jo, maya, whole):
    application = jo.application
    whole_one = {
        "representatives": [
            {"name": "Jo", "email": "jo@example.org", "job_title": "", "is_senior_leader": True},
            {"name": "Maya", "email": "maya@example.org", "job_title": "", "is_senior_leader": False},
        ],
        "release_confirmed": True,
        "head_name": "Helen Strand",
    }
    Application.objects.filter(pk=application.pk).update(**whole_one)
    from an_application import answered, saved

    saved(answered(application, why_now="a", current_practice="b", see_hear_feel="c"))
    maya.post(url("submit_application", maya.token))
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    told = Message.objects.filter(kind="application_received").order_by("address")
    assert list(told.values_list("address", flat=True)) == ["jo@example.org", "maya@example.org"]
    Application.objects.update(state="offered", offer_expires_at=timezone.now())
    offer = url("answer_offer", application.offer_token)
    assert offer.split("/")[2][:3] in jo.get(url("application_form", jo.token)).text
    page = maya.get(url("application_form", maya.token)).text
    assert "/offer/" not in page and "Jo Pemberton and the school’s office have the letter" in page


def test_a_reviewer_who_wrote_as_a_colleague_is_not_given_it(jo, maya, cast):
    from casting import person

    from cohorts.models.review import stake_of, stakes

    reviewer = person("Maya", is_reviewer=True)
    assert reviewer.email == "maya@example.org"
    assert stakes([jo.application], [reviewer]) == {jo.application.pk: {reviewer.pk}}
    assert Application.objects.filter(stake_of(reviewer)).count() == 1
