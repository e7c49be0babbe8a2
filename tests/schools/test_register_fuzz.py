"""Whatever bytes somebody uploads: a report, never a crash, and nothing half imported."""

import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schools.models import School
from schools.register import contacts
from schools.register.applying import bring_in
from schools.register.rows import REQUIRED

COLUMNS = (
    *REQUIRED,
    "OpenDate",
    "NumberOfPupils",
    "UKPRN",
    "Easting",
    "Northing",
    "SchoolWebsite",
    "Trusts (code)",
    "Trusts (name)",
)
cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "112552",
            "830",
            "Open",
            "Closed",
            "Primary",
            "1.01E+07",
            "31-08-2024",
            "-1",
            "9" * 30,
            "\0",
            "²",
            "nan",
            "1e99",
        ]
    ),
)


def file_of(rows):
    quoted = (",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in (COLUMNS, *rows))
    return io.BytesIO("\r\n".join(quoted).encode("utf-8", "replace"))


class Fuzz(TestCase):
    """Each example in a transaction of its own."""

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.lists(cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4))
    def test_any_cells(self, rows):
        report = bring_in(file_of(rows))
        assert School.objects.count() == (0 if report.is_refused else report.counts["new"])

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(*[cells] * 5)
    def test_a_school_with_odd_particulars(self, name, pupils, website, trust, postcode):
        row = [
            "112552",
            "830",
            name,
            "Community school",
            "Open",
            "Primary",
            postcode,
            "",
            pupils,
            "",
            "",
            "",
            website,
            trust,
            trust,
        ]
        report = bring_in(file_of([row]))
        again = bring_in(file_of([row]))
        assert School.objects.count() == (0 if report.is_refused else 1)
        assert again.counts["changed"] == 0

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"URN,Email\n"]))
    def test_any_bytes(self, content, start):
        for reader in (bring_in, contacts.bring_in):
            report = reader(io.BytesIO(start + content))
            assert report.is_refused or not report.counts["new"]
