"""`manage.py restore BACKUP`: a site from its backup, on a machine whose database is empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation import restoring, sums
from operation.database import CannotCopy
from operation.sealing import CannotOpen, NoKey


class Command(BaseCommand):
    help = (
        "Bring a backup back into an empty database; web and worker are stopped until it says that"
        " all sums hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder that `manage.py backup` named")
        parser.add_argument(
            "--gap", type=int, default=100, help="numbers to pass over in every book (100)"
        )
        parser.add_argument(
            "--seen",
            action="append",
            default=[],
            metavar="BOOK=LAST",
            help=(
                "the highest number on paper: SGDĐT/BS=57 of documents, H15.50=12 of today's"
                " dossiers"
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        seen = dict(_stated(text) for text in options["seen"])
        try:
            restoration = restoring.restore(options["backup"], options["gap"], seen)
        except (restoring.CannotRestore, CannotCopy, CannotOpen, NoKey) as error:
            raise CommandError(f"not restored: {error}") from error
        for passed in restoration.passed_over:
            self.stderr.write(
                "passed over, may be on paper: {book} {first}–{last}".format(**passed)
            )
        found = list(sums.faults())
        figures = {"taken_at": str(restoration.taken_at), "held": restoration.held, "faults": found}
        self.stdout.write(
            json.dumps(figures | {"passed_over": restoration.passed_over}, ensure_ascii=False)
        )
        if found:
            raise CommandError(f"restored, but {len(found)} sums do not hold")


def _stated(text: str) -> tuple[str, int]:
    book, sign, last = text.rpartition("=")
    if not sign or not last.isdecimal():
        raise CommandError(f"--seen {text}: write BOOK=NUMBER")
    return book, int(last)
