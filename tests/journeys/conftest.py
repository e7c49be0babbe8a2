"""A browser, the portal it speaks to, and the county in it."""

import os
import shutil
from importlib import import_module

import pytest
from casting import BACKEND
from django.apps import apps
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's own Chromium, without its calls home."""
    return {"executable_path": shutil.which("chromium") or "/usr/bin/chromium", "args": QUIET}


@pytest.fixture(autouse=True)
def ten_themes(transactional_db):
    """The themes of the self-audit that migrations write: a test before this one has emptied the tables."""
    from evaluation.models import Theme

    if not Theme.objects.exists():
        import_module("evaluation.migrations.0002_ten_themes").write(apps, None)


@pytest.fixture
def county(ten_themes):
    """The demo's county, whole."""
    from aas_portal.demo.load import load

    load(60)


@pytest.fixture
def cookie_of():
    """The session cookie of a person, as after sign-in."""

    def make(user):
        request = HttpRequest()
        request.session = SessionStore()
        login(request, user, backend=BACKEND)
        request.session.save()
        return request.session.session_key

    return make


@pytest.fixture
def browsing(browser, live_server, cookie_of):
    """Open a page for a person at a width: `browsing(user, width=390, scripts=False)`."""
    contexts = []

    def make(user=None, width=1280, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=live_server.url
        )
        context.set_default_timeout(15000)
        if user is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(user), "url": live_server.url}]
            )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
