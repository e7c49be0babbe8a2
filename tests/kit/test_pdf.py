"""The renderer's child: knows only our assets, obeys clock and memory, and comes back after a fault."""

import multiprocessing
from pathlib import Path

import pytest

from kit.pdf import TooMuch, render_pdf
from kit.pdf.letters import drawable
from kit.pdf.renderer import Renderer

PAGE = "<html lang=en><head><title>One</title></head><body><h1>Hello</h1>{}</body></html>"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "asset:../engine.py",
        "asset:none.svg",
        "upload:none.png",
        "data:image/png;base64,AA",
    ],
)
def test_nothing_but_our_assets_is_fetched(address):
    with pytest.raises(TooMuch, match="not one of our assets"):
        render_pdf(PAGE.format(f'<img alt="x" src="{address}">'), style="portfolio")


def test_a_document_after_a_refusal_is_made():
    assert render_pdf(PAGE.format(""), style="portfolio").startswith(b"%PDF-1.7")


def test_uploads_do_not_stay_for_the_next_document():
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>'
    render_pdf(PAGE.format('<img alt="dot" src="upload:dot.svg">'), style="portfolio", files={"dot.svg": dot})
    with pytest.raises(TooMuch):
        render_pdf(PAGE.format('<img alt="dot" src="upload:dot.svg">'), style="portfolio")


def test_a_child_that_hangs_is_ended_and_replaced():
    renderer = Renderer(seconds=3)
    with pytest.raises(TooMuch, match="no answer"):
        renderer("hang")
    assert renderer("whole", PAGE.format(""), "portfolio", {}).startswith(b"%PDF")
    renderer.stop()


def test_a_greedy_document_runs_into_its_limit():
    renderer = Renderer(mebibytes=900)
    with pytest.raises(TooMuch, match="memory"):
        renderer("devour")
    renderer.stop()


def _in_a_daemon(queue):
    queue.put(Renderer()("whole", PAGE.format(""), "portfolio", {})[:5])


def test_it_works_inside_a_daemonic_process():
    """As Celery's prefork children are, which may not start multiprocessing processes."""
    queue = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(target=_in_a_daemon, args=(queue,), daemon=True)
    process.start()
    assert queue.get(timeout=60) == b"%PDF-"
    process.join(10)


def test_an_interrupted_job_leaves_no_answer_for_the_next_one(monkeypatch):
    """A worker's time limit strikes while the child draws: the next document must not be the last one's."""
    renderer = Renderer()

    def struck(end):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(renderer, "_receive", struck)
        with pytest.raises(KeyboardInterrupt):
            renderer("whole", PAGE.format("<p>first</p>"), "portfolio", {})
    with pytest.raises(TooMuch, match="2 parts gave 1 pages"):
        renderer("whole", PAGE.format(""), "portfolio", {}, 2)
    renderer.stop()


def test_the_child_knows_no_secret_of_the_portal(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@db/portal")
    renderer = Renderer()
    renderer("whole", PAGE.format(""), "portfolio", {})
    assert b"secret" not in Path(f"/proc/{renderer.child.pid}/environ").read_bytes()
    renderer.stop()


def test_the_child_is_replaced_after_many_documents(monkeypatch):
    monkeypatch.setattr("kit.pdf.renderer.DOCUMENTS_A_CHILD", 1)
    renderer = Renderer()
    children = []
    for _ in range(2):
        renderer("whole", PAGE.format(""), "portfolio", {})
        children.append(renderer.child.pid)
    assert len(set(children)) == 2
    renderer.stop()


def test_a_greedy_layout_is_ended_and_the_next_document_is_made():
    renderer = Renderer(seconds=4, mebibytes=900)
    table = "<table>" + ("<tr>" + "<td>x</td>" * 20 + "</tr>") * 20000 + "</table>"
    with pytest.raises(TooMuch):
        renderer("whole", PAGE.format(table), "portfolio", {})
    assert renderer("whole", PAGE.format(""), "portfolio", {}).startswith(b"%PDF")
    renderer.stop()


def test_an_svg_that_calls_out_gets_nothing():
    """WeasyPrint swallows what a drawing's own pictures raise; they are still not fetched."""
    calls = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>'
    html = PAGE.format('<img alt="x" src="upload:x.svg">')
    try:
        made = render_pdf(html, style="portfolio", files={"x.svg": calls})
    except TooMuch as refused:
        assert "not one of our assets" in str(refused)
    else:
        assert b"root:" not in made


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Zoë Łukasz Ŵyn, ½ – “x” ≥ →", "Zoë Łukasz Ŵyn, ½ – “x” ≥ →"),
        ("Шевченко محمد Ελένη", "Шевченко محمد Ελένη"),
        ("Smith\u2011Jones\u2009Ltd\u200b", "Smith-Jones Ltd"),
        ("Well done 🎈", "Well done "),
        ("田中", "\ufffd\ufffd"),
        ("a\x00b\ud800", "ab"),
        ("e\u0301", "é"),
    ],
)
def test_letters_that_the_faces_lack_are_brought_near(written, printed):
    assert drawable(written) == printed
