"""Tables as people send them in, and exports that a spreadsheet opens without running anything."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kit.tables.exports import csv_bytes, guarded, is_risky, table_response, unguarded, xlsx_bytes
from kit.tables.reading import Unreadable, cell_text, header_name, open_table

ROWS = [["112552", "St Anne’s – Café"], ["112553", "a, b"]]


def read(content):
    table = open_table(io.BytesIO(content))
    return table.header, list(table.lines)


def as_csv(encoding, delimiter=",", mark=""):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["URN", "Name"], *ROWS])
    return (mark + text.getvalue()).encode(encoding)


@pytest.mark.parametrize(
    "content",
    [
        as_csv("utf-8"),
        as_csv("utf-8-sig"),
        as_csv("cp1252"),
        as_csv("utf-16", "\t"),
        as_csv("utf-16-le", "\t", "\ufeff"),
        as_csv("utf-16-be", "\t", "\ufeff"),
        as_csv("cp1252", ";"),
        as_csv("utf-8").replace(b"\r\n", b"\n"),
        as_csv("utf-8").replace(b"\r\n", b"\r"),
        xlsx_bytes(["URN", "Name"], ROWS),
    ],
)
def test_every_encoding_delimiter_and_line_end_reads_the_same(content):
    assert read(content) == (["URN", "Name"], [(2, ROWS[0]), (3, ROWS[1])])


def test_lines_are_counted_as_an_editor_counts_them():
    content = b'\nA,B\n1,"x\r\ny\nz"\n\n2,b\n'
    assert read(content) == (["A", "B"], [(3, ["1", "x\r\ny\nz"]), (6, []), (7, ["2", "b"])])


def test_the_five_bytes_windows_leaves_undefined_do_not_stop_it():
    assert read(b"A\n\x81\x96\n")[1] == [(2, ["\x81–"])]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "empty"),
        (b"\r\n,,\r\n", None, "empty"),
        (b"\xff\xfe\0\0a\0\0\0", None, "UTF-32"),
        ("a,b".encode("utf-16-le"), None, "UTF-16"),
        (b"\xd0\xcf\x11\xe0rest", None, "not a CSV"),
        (b"%PDF-1.7", None, "not a CSV"),
        (b"PK\x03\x04broken", None, "cannot be read"),
        (b'A,B\n1,2\n3,"4\n5,6\n', 3, "quotation marks"),
        (b'A,B\n1,"2"x\n', 2, "quotation marks"),
        (b"A,B\n1," + b"x" * 200_000, 2, "quotation marks"),
        (b"\xff\xfeA\0,\0\x00\xd8", None, "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, line, words):
    with pytest.raises(Unreadable, match=words) as refused:
        read(content)
    if line:
        assert refused.value.line == line


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(monkeypatch):
    monkeypatch.setattr("kit.tables.reading.LARGEST_SHEET", 1000)
    with pytest.raises(Unreadable, match="too large"):
        read(xlsx_bytes(["A"], [["x" * 2000]]))


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="cannot be read"):
        read(file.getvalue())


def test_cells_of_a_sheet_read_as_typed():
    cells = (True, False, 112787.0, 1.5, datetime(2024, 8, 31), datetime(2024, 8, 31, 9, 15), date(2024, 8, 31), "x")
    assert [cell_text(c) for c in cells] == [
        "Yes",
        "No",
        "112787",
        "1.5",
        "31-08-2024",
        "31-08-2024 09:15",
        "31-08-2024",
        "x",
    ]


def test_headers_are_compared_without_case_and_space():
    assert header_name("  LA   (Code) ") == header_name("la (code)")


RISKY = [
    "=1+1",
    "+44 1629 580000",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0@x",
    "＝1",
    "|x",
    "'=x",
    "''+1",
]
SAFE = ["", "St Anne’s", "'quoted'", "a=b", "O'Neill", "1-2", "'"]


@pytest.mark.parametrize("text", RISKY)
def test_what_could_be_a_formula_is_guarded(text):
    assert is_risky(text)
    (cell,) = next(
        csv.reader(io.StringIO(csv_bytes(["h"], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1], newline=""))
    )
    assert cell == f"'{text}"
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", SAFE)
def test_plain_text_is_left_alone(text):
    assert guarded(text) == unguarded(text) == text


@given(st.text())
def test_any_text_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


def test_a_workbook_holds_text_and_no_formula():
    texts = [text for text in RISKY if "\r" not in text]  # XML reads a carriage return as a line feed
    content = xlsx_bytes(["Name"], [[text] for text in texts])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
    found = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert found == [["Name"], *([text] for text in texts)]


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_an_export_reads_back_equal(write):
    rows = [["112552", text, "", "two\nlines"] for text in RISKY + SAFE if "\r" not in text]
    header, lines = read(write(["URN", "=Name", "C", "D"], rows))
    assert header == ["URN", "=Name", "C", "D"]
    assert [cells for _, cells in lines] == rows


def test_values_become_cells_of_their_kind():
    row = [None, True, 5, 5.5, date(2026, 2, 3), datetime(2026, 7, 1, 8, 15, tzinfo=UTC)]
    (cells,) = list(csv.reader(io.StringIO(csv_bytes([], [row]).decode("utf-8-sig"))))[1:]
    assert cells == ["", "Yes", "5", "5.5", "03/02/2026", "01/07/2026 09:15"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(["x"] * 6, [row]))).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["", "Yes", 5.0, 5.5, date(2026, 2, 3), datetime(2026, 7, 1, 9, 15)]


@pytest.mark.parametrize(("kind", "content_type"), [("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")])  # fmt: skip
def test_a_download_says_what_it_is(kind, content_type):
    response = table_response("Board 2025–26", ["A"], [["1"]], kind)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Board%202025")
    assert response["X-Content-Type-Options"] == "nosniff"
