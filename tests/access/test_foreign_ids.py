"""Ids that do not belong there, in fields, lists, filters and next-links: an error or nothing, never a save, and no word of others.

Every field that offers records stands in CASES with a choice that is kept and one that is not, so that the refusal is the
field's and not that of some other box left empty.
"""

import ast
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from access.test_access_matrix import Writes, addresses, browse, routes  # noqa: F401 a fixture
from access_intake import a_cohort
from access_world import CANARY
from casting import person
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

RECORD_FIELDS = ("ModelChoiceField", "ModelMultipleChoiceField", "RecordsField", "SeatField", "SchoolField")


def day(name, on):
    """A date in its three boxes."""
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


@pytest.fixture
def w(world):
    """The world, with its records by short names and those that the cases need beside."""
    from action_research.models import Project
    from cohorts.models import Application, Cohort, Criterion, Place, Seat, SeatHolder
    from networks.models import Cluster, Meeting
    from schools.models import DevelopmentPlan, PlanAction, PlanVersion, School
    from training.models import Session

    named = {"cohort": Cohort, "session": Session, "seat": Seat, "cluster": Cluster, "meeting": Meeting, "plan": DevelopmentPlan, "action": PlanAction, "version": PlanVersion, "application": Application, "project": Project, "place": Place, "school": School}  # fmt: skip
    own = {name: world.own[model] for name, model in named.items()}
    foreign = {name: world.foreign[model] for name, model in named.items()}
    own["last_session"] = own["cohort"].sessions.order_by("number").last()
    Session.objects.filter(pk=own["last_session"].pk).update(on=date.today() + timedelta(days=40))
    now = timezone.now()
    DevelopmentPlan.objects.update(state="agreed", agreed_at=now, agreed_by=world.cast.lead, signed_at=now)
    earlier = a_cohort("2023-24", "closed", starts_on=date(2023, 9, 1), ends_on=date(2024, 7, 19))
    graduate, closed = (School.objects.create(name=f"{name} School") for name in ("Graduate", "Closed"))
    School.objects.filter(pk=closed.pk).update(status="closed")
    Place.objects.create(cohort=earlier, school=graduate, state="graduated", graduated_on=date(2024, 7, 5))
    theirs = Place.objects.get(school=world.cast.other, cohort=foreign["cohort"])
    far = Seat.objects.create(place=theirs, number=1)
    SeatHolder.objects.create(seat=far, name=f"{CANARY} holder", from_on=date(2024, 9, 2))
    Criterion.objects.create(cohort=own["cohort"], number=1, name="Readiness")
    Application.objects.filter(pk=foreign["application"].pk).update(cohort=foreign["cohort"])
    return SimpleNamespace(
        cast=world.cast, world=world, own=SimpleNamespace(**own), foreign=SimpleNamespace(**foreign), earlier=earlier,
        later=Cohort.objects.get(name="mine intake"), graduate=graduate, closed=closed, their_place=theirs, far_seat=far,
        second_reviewer=person("Rob Second", is_reviewer=True),
    )  # fmt: skip


def away(w):
    """The own place has been left, so that it can be taken up again."""
    type(w.own.place).objects.filter(pk=w.own.place.pk).update(
        state="withdrawn", left_on=BEFORE, left_reason="Builders"
    )
    return {}


TODAY, BEFORE, AFTER = date.today(), date.today() - timedelta(days=1), date.today() + timedelta(days=9)


def waits(w):
    """Puts the own application on the reserve list, not asked yet; the number of letters that would go."""
    from cohorts.intake import recipients
    from cohorts.models import Application, Carry

    Carry.objects.filter(application=w.own.application).delete()
    Application.objects.filter(pk=w.own.application.pk).update(state="reserve", reserve_rank=1)
    return len(recipients(w.own.application))


def following(w):
    """A cohort after the own one, open for applications."""
    from cohorts.models import Cohort

    start = w.own.cohort.starts_on + timedelta(days=400)
    return Cohort.objects.filter(name="following").first() or a_cohort(
        "following", "open", starts_on=start, ends_on=start + timedelta(days=300)
    )


