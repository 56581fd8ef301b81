"""manage.py import_licences FILE --book BOOK: licences granted on paper, from Excel or CSV, as
often as one likes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.spreadsheets import UnreadableFile
from organisations.models import Authority, User
from registers import grants, paper_sheets
from registers.models import PaperImport


class Command(BaseCommand):
    help = (
        "Enters licences granted on paper (.xlsx or .csv). Faulty rows are named and skipped; again"
        " adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--book", required=True, help="as procedures name it: school_licence, national_standard"
        )
        parser.add_argument(
            "--title",
            default="",
            help="what a licence is called; without it, as the book calls them",
        )
        parser.add_argument(
            "--keeper",
            default="sgddt-daklak",
            help="short name of the authority that keeps the book",
        )
        parser.add_argument("--by", default="", help="account name of who answers for the sheet")

    def handle(
        self, *args: Any, file: Path, book: str, title: str, keeper: str, by: str, **options: Any
    ) -> None:
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        title = title or dict(grants.kinds()).get(book, "")
        if not title:
            raise CommandError(
                f"Nothing stands in the book “{book}” yet: say by --title what a licence is called."
            )
        try:
            run = paper_sheets.take_in(path, self._keeper(keeper), book, title, self._person(by))
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from problem
        self._tell(run)

    def _keeper(self, slug: str) -> Authority:
        found = Authority.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no authority “{slug}”.")
        return found

    def _person(self, username: str) -> User | None:
        found = User.objects.filter(username=username).first()
        if username and found is None:
            raise CommandError(f"There is nobody called “{username}”.")
        return found

    def _tell(self, run: PaperImport) -> None:
        counts = (
            f"{run.read} rows read, {run.added} added, {run.known} known already, {run.faulty}"
            " faulty."
        )
        self.stdout.write(f"{run.keeper}, {run.book}: {counts}")
        if run.ignored_columns:
            self.stdout.write(f"Columns not known and left out: {run.ignored_columns}")
        for fault in run.faults.all():
            self.stdout.write(f"  row {fault.row}: {fault.reason}")
