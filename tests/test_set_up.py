"""The set-up: at once done when nothing is new, and one line that names what a person has to install."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EVERYDAY = ("sh", "cat", "cksum", "cut", "dirname", "getent", "grep", "ls", "sort", "uname")


@pytest.fixture
def clone(tmp_path):
    """What the set-up reads, in a folder of its own, and a PATH that holds everyday tools and no Java, browser or uv."""
    (tmp_path / "clone/scripts").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("uv.lock", "pyproject.toml", "scripts/set-up", "scripts/checkers.txt"):
        shutil.copy(ROOT / name, tmp_path / "clone" / name)
    for name in EVERYDAY:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    (tmp_path / "bin/id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "bin/id").chmod(0o755)
    return tmp_path / "clone"


def set_up(clone, *words):
    env = {"PATH": str(clone.parent / "bin"), "HOME": str(clone.parent), "UV_PYTHON": sys.executable}
    return subprocess.run(["scripts/set-up", *words], cwd=clone, env=env, capture_output=True, text=True)


def test_one_line_names_what_is_missing_to_a_person_without_root(clone):
    run = set_up(clone, "test")
    assert run.returncode == 1
    assert run.stderr.startswith("Please install these and run the command again:  sudo apt-get install ")
    assert run.stderr.count("\n") == 1
    assert {"default-jdk-headless", "chromium"} <= set(run.stderr.split())


def test_nothing_new_is_done_at_once_and_silently(clone):
    (clone / ".venv/bin").mkdir(parents=True)
    (clone / ".venv/bin/python").symlink_to(sys.executable)
    read = b"".join(
        (clone / name).read_bytes() for name in ("uv.lock", "pyproject.toml", "scripts/set-up", "scripts/checkers.txt")
    )
    stamp = subprocess.run(["cksum"], input=read, capture_output=True, check=True, env=os.environ).stdout
    (clone / ".venv/set-up-for-test").write_bytes(stamp)
    began = time.monotonic()
    runs = [set_up(clone), set_up(clone, "test")]
    assert [(run.returncode, run.stdout, run.stderr) for run in runs] == [(0, "", "")] * 2
    assert time.monotonic() - began < 2


def test_the_image_brings_the_same_libraries():
    named = set(re.findall(r'wanted="\$wanted (lib[\w.-]+)"', (ROOT / "scripts/set-up").read_text())) - {"libjaxb-java"}
    assert named == set(re.findall(r"lib[\w.-]+", (ROOT / "Dockerfile").read_text())) - {"lib"}