# field: who sends it, to which view of which own record, what else is sent; the id that is kept, the id that is not
CASES = {
    "networks.ClusterForm.convenor": (
        "lead", "networks:edit_cluster", "cluster", lambda w: {"name": "Renamed", "kind": "district"},
        lambda w: w.cast.school_lead, lambda w: w.cast.nobody,
    ),
    "networks.MemberForm.school": (
        "lead", "networks:add_member", "cluster", lambda w: day("since_on", TODAY),
        lambda w: w.cast.other, lambda w: w.closed,
    ),
    "networks.MeetingForm.host": (
        "lead", "networks:plan_meeting", "cluster", lambda w: day("on", AFTER) | {"starts_at": "9.15am"},
        lambda w: w.cast.school, lambda w: w.cast.other,
    ),
    "networks.MinutesForm.came": (
        "lead", "networks:minute_meeting", "meeting", lambda w: {"version": w.own.meeting.version, "minutes": "We met"},
        lambda w: w.cast.school, lambda w: w.cast.other,
    ),
    "networks.OfferForm.mentor": (
        "lead", "networks:offer_pairing", "school", lambda w: {},
        lambda w: w.graduate, lambda w: w.closed,
    ),
    "training.SessionForm.host": (
        "lead", "training:edit_session", "session",
        lambda w: day("on", AFTER) | {"title": "T", "starts_at": "9am", "ends_at": "3pm", "despite": AFTER.isoformat()},
        lambda w: w.cast.school, lambda w: w.graduate,
    ),
    "training.InsetForm.session": (
        "contributor", "training:log_inset", "school",
        lambda w: day("on", BEFORE) | {"title": "T", "kind": "twilight", "teaching": "9"},
        lambda w: w.own.session, lambda w: w.foreign.session,
    ),
    "training.GapTaskForm.place": (
        "school_lead", "training:finish_gap_task", "session", lambda w: {"line": "It is done"},
        lambda w: w.own.place, lambda w: w.world.other_place,
    ),
    "training.GapTaskForm.seat": (
        "school_lead", "training:finish_gap_task", "session", lambda w: {"line": "It is done", "place": w.own.place.pk},
        lambda w: w.own.seat, lambda w: w.foreign.seat,
    ),
    "training.MarkForm.seat": (
        "adviser", "training:mark_seat", "session", lambda w: {"state": "absent"},
        lambda w: w.own.seat, lambda w: w.foreign.seat,
    ),
    "training.CatchUpForm.seat": (
        "lead", "training:record_catch_up", "session", lambda w: day("on", BEFORE) | {"how": "The recording"},
        lambda w: w.own.seat, lambda w: w.far_seat,
    ),
    "training.NeedsForm.holder": (
        "school_lead", "training:say_needs", "last_session", lambda w: {"food": "Vegan"},
        lambda w: w.own.seat.holders.first(), lambda w: w.foreign.seat.holders.first(),
    ),
    "training.PlaceForm.place": (
        "school_lead", "training:claim", "session",
        lambda w: {f"state-{w.own.seat.pk}": "apologies", f"state-{w.foreign.seat.pk}": "apologies"},
        lambda w: w.own.place, lambda w: w.foreign.place,
    ),
    "cohorts.DeferPlaceForm.to": (
        "lead", "cohorts:defer_place", "place", lambda w: day("on", TODAY) | {"reason": "Builders"},
        lambda w: w.later, lambda w: w.earlier,
    ),
    "cohorts.RejoinPlaceForm.into": (
        "lead", "cohorts:rejoin_place", "place", lambda w: away(w) | day("from_on", TODAY),
        lambda w: w.later, lambda w: w.earlier,
    ),
    "cohorts.CoverPlaceForm.lead": (
        "administrator", "cohorts:cover_place", "place", lambda w: {},
        lambda w: w.cast.lead, lambda w: w.cast.school_lead,
    ),
    "cohorts.CoverPlaceForm.cover": (
        "administrator", "cohorts:cover_place", "place", lambda w: {},
        lambda w: w.cast.adviser, lambda w: w.cast.contributor,
    ),
    "cohorts.GiveForm.applications": (
        "lead", "cohorts:give_applications", "cohort", lambda w: {"reviewers": [w.second_reviewer.pk]},
        lambda w: w.own.application, lambda w: w.foreign.application,
    ),
    "cohorts.GiveForm.reviewers": (
        "lead", "cohorts:give_applications", "cohort", lambda w: {"applications": [w.own.application.pk]},
        lambda w: w.second_reviewer, lambda w: w.cast.school_lead,
    ),
    "cohorts.CarryForm.to_cohort": (
        "lead", "cohorts:carry_reserve", "cohort", lambda w: day("answer_by", AFTER) | {"letters": waits(w)},
        lambda w: following(w), lambda w: w.earlier,
    ),
    "cohorts.LateForm.school": (
        "lead", "cohorts:begin_late_application", "cohort",
        lambda w: day("until", AFTER) | {"name": "A", "email": "a@example.org", "reason": "Ill"},
        lambda w: w.graduate, lambda w: w.closed,
    ),
    "cohorts.ManyForm.picked": (
        "lead", "cohorts:hold_many", "cohort", lambda w: {"together": "offer", "which": "ticked"},
        lambda w: w.own.application, lambda w: w.foreign.application,
    ),
    "schools.UpdateForm.action": (
        "school_lead", "schools:add_update", "plan", lambda w: {"progress": "in_progress", "text": "Moving"},
        lambda w: w.own.action, lambda w: w.foreign.action,
    ),
    "accounts.HandOverForm.to": (
        "administrator", "accounts:hand_over", "adviser", lambda w: {},
        lambda w: w.cast.other_adviser, lambda w: w.cast.contributor,
    ),
}  # fmt: skip


