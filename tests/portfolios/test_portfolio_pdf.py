"""What a portfolio's PDF says, that its contents page tells the truth, and that veraPDF passes it, full and empty."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from a_portfolio import photo, portfolio
from django.conf import settings
from pdf_text import pages_of

from kit.pdf import TooMuch
from portfolios.contents.portfolio import Portfolio, portfolio_html, portfolio_pdf

NASTY = "<script>alert(1)</script> {{ settings.SECRET_KEY }} {% debug %} & “Ŵyn Łukasz” 🎈"
BARE = Portfolio(
    school_name="Oak Row",
    facts="Special.",
    programme_name="Attachment Aware Schools",
    organisation="Ashenshire Virtual School",
    cohort_name="2025-26",
    made_on=date(2026, 2, 3),
)


def passes(tmp_path, content):
    path = tmp_path / "one.pdf"
    path.write_bytes(content)
    done = subprocess.run([Path(settings.BASE_DIR) / "scripts/verapdf", path], capture_output=True, text=True)
    return done.stdout.startswith("PASS"), done.stdout


@pytest.fixture(scope="module")
def made():
    return portfolio_pdf(portfolio(photos=2))


def test_a_full_one_is_valid(made, tmp_path):
    fine, said = passes(tmp_path, made)
    assert fine, said


def test_an_empty_one_is_valid(tmp_path):
    fine, said = passes(tmp_path, portfolio_pdf(BARE))
    assert fine, said


def test_the_contents_name_the_page_on_which_a_chapter_begins(made):
    pages = pages_of(made)
    titles = [title for _, title in portfolio(photos=0).chapters]
    lines = pages[0].splitlines()
    numbers = [int(line) for line in lines if line.strip().isdigit()]
    assert [line for line in lines if line in titles] == titles
    begins = [next(at for at, page in enumerate(pages[1:], 2) if f"\n{title}" in f"\n{page}") for title in titles]
    assert numbers == begins


def test_a_draft_says_so_on_every_page_with_its_date(made):
    said = "Heathervale Primary, portfolio 2025-26. Draft of 3 February 2026"
    assert [said in page for page in pages_of(made)] == [True] * len(pages_of(made))
    assert not any("Draft" in page for page in pages_of(portfolio_pdf(portfolio(photos=0, is_draft=False))))


def test_it_tells_the_year():
    said = " ".join(" ".join(pages_of(portfolio_pdf(portfolio(photos=1)))).split())
    for words in (
        "5½ of 12 days so far",
        "A busy entrance, a loud bell, and adults who look at their lists.",
        "A door held open, a name said, and a place to sit for whoever needs one.",
        "I have words for naming a feeling, mean of 1 to 5 (staff survey) 2.6 3.3 3.9 22",
        "Our reply is still to come.",
        "Behaviour and how we respond Developing Emerging",
        "Parents and carers Emerging –",
        "End of the year: “A list on the staffroom door.”",
        "Tomasz Wilk, half day",
        "The reading corner, corner 1, with its two low chairs.",
    ):
        assert words in said, words


def test_the_page_says_what_the_paper_says():
    """The same body makes both: every text of the page of the portal stands in print."""
    whole = portfolio(photos=0)
    page, paper = (portfolio_html(whole, for_print=for_print) for for_print in (False, True))
    for words in (
        "What a visitor would see",
        "5½ of 12",
        "Priority 2",
        "Cycle 2",
        "Our reply: They said so themselves",
    ):
        assert words in page and words in paper, words
    assert "<style" not in page and 'style="' not in page


def test_what_people_write_stays_words(tmp_path):
    nasty = replace(portfolio(photos=0), school_name=NASTY, why=NASTY, entry=((NASTY, NASTY),))
    html = portfolio_html(nasty, for_print=False)
    assert "<script>" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; {{ settings.SECRET_KEY }} {% debug %}") == 4
    fine, said = passes(tmp_path, portfolio_pdf(nasty))
    assert fine, said


def test_a_text_that_names_a_file_fetches_nothing():
    whole = replace(portfolio(photos=0), why='<img src="file:///etc/passwd">')
    assert portfolio_pdf(whole).startswith(b"%PDF")


def test_a_photo_that_is_none_is_left_out_by_name_only():
    """A picture that cannot be drawn does not cost the school its document."""
    whole = portfolio(photos=1)
    broken = replace(photo(1), content=b"not a picture")
    try:
        made = portfolio_pdf(replace(whole, project=replace(whole.project, photos=(broken,))))
    except TooMuch:
        pytest.fail("one broken photo stopped the whole portfolio")
    assert "The reading corner" in " ".join(pages_of(made))
