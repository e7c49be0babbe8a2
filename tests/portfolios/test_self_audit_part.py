"""What of the self-audit stands in a portfolio: levels and lines of the year, and nothing that is out of sight."""

import pytest

from evaluation.models import Answer, Audit, Theme
from kit.clock import now
from portfolios.contents.portfolio import portfolio_html
from portfolios.gathering import gather_portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_year_stands_side_by_side_without_what_is_out_of_sight(cast, place):
    first, second = Theme.objects.asked()[:2]
    for moment, level in (("start", 3), ("end_of_year", 2)):
        audit = Audit.objects.create(school=cast.school, cohort=place.cohort, moment=moment)
        Answer.objects.create(audit=audit, theme=first, level=level, note=f"Our <{moment}>", wording=first.wording)
        hidden = {"note": "It names a child", "hidden_at": now()}
        Answer.objects.create(audit=audit, theme=second, level=1, wording=second.wording, **hidden)
    portfolio, _ = gather_portfolio(cast.school, is_draft=True)
    assert ("audit", "How we see ourselves") in portfolio.chapters
    assert portfolio.audit.table == [
        (first.title, ["Developing", "Emerging"]),
        (second.title, ["Not yet", "Not yet"]),
    ]
    assert portfolio.audit.said == [(first.title, (("At the start", "Our <start>"), ("End of the year", "Our <end_of_year>")))]  # fmt: skip
    for for_print in (True, False):
        said = portfolio_html(portfolio, for_print=for_print)
        assert ("Our &lt;start&gt;" in said, "It names a child" in said) == (True, False)


def test_a_school_without_one_has_no_such_chapter(cast, place):
    portfolio, _ = gather_portfolio(cast.school, is_draft=True)
    assert portfolio.audit is None
    assert "How we see ourselves" not in portfolio_html(portfolio, for_print=False)
