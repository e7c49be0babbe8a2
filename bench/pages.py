"""Time, queries and size of the main pages in a county of 900 schools and in one of 24,300 (all of England), beside the least that a page
can be: one that greets whoever is signed in. Both counties are the demo's, in files of their own, and are asked in turn.

.venv/bin/python bench/pages.py [ROUNDS]
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SIZES = (900, 24300)
FOLDER = tempfile.TemporaryDirectory(prefix="bench-pages-")
os.environ |= {"DEMO": "1", "VAR_DIR": FOLDER.name, "DJANGO_SETTINGS_MODULE": "aas_portal.settings"}
for name in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY"):
    os.environ.pop(name, None)
sys.path.insert(0, str(HERE))

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path, reverse  # noqa: E402

from aas_portal.urls import handler400, handler403, handler404, handler500  # noqa: E402, F401
from aas_portal.urls import urlpatterns as ours  # noqa: E402
from accounts.models import User  # noqa: E402
from cohorts.models import Cohort, CohortState  # noqa: E402
from kit.access import everyone, guard  # noqa: E402
from schools.models import School  # noqa: E402

# page: (who reads it, at most so many queries, times the greeting, times itself at 900 schools)
LIMITS = {
    "greeting": ("lead", 3, 1, 1.2),
    "Today": ("lead", 12, 5, 1.2),
    "board": ("lead", 12, 5, 1.2),
    "school": ("lead", 12, 5, 1.2),
    "school, by its lead": ("school_lead", 12, 5, 1.2),
    "what next": ("school_lead", 12, 5, 1.2),
    "register": ("lead", 8, 8, 1.2),
    "schools": ("lead", 8, 5, 1.2),
    "schools, last page": ("lead", 8, 5, 3),
    "schools, search": ("lead", 8, 5, 3),
}
LARGEST = 60  # kB of HTML


@guard(everyone)
def greeting(request):
    """The least that a page for somebody can be: session, person, a line."""
    return HttpResponse(f"Good morning, {request.user.name}")


urlpatterns = [path("greeting/", greeting, name="greeting"), *ours]
settings.ROOT_URLCONF = "__main__"
answer = get_wsgi_application()


def enter(size):
    """Go to the county of this size."""
    connection.close()
    connection.settings_dict["NAME"] = str(Path(FOLDER.name) / f"demo-{size}.sqlite3")


def build(size):
    """Make the county in a process of its own."""
    env = os.environ | {"DATABASE_URL": f"sqlite:///{FOLDER.name}/demo-{size}.sqlite3"}
    for words in (("migrate", "-v0"), ("load_demo", "--schools", str(size))):
        subprocess.run([sys.executable, "manage.py", *words], cwd=HERE, env=env, check=True, stdout=subprocess.DEVNULL)


def cookie_of(persona):
    """A session of one of the demo's people."""
    client = Client()
    client.force_login(User.objects.get(persona=persona), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def pages():
    """{page: address} in this county."""
    cohort = Cohort.objects.get(state=CohortState.RUNNING)
    school = School.objects.filter(places__cohort=cohort, roles__user__persona="school_lead").first()
    listed, register = reverse("schools:schools"), cohort.sessions.order_by("number")[2]
    return {
        "greeting": reverse("greeting"),
        "Today": reverse("cohorts:today"),
        "board": reverse("cohorts:board", args=[cohort.pk]),
        "school": school.get_absolute_url(),
        "school, by its lead": school.get_absolute_url(),
        "what next": reverse("cohorts:what_next"),
        "register": reverse("training:register", args=[register.pk]),
        "schools": listed,
        "schools, last page": f"{listed}?page=99999",
        "schools, search": f"{listed}?q=hea",
    }


def get(address, cookie):
    """(bytes of the answer, CPU milliseconds), straight through the WSGI application."""
    at, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": at,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={cookie}",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    said = []
    began = time.process_time()
    body = answer(environ, lambda status, headers: said.append(status))
    size = sum(map(len, body))
    body.close()
    took = (time.process_time() - began) * 1000
    if said != ["200 OK"]:
        raise SystemExit(f"{address} answered {said[0]}")
    return size, took


def queries(address, cookie):
    """How many statements a page takes."""
    seen = []

    def note(execute, sql, *rest):
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        get(address, cookie)
    return len(seen)


def measure(rounds):
    """{(page, size): (queries, kB, median CPU ms)}, sizes and pages in turn so that a busy machine slows all alike."""
    known, took = {}, {}
    for size in SIZES:
        enter(size)
        cookies = {persona: cookie_of(persona) for persona, *_ in LIMITS.values()}
        known[size] = {page: (address, cookies[LIMITS[page][0]]) for page, address in pages().items()}
        for page, asked in known[size].items():
            bytes_sent, _ = get(*asked)  # warms up, and writes when somebody was last seen
            took[page, size] = (queries(*asked), bytes_sent / 1000, [])
    for _ in range(rounds):
        for size in SIZES:
            enter(size)
            get(*known[size]["greeting"])  # opens the database
            for page, asked in known[size].items():
                took[page, size][2].extend(get(*asked)[1] for _ in range(3))
    return {key: (count, large, statistics.median(times)) for key, (count, large, times) in took.items()}


def main():
    """Print each page beside the greeting and beside itself in the small county; fail when one is over its limits."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    for size in SIZES:
        build(size)
    found, over = measure(rounds), []
    print(f"{'':20} {'queries':>9} {'kB':>6}" + "".join(f" {size:>8,} schools" for size in SIZES) + "  growth")
    for page, (_, most_queries, most_times, most_growth) in LIMITS.items():
        count, large = (max(found[page, size][part] for size in SIZES) for part in (0, 1))
        same = len({found[page, size][0] for size in SIZES}) == 1
        times = [found[page, size][2] for size in SIZES]
        ratios = [ms / found["greeting", size][2] for size, ms in zip(SIZES, times, strict=True)]
        growth = times[1] / times[0]
        told = "".join(f" {ms:6.1f} ms {ratio:5.1f}" for ms, ratio in zip(times, ratios, strict=True))
        print(f"{page:20} {count:3} of {most_queries:2} {large:6.1f} {told}  {growth:5.2f}")
        if page == "greeting":
            continue
        verdicts = {
            f"{count} queries, at most {most_queries}": count > most_queries,
            "other queries in a larger county": not same,
            f"{large:.0f} kB, at most {LARGEST}": large > LARGEST,
            f"{max(ratios):.1f} greetings, at most {most_times}": max(ratios) > most_times + 0.05,
            f"{growth:.2f} times its time at {SIZES[0]} schools, at most {most_growth}": growth > most_growth,
        }
        over += [f"{page}: {words}" for words, is_over in verdicts.items() if is_over]
    print("\n".join(["", *over] if over else ["", "Every page keeps its limits"]))
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
