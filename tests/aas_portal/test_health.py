"""The health addresses: alive is one thing, ready another, and what is wrong is said."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from aas_portal import health


def test_alive_asks_nothing_of_the_database(client):
    # No database mark on this test: a query would fail it
    response = client.get(reverse("health_live"))
    assert (response.status_code, response.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_ready_with_database_and_files(client):
    response = client.get(reverse("health_ready"))
    assert (response.status_code, response.json()) == (200, {"database": "ok", "files": "ok"})


@pytest.mark.django_db
def test_not_ready_before_the_migrations(client, monkeypatch):
    monkeypatch.setattr(health, "newest_migrations", lambda: {("schools", "9999_tomorrow")})
    response = client.get(reverse("health_ready"))
    assert (response.status_code, response.json()["database"]) == (503, "migrations are waiting")


def test_not_ready_without_a_database(client, monkeypatch):
    def refuses(self):
        raise OperationalError("connection refused")

    monkeypatch.setattr("aas_portal.health.MigrationRecorder.applied_migrations", refuses)
    response = client.get(reverse("health_ready"))
    assert (response.status_code, response.json()["database"]) == (503, "does not answer")


@pytest.mark.django_db
def test_not_ready_where_files_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "a file").touch()
    settings.MEDIA_ROOT = tmp_path / "a file" / "media"
    response = client.get(reverse("health_ready"))
    assert (response.status_code, response.json()) == (503, {"database": "ok", "files": "cannot be written"})


@pytest.mark.parametrize("name", ["health_live", "health_ready"])
def test_health_is_only_read(db, client, name):
    assert client.post(reverse(name)).status_code == 405
