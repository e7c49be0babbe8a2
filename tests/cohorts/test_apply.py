"""Applying: a visitor proves an address, writes, sends; the headteacher confirms."""

import re
from datetime import datetime, timedelta

import pytest
from casting import LONDON
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Application, ApplicationState
from notifications.actions import dispatch, plan
from notifications.models import Message
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def code_in_the_outbox(application):
    """The last code that was queued for it."""
    return Message.objects.about(application).filter(kind="application_code").first().facts["code"]


def begin(client, cohort, school, **changes):
    data = {"name": "Jo Pemberton", "email": "jo@example.org"} | changes
    return client.post(reverse("cohorts:begin_application", args=[cohort.pk, school.pk]), data)


REPRESENTATIVES = {
    "name_1": "Jo Pemberton",
    "email_1": "jo@example.org",
    "job_title_1": "Assistant head",
    "is_senior_leader_1": "on",
    "name_2": "Tomasz Wilk",
    "email_2": "tomasz@example.org",
}


def part(token, key):
    return reverse("cohorts:application_section", args=[token, key])


def write(client, application, *without, **changes):
    """Save every part, as the first who does; `changes` by part. Parts that are named in `without` are left out."""
    first, second = (one.key for one in application.cohort.form_sections.all())
    parts = {
        "school": {},
        "representatives": REPRESENTATIVES,
        first: {"why_now": "Many new children", "current_practice": "Key adults"},
        second: {"see_hear_feel": "A calm hall"},
        "release": {"release_confirmed": "on"},
        "headteacher": {"head_name": "Helen Strand"},
    } | changes
    for key, data in parts.items():
        if key not in without:
            response = client.post(part(application.applicant_token, key), {"version": 0} | data)
            assert response.status_code == 302, (key, response.content.decode())
    application.refresh_from_db()


def test_the_first_page_offers_the_open_cohort(client, coming):
    page = client.get(reverse("cohorts:home")).content.decode()
    assert "Apply for 2026-27" in page
    assert "Friday 13 March 2026 at 5pm" in page


@pytest.mark.parametrize(("places", "said"), [(2, True), (3, False)])
def test_how_many_applied_is_said_where_it_says_something_of_ones_chances(client, coming, cast, cohort, places, said):
    cohort.places = places
    cohort.save()
    for school in (cast.school, cast.other):
        Application.objects.create(cohort=cohort, school=school, state="accepted", submitted_at=timezone.now())
    assert ("Last time 2 schools applied." in client.get(reverse("cohorts:home")).text) is said


def test_a_school_is_found_by_name_and_urn(client, coming, cast):
    for words in ("heathervale", "900214"):
        page = client.get(reverse("cohorts:apply", args=[coming.pk]), {"q": words}).content.decode()
        assert "Heathervale Primary" in page
        assert "Oakenfold" not in page


def test_the_whole_way_of_an_applicant(client, coming, cast, mailoutbox):
    assert begin(client, coming, cast.school).status_code == 302
    application = Application.objects.get()
    token = application.applicant_token
    form_url = reverse("cohorts:application_form", args=[token])
    assert client.get(form_url).url == reverse("cohorts:prove_address", args=[token])

    client.post(reverse("cohorts:prove_address", args=[token]), {"code": code_in_the_outbox(application)})
    tasks = client.get(form_url).content.decode()
    assert (tasks.count("Not yet started"), "0 of 6 tasks are done" in tasks) == (6, True)
    write(client, application)
    tasks = client.get(form_url).content.decode()
    assert (tasks.count("Not yet started"), "Everything is done" in tasks) == (0, True)
    check = client.get(reverse("cohorts:check_application", args=[token])).content.decode()
    assert "Send the application" in check
    assert check.count(">Change<") == 6
    client.post(reverse("cohorts:submit_application", args=[token]))

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert [person["name"] for person in application.representatives] == ["Jo Pemberton", "Tomasz Wilk"]
    assert list(application.answers.values_list("section", "wording", "text")) == [
        ("Why now, and what you do already", "Why now? What makes this the right year for your school?", "Many new children"),
        ("Why now, and what you do already", "What do you do already that helps children feel safe and known?", "Key adults"),
        ("Your school today", "What would a visitor see, hear and feel in your school today?", "A calm hall"),
    ]  # fmt: skip
    kinds = sorted(Message.objects.about(application).values_list("kind", "address"))
    assert kinds == [
        ("application_code", "jo@example.org"),
        ("application_received", "jo@example.org"),
        ("head_confirmation_wanted", "office@heathervale.example"),
    ]

    dispatch(timezone.now())
    text = "".join(mail.body for mail in mailoutbox if mail.to == ["office@heathervale.example"])
    assert application.head_code in text
    head = reverse("cohorts:confirm_application", args=[application.head_token])
    client.get(head)
    application.refresh_from_db()
    assert application.confirmed_at is None
    client.post(head, {"name": "Helen Strand"})
    application.refresh_from_db()
    assert (application.confirmed_by_name, application.confirmed_how) == ("Helen Strand", "link")


