"""Reads the letters that the demo keeps in files instead of sending them."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)
NEWEST = 200


@dataclass(frozen=True)
class Letter:
    """One letter as it would have gone."""

    to: str
    subject: str
    text: str
    at: datetime | None
    attached: tuple


def letters():
    """The newest letters, newest first."""
    folder = Path(settings.VAR_DIR) / "mail"
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:NEWEST]
    found = [letter for path in files for letter in reversed([*read(path.read_bytes())])]
    return sorted(found, key=lambda letter: letter.at.timestamp() if letter.at else 0, reverse=True)


def read(content):
    """The letters of one file."""
    for part in BETWEEN.split(content):
        if not part.strip():
            continue
        mail = message_from_bytes(part, policy=policy.default)
        body = mail.get_body(preferencelist=("plain",))
        yield Letter(
            to=str(mail["To"] or ""),
            subject=str(mail["Subject"] or ""),
            text=body.get_content() if body else "",
            at=parsedate_to_datetime(mail["Date"]) if mail["Date"] else None,
            attached=tuple(name for one in mail.iter_attachments() if (name := one.get_filename())),
        )
