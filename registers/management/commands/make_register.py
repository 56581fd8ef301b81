"""manage.py make_register FILE: an invented register with real troubles, the same for the same
seed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.spreadsheets import UnreadableFile
from registers import generator


class Command(BaseCommand):
    help = "Writes an invented register (.xlsx or .csv) with the troubles of real ones."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rows", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self, *args: Any, file: Path, rows: int, seed: int, verbosity: int, **options: Any
    ) -> None:
        try:
            generator.write(Path(file), rows, seed)
        except (UnreadableFile, OSError) as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"{file}: {rows} rows (seed {seed}).")
