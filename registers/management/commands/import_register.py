"""manage.py import_register FILE [--book NAME]: a register from Excel or CSV into a book, as often
as one likes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.spreadsheets import UnreadableFile
from organisations.models import Authority
from registers.importing import import_file
from registers.models import ImportRun, RegisterBook

SHOWN_FAULTS = 20
BAR = 30  # signs


class Command(BaseCommand):
    help = (
        "Imports a register (.xlsx or .csv). Faulty rows are named and skipped; importing again"
        " adds nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--book", default="", help="name of the book; without it, the file's name"
        )
        parser.add_argument(
            "--keeper",
            default="sgddt-daklak",
            help="short name of the authority that keeps a new book",
        )

    def handle(
        self, *args: Any, file: Path, book: str, keeper: str, verbosity: int, **options: Any
    ) -> None:
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            run = import_file(
                path,
                self._book(book or path.stem, keeper),
                progress=self._bar if verbosity else None,
            )
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from problem
        if verbosity:
            self._tell(run)

    def _book(self, name: str, keeper: str) -> RegisterBook:
        """The book of that name, made when there is none."""
        if known := RegisterBook.objects.filter(name=name).first():
            return known
        try:
            return RegisterBook.objects.create(name=name, keeper=Authority.objects.get(slug=keeper))
        except Authority.DoesNotExist as error:
            advice = "Run manage.py seed_organisations first, or choose one by --keeper."
            raise CommandError(
                f"There is no authority “{keeper}” to keep the book. {advice}"
            ) from error

    def _bar(self, rows: int, share: float) -> None:
        """One line that is drawn again and again, in a terminal only."""
        if self.stderr.isatty():
            filled = round(BAR * share)
            line = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {share:4.0%} {rows} rows"
            self.stderr.write(line, style_func=str, ending="" if share < 1 else "\n")

    def _tell(self, run: ImportRun) -> None:
        counts = (
            f"{run.read} rows read, {run.added} added, {run.known} known already, {run.faulty}"
            " faulty."
        )
        self.stdout.write(f"{run.book}: {counts}")
        if run.ignored_columns:
            self.stdout.write(f"Columns not known and left out: {run.ignored_columns}")
        for fault in run.faults.all()[:SHOWN_FAULTS]:
            self.stdout.write(f"  row {fault.row}: {fault.reason}")
        if run.faulty > SHOWN_FAULTS:
            self.stdout.write(
                f"  … and {run.faulty - SHOWN_FAULTS} more: see the import in the administrator's"
                " pages."
            )
