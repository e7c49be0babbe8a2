"""A world with two of everything: Heathervale's own and Oakenfold's, whose every text carries a canary."""

from base64 import b64decode
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from access_intake import a_cohort, answered_for
from allauth.usersessions.models import UserSession
from an_application import answered as written
from casting import person
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

PERSONAS = (
    "anonymous",
    "nobody",
    "stranger",
    "contributor",
    "school_lead",
    "headteacher",
    "reviewer",
    "trust_viewer",
    "observer",
    "other_adviser",
    "adviser",
    "administrator",
    "lead",
    "lead_without_factor",
    "deactivated",
)
CANARY = "canary"
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
REGISTER = (Path(__file__).parent / "data" / "register" / "nasty" / "n02_utf8_bom.csv").read_bytes()


@pytest.fixture
def world(cast, cohort, place, other_place, settings):
    """One record of every kind for each of the two schools, by model: `world.own[Model]` and `world.foreign[Model]`.

    What the address of a view takes where that is not its model's record stands under the view's name: `own["cohorts:apply"]`.
    `world.inside` are the Virtual School's internal records about the own school.
    """
    from cohorts.models import Logo, ProgrammeSettings

    cast.lead_without_factor = person("Lou Unfinished", is_programme_lead=True)
    type(cast.lead_without_factor).objects.filter(pk=cast.lead_without_factor.pk).update(is_demo=False)
    cast.lead_without_factor.refresh_from_db()
    cast.deactivated = person("Gone Away", is_programme_lead=True)
    type(cast.deactivated).objects.filter(pk=cast.deactivated.pk).update(is_active=False)
    if not hasattr(cast, "reviewer"):
        cast.reviewer = person("Rosa Reader", is_reviewer=True)
    own = build(cast.school, place, cohort, cast.school_lead, cast, "mine")
    foreign = build(cast.other, other_place, cohort, cast.stranger, cast, CANARY)
    # Their year is not ours: of the running cohort, in which both schools are, foreign lines would say nothing
    foreign[type(cohort)] = foreign.pop("earlier year")
    foreign[type(cohort.sessions.first())] = foreign[type(cohort)].sessions.first()
    # but for what a school says of a day that is of both: the same day, and the other school's place in it
    foreign["training:finish_gap_task"] = {"pk": cohort.sessions.first().pk}
    inside, _ = own.pop("inside"), foreign.pop("inside")
    ahead = cohort.sessions.get(number=6)
    type(ahead).objects.filter(pk=ahead.pk).update(on=timezone.localdate() + timedelta(days=30))
    own["training:say_needs"] = {"pk": ahead.pk}
    logo = Logo.objects.create(content=PICTURE, digest="0" * 64)
    ProgrammeSettings.objects.update_or_create(pk=1, defaults={"logo": logo})
    return SimpleNamespace(
        cast=cast, own=own, foreign=foreign, inside=inside, cohort=cohort, place=place, other_place=other_place
    )