def test_every_letter_of_an_application_can_be_written(client, coming, cast, mailoutbox, settings):
    begin(client, coming, cast.school)
    dispatch(timezone.now())
    [letter] = mailoutbox
    assert re.search(r"^\d{6}$", letter.body, re.MULTILINE)
    kept = Message.objects.get()
    assert (kept.body, kept.facts) == ("", {})


def test_a_second_applicant_learns_an_initial_and_nothing_more(client, coming, cast):
    begin(client, coming, cast.school)
    page = begin(client, coming, cast.school, name="Somebody Else", email="else@example.org").content.decode()
    assert "Their name begins with J" in page
    assert "Pemberton" not in page and "jo@example.org" not in page
    assert Application.objects.count() == 1
    assert Message.objects.filter(address="else@example.org").count() == 0


def test_a_draft_that_nobody_proved_gives_way(client, coming, cast, frozen):
    begin(client, coming, cast.school)
    frozen.shift(timedelta(minutes=11))
    assert begin(client, coming, cast.school, email="real@example.org").status_code == 302
    states = dict(Application.objects.values_list("applicant_email", "state"))
    assert states == {"jo@example.org": "withdrawn", "real@example.org": "draft"}


def test_five_tries_and_ten_minutes(client, coming, cast, frozen):
    begin(client, coming, cast.school)
    application = Application.objects.get()
    url = reverse("cohorts:prove_address", args=[application.applicant_token])
    code = code_in_the_outbox(application)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert "not the code" in client.post(url, {"code": wrong}).content.decode()
    assert "no longer be used" in client.post(url, {"code": code}).content.decode()
    resume = reverse("cohorts:resume_application", args=[application.applicant_token])
    client.post(resume)
    assert Message.objects.count() == 1  # within a minute nothing new is sent
    frozen.shift(timedelta(minutes=2))
    client.post(resume)
    assert Message.objects.count() == 2
    fresh = Message.objects.latest("pk").facts["code"]
    frozen.shift(timedelta(minutes=11))
    assert "no longer be used" in client.post(url, {"code": fresh}).content.decode()
    application.refresh_from_db()
    assert application.proved_at is None


@pytest.fixture
def proved(client, coming, cast):
    """Jo's application with the address proved in this browser."""
    begin(client, coming, cast.school)
    application = Application.objects.get()
    client.post(
        reverse("cohorts:prove_address", args=[application.applicant_token]), {"code": code_in_the_outbox(application)}
    )
    return application


def test_what_is_missing_is_said_and_nothing_is_sent(client, proved):
    without_leader = {name: value for name, value in REPRESENTATIVES.items() if name != "is_senior_leader_1"}
    write(client, proved, representatives=without_leader)
    client.post(reverse("cohorts:submit_application", args=[proved.applicant_token]))
    proved.refresh_from_db()
    assert proved.state == ApplicationState.DRAFT
    page = client.get(reverse("cohorts:check_application", args=[proved.applicant_token])).content.decode()
    assert "One of the representatives is a senior leader" in page
    assert "Send the application" not in page