def tried(w, persona, address, data):
    """(status, what was written, the page) of a form sent once; afterwards the world is as before."""
    writes, client = Writes(), browse(w.world, persona)
    with transaction.atomic(), connection.execute_wrapper(writes):
        response = client.post(address, data)
        transaction.set_rollback(True)
    return response.status_code, writes.seen, response.content.decode()


@pytest.mark.parametrize("field", CASES)
def test_a_field_keeps_no_record_that_it_does_not_offer(w, field):
    persona, view, about, rest, right, wrong = CASES[field]
    pk = w.cast.adviser.pk if about == "adviser" else getattr(w.own, about).pk
    address, name = reverse(view, args=[pk]), field.rsplit(".", 1)[1]
    code, written, page = tried(w, persona, address, rest(w) | {name: right(w).pk})
    assert (code in (200, 302), bool(written)) == (True, True), page[-3000:]
    for bad in (wrong(w).pk, 999999, "99999999999999999999", "-1", "x", "1 OR 1=1"):
        code, written, page = tried(w, persona, address, rest(w) | {name: bad})
        assert (code in (200, 403, 404, 409, 422), written) == (True, []), (bad, code, written)
        assert CANARY not in page or persona in ("lead", "administrator")


def test_every_field_that_offers_records_is_tried():
    found = set()
    for path in Path(settings.BASE_DIR).glob("*/forms*/**/*.py"):
        found |= fields_in(path)
    for path in Path(settings.BASE_DIR).glob("*/forms.py"):
        found |= fields_in(path)
    assert found == set(CASES)


def fields_in(path):
    """`app.Form.field` of every field of a file that offers records."""
    app = path.relative_to(settings.BASE_DIR).parts[0]
    return {
        f"{app}.{form.name}.{line.targets[0].id}"
        for form in ast.parse(path.read_text()).body
        if isinstance(form, ast.ClassDef)
        for line in form.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)
        if ast.unparse(line.value.func).rsplit(".", 1)[-1] in RECORD_FIELDS
    }


# --- lists of ids, and names that carry an id


def test_schools_of_another_year_are_not_graduated(w):
    address = reverse("portfolios:graduate_schools", args=[w.own.cohort.pk])
    for place in (w.their_place, w.foreign.place):
        cohort = w.own.cohort if place == w.their_place else w.foreign.cohort
        address = reverse("portfolios:graduate_schools", args=[cohort.pk])
        code, written, _ = tried(
            w, "lead", address, day("on", TODAY) | {"place": [place.pk], f"reason_{place.pk}": "x"}
        )
        assert (code, written) == (422, [])


def test_the_running_order_of_another_year_stays(w):
    w.their_place.running_order = 7
    w.their_place.save()
    browse(w.world, "lead").post(
        reverse("portfolios:order_celebration", args=[w.own.cohort.pk]), {f"order_{w.their_place.pk}": "3"}
    )
    w.their_place.refresh_from_db()
    assert w.their_place.running_order == 7


def test_a_decision_for_another_years_application_is_not_held(w):
    address, theirs = reverse("cohorts:hold_decisions", args=[w.own.cohort.pk]), w.foreign.application
    browse(w.world, "lead").post(
        address, {f"decision_{theirs.pk}": "offer", f"decision_{w.own.application.pk}": "offer"}
    )
    theirs.refresh_from_db()
    w.own.application.refresh_from_db()
    assert (theirs.decision, w.own.application.decision) == ("", "offer")


