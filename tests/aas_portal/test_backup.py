"""The drill: a backup is made, everything is changed, and the restore brings back every row and file and sends nothing."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from casting import person
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from aas_portal.backup import Trouble, engines
from action_research.models import Evidence
from cohorts.models import Place
from kit.clock import now
from notifications.actions import dispatch, notify, release_mail
from notifications.models import MailHold, Message, MessageState
from portfolios.actions.certificates import graduate_schools
from portfolios.models import Certificate
from schools.models import School

pytestmark = pytest.mark.django_db(transaction=True)


def rows():
    """Every row of every table but the stop of mail, as a hash a table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told = sorted(repr([bytes(value) if isinstance(value, memoryview) else value for value in row]) for row in cursor.fetchall())  # fmt: skip
            found[table] = hashlib.sha256("\n".join(told).encode()).hexdigest()
    del found[MailHold._meta.db_table]
    return found


def files(settings):
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def portal(cast, place, mailoutbox):
    """A school with a certificate, a file, and a letter that waits."""
    from action_research.models import Project

    cohort = place.cohort
    graduate_schools([place], by=cast.lead, on=date(2026, 7, 2), reasons={place.pk: "A drill"})
    project = Project.objects.create(place=place, title="Café £5 “quoted” \\ '; --", question="?")
    evidence = Evidence(project=project, kind="photo", text="x", file_name="x.jpg", file_type="image/jpeg", by=cast.lead)  # fmt: skip
    evidence.file.save("x.jpg", ContentFile(bytes(range(256)) * 40))
    notify("certificate_ready", cast.headteacher, about=place, occasion="drill")
    assert Message.objects.filter(state=MessageState.QUEUED).count() >= 2
    return cohort


@pytest.fixture
def kept(portal, tmp_path, capsys):
    folder = tmp_path / "kept"
    call_command("backup", str(folder))
    return folder


def change_everything(settings):
    School.objects.update(name="Renamed")
    Message.objects.update(state=MessageState.SENT)
    Place.objects.update(certificate_why="Changed")
    Certificate.objects.update(state="revoked", revoked_at=now())
    person("Somebody New")
    Evidence.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT)
    (Path(settings.MEDIA_ROOT) / "evidence").mkdir(parents=True)
    (Path(settings.MEDIA_ROOT) / "evidence/later.jpg").write_bytes(b"later")


def test_the_drill(kept, cast, settings, client, mailoutbox, capsys):
    before, had = rows(), files(settings)
    change_everything(settings)
    assert rows() != before
    call_command("restore", str(kept), replace=True)
    said = capsys.readouterr().out
    assert (rows(), files(settings)) == (before, had)
    # a certificate still verifies
    certificate = Certificate.objects.get(kind="school")
    assert "This certificate is valid" in client.get(certificate.get_absolute_url()).text
    # no mail leaves, neither what waited nor what is new
    waiting = Message.objects.waiting().count()
    assert f"No mail leaves it: {waiting} letters wait" in said
    notify("certificate_ready", cast.lead, about=certificate.place, occasion="after")
    assert (dispatch(now()), len(mailoutbox)) == (0, 0)
    call_command("release_mail")
    assert dispatch(now()) == len(mailoutbox) == waiting + 1
    call_command("release_mail")
    assert "No mail is held." in capsys.readouterr().out


def test_what_waits_may_be_dropped_and_later_letters_go(kept, cast, place, mailoutbox):
    call_command("restore", str(kept), replace=True)
    call_command("release_mail", drop_waiting=True)
    notify("certificate_ready", cast.lead, about=place, occasion="after")
    dispatch(now())
    assert [mail.to for mail in mailoutbox] == [[cast.lead.email]]
    assert release_mail(by=cast.lead) is None


def test_a_new_portal_takes_a_backup_without_being_asked_twice(kept, settings):
    had = files(settings)
    shutil.rmtree(settings.MEDIA_ROOT)
    call_command("flush", interactive=False, verbosity=0)
    call_command("restore", str(kept))
    assert files(settings) == had
    assert School.objects.filter(name="Heathervale Primary").exists()


def test_the_manifest_names_every_file_and_row_with_nothing_for_others_to_read(kept, settings):
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["rows"]["schools_school"] == School.objects.count()
    assert {path: told["sha256"] for path, told in manifest["files"].items()} == {
        path: hashlib.sha256(content).hexdigest() for path, content in files(settings).items()
    }
    assert sorted(path.name for path in kept.iterdir()) == sorted(["manifest.json", "media", manifest["database"]["name"]])  # fmt: skip
    assert oct(kept.stat().st_mode)[-3:] == "700"


def changed(kept, **values):
    manifest = json.loads((kept / "manifest.json").read_text())
    (kept / "manifest.json").write_text(json.dumps(manifest | values))


def other_file(kept):
    next((kept / "media").rglob("*.jpg")).write_bytes(b"other")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (other_file, "has changed"),
        (lambda kept: shutil.rmtree(kept / "media"), "is missing"),
        (lambda kept: (kept / "manifest.json").write_text("{"), "is no backup of the portal"),
        (lambda kept: changed(kept, engine="Oracle"), "This is a backup of Oracle, and the portal runs on"),
        (lambda kept: changed(kept, migrations=["schools.9999_later"]), "was made by a newer portal"),
        (lambda kept: changed(kept, files={"../../x": {"sha256": "", "size": 0}}), "is missing"),
    ],
)
def test_what_is_not_whole_touches_nothing(kept, settings, spoil, sentence):
    before, had = rows(), files(settings)
    spoil(kept)
    with pytest.raises(CommandError, match=sentence):
        call_command("restore", str(kept), replace=True)
    assert (rows(), files(settings), MailHold.standing()) == (before, had, None)


def test_a_portal_in_use_is_not_replaced_by_mistake(kept, settings):
    School.objects.update(name="Renamed")
    with pytest.raises(CommandError, match="add --replace"):
        call_command("restore", str(kept))
    assert set(School.objects.values_list("name", flat=True)) == {"Renamed"}


def test_a_database_that_cannot_be_loaded_leaves_the_files(kept, settings, monkeypatch):
    before, had = rows(), files(settings)

    def fail(*args):
        raise Trouble("the disk is full")

    monkeypatch.setattr(type(engines.engine()), "load", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        call_command("restore", str(kept), replace=True)
    assert (rows(), files(settings)) == (before, had)
    assert [path.name for path in Path(settings.MEDIA_ROOT).parent.glob("media*")] == ["media"]


def test_a_folder_is_never_written_over_and_no_half_backup_stays(kept, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(kept))

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("aas_portal.backup.folder.shutil.copyfile", full)
    with pytest.raises(CommandError, match="could not be written: No space left"):
        call_command("backup", str(tmp_path / "half"))
    assert [path.name for path in tmp_path.iterdir() if "half" in path.name] == []


def test_a_missing_program_is_named_in_one_line(portal, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble, match="pg_dump is not here. Install PostgreSQL's client programs"):
        engines.PostgreSQL().dump(tmp_path / "x")