def test_nothing_is_asked_that_the_register_knows(client, proved):
    school = client.get(part(proved.applicant_token, "school")).content.decode()
    for known in ("Heathervale Primary", "900214"):
        assert known in school
    representatives = client.get(part(proved.applicant_token, "representatives")).content.decode()
    assert 'value="Jo Pemberton"' in representatives and 'value="jo@example.org"' in representatives
    School.objects.update(head_name="Helen Strand")
    begun = Application.objects.get()
    type(begun).objects.update(head_name=begun.school.head_name)
    head = client.get(part(proved.applicant_token, "headteacher")).content.decode()
    assert 'value="Helen Strand"' in head
    assert "head_email" not in head  # the school's address is known, so nobody is asked for another
    assert client.get(part(proved.applicant_token, "trust")).status_code == 404  # the school is in none
    client.post(part(proved.applicant_token, "school"), {"version": 0, "school_note": "We moved to Mill Lane"})
    proved.refresh_from_db()
    assert proved.school_note == "We moved to Mill Lane"


def test_a_school_without_a_known_address_says_how_its_head_is_reached(client, proved):
    School.objects.update(contact_email="")
    write(client, proved)
    check = reverse("cohorts:check_application", args=[proved.applicant_token])
    assert "Say how we reach your headteacher" in client.get(check).content.decode()
    data = {"version": 1, "head_name": "Helen Strand", "head_email": "head@heathervale.example"}
    client.post(part(proved.applicant_token, "headteacher"), data)
    client.post(reverse("cohorts:submit_application", args=[proved.applicant_token]))
    proved.refresh_from_db()
    assert (proved.state, proved.head_email) == (ApplicationState.SUBMITTED, "head@heathervale.example")
    # the applicant's word is not the council's: nothing goes to an address that nobody has checked
    assert Message.objects.filter(kind="head_confirmation_wanted").count() == 0


def test_a_trust_agrees_by_name_and_day(client, proved, cast):
    School.objects.filter(pk=proved.school_id).update(trust=cast.trust)
    write(client, proved, trust={"trust_agreed": "on", "trust_agreed_by": "Priya Nair"})
    check = reverse("cohorts:check_application", args=[proved.applicant_token])
    assert "Say who agreed for your trust and when" in client.get(check).content.decode()
    url = part(proved.applicant_token, "trust")
    data = {"version": 1, "trust_agreed": "on", "trust_agreed_by": "Priya Nair"}
    on = {"trust_agreed_on_day": 4, "trust_agreed_on_month": 2, "trust_agreed_on_year": 2026}
    late = client.post(url, data | on).content.decode()
    assert "Enter a day that is not after today, 3 February 2026" in late and "Priya Nair" in late
    client.post(url, data | on | {"trust_agreed_on_day": 2})
    assert "Yes: Priya Nair, 2 February 2026" in client.get(check).content.decode()
    assert "Send the application" in client.get(check).content.decode()


def test_after_the_window_nothing_changes(client, proved, frozen):
    write(client, proved)
    frozen.move_to("2026-03-13 17:00:00+00:00", tick=False)
    client.post(reverse("cohorts:resume_application", args=[proved.applicant_token]))
    client.post(
        reverse("cohorts:prove_address", args=[proved.applicant_token]),
        {"code": Message.objects.latest("pk").facts["code"]},
    )
    url = part(proved.applicant_token, "headteacher")
    page = client.post(url, {"version": 1, "head_name": "Another"}, follow=True).content.decode()
    assert "was not sent before applications closed" in page
    client.post(reverse("cohorts:submit_application", args=[proved.applicant_token]))
    proved.refresh_from_db()
    assert (proved.state, proved.head_name) == (ApplicationState.DRAFT, "Helen Strand")


def test_the_token_alone_opens_nothing(client_of, proved):
    other_browser = client_of()
    token = proved.applicant_token
    assert other_browser.get(part(token, "representatives")).url == reverse("cohorts:prove_address", args=[token])
    for name in ("application_form", "check_application", "invite_colleague", "withdraw_own_application"):
        assert other_browser.get(reverse(f"cohorts:{name}", args=[token])).url == reverse(
            "cohorts:prove_address", args=[token]
        )
    other_browser.post(reverse("cohorts:submit_application", args=[token]))
    proved.refresh_from_db()
    assert proved.state == ApplicationState.DRAFT


