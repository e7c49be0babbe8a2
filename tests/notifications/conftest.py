"""Kinds of letter for the outbox's own tests, and people to write to."""

import pytest

from notifications import kinds
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.models import Message


@pytest.fixture
def kind(monkeypatch, settings, tmp_path):
    """Registers a kind with this behaviour for the length of a test."""
    monkeypatch.setattr(kinds, "kinds", kinds.kinds)
    known = dict(kinds.kinds)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "try.txt").write_text("Hello {{ name }}, about {{ about }}.\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]

    def make(name="tried", **behaviour):
        return kinds.register(Kind(name, title="A try", subject="About {{ about }}", template="try.txt", **behaviour))

    yield make
    kinds.kinds.clear()
    kinds.kinds.update(known)


@pytest.fixture
def queued(cast, kind):
    """Queues letters of a kind to Jo Pemberton; gives them back."""

    def make(number=1, to=None, **behaviour):
        kind(**behaviour)
        for occasion in range(number):
            notify("tried", to or cast.school_lead, about=cast.school, occasion=f"try:{occasion}")
        return list(Message.objects.filter(kind="tried").order_by("pk"))

    return make


@pytest.fixture
def outbox(settings, mailoutbox):
    """What has really been sent."""
    return mailoutbox
