"""The parts of a page: what they say, where they lead, and that nothing typed by a person becomes markup."""

import datetime
import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from kit import context, views, wording
from kit.components import problems, week_of
from kit.context import Door, Programme
from kit.forms import Form
from kit.marks import MARKS, SEAT, SEAT_WORDS, SPRITE

FEB = datetime.date(2026, 2, 3)


def rendered(source, address="/", **values):
    request = RequestFactory().get(address)
    request.user = values.pop("user", AnonymousUser())
    return engines["django"].from_string(source).render(values, request)


class TestState:
    def test_a_cell_says_mark_word_and_freshness_and_leads_on(self):
        assert rendered('{% status "Agreed v1" "done" fresh="updated 9 days ago" url="/plans/3/" %}') == (
            '<a class="aas-status" href="/plans/3/"><svg class="aas-mark" aria-hidden="true"><use href="#m-done"/></svg>'
            '<span class="aas-status__word">Agreed v1</span><span class="aas-status__fresh">updated 9 days ago</span></a>'
        )

    def test_what_is_yours_is_the_diamond_whatever_its_mark(self):
        html = rendered('{% status "Waiting for you" "half" yours=True %}')
        assert "aas-status--yours" in html
        assert "#m-yours" in html
        assert html.startswith("<span")

    @pytest.mark.parametrize(
        ("given", "classes"),
        [
            ('"Draft" "quarter"', "aas-tag aas-tag--moving"),
            ('"Agreed" "done"', "aas-tag aas-tag--settled"),
            ('"Stopped" "closed"', "aas-tag aas-tag--closed"),
            ('"Primary"', "aas-tag"),
            ('"Late" "half" "flag"', "aas-tag aas-tag--flag"),
        ],
    )
    def test_a_tag_takes_its_colour_from_its_mark(self, given, classes):
        assert rendered(f"{{% tag {given} %}}").startswith(f'<span class="{classes}">')

    def test_a_flag_says_that_it_is_one(self):
        assert '<span class="govuk-visually-hidden">Flag: </span>Untouched' in rendered('{% flag "Untouched" "/u" %}')

    def test_every_mark_is_in_the_sprite(self):
        assert {f"m-{name}" for name in MARKS} | {"brand"} == set(re.findall(r'symbol id="([\w-]+)"', SPRITE))

    def test_what_people_typed_is_never_markup(self):
        html = rendered(
            "{% status x x2 fresh=x url=x %}{% tag x %}{% flag x x %}{% empty x x x x %}{% person x x x %}{% crumbs x x x '' %}"
            "{% seats rows %}{% year points title=x %}",
            x='"><script>',
            x2="done",
            rows=[{"label": '"><script>', "marks": ["present"]}],
            points=[{"week": 1, "label": "<script>", "note": "<script>"}],
        )
        assert "<script" not in html
        assert '"">' not in html


class TestSeats:
    rows = (
        {"label": "Seat 1", "marks": ["present", "half", "caught_up", "today", "ahead", "ahead"]},
        {"label": "Seat 2", "marks": ["present", "substitute", "missed", "empty", "empty", "ahead"]},
    )

    def test_each_seat_is_spelled_out(self):
        label = re.search(r'aria-label="([^"]*)"', rendered("{% seats rows %}", rows=self.rows))[1]
        assert label == (
            "Seat 1: 1 present, 2 half day, 3 caught up, 4 today, 5 ahead, 6 ahead; "
            "Seat 2: 1 present, 2 substitute, 3 missed, 4 seat empty, 5 seat empty, 6 ahead"
        )

    def test_two_by_six_fills_the_drawing(self):
        assert 'viewBox="-8.5 -8.5 92 32"' in rendered("{% seats rows %}", rows=self.rows)

    def test_every_mark_has_words_and_a_place_in_the_key(self):
        assert set(SEAT) == set(SEAT_WORDS) == set(re.findall(r'<g id="s-([a-z_]+)"', SPRITE))
        assert rendered("{% seat_key %}").count("<li>") == len(SEAT)

    def test_a_board_of_them_stays_small(self):
        assert len(rendered("{% seats rows %}", rows=self.rows)) < 750

    def test_no_sessions_yet(self):
        assert "Seat 1: no sessions yet" in rendered("{% seats rows %}", rows=[("Seat 1", [])])


class TestYear:
    def test_weeks_outside_the_grid_stay_on_it(self):
        html = rendered("{% year points run=99 %}", points=[{"week": 60, "label": "6"}, {"week": -1, "label": "1"}])
        assert "aas-wk-46" in html
        assert '"aas-wk-1"' in html
        assert "aas-for-46" in html

    def test_a_day_finds_its_week_in_a_year_of_any_length(self):
        start, end = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
        days = (start, datetime.date(2026, 7, 2), end, datetime.date(2027, 5, 1), datetime.date(2025, 5, 1))
        assert [week_of(day, start, end) for day in days] == [1, 24, 46, 46, 1]
        assert week_of(start, start, start) == 1


