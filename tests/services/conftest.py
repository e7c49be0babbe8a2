"""Web, worker and beat as production runs them: own processes, PostgreSQL, Redis, a proxy's headers, letters by SMTP."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from email import message_from_bytes, policy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "portal.example.gov.uk"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A running portal on a database of its own, with nobody in it."""
    server, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not (server.startswith("postgres") and redis):
        pytest.skip("needs DATABASE_URL of a PostgreSQL server and REDIS_URL")
    with own_database(server) as database, letters() as post:
        portal = Portal(tmp_path_factory.mktemp("portal"), database, redis, post)
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()


class Portal:
    """The processes, their settings, and what they said."""

    def __init__(self, folder, database, redis, post):
        self.folder, self.post, self.port, self.processes = folder, post, free_port(), {}
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "VAR_DIR": str(folder / "var"),
            "SECRET_KEY": "a-key-of-more-than-fifty-characters-and-of-many-kinds-0123456789",
            "SITE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": f"{HOST},localhost",
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
            "TRUSTED_PROXY_COUNT": "1",
        }

    def start(self):
        bin_ = Path(sys.executable).parent
        celery = [bin_ / "celery", "-A", "aas_portal"]
        self.python("scripts/prepare.py")
        self.manage("collectstatic", "--no-input", "-v", "0")
        web = [bin_ / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        self.launch("web", *web, "--blocking-threads", "4", "--no-ws", "aas_portal.wsgi:application")
        self.launch("worker", *celery, "worker", "-c", "1", "-l", "info", "--without-gossip", "--without-mingle")
        self.launch("beat", *celery, "beat", "-s", str(self.folder / "beat"), "-l", "info")
        self.until(lambda: self.ready(), "the web is not ready")

    def launch(self, name, *command):
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def python(self, *words):
        run = subprocess.run([sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr[-2000:]
        return run.stdout

    def manage(self, *words):
        return self.python("manage.py", *words)

    def ready(self):
        try:
            return Browser(self).get("/health/ready").status == 200
        except OSError:
            return False

    def until(self, true, otherwise, seconds=40):
        """Wait for it, but not when one of the processes has ended; fails with what they said."""
        end = time.monotonic() + seconds
        while not (found := true()):
            fallen = [name for name, process in self.processes.items() if process.poll() is not None]
            if fallen or time.monotonic() > end:
                pytest.fail(f"{otherwise}; ended: {fallen}\n{self.said()}")
            time.sleep(0.1)
        return found

    def said(self, last=3000):
        return "\n".join(f"--- {path.stem}\n{path.read_text()[-last:]}" for path in sorted(self.folder.glob("*.log")))


class Page:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        self.text = self.body.decode(errors="replace")

    def find(self, pattern):
        found = re.search(pattern, self.text)
        assert found, f"{self.status} {self.headers['Location']}: no {pattern} in {self.text[:3000]}"
        return found[1]


class Browser:
    """What a browser behind the council's proxy sends: https, cookies, the form's token, the page it comes from."""

    def __init__(self, portal):
        self.portal, self.cookies = portal, {}

    def get(self, path):
        return self.ask("GET", path)

    def submit(self, path, page=None, **fields):
        """Fill in the form of a page (fetched unless given) and send it, as the page itself would."""
        page = page or self.get(path)
        token = page.find(r'name="csrfmiddlewaretoken" value="([^"]+)"')
        return self.ask("POST", path, {"csrfmiddlewaretoken": token, **fields})

    def follow(self, page):
        return self.get(urllib.parse.urlsplit(page.headers["Location"])._replace(scheme="", netloc="").geturl())

    def ask(self, method, path, fields=None):
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
            "Origin": f"https://{HOST}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=20)
        try:
            connection.request(method, path, urllib.parse.urlencode(fields) if fields is not None else None, headers)
            page = Page(connection.getresponse())
        finally:
            connection.close()
        for cookie in page.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return page


@pytest.fixture(scope="module")
def new_browser(portal):
    """A browser without cookies, as often as it is called."""
    return lambda: Browser(portal)


@pytest.fixture
def browser_of_portal(new_browser):
    return new_browser()


@contextlib.contextmanager
def own_database(server):
    """A new database on that server, dropped at the end."""
    import psycopg2

    name = f"portal_services_{os.getpid()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
            yield urllib.parse.urlsplit(server)._replace(path=f"/{name}").geturl()
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        connection.close()


@contextlib.contextmanager
def letters():
    """A real mail server that keeps what it is given: `post.to(address)`."""
    from aiosmtpd.controller import Controller

    class Post:
        port = free_port()

        def __init__(self):
            self.kept = []

        async def handle_DATA(self, server, session, envelope):
            self.kept.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
            return "250 kept"

        def to(self, address):
            return [letter for addresses, letter in self.kept if address in addresses]

    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
