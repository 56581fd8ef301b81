"""`manage.py who_read --identity NUMBER | --dossier CODE [--from DATE] [--to DATE] [--csv
FILE]`.
"""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from foundation.midnight import midnight
from privacy import reads


class Command(BaseCommand):
    help = "Who looked at one person's data, or at one dossier, between two days (both included)."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument(
            "--identity", help="identity number; - asks for it, so that the shell keeps no copy"
        )
        whose.add_argument("--dossier", help="code of a dossier")
        parser.add_argument(
            "--from", dest="start", type=dt.date.fromisoformat, default=dt.date(2025, 1, 1)
        )
        parser.add_argument("--to", dest="end", type=dt.date.fromisoformat, default=None)
        parser.add_argument("--csv", type=Path, help="file to write instead of printing")

    def handle(self, *args: Any, **given: Any) -> None:
        start = midnight(given["start"])
        end = midnight((given["end"] or timezone.localdate()) + dt.timedelta(days=1))
        if given["dossier"]:
            rows = reads.of_dossier(given["dossier"], start, end)
        else:
            asked = (
                getpass.getpass("Identity number: ")
                if given["identity"] == "-"
                else given["identity"]
            )
            rows = reads.of_person(asked, start, end)
        if given["csv"]:
            with given["csv"].open("w", encoding="utf-8-sig", newline="") as file:
                self.stdout.write(f"{reads.write_csv(rows, file)} rows")
        else:
            reads.write_csv(rows, self.stdout if self.stdout is not None else sys.stdout)  # type: ignore[arg-type]