def build(school, place, cohort, user, cast, word):
    """A record of each kind that belongs to a school; `word` stands in every text of it."""
    from accounts.models import Invitation
    from action_research.models import Comment, Cycle, Evidence, Measure, Project
    from audit.actions import record
    from cohorts.models import Answer as ApplicationAnswer
    from cohorts.models import (
        Application,
        Carry,
        Colleague,
        CommitmentAsk,
        FormQuestion,
        FormSection,
        HeldAct,
        Review,
        Seat,
        SeatHolder,
        SignedPaper,
    )
    from evaluation.models import Answer, Audit, Theme
    from networks.models import Cluster, Meeting, Membership, Pairing, PairingVisit
    from notifications.actions import letter
    from notifications.muting import stop_path
    from portfolios.models import Certificate, Consent, Document, PortfolioEntry
    from schools.actions.register import preview_import
    from schools.models import (  # fmt: skip
        Challenge,
        DevelopmentPlan,
        InsetDay,
        InternalNote,
        PlanAction,
        PlanUpdate,
        PlanVersion,
        Priority,
        RegisterImport,
        Role,
        School,
        Trust,
        TrustAgreement,
        TrustViewer,
        Visit,
    )
    from terms.models import BankHoliday, Term
    from training.models import (
        Attendance,
        Fee,
        FeedbackAnswer,
        FeedbackSheet,
        Inset,
        Material,
        Need,
        Pack,
        PackStep,
        PhoneCall,
        Reflection,
        Session,
    )

    now, today = timezone.now(), timezone.localdate()
    text = f"{word} text"
    found = {type(school): school, type(place): place, type(cohort): cohort, type(user): user}

    def add(model, **fields):
        found.setdefault(model, model.objects.create(**fields))
        return found[model]

    plan = add(DevelopmentPlan, school=school, vision=text)
    priority = add(Priority, plan=plan, number=1, title=text, success=text)
    add(PlanAction, priority=priority, number=1, title=text, owner=text)
    # on parts of their own: what has updates is not removed
    moving = Priority.objects.create(plan=plan, number=2, title=text)
    moved = PlanAction.objects.create(priority=moving, number=1, title=text)
    add(PlanUpdate, action=moved, text=text, progress="in_progress", progress_before="not_started")
    add(PlanVersion, plan=plan, number=1, kind="agreed", content={"vision": text, "priorities": []})
    visit = add(Visit, school=school, support=text, by=cast.lead)
    add(Challenge, visit=visit, text=text)
    internal = Visit.objects.create(school=school, support=f"{word} internal", is_internal=True, by=cast.lead)
    followed = Challenge.objects.create(visit=internal, text=f"{word} internal")
    found["inside"] = {Visit: internal, Challenge: followed}
    add(InsetDay, school=school, day=date(2027, 1, 5), label=text)
    add(InternalNote, school=school, text=f"{word} note", by=cast.lead)
    found[Role] = Role.objects.filter(school=school).order_by("pk").last()
    add(
        Application,
        cohort=cohort,
        school=school,
        applicant_name=text,
        applicant_email=f"{word}@example.org",
        representatives=[{"name": text, "email": "", "job_title": text, "is_senior_leader": True}],
        state="submitted",
        submitted_at=now,
    )
    add(HeldAct, cohort=cohort, what=text, by=cast.lead)
    written(found[Application], why_now=text, current_practice=text, see_hear_feel=text)
    found[ApplicationAnswer] = found[Application].answers.first()
    add(Colleague, application=found[Application], name=text, email=f"{word}.colleague@example.org")
    waiting, offered, draft = answered_for(school, word)
    found["one that waits"], found["one that is offered"] = waiting, offered
    carry = add(Carry, application=waiting, to_cohort=cohort, answer_by=today, asked_by=cast.lead)
    mine = word == "mine"
    add(Review, application=found[Application], reviewer=cast.reviewer if mine else person("Rhys Reader"))
    trust = found[Trust] = cast.trust if mine else Trust.objects.create(name=f"{word} trust")
    School.objects.filter(pk=school.pk).update(trust=trust)
    school.refresh_from_db()
    add(TrustAgreement, school=school, trust=trust, agreed_name=text)
    found[TrustViewer] = trust.viewers.first() or TrustViewer.objects.create(user=person("Tess Viewer"), trust=trust)
    add(SignedPaper, place=place, kind="commitment", text=text, name=text, role=text)
    add(CommitmentAsk, place=place, head=cast.headteacher if mine else user, from_on=today)
    seat = found[Seat] = place.seats.first()
    found[SeatHolder] = seat.holders.first()
    found[Session] = cohort.sessions.first()
    add(
        Attendance, session=found[Session], seat=seat, holder=found[SeatHolder], state="present", halves=2, own_halves=2
    )
    found |= missed_days(place, user, text, now)
    for year in (found[Session], cohort.sessions.order_by("number").last()):
        Need.objects.create(session=year, holder=found[SeatHolder], food=text, access=text)
    project = add(Project, place=place, title=text, question=text, ethics_confirmed=True, anonymity_confirmed=True)
    add(Measure, project=project, what=text)
    add(Cycle, project=project, number=1, plan=text)
    add(Comment, project=project, text=text, by=cast.lead)
    if Evidence not in found:
        evidence = Evidence(
            project=project, kind="photo", text=text, file_name="x.jpg", file_type="image/jpeg", by=user
        )
        evidence.file.save("x.jpg", ContentFile(b"\xff\xd8\xff\xe0" + b"0" * 64), save=True)
        found[Evidence] = evidence
    audit = add(Audit, school=school, cohort=cohort, moment="start", by=user, by_name=text)
    theme = Theme.objects.first()
    add(Answer, audit=audit, theme=theme, level=2, note=text, wording=theme.wording)
    cluster = add(Cluster, name=f"{word} cluster", about=text)
    add(Membership, cluster=cluster, school=school)
    add(Meeting, cluster=cluster, on=today, starts_at="15:45", agenda=text)
    add(Pairing, mentor=School.objects.create(name=f"{word} mentor"), mentored=school, note=text)
    others = [School.objects.create(name=f"{word} {name}") for name in ("newcomer", "neighbour")]
    shared = Pairing.objects.create(
        mentor=school, mentored=others[0], note=text, state="active", active_from=today, shares_plan=True
    )
    asked = Pairing.objects.create(mentor=school, mentored=others[1], note=text)
    add(PairingVisit, pairing=shared, on=today, note=text)
    entry = add(PortfolioEntry, place=place, title=text, summary=text, why=text)
    Consent.objects.create(entry=entry)
    add(
        Certificate,
        place=place,
        kind="school",
        number=f"AAS-2026-{school.pk:04d}",
        name_printed=text,
        school_name=text,
        cohort_name=cohort.name,
        programme_name="P",
        organisation="O",
        awarded_on=today,
    )
    document = add(Document, kind="portfolio", title=text, school=school, asked_by=user)
    document.file.save("d.pdf", ContentFile(b"%PDF-1.7"), save=False)
    Document.objects.filter(pk=document.pk).update(
        state="ready", file=document.file.name, file_name="d.pdf", ready_at=now
    )
    message = letter("plan_agreed", user, about=plan, occasion=f"{word}:1", school=school)
    message.subject, message.body = text, text
    message.save()
    found[type(message)] = message
    invitation = add(Invitation, user=user, invited_by=cast.lead)
    upload = preview_import(
        ContentFile(REGISTER, name=f"{word}.csv"), kind="register", la_code="999", by=cast.administrator
    )
    found[RegisterImport] = upload
    record(user, "changed", plan, note=text)
    found["earlier year"], published = earlier_year(school, word)
    answered = found[Session] if mine else found["earlier year"].sessions.first()
    add(Material, session=answered, title=text, url=f"https://example.org/{word}")
    slides = Material(session=answered, title=text, file_name="slides.png", file_type="image/png")
    slides.file.save("slides.png", ContentFile(PICTURE), save=True)
    yesterday, ahead = found["earlier year"].sessions.order_by("number")[1:]
    FeedbackSheet.objects.bulk_create(FeedbackSheet(session=answered) for _ in range(5))
    pack = add(Pack, session=answered, title=text, notes=text)
    PackStep.objects.create(pack=pack, number=1, minutes=5, what=text)
    Pack.objects.create(session=ahead, title=text)  # not yet for schools: its day is to come
    add(Reflection, session=answered, user=user, stayed=text, is_shared=True, shared_at=now)
    add(PhoneCall, session=answered, alarm=0, place=place, outcome="told", note=text, by=cast.lead)
    add(Fee, place=place, order_number=text)
    add(Inset, school=school, title=text, teaching=7, by=user)
    add(FeedbackAnswer, session=answered, number=5, asked="What will you take back?", text=text)
    application, certificate = found[Application], found[Certificate]
    hidden = Challenge.objects.create(visit=visit, text=f"{word} note", hidden_at=now, hidden_by=cast.lead)
    visits, challenges = (ContentType.objects.get_for_model(model).pk for model in (Visit, Challenge))
    type(user).objects.filter(pk=user.pk).update(calendar_token=f"{word}-calendar")
    browser = UserSession.objects.create(user=user, ip="127.0.0.1", session_key=f"{word} key", user_agent=text)
    leaver = person(f"{word} leaver")
    type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)
    school.calendar_links.create(token=f"{word}-shared", made_by=user)
    theirs = {
        "accounts:enable_person": {"pk": leaver.pk if mine else user.pk},  # one who is disabled, one who is not
        "accounts:end_session": {"pk": browser.pk},
        "networks:mentored_plan": {"pk": shared.pk},
        "networks:log_pairing_visit": {"pk": shared.pk},
        "networks:accept_pairing": {"pk": asked.pk},
        "audit:take_out_of_sight": {"kind": visits, "pk": visit.pk},
        "audit:put_back": {"kind": challenges, "pk": hidden.pk},
        "accounts:accept_invitation": {"token": invitation.token},
        "training:feed": {"token": f"{word}-calendar"},
        "training:shared_feed": {"token": f"{word}-shared"},
        "training:give_feedback": {"code": yesterday.feedback_code},
        "training:sign_in_at_door": {"code": yesterday.door_code},
        "training:say_needs": {"pk": ahead.pk},
        "training:pack": {"pk": ahead.pk},
        "training:material_file": {"pk": slides.pk},
        "portfolios:check_certificate": {"code": certificate.check_code},
        "portfolios:library_entry": {"entry_pk": published.pk},
        "evaluation:application_audit": {"token": application.applicant_token},
        "evaluation:fill_in_audit": {"pk": place.pk, "moment": "mid_year"},
        "evaluation:edit_theme": {"pk": theme.pk},
        "cohorts:answer_carry": {"token": carry.token},
        "cohorts:confirm_application": {"token": application.head_token},
        "cohorts:answer_offer": {"token": offered.offer_token},
        "cohorts:turn_down_offer": {"token": offered.offer_token},
        "cohorts:answer_offer_for_school": {"pk": offered.pk},
        "cohorts:turn_down_offer_for_school": {"pk": offered.pk},
        "cohorts:sign_commitment": {"token": found[CommitmentAsk].token},
    }
    for name in ("application_form", "prove_address", "resume_application", "check_application", "submit_application", "withdraw_own_application", "invite_colleague", "take_colleague_off"):  # fmt: skip
        theirs[f"cohorts:{name}"] = {"token": application.applicant_token}
    theirs["cohorts:application_section"] = {"token": application.applicant_token, "key": "representatives"}
    for name in ("cohorts:application_form_for_school", "cohorts:check_application_for_school", "cohorts:submit_application_for_school", "evaluation:application_audit_for_school"):  # fmt: skip
        theirs[name] = {"pk": draft.pk}
    theirs["cohorts:application_section_for_school"] = {"pk": draft.pk, "key": "representatives"}
    taking = a_cohort(f"{word} intake", "open" if mine else "draft")  # a draft does not exist for the public
    theirs["cohorts:apply"] = theirs["cohorts:find_application"] = {"cohort_pk": taking.pk}
    theirs["cohorts:begin_application"] = {"cohort_pk": taking.pk, "school_pk": school.pk}
    section = add(FormSection, cohort=taking, number=1, title=text)
    add(FormQuestion, cohort=taking, section=section, key=word, number=1, wording=text)
    for name in ("rule", "change_rule", "restore_rule", "change_wording", "restore_wording"):
        theirs[f"notifications:{name}"] = {"kind": "session_coming" if mine else "plan_due"}
    theirs["notifications:stop_letters"] = {"token": stop_path(user.email).split("/")[-2]}
    year = today.year + (not mine)
    add(Term, year=f"{year}", name="Autumn 1", starts_on=date(year, 9, 1), ends_on=date(year, 10, 20))
    found[BankHoliday], _ = BankHoliday.objects.get_or_create(day=date(year, 1, 2), defaults={"name": "A day off"})
    return found | theirs


