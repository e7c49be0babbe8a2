"""Brings a register file of the DfE's "Get Information about Schools" into the portal."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from schools.actions.register import import_file
from schools.models.school import ImportKind
from schools.register.kinds import ways
from schools.register.report import KINDS


class Command(BaseCommand):
    """All or nothing: with any error in the file nothing is imported and the exit code is 1."""

    help = "Import the register of schools from a CSV (or XLSX) file of Get Information about Schools."
    kind = ImportKind.REGISTER

    def add_arguments(self, parser):
        self.add_common_arguments(parser)
        parser.add_argument(
            "--la", default="", help="code of one local authority, such as 830; without it, all of England"
        )

    def add_common_arguments(self, parser):
        """What every command that brings a list in is told."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")

    def handle(self, *, file, dry_run, la="", **options):
        if la and not (la.isdecimal() and len(la) == 3):
            raise CommandError(f"“{la}” is not the three-figure code of a local authority.")
        try:
            with file.open("rb") as content:
                report = (
                    ways[self.kind].reader.examine(content, la=la)
                    if dry_run
                    else import_file(content, name=file.name, kind=self.kind, la_code=la, by=None)
                )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        if options["json"]:
            for piece in report.as_json():
                self.stdout.write(piece, ending="")
        else:
            self.tell(report, dry_run)
        if report.is_refused:
            raise SystemExit(1)

    def tell(self, report, dry_run):
        """The report in sentences: what needs a person's eye line by line, the rest as counts."""
        for kind in ("errors", "warnings"):
            for line, urn, message in report.found[kind]:
                about = f" (URN {urn})" if urn else ""
                self.stderr.write(f"{kind[:-1]}, line {line or '?'}{about}: {message}")
        self.stdout.write(", ".join(f"{report.counts[kind]} {kind}" for kind in KINDS))
        if report.is_refused:
            self.stdout.write("Nothing was imported: put the errors right and try again.")
        elif dry_run:
            self.stdout.write("Nothing was imported: this was a dry run.")
