"""Makes the folder of a backup, looks whether one is whole, and puts one back in the portal's place."""

import contextlib
import hashlib
import json
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from kit.clock import now

from . import Trouble
from .engines import engine

FORMAT = 1
MANIFEST, MEDIA = "manifest.json", "media"
PART = 1 << 20


def back_up(folder):
    """Make a backup; the folder is there only when it is whole. Gives its manifest."""
    folder = Path(folder).absolute()
    if folder.exists():
        raise Trouble(f"{folder} is there already: name a new folder")
    part, by = folder.with_name(f".{folder.name}.part"), engine()
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True, mode=0o700)
        # The database first: a file too many does no harm, a file missing does
        rows, migrations = by.dump(part / by.file)
        files = {str(path): copied(settings.MEDIA_ROOT / path, part / MEDIA / path) for path in uploads()}
        manifest = {
            "format": FORMAT,
            "made_at": now().isoformat(timespec="seconds"),
            "engine": by.name,
            "database": {"name": by.file, **hashed(part / by.file)},
            "rows": rows,
            "migrations": migrations,
            "files": {path: told for path, told in files.items() if told},
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
        part.rename(folder)
    except OSError as fault:
        raise Trouble(f"The backup could not be written: {fault}") from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def uploads():
    """The uploaded and made files, by their path under the media folder."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(root) for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def copied(source, target):
    """Copy a file; gives its hash and size, or None if it was deleted meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return None
    os.chmod(target, 0o600)
    return hashed(target)


def hashed(path):
    """The SHA-256 and size of a file."""
    known = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            known.update(part)
    return {"sha256": known.hexdigest(), "size": path.stat().st_size}


def checked(folder):
    """The manifest of a backup that is whole, of this engine, and not of a newer portal."""
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        known, database = manifest["format"], manifest["database"]
        expected = {database["name"]: database, **{f"{MEDIA}/{path}": told for path, told in manifest["files"].items()}}
        migrations, kind = set(manifest["migrations"]), manifest["engine"]
    except (OSError, ValueError, LookupError, TypeError) as fault:
        raise Trouble(f"{folder} is no backup of the portal: its {MANIFEST} cannot be read") from fault
    by = engine()
    if known != FORMAT or not migrations <= {".".join(key) for key in MigrationLoader(None).disk_migrations}:
        raise Trouble("This backup was made by a newer portal. Bring the portal up to date first")
    if kind != by.name or database["name"] != by.file:
        raise Trouble(f"This is a backup of {kind}, and the portal runs on {by.name}")
    for name, told in expected.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise Trouble(f"The backup is not whole: {name} is missing")
        if hashed(path) != {"sha256": told["sha256"], "size": told["size"]}:
            raise Trouble(f"The backup is not whole: {name} has changed")
    return manifest


def is_used():
    """Whether the portal has people, whom a restore would replace."""
    from accounts.models import User

    try:
        return User.objects.exists()
    except DatabaseError:  # a database without tables
        return False


@contextlib.contextmanager
def in_place_of(media, coming, going):
    """The restored files stand for the portal's while the block runs, and for good if it ends well."""
    media.mkdir(parents=True, exist_ok=True)
    media.rename(going)
    try:
        coming.rename(media)
        yield
    except BaseException:
        if media.exists():
            media.rename(coming)
        going.rename(media)
        raise
    shutil.rmtree(going, ignore_errors=True)


def restore(folder, *, replace=False):
    """Put a backup in the portal's place: nothing is touched before all of it is found whole. Gives its manifest."""
    manifest, folder, by = checked(folder), Path(folder), engine()
    if is_used() and not replace:
        raise Trouble("This portal is in use. To put the backup in the place of all it holds, add --replace")
    media = Path(settings.MEDIA_ROOT)
    coming, going = media.with_name(f"{media.name}.restoring"), media.with_name(f"{media.name}.replaced")
    shutil.rmtree(coming, ignore_errors=True)
    try:
        coming.mkdir(parents=True)
        for path in manifest["files"]:
            copied(folder / MEDIA / path, coming / path)
        with in_place_of(media, coming, going):
            rows = by.load(folder / by.file)
    except OSError as fault:
        raise Trouble(f"The backup could not be restored: {fault}") from fault
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    if rows != manifest["rows"]:
        raise Trouble("The database was restored with other numbers of rows than the backup names")
    return manifest