class TestPages:
    def test_the_filters_are_kept(self):
        pages = Paginator(range(100), 10).get_page(2)
        html = rendered("{% pagination pages %}", "/?q=a%26b&page=2", pages=pages)
        assert 'href="?q=a%26b&amp;page=1" rel="prev"' in html
        assert 'href="?q=a%26b&amp;page=3" rel="next"' in html
        assert 'aria-label="Page 2" aria-current="page"' in html

    def test_one_page_needs_no_links(self):
        assert rendered("{% pagination pages %}", pages=Paginator([1], 10).get_page(1)) == ""

    def test_a_query_changed(self):
        assert rendered('{% query sort="name" page=None %}', "/?q=a&page=3") == "?q=a&amp;sort=name"


class TestWording:
    moment = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC)  # half past midnight in London

    def test_dates(self):
        assert wording.day(FEB) == "Tuesday 3 February 2026"
        assert wording.day_long(FEB) == "3 February 2026"
        assert wording.day_month(FEB) == "3 February"
        assert wording.day_short(FEB) == "3 Feb"
        assert wording.day_near(FEB, on=FEB) == "3 February"
        assert wording.day_near(FEB, on=datetime.date(2027, 1, 1)) == "3 February 2026"
        assert wording.day(self.moment) == "Thursday 2 July 2026"
        assert wording.day(None) == ""

    @pytest.mark.parametrize(
        ("hour", "minute", "said"),
        [(9, 15, "9.15am"), (13, 0, "1pm"), (12, 0, "noon"), (0, 5, "12.05am"), (12, 30, "12.30pm")],
    )
    def test_times(self, hour, minute, said):
        assert wording.clock(datetime.time(hour, minute)) == said

    def test_times_are_londons(self):
        assert wording.clock(self.moment) == "12.30am"

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (0, "today"),
            (1, "yesterday"),
            (9, "9 days ago"),
            (20, "20 days ago"),
            (21, "13 January"),
            (60, "5 December 2025"),
            (-1, "tomorrow"),
            (-4, "in 4 days"),
        ],
    )
    def test_how_long_ago(self, days, said):
        assert wording.ago(FEB - datetime.timedelta(days=days), on=FEB) == said

    @pytest.mark.parametrize(
        ("value", "said"), [(5.5, "5½"), (0.5, "½"), (12, "12"), (1204, "1,204"), (0, "0"), ("", "")]
    )
    def test_halves(self, value, said):
        assert wording.halves(value) == said

    def test_counts(self):
        assert [wording.count(n, "thing,things") for n in (0, 1, 2)] == ["0 things", "1 thing", "2 things"]
        assert wording.count([], "school,schools,no school") == "no school"

    def test_initials_leave_titles_out(self):
        assert [wording.initials(name) for name in ("Dr Alex B. Example", "Sam", "")] == ["AE", "S", "?"]


@pytest.mark.django_db
class TestFrame:
    def test_the_title_says_that_something_is_wrong(self):
        class Name(Form):
            name = forms.CharField()

        page = '{% extends "base.html" %}{% block title %}Your name{% endblock %}'
        assert "<title>Error: Your name – Attachment Aware Schools</title>" in rendered(page, form=Name({}))
        assert "<title>Your name – Attachment Aware Schools</title>" in rendered(page, form=Name({"name": "x"}))
        assert list(problems(Name({}))) == [("id_name", "Enter name")]

    def test_the_longest_address_is_where_one_stands(self, monkeypatch):
        given = [Door("Board", "/cohorts/3/", 20), Door("First", "/", 10), Door("Help", "/help/", place="footer"), None]
        monkeypatch.setattr(context, "doors", [lambda request: given[:3], lambda request: given[3]])
        ways = context.ways(RequestFactory().get("/cohorts/3/board/"))
        assert [(door.label, door.current) for door in ways["nav"]] == [("First", False), ("Board", True)]
        assert [door.label for door in ways["footer"]] == ["Help"]

    def test_the_programme_has_a_name_until_it_is_given_one(self, monkeypatch):
        monkeypatch.setattr(context, "programmes", [])
        assert context.programme() == Programme()
        monkeypatch.setattr(context, "programmes", [lambda: Programme("Warm Schools")])
        assert context.programme().name == "Warm Schools"

    @pytest.mark.parametrize("page", ["base.html", "400.html", "403.html", "404.html", "409.html", "500.html"])
    def test_no_inline_style_or_script(self, page):
        html = rendered(f'{{% include "{page}" %}}')
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html) == []

    def test_a_fault_is_shown_without_asking_anything(self, monkeypatch):
        def broken(*args):
            raise AssertionError("asked")

        monkeypatch.setattr(context, "ways", broken)
        response = views.server_error(RequestFactory().get("/"))
        assert response.status_code == 500
        assert "Sorry, something went wrong" in response.content.decode()

    def test_a_conflict_keeps_what_was_written(self):
        kept = [("Reason", "My <words>\nand more")]
        html = render_to_string("409.html", {"record": "The plan", "kept": kept, "current": "Agreed"})
        assert '<div class="aas-kept">My &lt;words&gt;\nand more</div>' in html
        assert "<b>The plan</b>" in html
        assert '<div class="aas-kept">Agreed</div>' in html
