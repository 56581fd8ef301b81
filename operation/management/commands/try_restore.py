"""`manage.py try_restore BACKUP`: does this backup come back? Into a scratch database and folders,
which go again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation import trial
from operation.database import CannotCopy
from operation.restoring import CannotRestore
from operation.sealing import CannotOpen, NoKey


class Command(BaseCommand):
    help = (
        "Restore a backup into a scratch database, check every sum, drop it; the day is kept for"
        " `doctor`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder that `manage.py backup` named")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = trial.try_restore(options["backup"].absolute())
        except (CannotRestore, CannotCopy, CannotOpen, NoKey, OSError) as error:
            raise CommandError(f"this backup does not come back: {error}") from error
        self.stdout.write(
            f"{done.backup} came back in {done.seconds} s, all sums hold; the scratch database is"
            " gone"
        )
