"""A missed day made up: said by the school, signed off by the lead, counted by the cohort's rule."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Activity
from cohorts.readiness import shortfalls
from cohorts.today import asked_of
from kit.access import Refused
from kit.flow import StepNotAllowed
from training import actions
from training.catch_ups import missed_days
from training.models import Attendance, CatchUp, CatchUpNote, CatchUpStep

TEXTS = {"material": "Chapter 3", "conversation": "With our psychologist", "evidence": "A week at the gate"}


@pytest.fixture
def missed(year, mark):
    """Tomasz Wilk missed session 2, and its register is closed; of session 1 all is said."""
    mark(1, 1, "present"), mark(1, 2, "present"), mark(2, 1, "present"), mark(2, 2, "absent")
    for number in (1, 2):
        actions.close_register(year.sessions[number], by=year.cast.lead)
    year.seat = year.seats[1]
    return year


def say(missed, *steps, by=None):
    for step in steps:
        row = actions.say_catch_up(
            missed.sessions[2],
            missed.seat,
            by=by or missed.cast.contributor,
            step=step,
            text=TEXTS[step],
            on=date(2026, 1, 20),
        )
    return row


def owed(place):
    return [(day.key, day.name, day.state_words, day.due_on) for day in missed_days([place])]


def days(place):
    from training.days import days_of

    return days_of([place])[place.pk].words


def test_a_missed_day_is_owed_with_a_day_and_a_name(missed):
    assert owed(missed.place) == [("2-2", "Tomasz Wilk", "To do", date(2025, 12, 23))]  # six weeks on
    actions.set_catch_up_due(missed.sessions[2], missed.seat, by=missed.cast.lead, due_on=date(2026, 2, 27))
    assert owed(missed.place) == [("2-2", "Tomasz Wilk", "To do", date(2026, 2, 27))]


def test_half_a_day_apologies_and_snow_are_owed_too(missed, mark):
    mark(3, 1, "half"), mark(3, 2, "apologies")
    assert [(day.key, day.why) for day in missed_days([missed.place])] == [
        ("3-1", "half a day missed"),
        ("2-2", "absent"),
        ("3-2", "apologies"),
    ]


def test_a_late_joiner_owes_what_was_before_and_counts_from_joining(missed, cast):
    from casting import place_of

    joined = date(2025, 12, 1)
    late = place_of(cast.other, missed.cohort, ("Ines Farrow",), (cast.stranger,), joined)
    assert [(day.key, day.why, day.due_on) for day in missed_days([late])] == [
        ("1-1", "before the school joined", date(2026, 1, 12)),
        ("2-1", "before the school joined", date(2026, 1, 12)),
    ]


def test_with_the_last_step_it_goes_to_the_lead_and_counts_when_signed_off(missed):
    assert say(missed, "material", "conversation").state == "open"
    assert say(missed, "evidence").state == "ready"
    assert days(missed.place) == "3 of 12"
    catch_up = CatchUp.objects.get()
    actions.sign_off_catch_up(catch_up, by=missed.cast.lead, on=date(2026, 1, 20), how="All three steps")
    assert days(missed.place) == "4 of 12"
    mark = Attendance.objects.get(session=missed.sessions[2], seat=missed.seat)
    assert (mark.state, mark.halves, mark.own_halves, mark.caught_up_on) == ("caught_up", 2, 2, date(2026, 1, 20))
    catch_up.refresh_from_db()
    assert (catch_up.state, catch_up.signed_off_by) == ("signed_off", missed.cast.lead)
    assert owed(missed.place) == []


def test_nothing_is_signed_off_before_every_needed_step_stands(missed):
    say(missed, "material")
    with pytest.raises(Refused, match="Not said yet: conversation held, evidence given"):
        actions.sign_off_catch_up(CatchUp.objects.get(), by=missed.cast.lead, on=date(2026, 1, 20), how="Hm")
    assert days(missed.place) == "3 of 12"


def test_the_rule_is_the_cohorts(missed):
    rule = {"needs_material": True, "needs_conversation": False, "needs_evidence": False, "weeks": 8}
    say(missed, "material")
    actions.keep_catch_up_rule(missed.cohort, by=missed.cast.lead, **rule)
    assert CatchUp.objects.get().state == "ready"
    assert owed(missed.place)[0][3] == date(2026, 1, 6)
    actions.keep_catch_up_rule(missed.cohort, by=missed.cast.lead, **(rule | {"needs_evidence": True}))
    assert CatchUp.objects.get().state == "open"
    [day] = missed_days([missed.place])
    assert day.rule.words == (
        "A missed day counts as a full day once it is caught up: material read and evidence given, and then the programme"
        " lead’s sign-off."
    )


def test_sent_back_and_said_anew(missed):
    say(missed, "material", "conversation", "evidence")
    actions.send_back_catch_up(CatchUp.objects.get(), by=missed.cast.lead, why="Who was there?")
    assert owed(missed.place)[0][2] == "Sent back"
    [duty] = [duty for duty in asked_of(missed.cast.school_lead, date(2026, 2, 3)) if "session 2" in duty.title]
    assert (duty.title, duty.why) == ("Look again at session 2: Tomasz Wilk", "Who was there?")
    actions.say_catch_up(
        missed.sessions[2], missed.seat, by=missed.cast.school_lead, step="conversation", text="And the head", on=date(2026, 2, 2)
    )  # fmt: skip
    assert CatchUp.objects.get().state == "ready"
    with pytest.raises(StepNotAllowed):
        actions.reopen_catch_up(CatchUp.objects.get(), by=missed.cast.lead, reason="x")


def test_a_line_taken_back_stays_in_the_record(missed):
    say(missed, "material", "conversation", "evidence")
    note = CatchUpNote.objects.get(step="evidence")
    actions.undo_catch_up_note(note, by=missed.cast.contributor)
    actions.undo_catch_up_note(note, by=missed.cast.contributor)
    assert (CatchUp.objects.get().state, CatchUpNote.objects.count()) == ("open", 3)
    assert [step.value for step in missed_days([missed.place])[0].missing] == ["evidence"]
    assert Activity.objects.filter(verb="took back a word on the").count() == 1


def test_sent_twice_it_stands_once(missed):
    say(missed, "material")
    say(missed, "material")
    assert CatchUpNote.objects.count() == 1


def test_a_sign_off_taken_back_leaves_the_register_as_it_was(missed):
    say(missed, *TEXTS)
    catch_up = CatchUp.objects.get()
    actions.sign_off_catch_up(catch_up, by=missed.cast.lead, on=date(2026, 1, 20), how="All")
    catch_up.refresh_from_db()
    actions.reopen_catch_up(catch_up, by=missed.cast.lead, reason="The wrong person")
    mark = Attendance.objects.get(session=missed.sessions[2], seat=missed.seat)
    assert (mark.state, mark.halves, CatchUp.objects.get().state) == ("absent", 0, "open")
    assert [one.state for one in mark.marks.all()] == ["absent", "caught_up", "absent"]


def test_a_mark_on_the_register_opens_it_again(missed, mark):
    say(missed, *TEXTS)
    actions.sign_off_catch_up(CatchUp.objects.get(), by=missed.cast.lead, on=date(2026, 1, 20), how="All")
    mark(2, 2, "half", late_reason="Came after lunch")
    assert CatchUp.objects.get().state == "open"
    assert days(missed.place) == "3½ of 12"


def test_the_leads_own_way_settles_the_plan_with_it(missed):
    say(missed, "material")
    actions.record_catch_up(
        missed.sessions[2], missed.seat, by=missed.cast.lead, on=date(2026, 1, 20), how="The afternoon for those who missed it"
    )  # fmt: skip
    assert (CatchUp.objects.get().state, days(missed.place)) == ("signed_off", "4 of 12")


def test_who_is_asked_what(missed, mark):
    mark(3, 2, "absent")
    on, cast = date(2026, 2, 3), missed.cast

    def asked(user):
        return [duty.title for duty in asked_of(user, on) if "make up" in duty.title.lower() or "made up" in duty.title]

    assert asked(cast.contributor) == asked(cast.school_lead) == [
        "Make up session 2: Tomasz Wilk",
        "Make up session 3: Tomasz Wilk",
    ]  # fmt: skip
    assert asked(cast.lead) == asked(cast.stranger) == []
    say(missed, *TEXTS)
    assert asked(cast.contributor) == ["Make up session 3: Tomasz Wilk"]
    assert asked(cast.lead) == asked(cast.administrator) == ["Sign off 1 day made up"]
    assert asked(cast.adviser) == []


def test_the_readiness_sentence_leads_there(missed, mark):
    mark(3, 2, "absent")
    found = {one.text: one.url for one in shortfalls([missed.place])[missed.place.pk]}
    assert (
        found["Tomasz Wilk makes up one more day of training"]
        == f"/training/places/{missed.place.pk}/catch-up/?day=2-2"
    )


# --- in the browser


@pytest.fixture
def page_url(missed):
    return reverse("training:catch_up", args=[missed.place.pk])


def sent(step, text="Chapter 3", key="2-2", day="20"):
    return {
        "which": step, f"{step}-day": key, f"{step}-step": step, f"{step}-text": text,
        f"{step}-on_day": day, f"{step}-on_month": "1", f"{step}-on_year": "2026",
    }  # fmt: skip


def test_a_school_says_it_on_its_page(missed, page_url, client_of):
    school = client_of(missed.cast.contributor)
    page = school.get(page_url).text
    assert "Say what was done" in page
    assert "material read, conversation held and evidence given, and then the programme lead’s sign-off." in page
    say_url = reverse("training:say_catch_up", args=[missed.place.pk])
    answer = school.post(say_url, sent("material"), follow=True)
    assert ("Kept" in answer.text, "Chapter 3" in answer.text) == (True, True)
    wrong = school.post(say_url, sent("conversation", text=""))
    assert (wrong.status_code, "Say in a line what was done" in wrong.text) == (422, True)
    ahead = school.post(say_url, sent("conversation", text="My long text") | {"conversation-on_month": "12"})
    assert ("Enter today or a day in the past" in ahead.text, "My long text" in ahead.text) == (True, True)
    assert school.post(say_url, sent("conversation", key="9-9")).status_code == 422
    assert CatchUpNote.objects.count() == 1


def test_typed_in_by_the_virtual_school_it_is_said_so(missed, client_of, mailoutbox):
    client_of(missed.cast.lead).post(reverse("training:say_catch_up", args=[missed.place.pk]), sent("evidence"))
    assert Activity.objects.get(verb="said what was done for the").on_behalf is True


def test_who_may_open_and_write(missed, page_url, client_of, agreed):
    cast, say_url = missed.cast, reverse("training:say_catch_up", args=[missed.place.pk])

    def may(user):
        client = client_of(user)
        return client.get(page_url).status_code, client.post(say_url, sent("material")).status_code

    assert {name: may(getattr(cast, name)) for name in ("lead", "adviser", "contributor", "observer", "stranger", "trust_viewer")} == {
        "lead": (200, 302),
        "adviser": (200, 403),
        "contributor": (200, 302),
        "observer": (403, 403),
        "stranger": (404, 404),
        "trust_viewer": (404, 404),
    }  # fmt: skip


def test_the_lead_signs_off_in_the_browser(missed, page_url, client_of):
    say(missed, *TEXTS)
    lead, pk = client_of(missed.cast.lead), CatchUp.objects.get().pk
    listed = lead.get(reverse("training:catch_ups", args=[missed.cohort.pk])).text
    assert "1 day to make up, 1 to sign off, 0 overdue" in listed
    address = reverse("training:sign_off_catch_up", args=[pk])
    assert "A week at the gate" in lead.get(address).text
    assert client_of(missed.cast.adviser).get(address).status_code == 403
    assert client_of(missed.cast.school_lead).post(address).status_code == 403
    day = {"on_day": "20", "on_month": "1", "on_year": "2026"}
    assert lead.post(address, day | {"how": ""}).status_code == 200
    answer = lead.post(address, day | {"how": "All three"}, follow=True)
    assert "Signed off. Tomasz Wilk has the full day" in answer.text
    assert lead.post(address, day | {"how": "All three"}).status_code == 409
    assert "Take the sign-off back" in lead.get(f"{page_url}?day=2-2").text


def test_send_back_reopen_due_and_rule_in_the_browser(missed, page_url, client_of):
    say(missed, *TEXTS)
    lead, pk = client_of(missed.cast.lead), CatchUp.objects.get().pk
    lead.post(reverse("training:send_back_catch_up", args=[pk]), {"why": "Who was there?"})
    assert "Who was there?" in client_of(missed.cast.school_lead).get(page_url).text
    due = {"day": "2-2", "due_on_day": "27", "due_on_month": "2", "due_on_year": "2026"}
    lead.post(reverse("training:set_catch_up_due", args=[missed.place.pk]), due)
    assert "Due on 27 February" in lead.get(page_url).text
    assert lead.post(reverse("training:set_catch_up_due", args=[missed.place.pk]), {"day": "2-2"}).status_code == 422
    actions.record_catch_up(missed.sessions[2], missed.seat, by=missed.cast.lead, on=date(2026, 1, 20), how="x")
    lead.post(reverse("training:reopen_catch_up", args=[pk]), {"reason": "Too soon"})
    assert CatchUp.objects.get().state == "open"
    rule = reverse("training:edit_catch_up_rule", args=[missed.cohort.pk])
    assert lead.post(rule, {"needs_evidence": "on", "weeks": "0"}).status_code == 200
    lead.post(rule, {"needs_evidence": "on", "weeks": "4"})
    kept = missed.cohort.catch_up_rule
    assert (kept.steps, kept.weeks) == ((CatchUpStep.EVIDENCE,), 4)
    assert client_of(missed.cast.observer).get(rule).status_code == 403


def test_an_adviser_sees_the_list_of_their_schools(missed, client_of, other_place):
    from training.actions.marks import Said

    actions.mark_seats(
        missed.sessions[2],
        [Said(seat, "absent") for seat in other_place.seats.all()],
        by=missed.cast.lead,
        late_reason="From the sheet",
    )
    address = reverse("training:catch_ups", args=[missed.cohort.pk])
    page = client_of(missed.cast.adviser).get(address).text
    assert ("Tomasz Wilk" in page, "Ines Farrow" in page) == (True, False)
    assert "Ines Farrow" in client_of(missed.cast.lead).get(address).text
    assert client_of(missed.cast.observer).get(address).status_code == 403
    assert client_of(missed.cast.school_lead).get(address).status_code == 403


def test_what_is_out_of_sight_is_not_read_by_the_school(missed, page_url, client_of):
    from audit.actions import take_out_of_sight

    say(missed, "material")
    take_out_of_sight(CatchUpNote.objects.get(), reason="Names a child", by=missed.cast.lead)
    school = client_of(missed.cast.school_lead).get(page_url).text
    assert ("Chapter 3" in school, "Taken out of sight by the Virtual School." in school) == (False, True)
    assert "Chapter 3" in client_of(missed.cast.lead).get(page_url).text
