"""The chart of steps: what it draws and what it says."""

from xml.etree import ElementTree

import pytest

from kit.ladders import Rung, ladder_chart

STEPS = ("Low", "Middle", "High")


def test_nothing_reached_draws_nothing():
    assert ladder_chart([Rung("Warmth", ())], STEPS) == ""


@pytest.mark.parametrize("narrow", [False, True])
def test_a_ring_a_small_dot_and_a_full_dot_in_order_of_time(narrow):
    drawn = ElementTree.fromstring(
        ladder_chart([Rung("Warmth", (("Start", 1), ("Mid", 3), ("End", 2)))], STEPS, narrow=narrow)
    )
    circles = drawn.findall("{*}circle")
    assert [one.get("r") for one in circles] == ["8", "3", "5"]
    first, middle, last = (float(one.get("cx")) for one in circles)
    assert first < last < middle
    assert "stroke-dasharray" not in ElementTree.tostring(drawn, encoding="unicode")


def test_what_fell_is_dashed_and_what_stayed_has_no_line():
    assert "stroke-dasharray" in ladder_chart([Rung("Warmth", (("Start", 3), ("End", 1)))], STEPS)
    stayed = ladder_chart([Rung("Warmth", (("Start", 2), ("End", 2)))], STEPS)
    assert stayed.count("<circle") == 2
    assert "H" not in [path.get("d", "")[-6:-5] for path in ElementTree.fromstring(stayed).findall("{*}path")]


def test_words_are_escaped_and_say_what_is_drawn():
    chart = ladder_chart([Rung("Warmth <& calm>", (("Start", 1), ("End", 3)))], STEPS)
    drawn = ElementTree.fromstring(chart)
    assert drawn.get("aria-label") == "Chart of steps. Warmth <& calm>: start low, end high."
    assert "<& calm>" not in chart