@pytest.mark.parametrize(
    "name",
    [
        "prove_address",
        "application_form",
        "check_application",
        "invite_colleague",
        "answer_offer",
        "confirm_application",
    ],
)
def test_a_wrong_token_is_not_found(client, proved, name):
    wrong = proved.head_token if name != "confirm_application" else proved.applicant_token
    assert client.get(reverse(f"cohorts:{name}", args=[wrong])).status_code == 404


def test_a_lost_link_is_sent_only_to_its_owner(client, proved, frozen, coming):
    frozen.shift(timedelta(minutes=5))
    url = reverse("cohorts:find_application", args=[coming.pk])
    known, unknown = client.post(url, {"email": "JO@example.org"}), client.post(url, {"email": "no@example.org"})
    assert [page.content.decode().count("is on its way") for page in (known, unknown)] == [1, 1]
    assert set(Message.objects.values_list("address", flat=True)) == {"jo@example.org"}


def test_a_draft_cohort_does_not_exist_for_the_public(client, coming, cast):
    type(coming).objects.update(state="draft")
    assert client.get(reverse("cohorts:apply", args=[coming.pk])).status_code == 404
    assert begin(client, coming, cast.school).status_code == 404
    assert Application.objects.count() == 0


def test_search_shows_no_closed_school(client, coming, cast):
    School.objects.filter(pk=cast.school.pk).update(status="closed")
    assert (
        "This is my school"
        not in client.get(reverse("cohorts:apply", args=[coming.pk]), {"q": "heathervale"}).content.decode()
    )


def test_an_applicant_takes_the_application_back_and_the_school_may_begin_anew(client, client_of, proved, coming, cast):
    url = reverse("cohorts:withdraw_own_application", args=[proved.applicant_token])
    assert client_of().post(url).url == reverse("cohorts:prove_address", args=[proved.applicant_token])
    client.get(url)
    proved.refresh_from_db()
    assert proved.state == ApplicationState.DRAFT  # another browser, and looking, change nothing
    client.post(url, {"reason": "A new head comes"})
    proved.refresh_from_db()
    assert (proved.state, proved.withdrawn_reason) == (ApplicationState.WITHDRAWN, "A new head comes")
    begin(client, coming, cast.school)
    assert Application.objects.exclude(state=ApplicationState.WITHDRAWN).count() == 1


def test_the_token_seen_before_the_code_answers_no_offer(client, proved):
    proved.state, proved.submitted_at, proved.offer_expires_at = "offered", proved.started_at, proved.started_at
    proved.save()
    url = reverse("cohorts:answer_offer", args=[proved.applicant_token])
    assert client.post(url, {"answer": "turn_down"}).status_code == 404
    assert client.get(reverse("cohorts:answer_offer", args=[proved.offer_token])).status_code == 200


def test_a_draft_is_reminded_of_once_before_the_window_closes(proved, coming, frozen, mailoutbox):
    dispatch(timezone.now())
    mailoutbox.clear()
    type(coming).objects.update(applications_close_at=datetime(2026, 2, 12, 17, tzinfo=LONDON))
    for day, letters in ((6, 0), (9, 1), (10, 1)):  # a Thursday is four school days after a Friday
        frozen.move_to(datetime(2026, 2, day, 9, 30, tzinfo=LONDON))
        dispatch(timezone.now())
        assert len(mailoutbox) == letters
    assert "5pm on Thursday 12 February 2026" in mailoutbox[0].body
    assert "you write an application" in mailoutbox[0].body


def test_a_draft_that_was_sent_is_not_reminded_of(proved, coming, frozen, mailoutbox):
    at = datetime(2026, 2, 10, 9, 30, tzinfo=LONDON)
    type(coming).objects.update(applications_close_at=datetime(2026, 2, 12, 17, tzinfo=LONDON))
    plan(at)
    Application.objects.update(state=ApplicationState.SUBMITTED, submitted_at=at)
    dispatch(at)
    assert Message.objects.get(kind="application_closing").state == "unwanted"
