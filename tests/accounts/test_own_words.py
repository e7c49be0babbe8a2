"""Every page and letter of sign-in is in the portal's words: none of the library's own is left, and each leads on."""

import re
from pathlib import Path

import allauth
import pytest
from casting import BACKEND, person
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = settings.BASE_DIR / "templates"
# Frames that hold no words, and pages of what is switched off here: sign-up, telephones, codes for passwords, trusted browsers
NO_WORDS = re.compile(r"/(base_[a-z_]+|base)\.html$|snippets/|^allauth/|^account/messages/logged_in|login_redirect|account_connected_updated|download\.txt$")  # fmt: skip
OFF = re.compile(
    r"^idp/|signup|phone|account_already_exists|password_reset_code|email_verification_code|account/email\.html|mfa/trust|snippets"
)
OLD = ("Security Key", "Security key", "Authenticator App", "Recovery Codes", "third-party", "Two-Factor", "Successfully", "Reset My", "Set Password")  # fmt: skip


def names():
    found = [str(path.relative_to(THEIRS)) for path in THEIRS.rglob("*.*")]
    return sorted(name for name in found if not NO_WORDS.search(name) and not OFF.search(name) and "openid" not in name)


@pytest.mark.parametrize("name", names())
def test_ours_stands_before_theirs(name):
    text = (OURS / name).read_text()
    assert not [words for words in OLD if words in text]


@pytest.fixture
def member(client, db):
    """Somebody with a password who has just signed in, so that they may change how they do."""
    made = person("Jo Pemberton")
    made.set_password("the gate is green at nine")
    made.save()
    client.force_login(made, backend=BACKEND)
    client.post(reverse("account_reauthenticate"), {"password": "the gate is green at nine"})
    return made


@pytest.mark.parametrize("name", ["account_change_password", "account_email", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "socialaccount_connections", "account_reset_password_done", "usersessions_list", "socialaccount_login_cancelled"])  # fmt: skip
def test_a_page_reads_plainly(client, member, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200, answer
    html = answer.content.decode()
    assert not [words for words in OLD if words in html]
    assert "placeholder=" not in html
    assert "Passwordless" not in html


def test_recovery_codes_say_what_they_are_for_and_lead_on(client, member):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(member, generate_totp_secret())
    codes = RecoveryCodes.activate(member).get_unused_codes()
    html = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "If you lose your phone or key, one of these lets you in" in html
    assert all(code in html for code in codes)
    assert f'href="{reverse("cohorts:begin")}"' in html
    assert "stop working at once" in client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    assert "will no longer let you in" in client.get(reverse("mfa_deactivate_totp")).content.decode()


def test_somebody_without_a_password_may_choose_one(client, member):
    member.set_unusable_password()
    member.save()
    client.force_login(member, backend=BACKEND)
    html = client.get(reverse("account_set_password")).content.decode()
    assert "You need none" in html
    assert "The same again" in html


def test_a_forgotten_password_is_asked_for_and_chosen_anew(client, member):
    client.logout()
    page = client.get(reverse("account_reset_password")).content.decode()
    assert "We write to you with a link" in page
    assert client.get(reverse("account_reset_password_from_key", args=["1", "set-password-x"])).status_code in (
        200,
        302,
    )
    answer = client.post(reverse("account_reset_password"), {"email": ""})
    assert "Enter e-mail address" in answer.content.decode()


@pytest.mark.parametrize(
    "name", [name for name in names() if name.endswith("_message.txt") and "/email/" in name and "base_" not in name]
)
def test_a_letter_is_ours_from_head_to_foot(name, db):
    context = {"timestamp": timezone.now(), "ip": "192.0.2.7", "user_agent": "Firefox", "to_email": "new@example.org", "from_email": "old@example.org", "provider": "the council"}  # fmt: skip
    words = render_to_string(name, context)
    assert words.startswith("Hello,")
    assert "Thank you for using" not in words
    assert not re.search(r"\bemail\b", words)
    assert "\n" not in render_to_string(name.replace("_message", "_subject"), context).strip()


def test_a_passkey_is_called_so_until_it_has_a_name(client, member):
    assert 'value="Passkey"' in client.get(reverse("mfa_add_webauthn")).text
