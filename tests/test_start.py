"""The start of `make run`: an empty folder becomes a portal that answers, and Ctrl-C ends it cleanly."""

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture
def started(tmp_path):
    """`scripts/start` with nothing said but this, its greeting and its address; nothing of it outlives the test."""
    running = []

    def start(**settings):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        nothing = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "VAR_DIR": str(tmp_path / "var"),
            "PORT": str(port),
        }
        with (tmp_path / "said").open("w") as said:
            running.append(
                subprocess.Popen(
                    ["scripts/start"],
                    cwd=ROOT,
                    env=nothing | settings,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        end = time.monotonic() + 240
        while "Ctrl-C stops it." not in (greeting := (tmp_path / "said").read_text()):
            assert running[0].poll() is None and time.monotonic() < end, greeting
            time.sleep(0.2)
        return running[0], greeting, f"http://localhost:{port}"  # a name: browsers make passkeys for names only

    yield start
    for process in running:
        process.terminate()
        process.wait(40)


def family_of(pid):
    """The process and all below it."""
    below = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid, *(one for child in below for one in family_of(int(child)))]


def test_an_empty_portal_starts_with_a_key_of_its_own_and_stops_cleanly(started, tmp_path):
    process, greeting, address = started(DEMO="0")
    assert f"The portal is at {address}/\n" in greeting
    assert "demo" not in greeting
    assert urllib.request.urlopen(f"{address}/health/ready").status == 200
    key = tmp_path / "var/secret_key"
    assert len(key.read_text()) > 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "var").glob("*.sqlite3")) == ["portal.sqlite3"]

    family = family_of(process.pid)
    assert len(family) >= 4  # the supervisor, web, worker and beat at least
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(40) == 0
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def test_the_demo_starts_with_people_in_it(started, tmp_path):
    process, greeting, address = started(DEMO="1")
    assert (
        "lead, administrator, adviser, observer, headteacher, school_lead, contributor, reviewer, trust_viewer, stranger"
        in greeting
    )
    assert urllib.request.urlopen(f"{address}/accounts/login/").status == 200
    assert sorted(path.name for path in (tmp_path / "var").glob("*.sqlite3")) == ["demo.sqlite3"]
    assert not (tmp_path / "var/secret_key").exists()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(40) == 0
