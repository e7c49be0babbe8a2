"""The supervisor: one Ctrl-C ends all, cleanly; a fallen worker comes back, a fallen web server ends the rest; nobody is left."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Writes its own number and that of a grandchild, and every SIGTERM it is sent
CHILD = """
import os, signal, subprocess, sys, time
folder, name, then = sys.argv[1:]
def noted(*_):
    with open(f"{folder}/{name}.asked", "a") as notes: notes.write("asked ")
    if then != "stubborn": sys.exit(0)
signal.signal(signal.SIGTERM, noted)
grandchild = subprocess.Popen(["sleep", "600"])
with open(f"{folder}/{name}.part", "w") as pids: pids.write(f"{os.getpid()} {grandchild.pid}")
os.rename(f"{folder}/{name}.part", f"{folder}/{name}.pids")
if then in ("falls", "falls once"):
    while len([f for f in os.listdir(folder) if f.endswith(".pids")]) < 2: time.sleep(0.01)
    if then == "falls" or not os.path.exists(f"{folder}/{name}.fell"):
        open(f"{folder}/{name}.fell", "w").close()
        sys.exit(7)
while True: time.sleep(60)
"""
SUPERVISOR = """
import os, sys
sys.path.insert(0, "scripts")
import serve
folder, *thens = sys.argv[1:]
commands = [[sys.executable, "-c", serve_child, folder, f"child{n}", then] for n, then in enumerate(thens)]
sys.exit(serve.serve(commands, patience=1, answers=lambda: os.path.exists(f"{folder}/up"), greeting="Come in"))
"""


@pytest.fixture
def supervise(tmp_path):
    """Start a supervisor of children that stay, fall or are stubborn; whatever happens, none of them outlives the test."""
    running = []

    def start(*thens):
        code = f"serve_child = {CHILD!r}\n{SUPERVISOR}"
        supervisor = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), *thens],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        running.append(supervisor)
        until(lambda: len(list(tmp_path.glob("*.pids"))) == len(thens))
        return supervisor

    yield start
    for supervisor in running:
        supervisor.kill()
    for pid in family(tmp_path):  # before reading to the end: they hold the other end of the pipe
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for supervisor in running:
        supervisor.communicate()


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def family(folder):
    return [int(pid) for path in sorted(folder.glob("*.pids")) for pid in path.read_text().split()]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def nobody_left(folder):
    return not [pid for pid in family(folder) if alive(pid)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_ends_everybody_and_itself_with_0(supervise, tmp_path, number):
    supervisor = supervise("stays", "stays", "stays")
    os.killpg(supervisor.pid, number)  # as a terminal does: to the whole foreground group
    said, complained = supervisor.communicate(timeout=10)
    assert (supervisor.returncode, said, complained) == (0, "", "")
    assert nobody_left(tmp_path)
    assert [path.read_text() for path in sorted(tmp_path.glob("*.asked"))] == ["asked "] * 3


def test_a_web_server_that_falls_takes_the_others_with_it(supervise, tmp_path):
    supervisor = supervise("falls", "stays")
    _, complained = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 1
    assert "ended with 7, so the rest was stopped too." in complained
    assert "is started again" not in complained
    assert nobody_left(tmp_path)


def test_a_worker_that_falls_once_is_started_again_and_the_others_notice_nothing(supervise, tmp_path):
    supervisor = supervise("stays", "falls once")
    until((tmp_path / "child1.fell").exists)
    fallen = family(tmp_path)[2:]
    until(lambda: family(tmp_path)[2:] != fallen and (tmp_path / "child1.pids").exists())
    assert not [pid for pid in fallen if alive(pid)]  # its pool went with it
    assert all(alive(pid) for pid in family(tmp_path))
    supervisor.send_signal(signal.SIGINT)
    _, complained = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 0
    assert complained.count("ended with 7 and is started again.") == 1
    assert [path.name for path in sorted(tmp_path.glob("*.asked"))] == ["child0.asked", "child1.asked"]
    assert nobody_left(tmp_path)


def test_a_worker_that_falls_again_and_again_ends_the_portal(supervise, tmp_path):
    supervisor = supervise("stays", "falls")
    _, complained = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 1
    assert complained.count("ended with 7 and is started again.") == 3
    assert "ended with 7, so the rest was stopped too." in complained
    assert nobody_left(tmp_path)


def test_one_that_will_not_stop_is_killed(supervise, tmp_path):
    supervisor = supervise("stubborn", "stays")
    supervisor.send_signal(signal.SIGINT)
    _, complained = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 0
    assert "did not stop within 1 seconds and was killed" in complained
    assert nobody_left(tmp_path)


def test_children_end_when_the_supervisor_is_killed_outright(supervise, tmp_path):
    supervisor = supervise("stays", "stays")
    children = [int(path.read_text().split()[0]) for path in tmp_path.glob("*.pids")]
    supervisor.kill()
    supervisor.wait()
    until(lambda: not [pid for pid in children if alive(pid)])


def test_it_greets_once_the_web_answers(supervise, tmp_path):
    supervisor = supervise("stays")
    time.sleep(0.3)
    (tmp_path / "up").touch()
    assert supervisor.stdout.readline() == "Come in\n"
    time.sleep(0.3)
    supervisor.send_signal(signal.SIGINT)
    said, _ = supervisor.communicate(timeout=10)
    assert said == ""


def test_a_port_in_use_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "scripts/serve.py"],
            cwd=ROOT,
            env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port)},
            capture_output=True,
            text=True,
        )
    assert run.returncode == 1
    assert run.stderr == f"Port {port} is in use. Choose another:  PORT={port + 1} make run\n"
