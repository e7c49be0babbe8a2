"""The database into one file and back, by the means of its own engine: one moment of it, whole or not at all."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from . import Trouble

HELD = "notifications_mailhold"
WHY = "A backup was restored"


def engine():
    """The one in use."""
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()


class SQLite:
    """By SQLite's own backup interface: readers and writers go on meanwhile."""

    name, file = "SQLite", "portal.sqlite3"

    def dump(self, path):
        """Copy one moment of the database; gives (rows by table, migrations applied) in it."""
        with opened(f"file:{quote(live())}?mode=ro") as database, opened(path) as copy:
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            return look_into(copy)

    def load(self, path):
        """Put the copy in the database's place in one transaction, with all mail held; gives its rows by table."""
        connection.close()
        with tempfile.TemporaryDirectory() as folder, opened(live()) as database:
            shutil.copy(path, Path(folder) / self.file)
            with opened(Path(folder) / self.file) as copy:
                rows, _ = look_into(copy)
                copy.execute(f"INSERT INTO {HELD} (since, why) VALUES (datetime('now'), ?)", [WHY])  # noqa: S608  our own table's name
                copy.commit()
                copy.backup(database)
        return rows


def live():
    """The file of the database in use."""
    return str(connection.settings_dict["NAME"])


@contextlib.contextmanager
def opened(path):
    """A SQLite file, closed at the end."""
    try:
        file = sqlite3.connect(path, timeout=60, uri=str(path).startswith("file:"))
        with contextlib.closing(file):
            yield file
    except sqlite3.Error as fault:
        raise Trouble(f"SQLite could not do it: {fault}") from fault


def look_into(file):
    """(rows by table, migrations applied) of a SQLite file."""
    tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {
        name: file.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]  # noqa: S608  a name in its quotes
        for name in sorted(tables)
        if not name.startswith("sqlite_")
    }
    return rows, sorted(".".join(pair) for pair in file.execute("SELECT app, name FROM django_migrations"))


class PostgreSQL:
    """By pg_dump, pg_restore and psql, which are no older than the server."""

    name, file = "PostgreSQL", "portal.pgdump"

    def dump(self, path):
        """Dump one moment of the database; gives (rows by table, migrations applied) in the same moment."""
        need("pg_dump")
        with contextlib.closing(self.session()) as database, database.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = cursor.fetchone()[0]
            told = look_through(cursor)
            run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}")
            return told

    def load(self, path):
        """Put the dump in the database's place in one transaction, with all mail held; gives its rows by table."""
        for program in ("pg_restore", "psql"):
            need(program)
        with contextlib.closing(self.session()) as database, database.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            tables = tables_of(cursor)
        connection.close()
        with tempfile.TemporaryDirectory() as folder:
            before, itself, after = (Path(folder) / name for name in ("before.sql", "itself.sql", "after.sql"))
            drops = [f"DROP TABLE IF EXISTS {quoted(schema)}.{quoted(name)} CASCADE;" for name in tables]
            before.write_text("\n".join(["SET lock_timeout = '30s';", *drops]))
            run("pg_restore", "--no-owner", "--no-privileges", f"--file={itself}", str(path))
            hold = f"INSERT INTO {quoted(schema)}.{HELD} (since, why) VALUES (now(), '{WHY}');"  # noqa: S608  our own words
            after.write_text(hold)
            files = [word for one in (before, itself, after) for word in ("-f", str(one))]
            run("psql", "-X", "-q", "-o", os.devnull, "--single-transaction", "-v", "ON_ERROR_STOP=1", *files)
        with contextlib.closing(self.session()) as database, database.cursor() as cursor:
            rows, _ = look_through(cursor)
        return rows | {HELD: rows[HELD] - 1}

    def session(self):
        """A connection of its own, for as long as it takes."""
        database = connection.get_new_connection(connection.get_connection_params())
        with database.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        database.commit()
        return database


def look_through(cursor):
    """(rows by table, migrations applied) of the database a cursor is in."""
    rows = {}
    for name in tables_of(cursor):
        cursor.execute(f"SELECT count(*) FROM {quoted(name)}")  # noqa: S608  a name in its quotes
        rows[name] = cursor.fetchone()[0]
    cursor.execute("SELECT app, name FROM django_migrations")
    return rows, sorted(".".join(pair) for pair in cursor.fetchall())


def tables_of(cursor):
    """The tables of the portal's schema."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def quoted(name):
    """A name as SQL reads it, whatever stands in it."""
    return '"{}"'.format(name.replace('"', '""'))


def need(program):
    """Say so at once when a program is missing."""
    if not shutil.which(program):
        raise Trouble(f"{program} is not here. Install PostgreSQL's client programs, no older than the server.")


def run(*command):
    """Run one of PostgreSQL's programs on the database in use; its own words when it fails. No password on the command line."""
    known, options = connection.settings_dict, connection.settings_dict.get("OPTIONS", {})
    told = {
        "PGHOST": known["HOST"],
        "PGPORT": known["PORT"],
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGDATABASE": known["NAME"],
        **{f"PG{name.upper()}": options[name] for name in ("sslmode", "sslrootcert") if name in options},
    }
    env = os.environ | {name: str(value) for name, value in told.items() if value}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603  no shell, our own words
    if done.returncode:
        said = (done.stderr.strip() or f"ended with {done.returncode}").splitlines()
        raise Trouble(f"{command[0]} failed: {said[0]}")
