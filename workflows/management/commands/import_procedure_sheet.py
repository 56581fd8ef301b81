"""Makes drafts of procedure.yaml from sheets of the national portal, and has them checked."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organisations.models import Authority
from workflows import sheets
from workflows.definition import Definition, IssuedDocument
from workflows.procedure.inspection import Inspection, Proposal, inspect
from workflows.procedure.publishing import shipped_folders

REFUSAL = "templates/refusal_letter.docx"


class Command(BaseCommand):
    """manage.py import_procedure_sheet FILE … [--output FOLDER | --check]"""

    help = (
        "Read sheets of the national portal into drafts; what is not accepted is explained line by"
        " line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--output",
            type=Path,
            default=Path("drafts"),
            help="folder for the drafts (default: drafts)",
        )
        parser.add_argument("--check", action="store_true", help="write nothing, only tell")

    def handle(self, *args: Any, **options: Any) -> None:
        unread = 0
        for path in options["files"]:
            try:
                sheet = sheets.read(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                self.stderr.write(f"{path}: {error}")
                unread += 1
                continue
            self._draft(path, sheet, None if options["check"] else options["output"])
        if unread:
            raise CommandError(f"{unread} of {len(options['files'])} files could not be read")

    def _draft(self, path: Path, sheet: sheets.Sheet, output: Path | None) -> None:
        authorities = dict(Authority.objects.values_list("slug", "name"))
        draft = sheets.draft(sheet, authorities, timezone.localdate())
        text = draft.text()
        slug = draft.data["slug"]
        checked = inspect(Proposal(text, f"{slug}/procedure.yaml", _template))
        verdict = f"{len(checked.faults)} faults to mend" if checked.faults else "accepted"
        self.stdout.write(
            f"{path}: {sheet.title.text} -> {slug}: {verdict}, {len(draft.doubts)} doubts"
        )
        for doubt in draft.doubts:
            self.stdout.write(f"  {path.name} {doubt}")
        for finding in checked.findings:
            self.stdout.write(f"  {finding}")
        if output is not None:
            _write(output / slug, text, checked)


def _write(folder: Path, text: str, checked: Inspection) -> None:
    """The draft and the templates it has."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "procedure.yaml").write_text(text, encoding="utf-8")
    for name, content in checked.templates.items():
        template = folder / name
        template.parent.mkdir(exist_ok=True)
        template.write_bytes(content)


def _template(definition: Definition, document: IssuedDocument) -> bytes | None:
    """The shipped letter of refusal is lent to every draft; the form of a result is each
    procedure's own.
    """
    if document.template != REFUSAL:
        return None
    shipped = (folder / REFUSAL for folder in shipped_folders())
    return next((path.read_bytes() for path in shipped if path.is_file()), None)
