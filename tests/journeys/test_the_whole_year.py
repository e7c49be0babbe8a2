"""The whole journey, real from end to end: from a county's register of schools to a graduate's certificate.

Everybody sits at a browser of their own, and the calendar moves: the county's file and the cohort in March, applications
in April, decisions in June, six days of training from September to June, a plan, a project, and the celebration in July.
"""

import io
import re
import subprocess
from datetime import date, datetime
from pathlib import Path

import pikepdf
import pytest
import time_machine
from casting import LONDON
from django.conf import settings
from journeys.intake_year import (
    a_cohort_is_planned_and_opened,
    a_school_applies,
    one_school_accepts_and_the_other_turns_down,
    the_county_comes_in,
    the_lead_decides,
    the_year_starts,
)
from journeys.school_year import (
    BAMFORD,
    CELEBRATION,
    CROMFORD,
    CROMFORD_OFFICE,
    DEPUTY,
    MENTOR,
    NEWCOMER,
    OFFICE,
    WHY,
    Year,
    address_of,
    to_the_school,
)
from journeys.working_year import (
    a_plan_is_typed_in_for_the_school,
    a_project_is_proposed_and_agreed,
    a_representative_leaves_at_christmas,
    register,
    the_day_is_caught_up,
    the_plan_is_reviewed,
    the_project_is_written_up_and_approved,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def year(browsing, transactional_db, mailoutbox):
    with time_machine.travel(datetime(2025, 3, 3, 10, tzinfo=LONDON), tick=True) as clock:
        yield Year(browsing, mailoutbox, clock)


def test_the_whole_year(year, tmp_path):
    the_county_comes_in(year)
    a_cohort_is_planned_and_opened(year)
    year.at(2025, 4, 2)
    a_school_applies(year, BAMFORD, OFFICE, (DEPUTY, MENTOR), scripts=True)
    a_school_applies(year, CROMFORD, CROMFORD_OFFICE, ("Ines Farrow", "Col Drury"), scripts=False)
    year.at(2025, 6, 2)
    the_lead_decides(year)
    year.at(2025, 6, 9)
    one_school_accepts_and_the_other_turns_down(year)
    year.at(2025, 9, 1)
    the_year_starts(year)
    register(year, 1, (DEPUTY, "Present"), (MENTOR, "Present"))
    a_project_is_proposed_and_agreed(year)
    register(year, 2, (DEPUTY, "Present"), (MENTOR, "Present"))
    a_plan_is_typed_in_for_the_school(year)
    register(year, 3, (DEPUTY, "Present"), (MENTOR, "Present"))
    a_representative_leaves_at_christmas(year)
    register(year, 4, (DEPUTY, "Apologies"), (NEWCOMER, "Present"))
    the_day_is_caught_up(year)
    register(year, 5, (DEPUTY, "Present"), (NEWCOMER, "Present"))
    the_plan_is_reviewed(year)
    register(year, 6, (DEPUTY, "Present"), (NEWCOMER, "Present"))
    the_project_is_written_up_and_approved(year)
    the_school_checks_its_names(year)
    the_school_sees_how_far_it_has_come(year)
    year.at(2026, 7, 3)
    the_school_graduates(year)
    the_certificate_is_fetched_and_checked(year, tmp_path)
    the_portfolio_is_made(year, tmp_path)
    year.at(2026, 7, 6)
    what_the_year_leaves_behind(year)


def the_school_checks_its_names(year):
    year.at(2026, 6, 22)
    deputy = year.enter(DEPUTY)
    to_the_school(deputy, "The school’s year", "Names on the certificates")
    deputy.fill(school_name=BAMFORD, why=WHY, see_hear_feel="Children who show you round without being asked.")
    deputy.press("These names are right")


def the_school_sees_how_far_it_has_come(year):
    """The self-audit of the end of the year stands beside the one that came with the application."""
    deputy = year.enter(DEPUTY)
    to_the_school(deputy, "The school’s year")
    deputy.reads("The school fills in its self-audit of the end of the year.")
    deputy.follow("Fill it in")
    levels = sorted({field.get_attribute("name") for field in deputy.tab.locator("[name^=level_]").all()})
    assert len(levels) == 10
    deputy.fill(**dict.fromkeys(levels[1:], "3"))
    deputy.press("Save and go back")
    deputy.reads("Saved. Some themes are still open")
    deputy.follow("End of the year", within="main section[aria-labelledby=fill]")
    deputy.fill(**{levels[0]: "4"})
    deputy.press("Save and go back")
    deputy.reads("The self-audit is saved")
    deputy.follow("End of the year", within="main section[aria-labelledby=each]")
    deputy.reads(re.compile("Embedded"))
    to_the_school(deputy, "The school’s year")
    deputy.reads("Everything is settled.")


def the_school_graduates(year):
    lead = year.walker(year.lead)
    lead.open("/cohorts/")
    lead.follow("2025-26")
    lead.follow("Graduation")
    lead.reads(re.compile("Names checked by the school"), "Ready")
    lead.tab.get_by_label(f"Graduate {BAMFORD}").check()
    lead.press("Graduate them")
    lead.reads(re.compile("4 certificates are issued"))
    year.deliver()
    year.post.take(address_of(DEPUTY), "certificate")


def the_certificate_is_fetched_and_checked(year, tmp_path):
    from portfolios.models import Certificate, CertificateKind

    deputy = year.enter(DEPUTY)
    to_the_school(deputy)
    found = Certificate.objects.get(kind=CertificateKind.SCHOOL)
    is_valid_pdf(deputy.download(f"Certificate {found.number}"), tmp_path / "certificate.pdf", title=found.number)
    visitor = year.walker(width=390, scripts=False)
    visitor.open("/check/")
    visitor.fill(code=found.check_code)
    visitor.press("Check")
    visitor.reads("This certificate is valid", BAMFORD, re.compile("3 Jul(y)? 2026"))
    own = Certificate.objects.get(name_printed=DEPUTY)
    visitor.open(own.get_absolute_url())
    visitor.reads("This certificate is valid", DEPUTY)


def the_portfolio_is_made(year, tmp_path):
    from django.utils import timezone

    from portfolios.actions.documents import build_next

    administrator = year.walker(year.administrator)
    to_the_school(administrator)
    administrator.press("Make the portfolio")
    administrator.reads(re.compile(f"Portfolio of {BAMFORD}"))
    document = administrator.tab.url
    administrator.open("/documents/")
    assert build_next(timezone.now()).state == "ready"
    administrator.open(document)
    content = administrator.download(re.compile("Download"))
    is_valid_pdf(content, tmp_path / "portfolio.pdf", title=BAMFORD)
    administrator.follow("Read the same as a page")
    administrator.reads(
        WHY, "Children who show you round without being asked.", "Calm corridors, first names, and nobody in a hurry."
    )


def is_valid_pdf(content, path, *, title):
    """veraPDF passes it as PDF/UA-1, and its title says what it is."""
    path.write_bytes(content)
    said = subprocess.run([Path(settings.BASE_DIR) / "scripts/verapdf", path], capture_output=True, text=True)
    assert said.stdout.count("PASS ") == 1, said.stdout + said.stderr
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert title in str(pdf.docinfo["/Title"])


def what_the_year_leaves_behind(year):
    """The facts behind the pages."""
    from django.db.models import Count

    from audit.models import Activity
    from cohorts.models import Application, Place, SeatHolder
    from evaluation.models import Audit
    from notifications.models import Message, MessageState
    from portfolios.models import Certificate
    from schools.models import DevelopmentPlan, PlanVersion
    from training.days import days_of

    assert dict(Application.objects.values_list("school__name", "state")) == {
        BAMFORD: "accepted",
        CROMFORD: "turned_down",
    }
    place = Place.objects.get()
    assert (place.school.name, place.state, place.graduated_on, place.override_reason) == (
        BAMFORD,
        "graduated",
        CELEBRATION,
        "",
    )
    assert place.project.state == "approved"
    audits = Audit.objects.filter(school=place.school).order_by("pk")
    said = [(one.moment, sorted(one.answers.values_list("level", flat=True))) for one in audits]
    assert said == [("start", [2] * 10), ("end_of_year", [3] * 9 + [4])]
    held = SeatHolder.objects.order_by("seat__number", "from_on").values_list("name", "from_on", "until_on")
    assert list(held) == [
        (DEPUTY, date(2025, 9, 1), None),
        (MENTOR, date(2025, 9, 1), date(2025, 12, 19)),
        (NEWCOMER, date(2026, 1, 5), None),
    ]
    assert days_of([place])[place.pk].words == "12 of 12"
    own = dict(Certificate.objects.exclude(days_attended="").values_list("name_printed", "days_attended"))
    assert own == {DEPUTY: "6 of 6", MENTOR: "3 of 6", NEWCOMER: "3 of 6"}
    plan = DevelopmentPlan.objects.get()
    assert (plan.state, plan.signed_name, plan.reviewed_on) == ("agreed", "Helen Strand", date(2026, 3, 26))
    assert PlanVersion.objects.get().content["vision"] == WHY
    for_the_school = Activity.objects.filter(on_behalf=True).values_list("by__name", flat=True)
    assert len(for_the_school) >= 2
    assert set(for_the_school) == {year.lead.name}
    # A letter an occasion: none waits, none was refused, and none went to anybody twice
    assert set(Message.objects.values_list("state", flat=True)) <= {
        MessageState.SENT,
        MessageState.UNWANTED,
        MessageState.EXPIRED,
    }
    assert not Message.objects.values("kind", "address", "occasion").annotate(number=Count("pk")).filter(number__gt=1)
    sent = Message.objects.filter(state=MessageState.SENT)  # reminders of one morning share a mail
    mails = sent.filter(mail=None).count() + sent.exclude(mail=None).values("mail").distinct().count()
    assert mails == len(year.post.outbox)
    offers = sent.filter(kind="offer_made")
    assert offers.count() == offers.values("address").distinct().count() == 4
