"""What is served was built from what is in the repository, and holds nothing that belongs to the government."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "static" / "dist"


def test_the_build_is_the_one_committed(tmp_path):
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules").is_dir():
        pytest.skip("needs Node and `npm ci`")
    subprocess.run(
        [node, "static/src/build.mjs", str(tmp_path)], cwd=ROOT, check=True, capture_output=True, timeout=120
    )
    built = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(DIST): path.read_bytes() for path in DIST.rglob("*") if path.is_file()}
    assert sorted(name for name in built if built[name] != kept.get(name)) == []


def test_no_crown_no_logotype_no_transport():
    css = (DIST / "aas.css").read_text()
    assert re.findall(r"GDS Transport|crown|logotype|govuk-header", css, re.IGNORECASE) == []


def test_every_font_is_there():
    css = (DIST / "aas.css").read_text()
    named = set(re.findall(r"url\([\"']?(fonts/[^\"')]+)", css))
    assert named
    assert {name for name in named if not (DIST / name).is_file()} == set()


def test_nothing_is_fetched_from_elsewhere():
    css = (DIST / "aas.css").read_text()
    assert re.findall(r"url\([\"']?(?:https?:)?//", css) == []
    assert "sourceMappingURL" not in "".join(path.read_text() for path in DIST.glob("*.js"))


def test_browsers_and_crawlers_find_what_they_ask_for_at_the_top(client):
    icon = client.get("/favicon.ico")
    assert (icon.status_code, b"".join(icon)[:4]) == (200, b"\0\0\1\0")
    lines = b"".join(client.get("/robots.txt")).decode().splitlines()
    assert lines[-1] == "Disallow: /"  # but for what is allowed, nothing
    allowed = [line.removeprefix("Allow: ").rstrip("$") for line in lines if line.startswith("Allow")]
    assert "/" in allowed
    assert not any(
        path.startswith(("/people", "/schools", "/application/", "/offer", "/documents")) for path in allowed
    )


@pytest.mark.django_db
def test_every_page_that_crawlers_may_read_is_open(client):
    lines = (ROOT / "static" / "root" / "robots.txt").read_text().splitlines()
    paths = [line.removeprefix("Allow: ").rstrip("$") for line in lines if line.startswith("Allow")]
    pages = [path for path in paths if path not in ("/static/", "/apply/")]
    assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)
