"""Graduates of past years: read from a list, shown, brought in whole or not at all, and then graduates like all others."""

import io
import json
import time
from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from action_research.models import Project, ProjectState
from audit.models import Activity
from cohorts.models import Application, Cohort, CohortState, Place, PlaceState
from kit.tables.exports import xlsx_bytes
from networks.suggestions import possible_mentors
from notifications.models import Message
from portfolios.actions.graduates import bring_in, examine
from portfolios.models import Certificate
from schools.models import RegisterImport, School, SchoolUrn
from schools.models.school import ImportState
from training.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

HEAD = "URN,School,Town,Year,Title,Question,Graduated on\n"
ONE = HEAD + "900214,,,2019-20,Calm mornings,What settles a child?,\n"


def listed(text, encoding="utf-8"):
    return io.BytesIO(text if isinstance(text, bytes) else text.encode(encoding))


def errors(text):
    report = examine(listed(text))
    assert report.is_refused
    return [f"{line}: {message}" for line, _, message in report.found["errors"]]


def places():
    return Place.objects.filter(cohort__is_from_before=True)


@pytest.fixture
def lead(cast, client_of):
    return client_of(cast.lead)


def send(client, content, name="list.csv"):
    return client.post(reverse("portfolios:import_graduates"), {"file": SimpleUploadedFile(name, content)})


# --- what a line makes


def test_a_line_makes_a_closed_cohort_a_graduate_and_an_approved_project(cast):
    report = bring_in(listed(ONE), by=cast.administrator)
    assert (report.counts["new"], report.notes) == (1, ["Makes 2019-20, a closed cohort with 1 school"])
    cohort = Cohort.objects.get()
    assert (cohort.name, cohort.state, cohort.is_from_before, cohort.places) == ("2019-20", CohortState.CLOSED, True, 1)
    assert (cohort.starts_on, cohort.ends_on) == (date(2019, 9, 1), date(2020, 7, 31))
    place = Place.objects.get()
    assert (place.school, place.state, place.graduated_on) == (cast.school, PlaceState.GRADUATED, date(2020, 7, 31))
    assert place.graduated_by is None and not place.seats.exists()
    project = Project.objects.get()
    assert (project.title, project.question) == ("Calm mornings", "What settles a child?")
    assert project.state == ProjectState.APPROVED and project.approved_at.date() == date(2020, 7, 31)
    assert project.approved_by is None
    for never in (Application, Session, Message, Certificate):
        assert not never.objects.exists()
    assert mail.outbox == []
    note = Activity.objects.get(school_key=cast.school.pk)
    assert (note.by, note.verb) == (cast.administrator, "brought in the graduation of")
    assert note.details["cohort"] == "2019-20"


def test_no_project_without_words_and_the_day_that_is_given(cast):
    bring_in(listed(HEAD + "900214,,,2019-20,,,10 July 2020\n900215,,,2018/2019,,,24/09/2019\n"))
    assert sorted(places().values_list("graduated_on", flat=True)) == [date(2019, 9, 24), date(2020, 7, 10)]
    assert not Project.objects.exists()
    assert Cohort.objects.count() == 2


def test_the_terms_date_the_year_where_they_are_kept(cast):
    from terms.models import Term

    Term.objects.create(year="2019-20", name="A", starts_on=date(2019, 9, 3), ends_on=date(2019, 12, 20))
    Term.objects.create(year="2019-20", name="B", starts_on=date(2020, 1, 6), ends_on=date(2020, 7, 17))
    bring_in(listed(ONE))
    assert places().get().graduated_on == date(2020, 7, 17)


def test_once_more_changes_nothing(cast):
    bring_in(listed(ONE))
    before = Activity.objects.count()
    report = bring_in(listed(ONE))
    assert {kind: n for kind, n in report.counts.items() if n} == {"unchanged": 1}
    assert (Cohort.objects.count(), Place.objects.count(), Project.objects.count()) == (1, 1, 1)
    assert Activity.objects.count() == before


