"""The language of a letter's wording: blanks, parts that stand only where a blank is filled, and what is wrong with a text."""

import pytest

from notifications.wording import Wording

KNOWN = {"school": "Heathervale", "venue": "", "day": "Tuesday", "link": "https://portal/1"}


def filled(text, **values):
    return Wording(text).fill(lambda name: (KNOWN | values).get(name, ""))


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Dear {{ school }}", "Dear Heathervale"),
        ("{{school}} on {{  day  }}", "Heathervale on Tuesday"),
        ("On {{ day }}{% if venue %}, at {{ venue }}{% endif %}.", "On Tuesday."),
        ("{% if venue %}at {{ venue }}{% else %}place to come{% endif %}", "place to come"),
        ("{% if day %}{% if venue %}both{% else %}day{% endif %}{% endif %}", "day"),
        ("one\n\n{{ venue }}\n\ntwo", "one\n\ntwo"),  # what is empty leaves no gap
        ("one  \ntwo\r\nthree", "one\ntwo\nthree"),
        ("5 > 4 & {not a blank} 100%", "5 > 4 & {not a blank} 100%"),
    ],
)
def test_how_it_reads(text, reads):
    assert filled(text) == reads
    assert Wording(text).check(KNOWN) == []


def test_what_fills_a_blank_is_never_read_as_wording():
    assert filled("{{ school }}", school="{{ link }}{% if x %}") == "{{ link }}{% if x %}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ shcool }}", "Line 2: there is no blank called “shcool” in this letter."),
        ("{% if shcool %}x{% endif %}", "Line 1: there is no blank called “shcool” in this letter."),
        ("{{ school.head.password }}", "Line 1: “{{ school.head.password }}” is no blank. A blank is one name between the brackets, like {{ school }}."),
        ("{{ school|safe }}", "Line 1: “{{ school|safe }}” is no blank. A blank is one name between the brackets, like {{ school }}."),
        ("\n\n{% load secrets %}", "Line 3: “{% load secrets %}” is not known here. Only {% if … %}, {% else %} and {% endif %} are."),
        ("{% include 'x' %}", "Line 1: “{% include 'x' %}” is not known here. Only {% if … %}, {% else %} and {% endif %} are."),
        ("{{ school", "Line 1: “{{” has no partner. A blank is written like {{ school }}."),
        ("a\nb }} c", "Line 2: “}}” has no partner. A blank is written like {{ school }}."),
        ("{% if day %}\nx", "Line 1: the part that begins with {% if day %} has no {% endif %}."),
        ("x{% endif %}", "Line 1: {% endif %} ends a part that was never begun."),
        ("{% else %}", "Line 1: {% else %} stands outside a part that begins with {% if … %}."),
        ("{% if day %}a{% else %}b{% else %}c{% endif %}", "Line 1: {% else %} stands outside a part that begins with {% if … %}."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text, said):
    assert Wording(text).check(KNOWN) == [said]
    filled(text)  # and even so it cannot fail


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("{{ link }}", True),
        ("{% if link %}{{ link }}{% endif %}", True),
        ("{% if day %}{{ link }}{% else %}{{ link }}{% endif %}", True),
        ("{% if day %}{{ link }}{% endif %}", False),
        ("{% if link %}see below{% endif %}", False),
        ("nothing", False),
    ],
)
def test_a_blank_that_must_stay(text, is_kept):
    assert (Wording(text).check(KNOWN, ["link"]) == []) == is_kept


def test_no_depth_breaks_it():
    text = "{% if day %}" * 500 + "x" + "{% endif %}" * 500
    assert Wording(text).check(KNOWN)[0] == "Line 1: no more than 5 parts may stand in one another."
    assert filled(text) == "x"
