"""Every address, by GET and POST, on own and foreign records, as everybody: held against tests/access_matrix.csv.

The file is the oracle. After a deliberate change, `WRITE_ACCESS_MATRIX=1 pytest tests/access` writes what the portal does now; read
every line of the difference before you keep it.
"""

import csv
import fcntl
import os
import tempfile
from pathlib import Path

import pytest
from access_world import PERSONAS, model_of
from casting import BACKEND
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

ORACLE = Path(__file__).parent.parent / "access_matrix.csv"
SESSIONS = ("django_session", "usersessions_", "kit_cache", "SAVEPOINT", "RELEASE", "ROLLBACK")
LETTERS = {"signin": "s", "refused": "n", "hidden": "h", "late": "l", "yes": "y", "method": "m"}


@pytest.fixture(scope="session")
def routes():
    return list(walk())


def walk(patterns=None, prefix=""):
    """(name, view, names of the captured parts) of our own views."""
    for item in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(item, URLPattern):
            view = item.callback
            if hasattr(view, "policy") and item.name:
                yield f"{prefix}{item.name}", view, tuple(item.pattern.converters)
        elif item.namespace != "admin":
            yield from walk(item.url_patterns, f"{prefix}{item.namespace}:" if item.namespace else prefix)


def verdict(response):
    """What became of a request, in a word."""
    if response.status_code >= 500:
        return "broken"
    if response.status_code in (301, 302) and (
        "/accounts/login/" in response["Location"] or "/accounts/2fa/" in response["Location"]
    ):
        return "signin"
    return {403: "refused", 404: "hidden", 405: "method", 409: "late"}.get(response.status_code, "yes")


def addresses(name, view, parts, world):
    """(whose, address) of a view: of one's own record, of another school's, of an internal one about the own school, and of
    none that exists where a code is the key."""
    if not parts:
        return [("own", reverse(name))]
    found = [
        (whose, reverse(name, kwargs=arguments(name, view, getattr(world, whose)))) for whose in ("own", "foreign")
    ]
    if name not in world.own and (record := world.inside.get(model_of(view.load))):
        found.append(("inside", reverse(name, args=[record.pk])))
    if "pk" not in parts:
        nowhere = {part: 999999 if part.endswith("pk") else "NOSUCHCODE" for part in parts}
        found.append(("unknown", reverse(name, kwargs=nowhere)))
    return found


def arguments(name, view, records):
    """What an address takes: as the world says for this view, or the record of the view's own model."""
    if name not in records and model_of(view.load) not in records:
        raise LookupError(f"tests/access_world.py has no record for {name}")
    return records[name] if name in records else {"pk": records[model_of(view.load)].pk}


def browse(world, persona):
    """A signed-in browser; a deactivated person's session is one from before."""
    client = Client(raise_request_exception=False)
    user = getattr(world.cast, persona, None)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


class Writes:
    """Notes every statement that writes rows and is not rolled back, but for those of sessions and rate limits."""

    def __init__(self):
        self.seen, self.points = [], {}

    def __call__(self, execute, sql, params, many, context):
        point = sql.rsplit(" ", 1)[-1]
        if sql.startswith("SAVEPOINT"):
            self.points[point] = len(self.seen)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del self.seen[self.points[point] :]
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in SESSIONS):
            self.seen.append(sql[:90])
        return execute(sql, params, many, context)


def found_for(world, routes, persona):
    """{(name, method, whose): verdict} for one person, what broke, and what was written by a request that was refused or that
    opened a page which needs no sign-in: mail scanners open every link."""
    answers, broken, leaked = {}, [], []
    client = browse(world, persona)
    cookies = dict(client.cookies)
    for name, view, parts in routes:
        for whose, address in addresses(name, view, parts, world):
            for method in ("GET", "POST"):
                word, writes = answer_to(client, method, address, sent(name, getattr(world, whose, world.own)))
                client.cookies.clear()
                client.cookies.update(cookies)
                answers[(name, method, whose)] = word
                if word == "broken":
                    broken.append((name, method, whose))
                opened = method == "GET" and not view.login_required
                if writes and (opened or word in ("refused", "hidden", "signin")):
                    leaked.append((name, method, whose, writes))
    return answers, broken, leaked


def sent(name, records):
    """What a form sends where an empty one would be refused for what it lacks, whoever sends it."""
    if name == "training:mark_seat":
        return {"seat": records[apps.get_model("cohorts.Seat")].pk, "state": "present"}
    if name == "training:finish_gap_task":
        return {"place": records[apps.get_model("cohorts.Place")].pk}
    return {}


def answer_to(client, method, address, data):
    """What became of one request, in a word, and what it wrote; afterwards the world is as before."""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        response = client.post(address, data) if method == "POST" else client.get(address)
        _ = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return verdict(response), writes.seen


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_gets_what_the_matrix_says(world, routes, persona):
    answers, broken, leaked = found_for(world, routes, persona)
    assert broken == []
    assert leaked == []
    if os.environ.get("WRITE_ACCESS_MATRIX"):
        write(persona, answers)
        return
    oracle = read()
    assert sorted({key for key in answers if key not in oracle}) == []
    differences = [
        (key, word, oracle[key].get(persona)) for key, word in answers.items() if oracle[key].get(persona) != word
    ]
    assert differences == []


def read():
    with ORACLE.open(newline="") as file:
        return {(row["name"], row["method"], row["whose"]): row for row in csv.DictReader(file)}


def write(persona, answers):
    """Put one person's column into the file; one process at a time, since the tests run side by side."""
    with (Path(tempfile.gettempdir()) / "access_matrix.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rows = read() if ORACLE.exists() else {}
        for key, word in answers.items():
            rows.setdefault(key, dict(zip(("name", "method", "whose"), key, strict=True)))[persona] = word
        rows = {key: row for key, row in rows.items() if key in answers}
        with ORACLE.open("w", newline="") as file:
            out = csv.DictWriter(file, ["name", "method", "whose", *PERSONAS], lineterminator="\n", restval="")
            out.writeheader()
            out.writerows(rows[key] for key in sorted(rows))
