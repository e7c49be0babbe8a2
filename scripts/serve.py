"""Start web, worker and beat side by side in one terminal; one Ctrl-C stops them all.

If the web server ends, the others go with it. A worker or beat that ended by itself is started again, a few times.

Each child leads its own session, so that the terminal's Ctrl-C reaches only us and each child gets exactly one signal:
a second one would make Celery drop its running task. Beat is a child of its own, because a worker's `-B` child can die unnoticed.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PERSONAS = (
    "lead",
    "administrator",
    "adviser",
    "observer",
    "headteacher",
    "school_lead",
    "contributor",
    "reviewer",
    "trust_viewer",
    "stranger",
)
AGAIN, WITHIN = 3, 600  # so often is a worker or beat started again before its fall is taken as lasting
TERMINATE_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


def main():
    os.chdir(ROOT)
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    address = os.environ.get("SITE_URL") or f"http://localhost:{port}"
    if taken(host, port):
        sys.exit(f"Port {port} is in use. Choose another:  PORT={port + 1} make run")
    # 0.0.0.0 means every network of the machine; this one is always among them
    asked_at = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    return serve(commands(host, port), answers=lambda: answers(asked_at), greeting=greeting(address))


def commands(host, port):
    """Web, worker and beat, small: the embedded portal shares one machine with everything else."""
    here = Path(sys.executable).parent
    web = [here / "granian", "--interface", "wsgi", "--host", host, "--port", port]
    web += ["--workers", 1, "--blocking-threads", 4, "--no-ws", "--log-level", "warning", "aas_portal.wsgi:application"]
    celery = [here / "celery", "-q", "-A", "aas_portal"]
    worker = [
        *celery,
        "worker",
        "-c",
        1,
        "-l",
        "warning",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
    schedule = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "beat"
    beat = [*celery, "beat", "-s", schedule, "-l", "warning"]
    return [[str(word) for word in command] for command in (web, worker, beat)]


def serve(commands, *, answers=None, greeting="", patience=20):
    """Run until asked to stop (0), or until the first ends or another cannot be kept up (1). Greets once `answers()` is true."""
    asked = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if (
            number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN
        ):  # nohup asks us to outlive the terminal
            signal.signal(number, lambda *_: asked.append(True))
    children = [start(command) for command in commands]
    falls = [[] for _ in commands]
    fallen = None
    while not asked and not fallen:
        if answers and answers():
            print(greeting, flush=True)
            answers = None
        time.sleep(0.1)
        for number, child in enumerate(children):
            if asked or child.poll() is None:
                continue
            falls[number] = [at for at in falls[number] if time.monotonic() - at < WITHIN] + [time.monotonic()]
            if number == 0 or len(falls[number]) > AGAIN:
                fallen = child
                break
            print(f"{name(child)} ended with {child.returncode} and is started again.", file=sys.stderr, flush=True)
            end_rest_of(child)
            children[number] = start(child.args)
    stop(children, patience)
    if fallen and not asked:
        print(f"{name(fallen)} ended with {fallen.returncode}, so the rest was stopped too.", file=sys.stderr)
        return 1
    return 0


def start(command):
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONWARNINGS": "ignore:You're running the worker with superuser"},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        # Even a supervisor that was killed outright leaves nobody behind
        preexec_fn=follow_parent if sys.platform == "linux" else None,
    )


def follow_parent():
    ctypes.CDLL(None).prctl(TERMINATE_WHEN_PARENT_DIES, signal.SIGTERM)


def stop(children, patience):
    """Ask each once, wait for all together, then end whatever is left of them and theirs."""
    for child in children:
        child.terminate()
    end = time.monotonic() + patience
    for child in children:
        try:
            child.wait(max(0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{name(child)} did not stop within {patience} seconds and was killed.", file=sys.stderr)
        end_rest_of(child)
        child.wait()


def end_rest_of(child):
    """It and whatever it started, so that a worker's pool does not outlive the worker."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def name(child):
    return " ".join(Path(word).name for word in child.args if not word.startswith("-"))[:40]


def taken(host, port):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def answers(address):
    """Whether the web server answers at all; what it says is for /health/ready."""
    try:
        urllib.request.urlopen(f"{address}/health/live", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def greeting(address):
    lines = ["", f"  The portal is at {address}/"]
    if os.environ.get("DEMO") == "1":
        lines += [
            "  This is the demo: every school and person in it is made up.",
            f"  Sign in with one press at {address}/accounts/login/ as",
            f"    {', '.join(PERSONAS)}",
        ]
    return "\n".join([*lines, "  Ctrl-C stops it.", ""])


if __name__ == "__main__":
    sys.exit(main())