def test_marks_for_other_schools_in_the_whole_page_are_left_out(w):
    from training.models import Attendance

    seat = w.foreign.seat
    before = list(Attendance.objects.filter(seat=seat).values())
    sent = {f"state-{seat.pk}": "absent", f"substitute-{seat.pk}": "Somebody", "confirm": seat.pk, "clear": seat.pk}
    browse(w.world, "adviser").post(reverse("training:save_register", args=[w.own.session.pk]), sent)
    browse(w.world, "adviser").post(reverse("training:confirm_claims", args=[w.own.session.pk]), {"seat": seat.pk})
    mine = {"place": w.own.place.pk, f"state-{w.own.seat.pk}": "present"}
    browse(w.world, "school_lead").post(reverse("training:claim", args=[w.own.session.pk]), mine | sent)
    assert list(Attendance.objects.filter(seat=seat).values()) == before


def test_minutes_name_nobody_of_a_school_that_does_not_belong(w):
    from networks.models import MeetingAttendance

    sent = {"version": w.own.meeting.version, "minutes": "We met", f"people_{w.cast.other.pk}": "Somebody"}
    browse(w.world, "lead").post(reverse("networks:minute_meeting", args=[w.own.meeting.pk]), sent)
    assert not MeetingAttendance.objects.filter(school=w.cast.other).exists()


# --- filters and what a link chooses beforehand


@pytest.mark.parametrize("persona", ["contributor", "school_lead", "headteacher", "adviser"])
def test_what_a_link_chooses_shows_nothing_of_others(w, persona):
    f, own = w.foreign, w.own
    links = [
        (reverse("schools:compare_plans", args=[own.plan.pk]), {"new": f.version.pk, "old": f.version.pk}),
        (reverse("schools:add_update", args=[own.plan.pk]), {"action": f.action.pk}),
        (reverse("training:claim", args=[own.session.pk]), {"place": f.place.pk}),
        (reverse("training:record_catch_up", args=[own.session.pk]), {"seat": f.seat.pk}),
        (reverse("cohorts:what_next"), {"school": w.cast.other.pk}),
        (reverse("schools:schools"), {"q": "Oakenfold", "joined": "yes"}),
        (reverse("cohorts:board", args=[own.cohort.pk]), {"q": "Oakenfold", "view": "flag", "page": "2"}),
        (reverse("networks:networks"), {"school": w.cast.other.pk}),
        (reverse("portfolios:documents"), {"school": w.cast.other.pk, "page": "1"}),
    ]
    client, sang = browse(w.world, persona), []
    for address, asked in links:
        response = client.get(address, asked, follow=True)
        assert response.status_code in (200, 403, 404, 409)
        page = response.content.decode()
        sang += [(address, word) for word in (CANARY, "Ines Farrow", "Oakenfold School") if word in page]
    assert sang == []


ODD = {"huge": "99999999999999999999", "odd": "\x00'\"<%ff٣-1"}
NAMES = ("page", "q", "sort", "order", "view", "district", "phase", "status", "joined", "role", "state", "person", "school", "place", "seat", "action", "new", "old", "only", "as", "theme", "welcome", "kind", "code", "more", "from", "to", "on", "month", "cohort", "version", "next")  # fmt: skip


@pytest.mark.parametrize("persona", ["lead", "school_lead"])
@pytest.mark.parametrize("junk", ODD)
def test_no_parameter_breaks_a_page(world, routes, persona, junk):  # noqa: F811
    client, broken = browse(world, persona), []
    for name, view, parts in routes:
        [own] = [address for whose, address in addresses(name, view, parts, world) if whose == "own"]
        with transaction.atomic():
            code = client.get(own, dict.fromkeys(NAMES, ODD[junk])).status_code
            transaction.set_rollback(True)
        broken += [(name, code)] if code >= 500 else []
    assert broken == []


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"])  # fmt: skip
def test_a_next_link_never_leads_elsewhere(world, elsewhere):
    from django.contrib.contenttypes.models import ContentType

    from schools.models import Visit

    visit, client = world.own[Visit], browse(world, "lead")
    kind = ContentType.objects.get_for_model(Visit).pk
    hide, show = (reverse(f"audit:{name}", args=[kind, visit.pk]) for name in ("take_out_of_sight", "put_back"))
    answers = [
        client.get("/accounts/login/", {"next": elsewhere}),
        client.post(hide, {"reason": "It names a child", "next": elsewhere}),
        client.post(show, {"next": elsewhere}),
        client.post("/accounts/logout/", {"next": elsewhere}),
    ]
    assert [answer.status_code for answer in answers] == [302] * 4
    assert [answer["Location"] for answer in answers if "elsewhere" in answer["Location"] or "script" in answer["Location"]] == []  # fmt: skip
