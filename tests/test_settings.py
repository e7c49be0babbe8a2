"""The settings: all of them documented, none of them dangerous by omission, and the demo never with production's."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-and-of-many-kinds-0123456789",
    "SITE_URL": "https://portal.example.gov.uk",
    "ALLOWED_HOSTS": "portal.example.gov.uk,localhost",
    "DATABASE_URL": "postgres://portal:unused@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://portal:unused@mail.example.gov.uk:587",
    "TRUSTED_PROXY_COUNT": "1",
}
SINGLE_SIGN_ON = {"OIDC_ISSUER": "https://login.example.gov.uk/"}


@pytest.fixture
def run(tmp_path):
    """Python in a process of its own with these settings and nothing of the tests' own environment."""

    def with_settings(*words, **settings):
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR_DIR": str(tmp_path / "var"), **settings},
            capture_output=True,
            text=True,
        )

    return with_settings


@pytest.fixture
def refusal(run):
    """The last thing said by a portal that must not start with these settings."""

    def last_words(**settings):
        start = run("-c", "import aas_portal.settings", **settings)
        assert start.returncode == 1
        return start.stderr.splitlines()[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ")

    return last_words


def names_read():
    return set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z0-9_]+)"', (ROOT / "aas_portal/settings.py").read_text()))


def names_in_example():
    return set(re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def names_in_compose():
    return set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()))


def test_the_example_lists_every_setting_and_no_other():
    assert names_in_example() == names_read() | names_in_compose()


def test_operating_explains_every_setting():
    explained = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs/operating.md").read_text(), re.MULTILINE))
    assert explained == names_in_example()


def test_the_example_holds_no_secret():
    filled = dict(re.findall(r"^([A-Z0-9_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert set(filled) == {"SITE_URL", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL"}


def test_nothing_starts_without_a_key(refusal):
    assert refusal() == "Set SECRET_KEY to a long random text (docs/operating.md says how)."
    assert (
        refusal(**PRODUCTION | {"SECRET_KEY": ""})
        == "Set SECRET_KEY to a long random text (docs/operating.md says how)."
    )


@pytest.mark.parametrize(
    "name", ["SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "TRUSTED_PROXY_COUNT", "OIDC_ISSUER"]
)
def test_the_demo_refuses_each_setting_of_production(refusal, name):
    said = refusal(DEMO="1", **{name: (PRODUCTION | SINGLE_SIGN_ON)[name]})
    assert said.startswith(
        "The demo runs on its own SQLite file only, sends no letter and knows no sign-in of a council."
    )


def test_the_demo_refuses_the_database_of_a_real_portal(refusal, tmp_path):
    said = refusal(DEMO="1", DATABASE_URL=f"sqlite:///{tmp_path}/portal.sqlite3")
    assert said == "The demo keeps to a database of its own: its file name must say demo."


def test_the_demos_key_opens_no_real_portal(run, refusal):
    key = run("-c", "import aas_portal.settings as s; print(s.SECRET_KEY, end='')", DEMO="1").stdout
    assert refusal(SECRET_KEY=key) == "The demo's key is public. Set SECRET_KEY to a text of your own."


def test_the_demo_has_addresses_that_a_real_portal_has_not(run):
    code = "import django; django.setup(); from django.urls import resolve; print(resolve('/demo/sign-in/').url_name)"
    settings = {"DJANGO_SETTINGS_MODULE": "aas_portal.settings"}
    demo, real = run("-c", code, DEMO="1", **settings), run("-c", code, **PRODUCTION, **settings)
    assert (demo.returncode, real.returncode) == (0, 1)
    assert "Resolver404" in real.stderr


def test_production_settings_pass_djangos_deployment_checks(run):
    check = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (check.returncode, check.stderr) == (0, "")
    assert "System check identified no issues" in check.stdout