def missed_days(place, user, text, now):
    """A day that the second representative missed, with all that is needed said of it; and one of the first's, signed off."""
    from training.models import Attendance, CatchUp, CatchUpNote, CatchUpStep

    first, second = place.seats.order_by("number")[:2]
    two, three = place.cohort.sessions.filter(number__in=(2, 3))
    Attendance.objects.create(session=two, seat=second, state="absent")
    catch_up = CatchUp.objects.create(session=two, seat=second, state="ready")
    for step in CatchUpStep:
        note = CatchUpNote.objects.create(catch_up=catch_up, step=step, text=text, on=now.date(), said_by=user)
    GapTaskDone = place.gap_tasks_done.model
    place.cohort.sessions.update(gap_task="Watch one morning at the gate")
    done = GapTaskDone.objects.create(session=two, place=place, line=text, done_by=user)
    settled = CatchUp.objects.create(session=three, seat=first, state="signed_off", signed_off_at=now)
    return {CatchUp: catch_up, CatchUpNote: note, GapTaskDone: done, "training:reopen_catch_up": {"pk": settled.pk}}


def earlier_year(school, word):
    """A year that this school alone has behind it, still open, and what it published from it for everybody to read."""
    from cohorts.models import Place
    from portfolios.models import Consent, PortfolioEntry
    from training.models import Session

    now, on = timezone.now(), date(2024, 9, 2)
    # the name of a year is no secret: it stands in the library
    cohort = a_cohort(f"2024-25 of {school}", "running", starts_on=on, ends_on=date(2025, 7, 18))
    days = (on, now.date() - timedelta(days=1), now.date() + timedelta(days=30))
    text = f"{word} text"
    for number, day in enumerate(days, 1):
        Session.objects.create(
            cohort=cohort, number=number, title=text, on=day, starts_at="09:15", ends_at="15:30", joining=text,
            gap_task=text,
        )  # fmt: skip
    place = Place.objects.create(cohort=cohort, school=school, joined_on=on, state="graduated", graduated_on=on)
    entry = PortfolioEntry.objects.create(
        place=place, title="For all to read", state="published", anonymity_checked_at=now, published_at=now
    )
    Consent.objects.create(entry=entry, school_named=True, given_at=now)
    return cohort, entry


def model_of(load):
    """The model that a guard loads, from `Model.objects.select_related(...).visible_to`."""
    owner = getattr(load, "__self__", None)
    if isinstance(owner, (models.QuerySet, models.Manager)):
        return owner.model
    return None