def test_a_later_list_corrects_and_adds_and_empties_nothing(cast):
    bring_in(listed(ONE))
    again = HEAD + "900214,,,2019-20,Calmer mornings,,10/07/2020\n900215,,,2019-20,,,\n"
    report = bring_in(listed(again), by=cast.lead)
    assert (report.counts["changed"], report.counts["new"], dict(report.fields)) == (1, 1, {"day of graduation": 1, "title": 1})  # fmt: skip
    project = Project.objects.get()
    assert (project.title, project.question, project.version) == ("Calmer mornings", "What settles a child?", 2)
    assert Place.objects.get(school=cast.school).graduated_on == date(2020, 7, 10)
    assert Cohort.objects.get().places == 2
    assert Activity.objects.filter(verb="corrected the graduation of", school_key=cast.school.pk).count() == 1


def test_a_project_that_the_school_wrote_itself_is_left(cast):
    bring_in(listed(HEAD + "900214,,,2019-20,,,\n"))
    Project.objects.create(place=Place.objects.get(), title="Our own")
    report = bring_in(listed(ONE))
    assert report.counts["warnings"] == 1 and report.counts["unchanged"] == 1
    assert Project.objects.get().title == "Our own"


def test_a_year_that_was_run_here_is_never_touched(cast, cohort, place):
    Cohort.objects.filter(pk=cohort.pk).update(
        starts_on=date(2024, 9, 1), ends_on=date(2025, 7, 18), name="Cohort 2", state=CohortState.CLOSED
    )
    Place.objects.filter(pk=place.pk).update(state=PlaceState.GRADUATED, graduated_on=date(2025, 7, 1))
    report = bring_in(listed(HEAD + "900214,,,2024-25,New words,,\n"))
    assert report.counts["skipped"] == 1 and not report.is_refused
    assert not Project.objects.exists()
    assert errors(HEAD + "900215,,,2024-25,,,\n") == [
        "2: Cohort Cohort 2 was run here without Oakenfold School. A list adds nobody to it."
    ]
    Place.objects.filter(pk=place.pk).update(state=PlaceState.WITHDRAWN, left_reason="Moved")
    assert "is withdrawn in Cohort 2 here" in errors(HEAD + "900214,,,cohort 2,,,\n")[0]


# --- which school, which year


def test_a_school_is_found_by_a_past_urn_and_by_name_and_town(cast):
    SchoolUrn.objects.create(school=cast.school, urn="900001", until_on=date(2018, 8, 31))
    text = (
        HEAD
        + "900001,,,2015-16,,,\n,heathervale  PRIMARY,Highmoor,2016-17,,,\n,Oakenfold School,,2017-18,,,\n,900215,,2018-19,,,\n"
    )
    report = bring_in(listed(text))
    assert not report.is_refused
    found = dict(places().order_by("cohort__name").values_list("cohort__name", "school__name"))
    assert list(found.values()) == [
        "Heathervale Primary",
        "Heathervale Primary",
        "Oakenfold School",
        "Oakenfold School",
    ]


def test_one_name_of_two_schools_lists_them(cast):
    School.objects.create(name="St Anne’s School", urn="900300", phase="primary", town="Highmoor")
    School.objects.create(name="St. Anne's School", urn="900301", phase="primary", town="Stonebeck", status="closed")
    assert errors(HEAD + ",St Anne's School,,2019-20,,,\n") == [
        "2: 2 schools are called “St Anne's School”: Highmoor, URN 900300; Stonebeck, URN 900301, closed. Give the URN."
    ]
    assert not examine(listed(HEAD + ",St Anne's School,stonebeck,2019-20,,,\n")).is_refused
    assert "is in Elsewhere, but Highmoor" in errors(HEAD + ",St Anne's School,Elsewhere,2019-20,,,\n")[0]


