"""A file for the whole of England: in under a minute, and without keeping it in memory."""

import time
import tracemalloc
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from schools.models import School
from schools.register.applying import bring_in, examine
from schools.register.report import SHOWN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

spec = spec_from_file_location("make_register", Path(__file__).parents[2] / "scripts" / "make_register.py")
make_register = module_from_spec(spec)
spec.loader.exec_module(make_register)
ROWS = 60_000


def timed(path):
    begun = time.monotonic()
    with path.open("rb") as file:
        report = bring_in(file, shown=SHOWN)
    return report.counts, time.monotonic() - begun


def test_sixty_thousand_rows_in_under_a_minute(tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    make_register.write(first, ROWS)
    make_register.write(second, ROWS, pupils_more=1)
    counts, seconds = timed(first)
    assert counts["new"] == School.objects.count() == ROWS
    counts, seconds_again = timed(first)
    assert counts["unchanged"] == ROWS
    counts, seconds_changed = timed(second)
    assert counts["changed"] == ROWS
    print(f"\n{ROWS} rows: new {seconds:.1f} s, unchanged {seconds_again:.1f} s, changed {seconds_changed:.1f} s")
    assert max(seconds, seconds_again, seconds_changed) < 60


def test_memory_stays_flat(tmp_path):
    peaks = []
    for rows in (2_000, 20_000):
        path = tmp_path / f"{rows}.csv"
        make_register.write(path, rows)
        tracemalloc.start()
        with path.open("rb") as file:
            assert examine(file, shown=SHOWN).counts["new"] == rows
        peaks.append(tracemalloc.get_traced_memory()[1] / 1024 / 1024)
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 10, peaks  # MB: the URNs seen are remembered, the rows are not
