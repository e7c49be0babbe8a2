"""Single values of the register, as the DfE writes them and as spreadsheets leave them; phases; search."""

from datetime import date

import pytest

from schools.models import Phase, School
from schools.models.school import searchable
from schools.register import values
from schools.register.phases import phase_of
from schools.register.values import Unclear


@pytest.mark.parametrize(
    ("cell", "expected"),
    {
        "": None, " 140 ": 140, "112787.0": 112787, "1.12589E+05": 112589, "1,204": 1204, "Not applicable": None, "1e2": Unclear,
        "4.28E+05": Unclear, "1.01E+07": Unclear, "12.5": Unclear, "SUPP": Unclear, "-3": Unclear, "1.5E+01": 15, "²": Unclear,
    }.items(),
)  # fmt: skip
def test_whole_numbers(cell, expected):
    check(values.whole, cell, expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    {
        "": None, "31-08-2024": date(2024, 8, 31), "31/08/2024": date(2024, 8, 31), "1/9/2023": date(2023, 9, 1),
        "20/11/2023 00:00": date(2023, 11, 20), "2024-08-31": date(2024, 8, 31), "45250": date(2023, 11, 20),
        "45250.0": date(2023, 11, 20), "11/20/2023": Unclear, "30-02-2024": Unclear, "soon": Unclear, "12": Unclear,
    }.items(),
)  # fmt: skip
def test_dates(cell, expected):
    check(values.day, cell, expected)


def check(reader, cell, expected):
    if expected is Unclear:
        with pytest.raises(Unclear):
            reader(cell)
    else:
        assert reader(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    {
        "s41  7jh ": ("S41 7JH", True),
        "SK131EQ": ("SK13 1EQ", True),
        "": ("", True),
        "Matlock": ("MATLOCK", False),
    }.items(),
)
def test_postcodes(cell, expected):
    assert values.postcode(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    {
        "www.school.example": ("http://www.school.example", True), "https://school.example/a": ("https://school.example/a", True),
        "Not Available": ("", True), "javascript:alert(1)": ("", False), "ftp://school.example": ("", False), "none": ("", False),
    }.items(),
)  # fmt: skip
def test_web_addresses(cell, expected):
    assert values.website(cell) == expected


def test_small_readings():
    assert values.telephone("2078374590") == "02078374590"
    assert values.telephone("01629 580000") == "01629 580000"
    assert values.area("0") == "000"
    assert values.area("830.0") == "830"
    assert values.area("Derby") == ""
    assert values.text("St\u0092s \u0096\n Low\0er,\r\n\r\nEnd\t!") == "St’s –, Lower, End !"
    with pytest.raises(Unclear):
        values.small("900000", 700_000)
    with pytest.raises(Unclear):
        values.urn("12")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Community school", "Primary", "A Infant School", 4, 7), Phase.INFANT),
        (("Community school", "Primary", "A Junior School", 7, 11), Phase.JUNIOR),
        (("Community school", "Primary", "A School", 3, 11), Phase.PRIMARY),
        (("Community school", "Primary", "A Infant and Nursery School"), Phase.INFANT),
        (("Community school", "Primary", "A Junior School"), Phase.JUNIOR),
        (("Community school", "Primary", "A Infant and Junior School"), Phase.PRIMARY),
        (("Community school", "Middle deemed secondary", "A", 9, 13), Phase.MIDDLE),
        (("Academy converter", "Secondary", "A", 11, 18), Phase.SECONDARY),
        (("Free schools", "All-through", "A", 3, 18), Phase.ALL_THROUGH),
        (("Free schools", "All through", "A", 3, 18), Phase.ALL_THROUGH),
        (("Further education", "16 plus", "A", 16, 99), Phase.SIXTEEN_PLUS),
        (("Higher education institutions", "Not applicable", "A"), Phase.SIXTEEN_PLUS),
        (("Academy special converter", "Not applicable", "A", 3, 19), Phase.SPECIAL),
        (("Pupil referral unit", "Not applicable", "A", 5, 16), Phase.ALTERNATIVE),
        (("Free schools alternative provision", "Not applicable", "A"), Phase.ALTERNATIVE),
        (("Local authority nursery school", "Nursery", "A", 2, 5), Phase.NURSERY),
        (("Other independent school", "Not applicable", "A", 2, 5), Phase.NURSERY),
        (("Other independent school", "Not applicable", "A", 3, 13), Phase.PRIMARY),
        (("Other independent school", "Not applicable", "A", 3, 11), Phase.PRIMARY),
        (("Other independent school", "Not applicable", "A", 11, 18), Phase.SECONDARY),
        (("Other independent school", "Not applicable", "A", 3, 18), Phase.ALL_THROUGH),
        (("Other independent school", "Not applicable", "A", 16, 19), Phase.SIXTEEN_PLUS),
        (("Miscellaneous", "Not applicable", "A"), Phase.OTHER),
    ],
)
def test_phases(given, expected):
    assert phase_of(*given) == expected


def test_search_forgives_apostrophes_accents_and_spaces(db):
    school = School.objects.create(name="St Anne’s Café School", town="Buxton", postcode="SK13 1EQ", urn="112552")
    for words in ("st annes", "ST ANNE'S", "cafe buxton", "sk131eq", "sk13 1eq", "112552", "School, Buxton", ""):
        assert list(School.objects.search(words)) == [school], words
    assert list(School.objects.search("annes glossop")) == []
    assert searchable("St Mary’s-by-the-Sea") == "st marys by the sea"