def test_a_name_that_is_not_the_urns_is_worth_a_look(cast):
    report = examine(listed(HEAD + "900214,Oakenfold School,,2019-20,,,\n"))
    assert report.found["warnings"] == [
        (2, "900214", "URN 900214 is Heathervale Primary here, and “Oakenfold School” in the file.")
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("999999,,,2019-20,,,", "No school with URN 999999 is known here"),
        (",Nowhere School,,2019-20,,,", "No school called “Nowhere School” is known here"),
        ("9.0E+05,,,2019-20,,,", "has lost its last digits in a spreadsheet"),
        (",,,2019-20,,,", "It names no school"),
        ("900214,,,,,,", "The year is missing"),
        ("900214,,,2020,,,", "“2020” may be 2019-20 or 2020-21"),
        ("900214,,,2019-21,,,", "“2019-21” is not one school year"),
        ("900214,,,last year,,,", "neither a school year like 2019-20 nor the name of a cohort"),
        ("900214,,,1019-20,,,", "“1019-20” is not a year of the programme"),
        ("900214,,,2027-28,,,", "The year 2027-28 has not ended"),
        ("900214,,,2025-26,,,", "The year 2025-26 has not ended"),
        ("900214,,,2019-20,,,soon", "“soon” is not a date"),
        ("900214,,,2019-20,,,1/7/2015", "1 July 2015 is not a day on which 2019-20 can have graduated"),
        ("900214,,,2019-20,,,1/7/2024", "1 July 2024 is not a day on which 2019-20 can have graduated"),
        (f"900214,,,2019-20,{'x' * 151},,", "The title is longer than 150 characters"),
        (f"900214,,,2019-20,,{'x' * 501},", "The question is longer than 500 characters"),
        ("900214,,,2019-20,Calm, quiet mornings,Why?,1/7/2020", "Has more cells than the header"),
        ('900214,,,2019-20,"Calm,,', "quotation marks"),
    ],
)
def test_a_line_that_is_not_clear_refuses_the_whole_list(cast, line, why):
    text = HEAD + "900215,,,2018-19,,,\n" + line + "\n"
    report = bring_in(listed(text))
    assert [(at, why in said) for at, _, said in report.found["errors"]] == [(3, True)], report.found["errors"]
    assert not Place.objects.exists() and not Cohort.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The file is empty"),
        (HEAD, "There is no school in it"),
        ("Title,Question\nA,B\n", "no column School or URN and no column Year"),
        ("URN,Year,Cohort\n900214,2019-20,x\n", "The columns “Year” and “Cohort” would both be read as one"),
        (b"%PDF-1.7", "This is not a CSV file"),
        (b"PK\x03\x04 broken", "The Excel workbook cannot be read"),
    ],
)
def test_what_is_no_list_is_refused_in_words(cast, text, why):
    assert why in errors(text)[0]


def test_a_school_twice_in_a_year(cast):
    SchoolUrn.objects.create(school=cast.school, urn="900001")
    same = bring_in(listed(HEAD + "900214,,,2019-20,A,,\n900001,,,2019/20,A,,\n"))
    assert (same.counts["new"], same.counts["warnings"]) == (1, 1)
    assert errors(HEAD + "900214,,,2018-19,A,,\n900001,,,2018-19,B,,\n") == [
        "3: Heathervale Primary stands in 2018-19 on line 2 and on line 3 with different words."
    ]


def test_a_school_may_have_graduated_twice(cast):
    assert bring_in(listed(HEAD + "900214,,,2015-16,,,\n900214,,,2019-20,,,\n")).counts["new"] == 2


# --- as spreadsheets write it


def test_semicolons_windows_1252_and_formulas_are_text(cast):
    text = 'School;Year;Title;Question\nHeathervale Primary;2019–20;"Café ‘quiet’ – £5";=HYPERLINK("http://x")\n'
    report = bring_in(listed(text.replace('=HYPERLINK("http://x")', "=1+1"), "cp1252"))
    assert not report.is_refused, report.found
    project = Project.objects.get()
    assert (project.title, project.question) == ("Café ‘quiet’ – £5", "=1+1")


