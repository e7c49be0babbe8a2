"""A renderer that lives beside its worker: one child process, warm, with a memory limit and a clock.

A plain program spoken to over a pipe works under Celery's prefork (whose children may not start multiprocessing processes), under
threads and in tests alike.
"""

import contextlib
import os
import pickle
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

DOCUMENTS_A_CHILD = 500
ENGINE = str(Path(__file__).with_name("engine.py"))
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


class TooMuch(Exception):
    """The document took too long, too much memory, or the engine fell over; the next one gets a fresh child."""


class Renderer:
    """Speaks to one child; starts it when needed and again after a fault or 500 documents."""

    def __init__(self, seconds=90, mebibytes=1536):
        self.seconds, self.mebibytes = seconds, mebibytes
        self.forget()

    def forget(self):
        """Begin without a child: after a fork the one there is belongs to the parent, and so may the lock."""
        self.child, self.done = None, 0
        self.turn = threading.Lock()  # one document at a time

    def __call__(self, job, *args):
        with self.turn:
            return self._ask(job, args)

    def _ask(self, job, args):
        if self.child is None or self.child.poll() is not None or self.done >= DOCUMENTS_A_CHILD:
            self.stop()
            # -P: its own folder is no place to import from; the environment holds no secret of the portal
            self.child = subprocess.Popen(  # noqa: S603 our own program
                [sys.executable, "-P", ENGINE, str(self.mebibytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
            )
            self.done = 0
        try:
            self._send((job, args))
            fine, answer = self._receive(time.monotonic() + self.seconds)
        except (TooMuch, OSError, EOFError) as fault:
            self.stop()
            raise TooMuch(str(fault)) from None
        except BaseException:  # a worker's time limit, say: an answer left in the pipe would be the next one's document
            self.stop()
            raise
        self.done += 1
        if not fine:
            self.stop()
            raise TooMuch(answer)
        return answer

    def _send(self, message):
        body = pickle.dumps(message)
        self.child.stdin.write(struct.pack("!Q", len(body)) + body)
        self.child.stdin.flush()

    def _receive(self, end):
        return pickle.loads(self._read(struct.unpack("!Q", self._read(8, end))[0], end))  # noqa: S301 our child's own words

    def _read(self, size, end):
        body = bytearray()
        pipe = self.child.stdout.fileno()
        while len(body) < size:
            if not select.select([pipe], [], [], max(0, end - time.monotonic()))[0]:
                raise TooMuch(f"no answer in {self.seconds} seconds")
            part = os.read(pipe, min(1 << 20, size - len(body)))
            if not part:
                raise TooMuch(f"the engine ended with {self.child.wait()}")
            body += part
        return bytes(body)

    def stop(self):
        """End the child, if there is one."""
        if self.child:
            self.child.kill()
            self.child.wait()
            for pipe in (self.child.stdin, self.child.stdout):
                with contextlib.suppress(OSError):  # what was not yet sent can no longer be
                    pipe.close()
            self.child = None
