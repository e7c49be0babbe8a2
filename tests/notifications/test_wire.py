"""Real mail to a real server, and requests that never wait for one."""

import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from kit.clock import now
from notifications.actions import dispatch
from notifications.models import Message, MessageState

pytestmark = pytest.mark.django_db


class Sink:
    """Keeps what arrives; refuses whoever is called nobody."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def sink(settings):
    """An SMTP server on a port of its own."""
    handler = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield handler
    controller.stop()


def test_a_letter_arrives_whole(sink, queued, kind):
    queued(attachments=lambda message: {"day.ics": (b"BEGIN:VCALENDAR", "text/calendar")})
    dispatch(now())
    (letter,) = sink.letters
    (attached,) = letter.iter_attachments()
    assert (letter["To"], letter["Subject"]) == ("jo.pemberton@example.org", "About Heathervale Primary")
    assert letter.get_body().get_content().strip() == "Hello Jo Pemberton, about Heathervale Primary."
    assert (attached.get_filename(), attached.get_content_type()) == ("day.ics", "text/calendar")
    assert Message.objects.get().state == MessageState.SENT


def test_what_the_server_refuses_is_kept_with_its_words(sink, queued):
    queued(to="nobody@example.org")
    dispatch(now())
    refused = Message.objects.get()
    assert (refused.state, sink.letters) == (MessageState.REFUSED, [])  # for good: trying again would be no use
    assert "550" in refused.fault


@pytest.fixture
def black_hole():
    """A port that takes connections and never says a word."""
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(64)
        yield hole


def test_a_request_touches_neither_the_broker_nor_the_mail_server(cast, client_of, settings, black_hole, monkeypatch):
    host, port = black_hole.getsockname()
    settings.CELERY_BROKER_URL = f"redis://{host}:{port}/0"
    from aas_portal.celery import app

    monkeypatch.setattr(app.conf, "broker_url", settings.CELERY_BROKER_URL)
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": host, "port": port}}
    }
    answered = []

    def press():
        client = client_of(cast.lead)
        answered.append(
            client.post(
                reverse("accounts:invite_person"),
                {"name": "Nadia", "email": "nadia@example.org", "roles": ["is_adviser"]},
            ).status_code
        )
        answered.append(
            client_of(None).post(reverse("account_request_login_code"), {"email": cast.school_lead.email}).status_code
        )

    called = []
    real = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda address, *rest, **more: called.append(address) or real(address, *rest, **more),
    )
    press()
    assert (answered, called) == ([302, 302], [])
    assert set(Message.objects.values_list("kind", "state")) == {("invitation", "queued"), ("sign_in_code", "queued")}