@pytest.mark.parametrize(("cell", "year"), [("Dec-11", "2011-12"), ("01/12/2011", "2011-12"), ("Oct-09", "2009-10")])
def test_a_year_that_a_spreadsheet_took_for_a_month(cast, cell, year):
    bring_in(listed(HEAD + f"900214,,,{cell},,,\n"))
    assert Cohort.objects.get().name == year


def test_a_workbook_with_dates_and_numbers(cast):
    rows = [(900214, "2019-20", "=1+1", date(2020, 7, 10)), (900215, date(2011, 12, 1), "", None)]
    bring_in(io.BytesIO(xlsx_bytes(("URN", "Academic year", "Project title", "Graduated on"), rows)))
    found = places().order_by("graduated_on").values_list("cohort__name", "graduated_on")
    assert list(found) == [("2011-12", date(2012, 7, 31)), ("2019-20", date(2020, 7, 10))]
    assert Project.objects.get().title == "=1+1"


# --- the pages


def test_shown_first_and_then_brought_in(lead, cast):
    shown = lead.get(send(lead, ONE.encode()).url)
    assert "1 new." in shown.text and "Makes 2019-20, a closed cohort with 1 school" in shown.text
    assert "Heathervale Primary, 2019-20: Calm mornings" in shown.text
    assert not Place.objects.exists()
    upload = RegisterImport.objects.get()
    assert "Calm mornings" in lead.get(reverse("schools:import_findings", args=[upload.pk])).text
    done = lead.post(reverse("schools:apply_import", args=[upload.pk]), follow=True)
    assert "Imported" in done.text
    upload.refresh_from_db()
    assert (upload.state, upload.content.name) == (ImportState.APPLIED, "")
    assert places().get().school == cast.school


def test_put_away_leads_back_to_the_list(lead):
    send(lead, ONE.encode())
    answer = lead.post(reverse("schools:abandon_import", args=[RegisterImport.objects.get().pk]))
    assert answer.url == reverse("portfolios:import_graduates")
    assert not Place.objects.exists()


def test_pasted_lines_and_their_faults_at_the_field(lead, cast):
    page = lead.post(
        reverse("portfolios:import_graduates"), {"text": "URN\tYear\n999999\t2019-20\n900214\tlast\n900214\t2019-21\n"}
    )
    assert page.text.index("Line 2: No school with URN") < page.text.index("Line 3: “last” is neither")
    assert "Line 2: No school with URN 999999 is known here" in page.text and "999999\t2019-20" in page.text
    assert not RegisterImport.objects.exists()
    answer = lead.post(reverse("portfolios:import_graduates"), {"text": "URN\tYear\n900214\t2019-20\n"})
    assert answer.status_code == 302 and "1 new" in lead.get(answer.url).text


def test_one_or_the_other_is_asked_for(lead):
    url = reverse("portfolios:import_graduates")
    assert "Choose a file, or paste the lines" in lead.post(url).text
    both = {"text": ONE, "file": SimpleUploadedFile("a.csv", ONE.encode())}
    assert "Either choose a file or paste the lines, not both" in lead.post(url, both).text
    assert "Choose a CSV file" in send(lead, b"x", "list.docx").text


def test_only_leads_and_administrators(cast, client_of):
    for name in ("import_graduates", "graduates_template"):
        url = reverse(f"portfolios:{name}")
        for user in (cast.lead, cast.administrator):
            assert client_of(user).get(url).status_code == 200
        for user in (cast.adviser, cast.observer, cast.headteacher, cast.school_lead, cast.stranger):
            assert client_of(user).get(url).status_code == 403
        assert client_of().get(url).status_code == 302


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_read_back(lead, kind):
    content = lead.get(reverse("portfolios:graduates_template"), {"as": kind}).content
    School.objects.create(name="Example Primary School", urn="123456", phase="primary", town="Exampleton")
    assert examine(io.BytesIO(content)).counts["new"] == 1


def test_graduates_are_graduates_everywhere(lead, cast, client_of):
    bring_in(listed(ONE + "900215,,,2018-19,,,\n"))
    Place.objects.filter(school=cast.other).update(state=PlaceState.WITHDRAWN, left_reason="Closed")
    graduates = lead.get(reverse("schools:schools"), {"joined": "graduated"}).text
    assert "Heathervale Primary" in graduates and "Oakenfold School" not in graduates
    assert list(possible_mentors(cast.other)) == [cast.school]
    place = Place.objects.get(school=cast.school)
    for url in (cast.school.get_absolute_url(), place.get_absolute_url(), Project.objects.get().get_absolute_url()):
        for user in (cast.lead, cast.school_lead, cast.observer):
            assert client_of(user).get(url).status_code == 200, url
    page = lead.get(cast.school.get_absolute_url()).text
    assert "Graduated" in page and "What settles a child?" in page and "brought in the graduation of the school" in page
    listed_page = lead.get(reverse("cohorts:cohorts")).text
    assert "from before the portal" in listed_page and reverse("portfolios:import_graduates") in listed_page
    assert listed_page.index("2019-20") < listed_page.index("2018-19")  # the newest first
    cohort_page = lead.get(reverse("cohorts:cohort", args=[place.cohort_id])).text
    assert "A year from before the portal" in cohort_page and "Copy for another year" not in cohort_page
    for url in (place.cohort.get_absolute_url(), reverse("cohorts:today"), reverse("portfolios:graduation", args=[place.cohort_id])):  # fmt: skip
        assert lead.get(url).status_code == 200
    for name, key in (("portfolios:portfolio", cast.school.pk), ("cohorts:intake", place.cohort_id), ("training:sessions", None)):  # fmt: skip
        assert lead.get(reverse(name, args=[key] if key else [])).status_code == 200, name
    assert lead.get(reverse("cohorts:copy_cohort", args=[place.cohort_id])).status_code == 403
    assert lead.get(reverse("training:plan_sessions", args=[place.cohort_id])).status_code == 403


# --- the command, and many


def run(path, *options):
    out, code = io.StringIO(), 0
    try:
        call_command("import_graduates", str(path), "--json", *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue()), code


def test_the_command_shows_refuses_and_brings_in(cast, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(ONE)
    report, code = run(path, "--dry-run")
    assert (len(report["new"]), code, Place.objects.count()) == (1, 0, 0)
    report, code = run(path)
    assert (len(report["new"]), code, places().count()) == (1, 0, 1)
    assert RegisterImport.objects.get().kind == "graduate"
    path.write_text(HEAD + "900215,,,2019-20,,,\n999999,,,2019-20,,,\n")
    report, code = run(path)
    assert (report["errors"][0]["line"], code, places().count()) == (3, 1, 1)


def test_five_hundred_lines_in_a_few_statements(cast):
    School.objects.bulk_create(
        School(name=f"School {n}", urn=str(910000 + n), phase="primary", town="Highmoor", search_text=f"school {n}")
        for n in range(500)
    )
    lines = [f"{910000 + n if n % 2 else ''},School {n},Highmoor,{2010 + n % 10}-{11 + n % 10},Title {n},Why {n}?," for n in range(500)]  # fmt: skip
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        report = bring_in(listed(HEAD + "\n".join(lines)), by=cast.lead)
    assert (report.counts["new"], Cohort.objects.count(), Project.objects.count()) == (500, 10, 500)
    assert len(asked) < 80
    assert time.perf_counter() - began < 5


def test_no_more_than_a_cohort_holds(cast):
    School.objects.bulk_create(School(name=f"School {n}", urn=str(910000 + n), phase="primary") for n in range(201))
    text = HEAD + "".join(f"{910000 + n},,,2019-20,,,\n" for n in range(201))
    assert errors(text) == ["None: 2019-20 would have 201 schools. A cohort has 200 at most."]
